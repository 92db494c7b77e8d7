"""Tests in JupyterLab, in Chromium."""
