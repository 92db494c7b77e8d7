"""rnnlab: the simple recurrent network, computed by hand."""

from rnnlab.bptt import gradients
from rnnlab.differences import numerical_gradients
from rnnlab.gradcheck import check_gradients
from rnnlab.rnn import Weights, forward, predict, readout, step
from rnnlab.train import fit

__all__ = ["Weights", "check_gradients", "fit", "forward", "gradients", "numerical_gradients", "predict", "readout", "step"]
__version__ = "0.1.0"
