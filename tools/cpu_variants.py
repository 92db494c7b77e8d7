"""CPU variants: environment variables that make a numerical library compute as another processor would.

A variant takes something away from a library: vector instructions, or threads. Sums are then added in another order,
and last bits differ, as they do on another machine. Libraries ignore a misspelt variable without a word. So each
variant has a probe, a fixed computation whose hash has to change under it.

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
    """One way in which another machine may compute otherwise.

    Attributes
    ----------
    description : str
    probe : str
        The one of `PROBES` whose hash has to change.
    environment : dict of str
        The variables that make the difference.
    """

    description: str
    probe: str
    environment: dict


THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")

# NumPy's groups of instructions since 2.4. Older names, such as AVX2, are ignored.
CPU_VARIANTS = {
    "numpy": CpuVariant("NumPy without AVX2 and AVX-512", "ufuncs",
                        {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"}),
    "numpy-v3": CpuVariant("NumPy without AVX-512", "ufuncs",
                           {"NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"}),
    "openblas": CpuVariant("OpenBLAS for a processor without AVX", "products", {"OPENBLAS_CORETYPE": "Nehalem"}),
    "tensorflow": CpuVariant("TensorFlow's products without AVX", "tensorflow", {"ONEDNN_MAX_CPU_ISA": "SSE41"}),
    "onednn": CpuVariant("TensorFlow with oneDNN's kernels, for AVX2 at most", "tensorflow",
                         {"TF_ENABLE_ONEDNN_OPTS": "1", "ONEDNN_MAX_CPU_ISA": "AVX2"}),
    "one-thread": CpuVariant("one thread", "sums", dict.fromkeys(THREADS, "1")),
    "many-threads": CpuVariant("eight threads", "threads", dict.fromkeys(THREADS, "8")),
    "elsewhere": CpuVariant("another hash seed, locale, encoding and time zone", "surroundings",
                            {"PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0",
                             "TZ": "Asia/Kolkata"}),
}

# What the caller may have set, and what would then hide the effect of a variant or show in a notebook.
INFLUENTIAL_VARIABLES = {name for variant in CPU_VARIANTS.values() for name in variant.environment} | {
    "DNNL_MAX_CPU_ISA", "GOTO_NUM_THREADS", "KERAS_BACKEND", "NPY_ENABLE_CPU_FEATURES", "OPENBLAS_VERBOSE",
    "PYTHONWARNINGS"}
NEUTRAL = {"PYTHONHASHSEED": "0", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}


def random_array(*shape):
    import numpy as np
    return np.random.default_rng(0).normal(size=shape)


def ufuncs():
    import numpy as np
    numbers = random_array(10_007)
    return np.exp(numbers), np.tanh(numbers)


def products():
    matrix = random_array(200, 200)
    return (matrix @ matrix,)


def sums():
    import tensorflow as tf
    numbers = random_array(4_000_003)
    return numbers @ numbers, tf.reduce_sum(numbers.astype("float32")).numpy()


def tensorflow():
    from rnnlab.network.keras_reference import load_keras
    keras = load_keras()
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((6, 3)), keras.layers.SimpleRNN(16), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    X = random_array(256, 6, 3)
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
    """Run a module of `tools` in a process of its own, under a variant's environment; the last line that it prints.

    Of the caller's environment, what other variants could set is left out.

    Raises
    ------
    RuntimeError
        If it fails. The message has the end of what it wrote to stderr.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in INFLUENTIAL_VARIABLES}
    done = subprocess.run([sys.executable, "-m", f"tools.{module}", *arguments], capture_output=True, encoding="utf-8",
                          errors="replace", env=inherited | NEUTRAL | environment)
    if done.returncode:
        raise RuntimeError(f"{module} {' '.join(arguments)} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout.strip().splitlines()[-1]


@cache
def baseline_hashes(probe):
    """The hash of a probe under no variant, and of the same once more."""
    return run_as_variant("cpu_variants", [probe], {}), run_as_variant("cpu_variants", [probe], {})


def why_no_effect(variant):
    """Why a variant proves nothing.

    Returns
    -------
    str
        Empty if it changes what its probe computes.
    """
    plain, again = baseline_hashes(variant.probe)
    if plain != again:
        return f"the probe {variant.probe!r} gives another hash each time, so it proves nothing"
    if run_as_variant("cpu_variants", [variant.probe], variant.environment) == plain:
        return ("has no effect: the fixed computation comes out the same to the last bit. Is a name wrong, or has this "
                "processor nothing to take away?")
    return ""


if __name__ == "__main__":
    print(probe_hash(sys.argv[1]))
