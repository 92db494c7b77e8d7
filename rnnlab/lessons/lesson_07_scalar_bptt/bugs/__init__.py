"""The bugs of lesson 7: each with its backward pass, and with the check that detects it."""
