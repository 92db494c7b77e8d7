"""The explorer, a Jupyter widget (anywidget): sliders that select one of many pre-rendered SVG frames in the browser.

    def picture(t, sample):
        return Picture(heatmap(…), caption=f"At t = {t} …")

    Explorer(picture, t=Slider(1, 10, label="time step t"), sample=Choice(["first", "second"]))

Several functions instead of one are layers, drawn back to front. Each takes the controls that it depends on, by name,
and is called once for each combination of *those*: frames are a sum over the layers, not a product. Lists of layers are
panels, parts of the picture that lie beside each other where the page is wide enough and else below each other: each is
a window on the same plane (see `left` and `top` of `Picture`). A parameter with a default may go without a control.
`rnnlab.explorer.visible_when` shows a part at some values of a control without any further frame, and
`rnnlab.explorer.target` makes a part a hotspot that moves a control.
"""

import json
from html import escape

import anywidget
import traitlets

from rnnlab.explorer.assets import EXPLORER_SCRIPT, STYLE_SHEET
from rnnlab.explorer.controls import check_controls
from rnnlab.explorer.frames import frame_at, render_frames
from rnnlab.explorer.ghost_controls import ghost_controls
from rnnlab.explorer.stale_widgets import close_stale_widgets
from rnnlab.pictures.picture import data_url, markdown_image, mime_bundle, svg_document
from rnnlab.pictures.scripts import scripts_as_html


class Explorer(anywidget.AnyWidget):
    """An interactive figure: a picture that depends on controls, with every frame rendered before it is shown.

    Parameters
    ----------
    picture : callable, list of callables, or list of lists of callables
        A pure function from control values, by name, to a `Picture`; or several, as layers from back to front; or the
        layers of each panel. The explorer's caption is those of its layers, in their order. Where a function raises,
        its message is shown at that position and all others work.
    **controls : Slider, Choice or Toggle
        In the order in which they are shown.

    Attributes
    ----------
    controls : dict of str and Control
    values : dict of str and value
        The present value of each control.
    position : list of int
        The same as indices into each control's values: the trait to `observe`.
    frames : dict
        All that the browser needs, as `rnnlab.explorer.frames.render_frames` describes it. None while it is closed.
    static : bool
        Of the class: whether a cell shows HTML that needs no kernel, for a page, instead of the live widget.

    Raises
    ------
    ValueError
        If a control's range is empty, holds a value twice or does not hold the value it starts at, if two controls
        have one label, if no function takes a control or a function takes one that is not there, or if there are more
        than 20,000 frames. The message names the control.
    TypeError
        If a control is no `Control`, or a function returns something else than a `Picture`.

    Notes
    -----
    Its MIME bundle has, beside the live widget, the present frame as Markdown images and its caption as plain text,
    for a notebook that is not run yet. The first image shows the controls greyed out, and how to bring them to life.
    """

    _esm = EXPLORER_SCRIPT
    _css = STYLE_SHEET
    static = False
    frames = traitlets.Dict(allow_none=True).tag(sync=True)
    position = traitlets.List(traitlets.Int()).tag(sync=True)
    _ipython_display_ = None  # ipywidgets 7 would show the live widget alone, without the MIME bundle

    def __init__(self, picture, **controls):
        layers = list(picture) if isinstance(picture, (list, tuple)) else [picture]
        self.controls = check_controls(controls)
        self.panels = layers if all(isinstance(layer, (list, tuple)) for layer in layers) else [layers]
        super().__init__(frames=render_frames(self.panels, self.controls),
                         position=[control.find(name, control.start) for name, control in controls.items()])

    def open(self):
        self._rendered()
        super().open()

    def _rendered(self):
        """The frames, rendered again if it was closed."""
        if self.frames is None:
            self.frames = render_frames(self.panels, self.controls)
        return self.frames

    @property
    def values(self):
        return {name: control.values[index] for (name, control), index in zip(self.controls.items(), self.position)}

    def move(self, **values):
        """Move controls to values: ``explorer.move(t=3)``.

        Raises
        ------
        ValueError
            If there is no such control or it has no such value.
        """
        self.position = self._indices(values)

    def _indices(self, values):
        """The present position, with some controls at other values."""
        for name in values:
            if name not in self.controls:
                raise ValueError(f"control {name}: there is none of that name, only {', '.join(self.controls)}")
        return [control.find(name, values[name]) if name in values else index
                for (name, control), index in zip(self.controls.items(), self.position)]

    @traitlets.validate("position")
    def _check_position(self, proposal):
        position = proposal["value"]
        if len(position) != len(self.controls):
            raise ValueError(f"position {position} has {len(position)} entries for {len(self.controls)} controls")
        for index, (name, control) in zip(position, self.controls.items()):
            if not 0 <= index < len(control.values):
                raise ValueError(f"control {name}: position {index} is outside 0 to {len(control.values) - 1}")
        return position

    def caption(self, **values):
        """The caption at the present position, or with some controls at other values."""
        return frame_at(self._rendered(), self._indices(values))[1]

    def svg(self, **values):
        """The picture at the present position, or with some controls at other values, as one SVG document."""
        return svg_document(frame_at(self._rendered(), self._indices(values))[0], *self.frames["size"])

    def documents(self):
        """Each panel at the present position as an SVG document.

        Returns
        -------
        list of str
        """
        return [svg_document(frame_at(self.frames, self.position, panel)[0], width, height, x, y)
                for panel, (x, y, width, height) in enumerate(self._rendered()["panels"])]

    def to_html(self):
        """The explorer as a fragment of HTML that works on any page without a kernel and without a network.

        A page may have several. Where no script runs, the present frame is shown as an image.

        Returns
        -------
        str
        """
        state = json.dumps({"frames": self._rendered(), "position": self.position}, ensure_ascii=False)
        state = state.replace("<", "\\u003c")
        caption = self.caption()
        images = "".join(f'<img alt="{"" if index else escape(caption)}" src="{data_url(document)}">'
                         for index, document in enumerate(self.documents()))
        return (f'<div class="rnnlab-static"><style>{STYLE_SHEET}</style>'
                f'<script type="application/json">{state}</script>'
                f'{images}<p>{scripts_as_html(caption)}</p></div>'
                f'<script type="module">{EXPLORER_SCRIPT}\nhydrate(document);</script>\n')

    def stored_bundle(self):
        """What a notebook stores of it: the present frame as Markdown images, beneath controls that are only drawn.

        Returns
        -------
        dict of str and str
            By MIME type.
        """
        ghosts = ghost_controls(self.controls, self.values)
        before = markdown_image(ghosts.svg(), ghosts.caption) + "\n\n"
        return mime_bundle(self.caption(), *self.documents(), before=before)

    def _repr_mimebundle_(self, **kwargs):
        if self.static:
            return {"text/html": self.to_html()} | self.stored_bundle()
        self.open()
        close_stale_widgets(self)
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | self.stored_bundle(), metadata

    def close(self):
        """Remove all its views from the page. It works again when it is shown again."""
        super().close()
        self.frames = None  # Out keeps every explorer; frames are rendered again on demand
        vars(self).pop("_repr_mimebundle_", None)  # ipywidgets switches the display off for good
