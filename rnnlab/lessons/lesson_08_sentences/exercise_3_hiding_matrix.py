"""Exercise 8.3: a matrix behind which the missing transpose hides, and one entry that brings it out."""

import numpy as np

from rnnlab.lessons.lesson_08_sentences.published_way_back import way_back_with
from rnnlab.network.bptt import gradients
from rnnlab.network.weights import Weights
from rnnlab.validation import check_array

M, MARGIN = 3, 1e-3
_rng = np.random.default_rng(83)
POINT = dict(X=_rng.normal(size=(4, 5, 2)), Y=np.array([[1.0], [0], [0], [1]]), lengths=np.array([5, 3, 4, 2]))
OTHERS = dict(Wx=_rng.normal(0, 0.5, (2, M)), bh=_rng.normal(0, 0.3, M), Wo=_rng.normal(0, 1, (M, 1)), bo=np.zeros(1))


def difference_at(Wh):
    """How far the gradient without the transpose is from the right one, relative to the right one's length."""
    weights = Weights(OTHERS["Wx"], Wh, OTHERS["bh"], OTHERS["Wo"], OTHERS["bo"])
    point = (POINT["X"], POINT["Y"], weights, "tanh", None, "binary_crossentropy", POINT["lengths"])
    right, wrong = gradients(*point)[1], way_back_with("untransposed")(*point)[1]
    difference = np.sqrt(sum(np.square(a - b).sum() for a, b in zip(right, wrong)))
    return float(difference / np.sqrt(sum(np.square(a).sum() for a in right)))


def judge_matrices(hiding, seeing):
    """Tell whether the mistake hides behind the first matrix, and shows at the second, one entry away."""
    hiding, seeing = (check_array(name, value, ("M", "M"), M=M).astype(float)
                      for name, value in (("hiding_Wh", hiding), ("seeing_Wh", seeing)))
    for name, Wh in (("hiding_Wh", hiding), ("seeing_Wh", seeing)):
        if np.abs(Wh).max() > 10:
            raise ValueError(f"{name} has an entry beyond 10: the units are saturated, and nothing comes back")
    wrong = {}
    if not hiding.any():
        wrong["hiding"] = ("**With Wh = 0 nothing comes back at all,** and every mistake on the way back hides. Look "
                           "for a matrix through which errors do go.")
    elif not (hiding - np.diag(np.diag(hiding))).any():
        wrong["hiding"] = ("**A diagonal matrix keeps the units apart.** It is its own transpose, but no unit hears of "
                           "another. Find a matrix with entries off the diagonal.")
    elif (found := difference_at(hiding)) > 1e-9:
        small = np.abs(hiding).max() < 0.01
        wrong["hiding"] = (f"**The mistake is faint here, but not hidden.** The two gradients differ by {found:.0e} of "
                           "their length. Small weights make it small; another property makes it exactly 0." if small
                           else f"**The mistake shows here.** The two gradients differ by {100 * found:.2g} % of their "
                           "length. For which matrices is `Wh.T` the same as `Wh`?")
    changed = int((hiding != seeing).sum())
    if changed == 0:
        wrong["seeing"] = "**Both matrices are the same.** Change one entry."
    elif changed > 1:
        wrong["seeing"] = f"**{changed} entries are changed.** Change one only."
    elif "hiding" not in wrong and (found := difference_at(seeing)) < MARGIN:
        same = (seeing == seeing.T).all()
        wrong["seeing"] = ("**An entry on the diagonal stays where it is** when the matrix is transposed. Change one "
                           "that is not on the diagonal." if same else f"**The change is too small:** the gradients "
                           f"differ by {100 * found:.1g} % of their length. More than 0.1 % is asked for.")
    elif "hiding" in wrong:
        wrong["seeing"] = "Find the first matrix first: the second one is judged beside it."
    return wrong
