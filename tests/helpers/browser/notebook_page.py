"""A notebook on a page of JupyterLab, driven as its reader would."""

import contextlib
import re
from pathlib import Path

from playwright.sync_api import TimeoutError

SCREENSHOTS = Path(__file__).resolve().parents[3] / "build" / "screenshots"
PATIENCE = 120  # seconds for a kernel to start, or a cell to end
RENDERING = 10  # seconds for an output to be drawn
CANCELED = re.compile(r"Canceled future for (debug|(create|delete|list)_subshell)_request message")
# Markdown is drawn some time after its output is there. An output that is folded is not drawn, and one whose HTML has
# no words never shows any.
DRAWN = """index => {
    const widget = window.jupyterapp.shell.currentWidget.content.widgets[index];
    const outputs = widget.model.sharedModel.toJSON().outputs || [];
    const blank = output => {
        const page = document.createElement('template');
        page.innerHTML = [output.data?.['text/html'] ?? 'words'].flat().join('');
        return !page.content.textContent.trim();
    };
    const areas = [...widget.node.querySelectorAll('.jp-OutputArea-output')];
    return widget.outputHidden || areas.length >= outputs.length && areas.every((area, place) => area.innerText.trim()
        || area.querySelector('img, svg, canvas') || outputs[place] && blank(outputs[place]));
}"""


class NotebookPage:
    """One notebook in JupyterLab. `page` is Playwright's page, for all that is not here.

    Attributes
    ----------
    errors : list of str
        What went wrong in the page since it was opened: console errors and uncaught exceptions. What JupyterLab
        itself had asked of the kernel's control channel when the kernel was restarted is not among them.
    """

    def __init__(self, page, lab, name):
        self.page, self.lab, self.name, self.errors = page, lab, name, []
        page.on("console", self._hear)
        page.on("pageerror", self._catch)
        if page.url.startswith(lab.url):
            self.evaluate("await app.commands.execute('docmanager:open', {path: arg});", name)
            self.wait_ready()
        else:
            self.load()

    def _hear(self, message):
        # A file that JupyterLab asks for and does without is the server's affair; what anywidget warns of is ours.
        lacking = message.text.startswith("Failed to load resource")
        ours = message.type == "warning" and "[anywidget]" in message.text
        if ours or (message.type == "error" and not lacking):
            self._note(message.text)

    def _catch(self, error):
        self._note(f"uncaught: {error}")

    def _note(self, error):
        if not CANCELED.search(error):
            self.errors.append(error)

    def load(self):
        """Load JupyterLab with this notebook alone, or load it again."""
        self.page.goto(f"{self.lab.url}/lab/tree/{self.name}?reset")
        self.wait_ready()

    def wait_ready(self):
        """Wait until the notebook and its kernel are there."""
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
        """All text of a cell's output area, once JupyterLab has drawn what the cell has put out."""
        cell = self.cell(index)
        with contextlib.suppress(TimeoutError):  # then what is there is what the test is told
            self.page.wait_for_function(DRAWN, arg=index, timeout=1000 * RENDERING)
        return "\n".join(cell.locator(".jp-OutputArea-output").all_inner_texts()).strip()

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

    def outputs(self):
        """What the cells have put out: for each cell a list, without counts, metadata and the widget's number."""
        return self.evaluate("""
            return panel.content.widgets.map(cell => (cell.model.sharedModel.toJSON().outputs || []).map(output => {
                const { execution_count, metadata, ...shown } = output;
                if (shown.data) delete shown.data['application/vnd.jupyter.widget-view+json'];
                return shown;
            }));""")

    def close_kernel(self):
        """Shut the notebook's kernel down, as its reader does at the end of the day."""
        self.evaluate("await panel.sessionContext.shutdown();")

    def close(self):
        """Close the notebook; JupyterLab stays."""
        self.close_kernel()
        self.evaluate("panel.dispose();")
        self.page.remove_listener("console", self._hear)
        self.page.remove_listener("pageerror", self._catch)
