"""rnnlab: the simple recurrent network, computed by hand."""

from importlib.metadata import version

from rnnlab import _old_paths
from rnnlab.network.bptt import backward, gradients
from rnnlab.network.forward import forward, predict, readout, step
from rnnlab.network.gradient_check import check_gradients
from rnnlab.network.initializers import draw_weights
from rnnlab.network.keras_reference import build_keras, keras_gradients, keras_predict, keras_weights, load_keras
from rnnlab.network.numerical_gradients import difference_quotients, numerical_gradients
from rnnlab.network.weights import Weights
from rnnlab.training.datasets import one_hot, permuted_values, sum_of_digits, sum_of_three
from rnnlab.training.fit import fit, fit_embedding

__all__ = [
    "Weights", "backward", "build_keras", "check_gradients", "difference_quotients", "draw_weights", "fit",
    "fit_embedding", "forward", "gradients", "keras_gradients", "keras_predict", "keras_weights", "load_keras",
    "numerical_gradients", "one_hot", "permuted_values", "predict", "readout", "step", "sum_of_digits", "sum_of_three",
]
__version__ = version("rnnlab")

_old_paths.install()  # until 0.2
