"""A JupyterLab server, started as make lab starts it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat

from rnnlab.notebook_tools.workspace import lab_arguments

ROOT = Path(__file__).resolve().parents[3]
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "apputils-extension/sessionDialogs": {"skipKernelRestartDialog": True},
    "docmanager-extension/plugin": {"autosave": False},
}
PATIENCE = 120  # seconds for a server to start


class Lab:
    """A JupyterLab server of its own, started as make lab does, in a folder of its own.

    Attributes
    ----------
    folder : pathlib.Path
        What it serves.
    url : str
    """

    def __init__(self, folder):
        self.home, self.folder = folder, folder / "notebooks"
        self.folder.mkdir()
        self.process = None
        self.environment = os.environ | {
            "JUPYTER_CONFIG_DIR": str(self.home / "config"), "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"), "IPYTHONDIR": str(self.home / "ipython"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.home / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.home / "workspaces"), "TF_CPP_MIN_LOG_LEVEL": "3",
            "PYTHONPATH": str(ROOT)}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        self.set(SETTINGS)
        command = [sys.executable, "-m", "jupyterlab", *lab_arguments(self.folder, self.folder / "any.ipynb"),
                   "--no-browser", "--expose-app-in-browser", f"--port={self.port}", "--ServerApp.port_retries=0",
                   "--IdentityProvider.token="]
        with open(self.home / "server.log", "w") as log:
            self.process = subprocess.Popen(command, env=self.environment, cwd=self.folder, stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                return urllib.request.urlopen(f"{self.url}/api/status", timeout=5).close()
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.2)
        raise RuntimeError("JupyterLab did not start:\n" + (self.home / "server.log").read_text()[-2000:])

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def set(self, settings):
        """Write settings, as JupyterLab's settings editor does."""
        for plugin, values in settings.items():
            path = self.home / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))

    def write(self, name, cells):
        """Write a notebook into the folder.

        Parameters
        ----------
        name : str
            Its file name.
        cells : list
            Source of code cells, or whole notebook cells.

        Returns
        -------
        pathlib.Path
        """
        notebook = nbformat.v4.new_notebook()
        notebook.cells = [nbformat.v4.new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                             "language_info": {"name": "python"}}
        nbformat.write(notebook, self.folder / name)
        return self.folder / name

    def trust(self, name):
        """Sign a notebook, as ``jupyter trust`` does."""
        subprocess.run([sys.executable, "-m", "jupyter", "trust", str(self.folder / name)], check=True,
                       capture_output=True, env=self.environment)

    def copy(self, path):
        """Copy a notebook into the folder."""
        return Path(shutil.copy(path, self.folder))
