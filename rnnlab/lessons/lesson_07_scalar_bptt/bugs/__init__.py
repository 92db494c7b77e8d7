"""The bugs of lesson 7: their catalogue, their code, the checks that detect them, and the table of both, drawn."""
