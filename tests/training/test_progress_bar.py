"""The progress bar: shown for long work in front of a reader only, and gone afterwards."""

import sys
import types

import pytest

from rnnlab.training import progress_bar as progress_module
from rnnlab.training.progress_bar import ProgressBar, is_interactive


class Screen:
    """Stands in for a notebook's kernel and its display: what was shown, in order."""

    def __init__(self, monkeypatch, allow_stdin):
        self.shown = []
        kernel = types.SimpleNamespace(get_parent=lambda: {"content": {"allow_stdin": allow_stdin}})
        shell = types.SimpleNamespace(kernel=kernel)
        monkeypatch.setattr("IPython.get_ipython", lambda: shell)
        monkeypatch.setattr("IPython.display.display", self.display)
        self.now = 0.0
        monkeypatch.setattr(progress_module.time, "monotonic", lambda: self.now)

    def display(self, look, display_id):
        assert display_id
        self.update(look)
        return self

    def update(self, look):
        self.shown.append(look.data)


def test_a_bar_appears_on_long_work_only_and_goes_away(monkeypatch, capsys):
    screen = Screen(monkeypatch, allow_stdin=True)
    with ProgressBar(50) as bar:
        for done in range(1, 51):
            screen.now += 0.04
            bar(done)
    assert 3 < len(screen.shown) < 20
    assert 'max="50" value="25"' in screen.shown[0]  # one second
    assert screen.shown[-1] == ""
    with pytest.raises(KeyboardInterrupt), ProgressBar(50) as bar:
        screen.now += 2
        bar(1)
        raise KeyboardInterrupt
    assert screen.shown[-1] == ""
    count = len(screen.shown)
    with ProgressBar(50) as bar:
        for done in range(1, 51):
            screen.now += 0.01
            bar(done)
    assert len(screen.shown) == count  # half a second
    assert capsys.readouterr() == ("", "")


def test_no_bar_where_nobody_waits(monkeypatch):
    screen = Screen(monkeypatch, allow_stdin=False)  # executed by a program, as stored outputs are
    assert not is_interactive()
    with ProgressBar(2) as bar:
        screen.now += 100
        bar(1)
    assert screen.shown == []
    monkeypatch.setattr("IPython.get_ipython", lambda: None)
    assert not is_interactive()
    monkeypatch.setitem(sys.modules, "IPython", None)
    assert not is_interactive()


LONG = """
from rnnlab.training import progress_bar
progress_bar.DELAY = progress_bar.INTERVAL = 0.0
from rnnlab.training.datasets import sum_of_three
from rnnlab.network.initializers import draw_weights
from rnnlab.training.fit import fit
_ = fit(*sum_of_three(), draw_weights(1, 1), "linear", updates=300)
"""


@pytest.mark.parametrize("allow_stdin", [False, True])
def test_in_a_real_kernel(allow_stdin):
    """Executed as stored outputs are, nothing is left; for a reader a bar is shown, and emptied at the end."""
    from jupyter_client.manager import start_new_kernel
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        messages = []
        reply = client.execute_interactive(LONG, allow_stdin=allow_stdin, timeout=60, output_hook=messages.append)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert reply["content"]["status"] == "ok"
    looks = [message for message in messages if message["msg_type"] not in ("status", "execute_input")]
    if allow_stdin:
        assert looks[0]["msg_type"] == "display_data" and "<progress" in looks[0]["content"]["data"]["text/html"]
        assert looks[-1]["content"]["data"]["text/html"] == ""
    else:
        assert looks == []
