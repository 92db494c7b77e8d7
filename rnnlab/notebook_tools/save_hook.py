"""JupyterLab's pre-save hook: a saved explorer keeps its picture, without the widget view that no later kernel knows.

Set as the server's ``FileContentsManager.pre_save_hook``. Without it, a notebook saved by its reader and opened again
another day says "model not found" where a picture was.
"""

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def keep_pictures(model, **_):
    """Drop the widget view from each output that also has a Markdown picture, before a notebook is saved.

    Parameters
    ----------
    model : dict
        The contents model that is about to be saved; changed in place. A model that is no notebook stays as it is.
    """
    if model.get("type") != "notebook" or not model.get("content"):
        return
    for cell in model["content"].get("cells", ()):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/markdown" in data:
                data.pop(WIDGET_VIEW, None)
