"""Guises in which this processor can appear, and the probes that prove that a guise bites.

A guise takes something away from a numerical library by an environment variable: vector instructions, or threads. Sums
are then added in another order, and last bits differ, as they do on another machine. Libraries ignore a misspelt
variable without a word. So each guise has a probe, a fixed computation whose hash has to change under it.

    python -m tools.cpu_variants sums        prints the hash of one probe
"""

import hashlib
import os
import subprocess
import sys
import time
from functools import cache
from typing import NamedTuple


class CpuVariant(NamedTuple):
    """One way in which another processor may differ.

    Attributes
    ----------
    what : str
        In words.
    probe : str
        Which of `PROBES` has to notice.
    environment : dict of str
    """

    what: str
    probe: str
    environment: dict


ONE = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1")

# NumPy's groups of instructions since 2.4. Older names, such as AVX2, are ignored.
CPU_VARIANTS = {
    "numpy": CpuVariant("NumPy without AVX2 and AVX-512", "ufuncs",
                   {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"}),
    "numpy-v3": CpuVariant("NumPy without AVX-512", "ufuncs", {"NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"}),
    "openblas": CpuVariant("OpenBLAS for a processor without AVX", "products", {"OPENBLAS_CORETYPE": "Nehalem"}),
    "tensorflow": CpuVariant("TensorFlow's products without AVX", "tensorflow", {"ONEDNN_MAX_CPU_ISA": "SSE41"}),
    "onednn": CpuVariant("TensorFlow with oneDNN's kernels, for AVX2 at most", "tensorflow",
                    {"TF_ENABLE_ONEDNN_OPTS": "1", "ONEDNN_MAX_CPU_ISA": "AVX2"}),
    "one-thread": CpuVariant("one thread", "sums", ONE),
    "many-threads": CpuVariant("eight threads", "threads", dict.fromkeys(ONE, "8")),
    "elsewhere": CpuVariant("another hash seed, locale, encoding and time zone", "surroundings",
                       {"PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0",
                        "TZ": "Asia/Kolkata"}),
}


def random(*shape):
    import numpy as np
    return np.random.default_rng(0).normal(size=shape)


def ufuncs():
    import numpy as np
    numbers = random(10_007)
    return np.exp(numbers), np.tanh(numbers)


def products():
    matrix = random(200, 200)
    return (matrix @ matrix,)


def sums():
    import tensorflow as tf
    numbers = random(4_000_003)
    return numbers @ numbers, tf.reduce_sum(numbers.astype("float32")).numpy()


def tensorflow():
    from rnnlab.network.keras_reference import load_keras
    keras = load_keras()
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((6, 3)), keras.layers.SimpleRNN(16), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    X = random(256, 6, 3)
    model.fit(X, X.sum((1, 2))[:, None], epochs=2, verbose=0)
    return model.get_weights()


def threads():
    sums()
    return (len(os.listdir("/proc/self/task")),)


def surroundings():
    import locale
    return hash("rnnlab"), locale.getpreferredencoding(False), time.timezone


PROBES = {probe.__name__: probe for probe in (ufuncs, products, sums, tensorflow, threads, surroundings)}


def probe_hash(name):
    """The hash of what a probe computes in this process."""
    import numpy as np
    parts = [np.ascontiguousarray(part).tobytes() for part in PROBES[name]()]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


def run_as_variant(module, arguments, environment):
    """Run a module of rnnlab in a process of its own, under a guise's environment; the last line that it prints.

    Raises
    ------
    RuntimeError
        If it fails. The message has the end of what it wrote to stderr.
    """
    neutral = {"PYTHONHASHSEED": "0", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    done = subprocess.run([sys.executable, "-m", f"tools.{module}", *arguments], capture_output=True, encoding="utf-8",
                          errors="replace", env=os.environ | neutral | environment)
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout.strip().splitlines()[-1]


@cache
def baseline_hash(probe):
    """The hash of a probe under no guise, and of the same once more."""
    return run_as_variant("cpu_variants", [probe], {}), run_as_variant("cpu_variants", [probe], {})


def has_effect(guise):
    """Whether a guise changes what its probe computes.

    Returns
    -------
    str
        Empty if it does, else what is wrong with it.
    """
    plain, again = baseline_hash(guise.probe)
    if plain != again:
        return f"the probe {guise.probe!r} gives another hash each time, so it proves nothing"
    if run_as_variant("cpu_variants", [guise.probe], guise.environment) == plain:
        return ("does not bite: the fixed computation comes out the same to the last bit. Is a name wrong, or has this "
                "processor nothing to take away?")
    return ""


if __name__ == "__main__":
    print(probe_hash(sys.argv[1]))
