"""Close the widgets that an earlier run of the same notebook cell showed, so that none is left in memory."""

from IPython import get_ipython

_shown_by_cell = {}  # id of a cell: (id of its last execution that showed widgets, those widgets)


def close_stale_widgets(widget):
    """Close what an earlier run of this cell showed, unless another cell shows it too.

    Without this every run of a cell would leave a widget behind, in the kernel and in the page.

    Parameters
    ----------
    widget : ipywidgets.Widget
        What the present run of the cell shows.
    """
    kernel = getattr(get_ipython(), "kernel", None)
    parent = kernel.get_parent() if kernel else {}
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return
    execution = parent["header"]["msg_id"]
    last_execution, earlier = _shown_by_cell.get(cell, (None, []))
    _shown_by_cell[cell] = (execution, [*earlier, widget] if execution == last_execution else [widget])
    if execution != last_execution:
        still_shown = {id(shown) for _, widgets in _shown_by_cell.values() for shown in widgets}
        for shown in earlier:
            if id(shown) not in still_shown:
                shown.close()
