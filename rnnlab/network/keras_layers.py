"""Which layers of a Keras model the formulas of this package cover. Everything else is refused, with the reason."""

from types import ModuleType
from typing import Any

COVERED = "the model should have one SimpleRNN and at most one Dense layer"


def find_layers(model: Any, keras: ModuleType) -> tuple[Any, Any]:
    """Find the SimpleRNN layer of a model, and the Dense layer that reads it out.

    Parameters
    ----------
    model : keras.Model
    keras : module

    Returns
    -------
    rnn : keras.layers.SimpleRNN
    dense : keras.layers.Dense or None

    Raises
    ------
    ValueError
        If the model computes anything but ``h_t = f(x_t @ Wx + h_{t-1} @ Wh + bh)`` and ``y_t = h_t @ Wo + bo``.
    """
    kinds = keras.layers
    operations = list(getattr(model, "operations", model.layers))  # in a functional model, functions are there as well
    for layer in operations:
        if isinstance(layer, kinds.Masking) or getattr(layer, "mask_zero", False):
            raise ValueError(f"the layer {layer.name!r} makes a mask, and masked steps are left out: this package has "
                             "no formula for that. Cut each sample to its length instead")
        if isinstance(layer, kinds.Wrapper):
            raise ValueError(f"the layer {layer.name!r} wraps another one in {type(layer).__name__}, and this package "
                             "has no formula for that. A Dense layer alone works at every step")
    recurrent, dense = ([layer for layer in operations if type(layer) is kind]  # not a subclass, which may differ
                        for kind in (kinds.SimpleRNN, kinds.Dense))
    if len(recurrent) != 1 or len(dense) > 1:
        raise ValueError(f"the model has {len(recurrent)} SimpleRNN and {len(dense)} Dense layers, "
                         "it should have one SimpleRNN and at most one Dense layer")
    place = operations.index(recurrent[0])
    for layer in operations[:place]:
        if not isinstance(layer, (kinds.InputLayer, kinds.Embedding, kinds.Dropout)):
            raise ValueError(f"{_describe(layer)} changes what the SimpleRNN reads, and this package has no formula "
                             f"for it: {COVERED}")
    for layer in operations[place + 1:]:
        if layer not in dense and not isinstance(layer, (kinds.InputLayer, kinds.Dropout)):
            raise ValueError(f"{_describe(layer)} comes after the SimpleRNN, and this package has no formula for it: "
                             f"{COVERED}")
    readout = dense[0] if dense else None
    _check_settings(recurrent[0], readout)
    return recurrent[0], readout


def _describe(layer: Any) -> str:
    return f"the layer {layer.name!r} ({type(layer).__name__})"


def _check_settings(rnn: Any, dense: Any) -> None:
    """Refuse settings that change the formula."""
    if rnn.go_backwards:
        raise ValueError(f"the layer {rnn.name!r} has go_backwards=True and reads the last step first. Hand over "
                         "X[:, ::-1] to a layer without it")
    if rnn.stateful:
        raise ValueError(f"the layer {rnn.name!r} has stateful=True and goes on from the state that the call before "
                         "it has left. Give h0 to a layer without it")
    if dense is not None and (name := getattr(dense.activation, "__name__", "of its own")) != "linear":
        raise ValueError(f"the layer {dense.name!r} has the activation {name}, and the readout here is linear: "
                         "y = h @ Wo + bo. Build the layer without an activation, and apply it to the result")
