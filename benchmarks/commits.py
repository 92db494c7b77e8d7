"""Is the engine as fast here as at another commit?

    make bench-commit BASE=145619f

The two take turns, a process each, round after round.
A ratio is the median over the rounds of (time here / time there).
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 9
SIZES = [(1, 10, 3, 5, 2), (100, 15, 3, 5, 5), (256, 100, 64, 256, 8)]
MEASURE = f"""import json, time
import numpy as np
from rnnlab import Weights, fit, forward, gradients, predict

def seconds(call, least=0.15):
    call()
    times = []
    while sum(times) < least or len(times) < 3:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]

found = {{}}
for N, T, D, M, K in {SIZES}:
    rng = np.random.default_rng(0)
    def draw(*shape):
        return rng.normal(size=shape).astype("float32") / np.sqrt(shape[-1])
    X, Y = draw(N, T, D), draw(N, K)
    weights = Weights(draw(D, M), draw(M, M), draw(M), draw(M, K), draw(K))
    for call, arguments in ((forward, (X, weights)), (predict, (X, weights)), (gradients, (X, Y, weights))):
        found[f"{{call.__name__}} {{(N, T, D, M, K)}}"] = seconds(lambda: call(*arguments))
X = rng.integers(10, size=(1000, 3, 1)).astype(float)
one = Weights([[0.5]], [[1.0]], [0.0])
many = Weights(*(np.repeat(np.asarray(array)[None], 100, 0) for array in one[:3]))
found["fit, one network"] = seconds(lambda: fit(X, X.sum(1), one, "linear", batch_size=4, updates=1000))
found["fit, a hundred networks"] = seconds(lambda: fit(X, X.sum(1), many, "linear", batch_size=4, updates=300))
print(json.dumps(found))
"""


def measure(folder):
    """Seconds of each call, with the package that stands in a folder."""
    done = subprocess.run([sys.executable, "-c", MEASURE], cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)},
                          capture_output=True, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def main(base):
    there = ROOT / "build" / "bench-base"
    subprocess.run(["git", "worktree", "add", "--force", "--detach", there, base], cwd=ROOT, check=True,
                   capture_output=True)
    try:
        rounds = [(measure(ROOT), measure(there)) for _ in range(ROUNDS)]
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", there], cwd=ROOT, check=True)
    print(f"time here / time at {base}: median, least and most of {ROUNDS} rounds")
    for name in rounds[0][0]:
        ratios = [here[name] / before[name] for here, before in rounds]
        print(f"{name:38} {median(ratios):5.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main(*sys.argv[1:])
