"""A progress bar for long work in a notebook, for a reader who sits in front of it."""

import time

DELAY = 1.0  # seconds before a bar appears
INTERVAL = 0.1      # seconds between two looks of it


class ProgressBar:
    """Shows how far work has come, once it has taken a second, and clears itself away at the end.

    It shows only where somebody waits: in a notebook whose cells are run by hand. Where a notebook is executed from
    end to end by a program (which does not answer questions, ``allow_stdin`` is false), or outside a notebook,
    nothing is shown, so that a stored output depends on no clock.

    Use it as a context manager and call it with the number of pieces done.

    Parameters
    ----------
    total : int
        Pieces of work.
    label : str
        What the work is, in words.
    """

    def __init__(self, total, label="training"):
        self.total, self.label, self.bar = total, label, None
        self.due = time.monotonic() + DELAY if is_interactive() else float("inf")

    def __enter__(self):
        return self

    def __call__(self, done):
        if time.monotonic() < self.due:
            return
        from IPython.display import HTML, display
        look = HTML(f'<label>{self.label}: {done:,} of {self.total:,} '
                    f'<progress max="{self.total}" value="{done}"></progress></label>')
        if self.bar is None:
            self.bar = display(look, display_id=True)
        else:
            self.bar.update(look)
        self.due = time.monotonic() + INTERVAL

    def __exit__(self, *error):
        if self.bar is not None:
            from IPython.display import HTML
            self.bar.update(HTML(""))


def is_interactive():
    """Whether this runs in a notebook's kernel, for a front end that could put a question to a reader."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    kernel = getattr(get_ipython(), "kernel", None)
    return kernel is not None and bool(kernel.get_parent().get("content", {}).get("allow_stdin"))
