"""Weight initialisers: random weights from the distributions of Keras' default initialisers."""

import numpy as np

from rnnlab.network.weights import Weights
from rnnlab.validation import check_count


def draw_weights(D: int, M: int, K: int | None = None, networks: int | None = None, seed: int = 0) -> Weights:
    """Draw weights from the distributions of Keras' default initialisers (not the same numbers).

    Wx and Wo are uniform between ±sqrt(6 / (rows + columns)) (Glorot and Bengio, "Understanding the difficulty of
    training deep feedforward neural networks", 2010). Wh is a random orthogonal matrix (Saxe, McClelland and Ganguli,
    "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014): with M = 1 that is
    +1 or -1, with equal chance. The biases are zero.

    Parameters
    ----------
    D, M : int
        Input features, hidden units.
    K : int, optional
        Outputs. Without it there is no readout.
    networks : int, optional
        R: the weights of R networks, stacked along a leading axis of every array.
    seed : int
        Of the random generator.

    Returns
    -------
    Weights
        float64. (D, M), (M, M), (M,), ..., or with `networks` (R, D, M), (R, M, M), (R, M), ...

    Raises
    ------
    ValueError
        If a size is not positive.
    TypeError
        If a size is not a whole number.
    """
    for name, size in (("D", D), ("M", M), ("K", K), ("networks", networks)):
        if size is not None or name in "DM":
            check_count(name, size)
    generator = np.random.default_rng(seed)
    leading = () if networks is None else (networks,)

    def glorot(rows, columns):
        bound = np.sqrt(6 / (rows + columns))
        return generator.uniform(-bound, bound, (*leading, rows, columns))

    Wx = glorot(D, M)
    Q, R = np.linalg.qr(generator.normal(size=(*leading, M, M)))
    signs = np.sign(np.diagonal(R, axis1=-2, axis2=-1))  # without them Q would not be uniform: Mezzadri (2007)
    Wh, bh = Q * signs[..., None, :], np.zeros((*leading, M))
    return Weights(Wx, Wh, bh) if K is None else Weights(Wx, Wh, bh, glorot(M, K), np.zeros((*leading, K)))
