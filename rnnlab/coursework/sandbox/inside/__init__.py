"""What is copied into the sandbox as it is. It imports itself, the standard library and NumPy, and nothing else."""
