"""rnnlab: the simple recurrent network, computed by hand."""

from rnnlab.rnn import Weights, forward, predict, readout, step

__all__ = ["Weights", "forward", "predict", "readout", "step"]
__version__ = "0.1.0"
