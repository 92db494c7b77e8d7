"""What an earlier run of a cell showed is closed, so that runs leave no widgets behind."""

from IPython import get_ipython

_shown_by_cell = {}  # by cell: the execution that showed explorers there last, and which


def close_stale_widgets(explorer):
    """Close what an earlier run of this cell showed, unless another cell shows it too: its place is taken.

    Without this every run of a cell would leave a widget behind, in the kernel and in the page.
    """
    kernel = getattr(get_ipython(), "kernel", None)
    parent = kernel.get_parent() if kernel else {}
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return
    run = parent["header"]["msg_id"]
    last_run, before = _shown_by_cell.get(cell, (None, []))
    _shown_by_cell[cell] = (run, before + [explorer] if run == last_run else [explorer])
    if run != last_run:
        kept = {id(one) for _, shown in _shown_by_cell.values() for one in shown}
        for one in before:
            if id(one) not in kept:
                one.close()
