"""Hold back what a cell shows before it reveals a prediction that is not made yet: it would give the answer away."""

import io
import re
import sys
from typing import Any

from rnnlab.exercises.answer_values import is_unanswered

REVEALING = re.compile(r"^reveal\((\w+)", re.MULTILINE)


class HeldOutput:
    """Holds back what the cells of one IPython show, from the start of a cell until its reveal takes it.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
    """

    def __init__(self, shell: Any):
        self.shell = shell
        self.text: io.StringIO | None = None  # while something is held back
        self.shown: Any = None
        shell.events.register("pre_run_cell", self._begin)
        shell.events.register("post_run_cell", self._end)

    def _begin(self, info: Any) -> None:
        match = REVEALING.search(info.raw_cell or "")
        if match is None or not is_unanswered(self.shell.user_ns.get(match[1], 0)):
            return
        from IPython.core.displaypub import CapturingDisplayPublisher

        self.before = sys.stdout, self.shell.display_pub
        self.text, self.shown = io.StringIO(), CapturingDisplayPublisher()
        sys.stdout, self.shell.display_pub = self.text, self.shown

    def take(self) -> str:
        """What was held back, in Markdown, from now on nothing is."""
        if self.text is None:
            return ""
        sys.stdout, self.shell.display_pub = self.before
        blocks = [_as_markdown(output["data"]) for output in self.shown.outputs]
        blocks.append(_fenced(self.text.getvalue()))
        self.text = None
        return "\n\n".join(filter(None, blocks))

    def _end(self, result: object) -> None:
        """Where the reveal was never reached, because of an error: show what was held back."""
        if self.text is not None:
            printed, shown = self.text.getvalue(), self.shown.outputs
            self.take()
            for output in shown:
                self.shell.display_pub.publish(output["data"], output.get("metadata"))
            print(printed, end="")


_held: dict[int, HeldOutput] = {}  # by the id of the shell


def watch_cells() -> None:
    """Begin to hold back what cells show before a reveal, where this is IPython. Once is enough."""
    shell = _shell()
    if shell is not None and id(shell) not in _held:
        _held[id(shell)] = HeldOutput(shell)


def take_held_output() -> str:
    """What the present cell has shown up to now, in Markdown, if it was held back."""
    held = _held.get(id(_shell()))
    return held.take() if held else ""


def _shell() -> Any:
    """The running IPython, or None. It is not imported for this."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def _as_markdown(data: dict[str, Any]) -> str:
    if any("widget" in kind for kind in data):  # a progress bar, say, which is over by now
        return ""
    return data.get("text/markdown") or data.get("text/html") or _fenced(data.get("text/plain", ""))


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```" if text.strip() else ""
