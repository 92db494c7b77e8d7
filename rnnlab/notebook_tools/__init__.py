"""Notebook files: executed, normalised, copied to work on, stripped of solutions."""
