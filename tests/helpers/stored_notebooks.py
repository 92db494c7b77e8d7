"""Small notebooks and outputs as a run would have stored them."""

from nbformat.v4 import new_code_cell, new_notebook, new_output


def executed(source="1 + 1", outputs=(), **metadata):
    """A notebook of one cell that looks executed."""
    cell = new_code_cell(source, execution_count=1, outputs=list(outputs), metadata=metadata)
    return new_notebook(cells=[cell])


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def displayed(**data):
    """An output by its formats, for example ``text_plain="42"``."""
    return new_output("display_data", data={key.replace("_", "/"): value for key, value in data.items()})
