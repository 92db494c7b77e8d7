"""A progress bar for long work in a notebook, shown only where a reader runs the cells by hand."""

import time
from typing import Any

DELAY = 1.0     # seconds before a bar appears
INTERVAL = 0.1  # seconds between two updates of it


class ProgressBar:
    """Shows how far work has come, once it has taken a second, and clears itself away at the end.

    It is shown only where `is_interactive`: in a notebook whose cells are run by hand. Where a notebook is executed
    from end to end by a program (which does not answer questions, ``allow_stdin`` is false), or outside a notebook,
    nothing is shown, so that a stored output depends on no clock.

    Use it as a context manager and call it with the number of pieces done.

    Parameters
    ----------
    total : int
        Pieces of work.
    label : str
        What the work is, in words.
    """

    def __init__(self, total: int, label: str = "training") -> None:
        self.total, self.label = total, label
        self.handle: Any = None
        self.next_update = time.monotonic() + DELAY if is_interactive() else float("inf")

    def __enter__(self) -> "ProgressBar":
        return self

    def __call__(self, done: int) -> None:
        """Show that `done` pieces are done, where the last update is long enough ago."""
        if time.monotonic() < self.next_update:
            return
        from IPython.display import HTML, display
        html = HTML(f'<label>{self.label}: {done:,} of {self.total:,} '
                    f'<progress max="{self.total}" value="{done}"></progress></label>')
        if self.handle is None:
            self.handle = display(html, display_id=True)
        else:
            self.handle.update(html)
        self.next_update = time.monotonic() + INTERVAL

    def __exit__(self, *error: object) -> None:
        if self.handle is not None:
            from IPython.display import HTML
            self.handle.update(HTML(""))


def is_interactive() -> bool:
    """Whether this runs in a notebook's kernel, for a front end that could put a question to a reader."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    kernel = getattr(get_ipython(), "kernel", None)
    return kernel is not None and bool(kernel.get_parent().get("content", {}).get("allow_stdin"))
