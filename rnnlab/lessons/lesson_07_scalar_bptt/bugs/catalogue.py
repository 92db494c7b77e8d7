"""The bug catalogue: mistakes in backpropagation through time (BPTT) that people really made. "The museum" in lesson 7.

Each `Bug` in `BUG_CATALOGUE` says what the mistake is, where it was seen, how it shows, which check detects it, and at
which degenerate points that check misses it. The code of each stands in `implementations`, the checks and the points in
`detectors`, and a test runs every bug through all of them: nothing here is taken on trust.
"""

from dataclasses import dataclass

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import (
    Detached,
    DroppedFactor,
    FirstContributionForgotten,
    GradientOverT,
    InPlace,
    InvertedTanh,
    LastRowFirst,
    LossOverT,
    MeanForSum,
    MissingTranspose,
    NeverZeroed,
    NoRecurrence,
    OneStepEarly,
    Overwritten,
    OwnState,
    ProductWithoutSum,
    ReluForDerivative,
    ReusedBuffer,
    RowsForColumns,
    SamplesNotSummed,
    StartIgnored,
    StopsShort,
    WrongStep,
)


@dataclass(frozen=True)
class Bug:
    """One entry of the catalogue.

    Attributes
    ----------
    name : str
    code : type
        The variant of `PlainBPTT`.
    what : str
        The mistake in one sentence.
    seen : str
        Where it was seen. Facts only: a repository with its file, issue or pull request, or "not found" where the
        source could not be opened again.
    shows : str
        How it shows itself, if it does.
    check : str
        The check that detects it, a name in `detectors.CHECKS`.
    misses : tuple of str
        Names in `detectors.DEGENERATE_POINTS`: where that check misses it.
    """

    name: str
    code: type
    what: str
    seen: str
    shows: str
    check: str
    misses: tuple = ()


NOTEBOOK = "The published scalar notebook that lesson 7 takes apart, line {}. Address not found."
ARTICLE = '"循环神经网络(RNN)的原理与实现" (how RNNs work and are written), by 禅与计算机程序设计艺术, not found'
GRADIENT, FORWARD, PREDICTION, LOSS, SECOND = (
    "gradient check", "forward parity", "prediction against forward", "loss by definition", "second call")

BUG_CATALOGUE: tuple[Bug, ...] = (
    Bug("samples not summed", SamplesNotSummed,
        "The shares of all steps are added, those of the samples are not.", NOTEBOOK.format("H"),
        "By broadcasting, one shared weight becomes one weight a sample: the network learns by heart.", GRADIENT,
        ("N = 1",)),
    Bug("relu for the slope", ReluForDerivative,
        "The relu of the sum one step earlier stands where f'(z_t) belongs.", NOTEBOOK.format("G"),
        "Where that sum is negative nothing flows back; where it is large, too much does.", GRADIENT, ("loss = 0",)),
    Bug("one step early", OneStepEarly,
        "dz_t is paired with x_{t-1} and h_{t-2}.", NOTEBOOK.format("D"),
        "The last input gets no gradient at all.", GRADIENT, ("loss = 0",)),
    Bug("loss over T", LossOverT,
        "The loss is divided by the length of another array, T, where N belongs.", NOTEBOOK.format("C"),
        "A printed loss that cannot be compared with any other.", LOSS, ("N = T", "loss = 0")),
    Bug("slope over T", GradientOverT,
        "The gradient is divided by T where N belongs.", NOTEBOOK.format("C"),
        "A learning rate that changes with the length of the sequences.", GRADIENT, ("N = T", "loss = 0")),
    Bug("stops short", StopsShort,
        "The loop of the prediction ends one step before the last.", NOTEBOOK.format("I"),
        "The loss of training and the answers shown do not belong together.", PREDICTION),
    Bug("rows for columns", RowsForColumns,
        "Sample t is read where step t is meant.", NOTEBOOK.format("G"),
        "It runs only where N = T; elsewhere it stops with an error, which is luck.", GRADIENT),
    Bug("product without the sum", ProductWithoutSum,
        "One long product of factors down to h_0, and no sum over t.",
        'GeeksforGeeks, "Recurrent Neural Networks Explanation", in the versions read: only the errors are summed. '
        "Not found again.",
        "The gradient of every recurrent weight is zero, because h_0 is a constant.", GRADIENT, ("loss = 0",)),
    Bug("missing transpose", MissingTranspose,
        "dz @ Wh (or, with columns, Wh @ dz) where Wh.T belongs.",
        "elizaluna007/AI_EC, model/神经网络/RNN.py.",
        "Every step back goes through the wrong matrix. With one unit nothing shows.", GRADIENT,
        ("T = 1", "M = 1", "Wh = 1", "T = 1, h_0 = 0", "loss = 0")),
    Bug("dropped factor", DroppedFactor,
        "On the way back from h_t to h_{t-1} the factor Wh is forgotten.", f"The NumPy example in {ARTICLE}.",
        "The further back, the more wrong: one factor a step.", GRADIENT,
        ("T = 1", "Wh = 1", "T = 1, h_0 = 0", "loss = 0")),
    Bug("mean for sum", MeanForSum,
        "The gradient is averaged over the samples though the loss has been averaged already (or the other way round).",
        "The other way round, reported by a reader: dennybritz/nn-from-scratch, its issue 13; not found again.",
        "A learning rate that changes with the batch size.", GRADIENT, ("N = 1", "loss = 0")),
    Bug("inverted derivative", InvertedTanh,
        "1 / (1 - h²) where 1 - h² belongs.",
        "Proposed as a correction: oreilly-japan/deep-learning-from-scratch-2, issue 26.",
        "Saturated units, which should get the smallest slopes, get the largest.", GRADIENT,
        ("linear units", "loss = 0")),
    Bug("last row first", LastRowFirst,
        "H[t - 1] at t = 0 is H[-1], the last state, where h_0 belongs.",
        f"The NumPy example in {ARTICLE}: on the way back h is filled.",
        "Only dWh is wrong, and only by one share.", GRADIENT, ("loss = 0",)),
    Bug("own state", OwnState,
        "dz_t is paired with h_t, the state after the step, where h_{t-1} belongs.",
        "Reported by a reader: VikParuchuri/zero_to_gpt, issue 9.", "Only dWh is wrong.", GRADIENT, ("loss = 0",)),
    Bug("first share forgotten", FirstContributionForgotten,
        "The sum for dWh begins at the second step: h_0 is left out.",
        "antongorillam/DD2424-Deep-Learning-in-Data-Science, assignment4/rnn.py, where each call starts from the state "
        "of the one before and the check beside it from zeros. Also TaylorLuo/quiz-w10-code, BPTT.py.",
        "Nothing, as long as every sequence starts from zeros.", GRADIENT, ("h_0 = 0", "T = 1, h_0 = 0", "loss = 0")),
    Bug("in-place upstream", InPlace,
        "The sum for dbh is written into the array dz_T, which dWx and dWh still need.",
        "In a bidirectional LSTM dx was written over dy, which the other direction still needed: apache/mxnet, "
        "pull request 18203. A learner's loop writes into dh, which the numerical check uses next: "
        "Burton2000/CS231n-2017, issue 7.",
        "dbh is right; what is computed after it is not.", GRADIENT, ("T = 1", "T = 1, h_0 = 0", "loss = 0")),
    Bug("no recurrence", NoRecurrence,
        "The term h @ Wh is missing, in the forward pass and, consistently, in the backward pass.",
        "In effect: a name was misspelt, so each step of a GRU got the old state: hungpthanh/GRU4REC-pytorch, issue 1.",
        "The network forgets everything. Its gradient is right, for the network that it is.", FORWARD,
        ("T = 1, h_0 = 0",)),
    Bug("start ignored", StartIgnored,
        "A first state is handed over, and the pass starts from zeros all the same.",
        "Keras 2.0.1, for a state handed to `call`: keras-team/keras, issue 5828, mended by pull request 5795.",
        "Nothing, as long as every sequence starts from zeros.", FORWARD, ("h_0 = 0", "T = 1, h_0 = 0")),
    Bug("never zeroed", NeverZeroed,
        "The sums of the gradient are not set back to zero between calls.",
        "A training loop without zero_grad, for another kind of network, mended by locuslab/TCN, pull request 7.",
        "The first update is right, each later one drags all before it along.", SECOND, ("loss = 0",)),
    Bug("reused buffer", ReusedBuffer,
        "H[t - 1] at t = 0 reads the last row of the array that the call before has left.",
        "A relative: resetStates had no effect, and the last state was copied in: soumith/cudnn.torch, issue 348.",
        "The first call starts from zeros, the second from the end of the first.", SECOND),
    Bug("loss at the wrong step", WrongStep,
        "The loss looks at h_T, its gradient enters at h_{T-1}.",
        "A relative: an update took the gradient of one step for that of all, llSourcell/neural_networks, issue 5.",
        "The last input and the last step never learn.", GRADIENT, ("loss = 0",)),
    Bug("detached state", Detached,
        "Nothing flows from h_t back to h_{t-1}: the state is taken for a constant.",
        "Reported by a reader: qixianbiao/RNN, issue 2. In a framework: a detach() too many.",
        "It learns from the last step only.", GRADIENT, ("T = 1", "T = 1, h_0 = 0", "loss = 0")),
    Bug("overwritten share", Overwritten,
        "= where += belongs, so that each step's share replaces the one before.",
        "elizaluna007/AI_EC, model/神经网络/RNN.py.", "Only the share of the first step counts.", GRADIENT,
        ("T = 1", "T = 1, h_0 = 0", "loss = 0")),
)
