"""What is copied into the sandbox and runs beside student code. Nothing here imports the rest of rnnlab."""
