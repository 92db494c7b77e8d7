"""The simple recurrent network in NumPy: forward pass, gradients, training, and Keras to compare with.

Everything that notebooks and teachers import is here; the exercises and explorers of a lesson are in
`rnnlab.lessons.lesson_0N_...`. Importing this package imports neither TensorFlow nor IPython.
"""

from rnnlab import _old_paths
from rnnlab.network.bptt import backward, gradients
from rnnlab.network.forward import forward, predict, readout, step
from rnnlab.network.gradient_check import check_gradients
from rnnlab.network.initializers import draw_weights
from rnnlab.network.keras_reference import build_keras, keras_predict, keras_weights, load_keras
from rnnlab.network.keras_tape import keras_gradients
from rnnlab.network.numerical_gradients import difference_quotients, numerical_gradients
from rnnlab.network.weights import Weights
from rnnlab.training.datasets import permuted_values, sum_of_digits, sum_of_three
from rnnlab.training.fit import fit, fit_embedding
from rnnlab.training.one_hot import one_hot
from rnnlab.training.sentences import encode_sentences, sentences

__all__ = [
    "Weights", "backward", "build_keras", "check_gradients", "difference_quotients", "draw_weights",
    "encode_sentences", "fit", "fit_embedding", "forward", "gradients", "keras_gradients", "keras_predict",
    "keras_weights", "load_keras", "numerical_gradients", "one_hot", "permuted_values", "predict", "readout",
    "sentences", "step", "sum_of_digits", "sum_of_three",
]

_old_paths.install()  # until 0.2


def __getattr__(name: str) -> str:
    if name == "__version__":  # not before it is asked for: importlib.metadata takes longer to import than this package
        from importlib.metadata import version
        return version("rnnlab")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
