"""Training: what is learned from, and how a gradient becomes a step."""
