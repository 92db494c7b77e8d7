"""How fast is the engine? One run, one table a question; the answers go to docs/benchmarks.md.

    make bench

The contenders of a race take turns, round after round, so that whatever else the machine does hits them alike; a ratio
is the median over the rounds of (contender's time / rnnlab's time in the same round). Before a race starts, all
contenders have to agree on the numbers. PyTorch and JAX take part where they are installed. Run it on a machine with
nothing else to do: where more threads work than there are cores, a matrix product that is shared among threads waits
for the slowest of them.
"""

import os
import platform
import time
from datetime import date
from pathlib import Path
from statistics import median

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1"  # TensorFlow at its own default, for speed

import numpy as np

from rnnlab import Weights, forward, predict
from rnnlab.network.bptt import gradients
from rnnlab.network.initializers import draw_weights
from rnnlab.network.keras_reference import build_keras, load_keras
from rnnlab.network.keras_tape import keras_gradients
from rnnlab.training.datasets import sum_of_three
from rnnlab.training.fit import fit

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
SIZES = [(1, 10, 3, 5, 2), (100, 15, 3, 5, 5), (256, 100, 64, 256, 8)]
ROUNDS = 9
UPDATES = 4000  # of training: two passes over 8,000 sums in batches of 4; the published run made five
BLOCK = 0.02  # seconds a contender runs before the next one's turn
SLOW = 0.5    # seconds a call: who takes longer takes part in three rounds only

keras = load_keras()
import tensorflow as tf

try:
    import torch
except ImportError:
    torch = None
try:
    import jax
except ImportError:
    jax = None


def seconds_per_call(call, times=1):
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times


def race(contenders, rounds=ROUNDS):
    """Seconds a call, round by round, for each contender."""
    once = {name: min(seconds_per_call(call) for _ in range(3)) for name, call in contenders.items()}
    times = {name: [] for name in contenders}
    for turn in range(rounds):
        for name, call in contenders.items():
            if once[name] < BLOCK:
                call()  # wakes its threads and fills its caches
            if once[name] < SLOW or turn < 3:
                times[name].append(seconds_per_call(call, max(1, round(BLOCK / once[name]))))
    return times


def ratio(times, name, base="rnnlab"):
    return median(theirs / ours for theirs, ours in zip(times[name], times[base]))


def random_task(N, T, D, M, K):
    generator = np.random.default_rng(0)
    weights = Weights(*(np.float32(array) for array in draw_weights(D, M, K)))
    return np.float32(generator.normal(size=(N, T, D))), np.float32(generator.normal(size=(N, K))), weights


def tutorial_loop(X, weights):
    """Sample by sample and step by step, as tutorials compute a prediction."""
    Wx, Wh, bh, Wo, bo = weights
    answers = []
    for x in X:
        h = np.zeros(len(bh), np.float32)
        for t in range(len(x)):
            h = np.tanh(np.dot(x[t], Wx) + np.dot(h, Wh) + bh)
        answers.append(np.dot(h, Wo) + bo)
    return np.array(answers)


def torch_network(weights):
    Wx, Wh, bh, Wo, bo = (torch.from_numpy(array.copy()) for array in weights)
    D, M = Wx.shape
    rnn, dense = torch.nn.RNN(D, M, batch_first=True), torch.nn.Linear(M, Wo.shape[1])
    with torch.no_grad():
        for parameter, value in ((rnn.weight_ih_l0, Wx.T), (rnn.weight_hh_l0, Wh.T), (rnn.bias_ih_l0, bh),
                                 (rnn.bias_hh_l0, torch.zeros_like(bh)), (dense.weight, Wo.T), (dense.bias, bo)):
            parameter.copy_(value)
    return rnn, dense


def jax_network():
    """The prediction as a function of inputs and weights, for jax.jit."""
    def network(X, Wx, Wh, bh, Wo, bo):
        def step(h, x):
            return jax.numpy.tanh(x @ Wx + h @ Wh + bh), None
        h, _ = jax.lax.scan(step, jax.numpy.zeros((X.shape[0], bh.shape[0]), X.dtype), X.swapaxes(0, 1))
        return h @ Wo + bo
    return network


def bare_products(X, weights, backward):
    """Only the matrix products, into allocated memory: nothing in NumPy can be faster than this."""
    N, T, D = X.shape
    M = weights.Wh.shape[0]
    rows, Z = np.ascontiguousarray(X.swapaxes(0, 1)).reshape(T * N, D), np.empty((T * N, M), np.float32)
    h, out = np.full((N, M), 0.1, np.float32), np.empty((N, M), np.float32)
    WhT = weights.Wh.T
    Z[...] = 0.1
    dWx, dWh = np.empty((D, M), np.float32), np.empty((M, M), np.float32)
    inputs = np.empty_like(Z)

    def run():
        np.matmul(rows, weights.Wx, out=inputs)
        for _ in range(T):
            np.matmul(h, weights.Wh, out=out)
        if backward:
            for _ in range(T):
                np.matmul(h, WhT, out=out)
            np.matmul(rows.T, Z, out=dWx)
            np.matmul(inputs.T, Z, out=dWh)
    return run


def forward_race(size):
    _, T, D, M, K = size
    X, _, weights = random_task(*size)
    model = build_keras(T, D, M, K, weights=weights)
    graph, tensor = tf.function(model), tf.constant(X)
    contenders = {
        "rnnlab": lambda: predict(X, weights),
        "tf.function": lambda: graph(tensor).numpy(),
        "Keras call": lambda: model(tensor).numpy(),
        "Keras predict": lambda: model.predict(X, verbose=0),
        "per-sample loop": lambda: tutorial_loop(X, weights),
    }
    if torch:
        rnn, dense = torch_network(weights)
        x = torch.from_numpy(X)

        def by_torch():
            with torch.no_grad():
                return dense(rnn(x)[0][:, -1]).numpy()
        contenders["PyTorch"] = by_torch
    if jax:
        network, arrays = jax.jit(jax_network()), [jax.numpy.asarray(array) for array in (X, *weights)]
        contenders["jax.jit"] = lambda: np.asarray(network(*arrays))
    for name, call in contenders.items():
        np.testing.assert_allclose(call(), contenders["rnnlab"](), rtol=1e-3, atol=1e-4, err_msg=name)
    contenders["bare products"] = bare_products(X, weights, backward=False)
    return race(contenders)


def backward_race(size):
    _, T, D, M, K = size
    X, Y, weights = random_task(*size)
    model = build_keras(T, D, M, K, weights=weights)
    x, y = tf.constant(X), tf.constant(Y)

    def by_tape():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(model(x, training=True) - y))
        return tape.gradient(loss, model.trainable_variables)

    graph = tf.function(by_tape)
    contenders = {
        "rnnlab": lambda: gradients(X, Y, weights)[1],
        "tf.function": lambda: [array.numpy() for array in graph()],
        "Keras call": lambda: [array.numpy() for array in by_tape()],
    }
    if torch:
        rnn, dense = torch_network(weights)
        tensor, target = torch.from_numpy(X), torch.from_numpy(Y)
        parameters = [rnn.weight_ih_l0, rnn.weight_hh_l0, rnn.bias_ih_l0, dense.weight, dense.bias]

        def by_torch():
            loss = torch.nn.functional.mse_loss(dense(rnn(tensor)[0][:, -1]), target)
            return [array.numpy().T for array in torch.autograd.grad(loss, parameters)]
        contenders["PyTorch"] = by_torch
    if jax:
        network, arrays = jax_network(), [jax.numpy.asarray(array) for array in (X, *weights)]
        by_grad = jax.jit(jax.grad(lambda weights: ((network(arrays[0], *weights) - Y) ** 2).mean()))
        contenders["jax.jit"] = lambda: [np.asarray(array) for array in by_grad(arrays[1:])]
    expected = keras_gradients(X, Y, weights)[1]
    for name, call in contenders.items():
        for a, b in zip(call(), expected):
            assert np.abs(a - b).max() <= 1e-3 * np.abs(b).max(), name
    contenders["bare products"] = bare_products(X, weights, backward=True)
    return race(contenders)


def training_race(rounds=3, updates=UPDATES):
    """The published sum of three: one linear unit, batches of 4, Adam. In order, so that both see the same batches."""
    X, Y = (np.float32(array) for array in sum_of_three(8000, seed=1))
    start = Weights(np.float32([[0.5]]), np.float32([[1]]), np.float32([0]))
    model = build_keras(3, 1, 1, activation="linear")

    def by_keras(epochs=updates * 4 // 8000):
        model.set_weights(start[:3])
        model.compile(keras.optimizers.Adam(), "mse")
        model.fit(X, Y, batch_size=4, epochs=epochs, shuffle=False, verbose=0)

    def by_rnnlab():
        return fit(X, Y, start, "linear", batch_size=4, updates=updates, shuffle=False)[0]

    def loss(weights):
        return float(((predict(X, weights, "linear") - Y) ** 2).mean())

    times = {"rnnlab": [], "Keras fit": []}
    for _ in range(rounds):
        times["Keras fit"].append(seconds_per_call(by_keras))
        times["rnnlab"].append(seconds_per_call(by_rnnlab))
    return times, loss(by_rnnlab()), loss(Weights(*model.get_weights()))


def hundred_race(rounds=5, updates=500):
    X, Y = sum_of_three(8000, seed=1)
    start = draw_weights(1, 1, networks=100)
    first = [Weights(*(array[r] for array in start[:3])) for r in range(10)]
    settings = dict(activation="linear", batch_size=4, updates=updates)
    calls = {"a hundred at once": lambda: fit(X, Y, start, **settings),
             "a hundred, batches of their own": lambda: fit(X, Y, start, seed=range(100), **settings),
             "ten one by one": lambda: [fit(X, Y, weights, **settings) for weights in first]}
    times = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            times[name].append(seconds_per_call(call))
    return times


def growth_exponents():
    """Slope of log time against log size: 1 is growth in proportion, 2 is a square."""
    base = dict(N=64, T=32, M=64)
    exponents = {}
    for symbol in base:
        sizes = [base[symbol] * factor for factor in (1, 2, 4, 8)]
        calls = {}
        for size in sizes:
            sizes_now = base | {symbol: size}
            X, Y, weights = random_task(sizes_now["N"], sizes_now["T"], 16, sizes_now["M"], 4)
            calls["forward", size] = lambda X=X, weights=weights: forward(X, weights)
            calls["forward + backward", size] = lambda X=X, Y=Y, weights=weights: gradients(X, Y, weights)
        times = race(calls, rounds=5)
        for kind in ("forward", "forward + backward"):
            line = np.polyfit(np.log(sizes), np.log([median(times[kind, size]) for size in sizes]), 1)
            exponents[kind, symbol] = line[0]
    return exponents


def describe_machine():
    cpu = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            cpu = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    load = f" Load average before the run: {os.getloadavg()[0]:.1f}." if hasattr(os, "getloadavg") else ""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return (f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}; Python "
            f"{platform.python_version()}, NumPy {np.__version__} with {blas['name']} {blas['version']}, TensorFlow "
            f"{tf.__version__}, Keras {keras.__version__}, "
            + (f"PyTorch {torch.__version__}" if torch else "PyTorch not installed")
            + (f", JAX {jax.__version__}" if jax else ", JAX not installed")
            + f". Run on {date.today()}.{load}")


def format_seconds(value):
    return (f"{value * 1e6:.0f} µs" if value < 1e-3 else f"{value * 1e3:.1f} ms" if value < 1 else f"{value:.2f} s")


def table(races):
    """Rows are contenders, columns the sizes; each cell has the time, and how many times rnnlab's that is."""
    names = dict.fromkeys(name for times in races.values() for name in times)
    lines = ["| | " + " | ".join(str(size[:4]) for size in races) + " |", "|---|" + "---|" * len(races)]
    for name in names:
        cells = [format_seconds(median(times[name])) + ("" if name == "rnnlab" else f" ({ratio(times, name):.2g}×)")
                 if ratio(times, name) < 10 or name == "rnnlab" else
                 f"{format_seconds(median(times[name]))} ({ratio(times, name):.0f}×)" for times in races.values()]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    description = describe_machine()
    forward_times, backward_times = {}, {}
    for size in SIZES:
        print(f"racing at (N, T, D, M) = {size[:4]} ...", flush=True)
        forward_times[size], backward_times[size] = forward_race(size), backward_race(size)
    print("training ...", flush=True)
    training, our_loss, their_loss = training_race()
    hundred = hundred_race()
    print("growth ...", flush=True)
    growth = growth_exponents()

    small, large = SIZES[:2], SIZES[2]
    goals = [(f"forward at {size[:4]}: at least {goal} times faster than {name}",
              ratio(forward_times[size], name), goal)
             for size in small for name, goal in (("tf.function", 5), ("Keras predict", 100))]
    goals.append((f"forward at {small[0][:4]}: no slower than a loop without checks",
                  ratio(forward_times[small[0]], "per-sample loop"), 1))
    if jax:
        goals.append((f"forward at {small[1][:4]}: no slower than jax.jit",
                      ratio(forward_times[small[1]], "jax.jit"), 1))
    goals.append((f"forward at {large[:4]}: no slower than tf.function", ratio(forward_times[large], "tf.function"), 1))
    if torch:
        goals.append((f"forward + backward at {large[:4]}: no slower than PyTorch",
                      ratio(backward_times[large], "PyTorch"), 1))
    goals.append(("training the published sum of three: at least 15 times faster than Keras `fit`",
                  ratio(training, "Keras fit"), 15))
    goals += [(f"{name}: less than ten one by one", ratio(hundred, "ten one by one", name), 1)
              for name in hundred if name != "ten one by one"]
    near = {kind: 1 / ratio(times, "bare products") for kind, times in
            (("forward", forward_times[large]), ("forward + backward", backward_times[large]))}

    page = f"""# Benchmarks

Written by `make bench`; do not edit. {description}

Times are medians. In brackets: how many times rnnlab's time that is, the median over {ROUNDS} rounds in which the
contenders took turns. All in float32, checks of the input included. Sizes are (N, T, D, M).

## Goals

| goal | measured | |
|---|---|---|
""" + "\n".join(f"| {text} | {value:.3g}× | {'met' if value >= goal else '**not met**'} |"
                for text, value, goal in goals) + f"""

## Forward: the prediction, from inputs to readout

{table(forward_times)}

## Forward and backward: the gradient of every weight

{table(backward_times)}

"Bare products" are the matrix products alone, into memory that is there already. At {large[:4]} the forward pass takes
{near["forward"]:.2f} times as long as they do, forward and backward together {near["forward + backward"]:.2f} times.

## Training: one linear unit learns the sum of three digits

{UPDATES:,} updates in batches of 4 with Adam, the same batches for both.

| | time | mean squared error afterwards |
|---|---|---|
| rnnlab | {format_seconds(median(training["rnnlab"]))} | {our_loss:.6f} |
| Keras fit | {format_seconds(median(training["Keras fit"]))} ({ratio(training, "Keras fit"):.0f}×) | {their_loss:.6f} |

500 updates of many networks:

| | time |
|---|---|
""" + "\n".join(f"| {name} | {format_seconds(median(times))} |" for name, times in hundred.items()) + """

## Growth

The slope of log time against log size, over a factor of 8 from N = 64, T = 32, M = 64 with D = 16. A slope of 1 is
growth in proportion, 2 that of a square.

| | N | T | M |
|---|---|---|---|
""" + "\n".join(f"| {kind} | " + " | ".join(f"{growth[kind, symbol]:.2f}" for symbol in "NTM") + " |"
                for kind in ("forward", "forward + backward")) + "\n"
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
