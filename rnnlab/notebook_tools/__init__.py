"""Tools for notebook files: execute, normalise, check outputs, remove solutions, copy for learners, open JupyterLab."""
