"""One JupyterLab and one Chromium for all browser tests, and a page that knows notebooks.

    def test_something(open_notebook, lab):
        lab.write("try.ipynb", ["1 + 1"])              # or lab.copy(path) for a notebook that is there already
        page = open_notebook("try.ipynb")              # theme="dark", width=380
        page.run_all()                                 # waits until the kernel is idle
        assert page.output(0) == "2"
        page.screenshot("try")                         # build/screenshots/try.png
        assert page.errors == []                       # console errors and uncaught exceptions

Where Chromium is missing the tests are skipped, but fail under CI (the environment variable of that name).
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

from rnnlab.workspace import lab_arguments

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "apputils-extension/sessionDialogs": {"skipKernelRestartDialog": True},
    "docmanager-extension/plugin": {"autosave": False},
}
PATIENCE = 120  # seconds for a kernel to start, or a cell to end


def find_chromium():
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail("browser tests need Chromium, and there is none")
    if path is None:
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


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


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    """The JupyterLab server of this session (see `Lab`)."""
    lab = Lab(tmp_path_factory.mktemp("lab"))
    try:
        lab.start()
        yield lab
    finally:
        lab.stop()


class NotebookPage:
    """One notebook in JupyterLab. `page` is Playwright's page, for all that is not here.

    Attributes
    ----------
    errors : list of str
        What went wrong in the page since it was opened: console errors and uncaught exceptions.
    """

    def __init__(self, page, lab, name):
        self.page, self.lab, self.name, self.errors = page, lab, name, []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        self.load()

    def _hear(self, message):
        # A file that JupyterLab asks for and does without is the server's affair.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.errors.append(message.text)

    def load(self):
        """Load the page, or load it again, and wait until the notebook and its kernel are there."""
        self.page.goto(f"{self.lab.url}/lab/tree/{self.name}?reset")
        self.page.wait_for_function("""name => {
            const widget = window.jupyterapp && window.jupyterapp.shell.currentWidget;
            return widget && widget.context && widget.context.path === name && widget.context.isReady
                && widget.content.widgets.length > 0;
        }""", arg=self.name, timeout=1000 * PATIENCE)
        self.wait_idle()

    def evaluate(self, script, arg=None):
        """Run JavaScript with `app`, the `panel` of the notebook and `arg` at hand; return what it returns."""
        return self.page.evaluate(f"""async arg => {{
            const app = window.jupyterapp, panel = app.shell.currentWidget;
            {script}
        }}""", arg)

    def command(self, name, **arguments):
        """Run one of JupyterLab's commands and wait for its end."""
        return self.evaluate("await app.commands.execute(arg[0], arg[1]);", [name, arguments])

    def wait_idle(self):
        """Wait until the kernel is there and does nothing."""
        self.page.wait_for_function("""() => {
            const context = window.jupyterapp.shell.currentWidget.sessionContext;
            const kernel = context.session && context.session.kernel;
            return kernel && kernel.status === 'idle' && kernel.connectionStatus === 'connected'
                && ![...document.querySelectorAll('.jp-InputArea-prompt')].some(
                    prompt => prompt.textContent.startsWith('[*]'));
        }""", timeout=1000 * PATIENCE)

    def run_all(self):
        """Run all cells and wait for the last."""
        self.command("notebook:run-all-cells")
        self.wait_idle()

    def run_cell(self, index):
        """Run one cell, counted from 0, and wait for its end."""
        self.evaluate("panel.content.activeCellIndex = arg; panel.content.deselectAll();", index)
        self.command("notebook:run-cell")
        self.wait_idle()

    def set_source(self, index, source):
        """Type over a cell."""
        self.evaluate("panel.content.widgets[arg[0]].model.sharedModel.setSource(arg[1]);", [index, source])

    def restart_kernel(self):
        """Restart the kernel; outputs stay."""
        self.evaluate("await panel.sessionContext.session.kernel.restart();")
        self.wait_idle()

    def save(self):
        self.command("docmanager:save")

    def cell(self, index):
        """A cell, counted from 0, as a Playwright locator, scrolled into view."""
        self.evaluate("await panel.content.scrollToItem(arg, 'center');", index)
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def output(self, index):
        """All text of a cell's output area."""
        return "\n".join(self.cell(index).locator(".jp-OutputArea-output").all_inner_texts()).strip()

    def python(self, code):
        """Run code in the kernel, beside the notebook, and return what it prints."""
        return self.evaluate("""
            const future = panel.sessionContext.session.kernel.requestExecute(
                {code: arg, store_history: false, silent: false});
            let printed = '';
            future.onIOPub = message => {
                if (message.header.msg_type === 'stream') printed += message.content.text;
                if (message.header.msg_type === 'error') printed += message.content.traceback.join('\\n');
            };
            await future.done;
            return printed.trim();""", code)

    def theme(self, name):
        """Switch to ``"light"`` or ``"dark"``."""
        self.command("apputils:change-theme", theme=f"JupyterLab {name.title()}")
        self.page.wait_for_function("name => document.body.dataset.jpThemeLight === String(name === 'light')", arg=name)
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")

    def screenshot(self, name, of=None):
        """Keep a picture of the page, or of one locator, in build/screenshots/.

        Returns
        -------
        pathlib.Path
        """
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"{re.sub('[^a-z0-9_-]+', '-', name.lower())}.png"
        (of or self.page).screenshot(path=path)
        return path

    def axe(self, selector):
        """What axe-core holds against the elements of a selector: a list of readable lines."""
        from axe_playwright_python.sync_playwright import Axe
        found = Axe().run(self.page, context=selector).response["violations"]
        return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]

    def close_kernel(self):
        """Shut the notebook's kernel down, as its reader does at the end of the day."""
        self.evaluate("await panel.sessionContext.shutdown();")

    def close(self):
        try:
            self.close_kernel()
        finally:
            self.page.context.close()


@pytest.fixture
def open_notebook(chromium, lab):
    """Open a notebook of `lab.folder`: ``open_notebook(name, theme="light", width=1280, height=900)``."""
    opened = []

    def open_(name, theme="light", width=1280, height=900):
        context = chromium.new_context(viewport={"width": width, "height": height})
        page = NotebookPage(context.new_page(), lab, name)
        opened.append(page)
        page.theme(theme)  # the server remembers the last one
        return page
    yield open_
    for page in opened:
        page.close()
