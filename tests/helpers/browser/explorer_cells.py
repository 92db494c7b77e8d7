"""Code cells that show explorers, as text: the tests run them in JupyterLab, and some in their own process."""

EXAMPLE = """
import numpy as np
from rnnlab.network.weights import Weights
rng = np.random.default_rng(3)
def draw(*shape):
    return rng.normal(0, 0.6, shape).round(2)
weights = Weights(draw(3, 5), draw(5, 5), draw(5), draw(5, 2), draw(2))
X = rng.normal(0, 1, (2, 10, 3)).round(1)
"""
FORWARD = EXAMPLE + """
from rnnlab.lessons.lesson_02_forward_pass.explorer import explore_forward
explorer = explore_forward(X, weights)
explorer"""
SHAPES = "from rnnlab.lessons.lesson_01_shapes.explorer import explore_shapes\nexplore_shapes()"
BATCH_EXAMPLE = """
import numpy as np
from rnnlab.network.weights import Weights
rng = np.random.default_rng(3)
X = rng.normal(size=(3, 10, 3))
weights = Weights(rng.normal(0, 0.6, (3, 5)), rng.normal(0, 0.6, (5, 5)), rng.normal(0, 0.6, 5))
"""
BATCH = BATCH_EXAMPLE + """
from rnnlab.lessons.lesson_03_batching.explorer import explore_batch
explorer = explore_batch(X, weights)
explorer"""
BIAS_SHIFT = """
from rnnlab.lessons.digit_sums import ONE_HOT, ONE_HOT_B, ONE_HOT_W
from rnnlab.lessons.lesson_05_one_hot.explorer import explore_freedom
explorer = explore_freedom({"published": (ONE_HOT_W, ONE_HOT.U, ONE_HOT_B)})
explorer"""
EMBEDDING_TRAINING = """
import numpy as np
from rnnlab.lessons.digit_sums import DIGITS, SUMS, draw_networks
from rnnlab.network.weights import Weights
from rnnlab.training.fit import fit_embedding
histories = {}
for U in (1.0, -1.0):
    start = Weights(*(array[0] for array in draw_networks(1, U, D=2, seed=6)[:3]))
    table = np.random.default_rng(6).uniform(-0.05, 0.05, (10, 2))
    histories[f"from {U:g}"] = fit_embedding(DIGITS, SUMS[:, None], table, start, "linear", learning_rate=0.05,
                                             updates=300, sample_every=50)[2]
"""
EMBEDDING = EMBEDDING_TRAINING + """
from rnnlab.lessons.lesson_06_embeddings.explorer import explore_embedding
explorer = explore_embedding(histories)
explorer"""
BPTT = "from rnnlab.lessons.lesson_07_scalar_bptt.explorer import explore_bptt\nexplorer = explore_bptt()\nexplorer"
GRADIENT_DECAY = """
from rnnlab.lessons.lesson_07_scalar_bptt.gradient_decay_explorer import explore_far_back
explore_far_back()"""
CLIPPING = """
from rnnlab.lessons.lesson_07_scalar_bptt.clipping_explorer import explore_clipping
explore_clipping()"""
SENTENCES = "from rnnlab.lessons.lesson_08_sentences import explore_sentences\nexplore_sentences()"
TEXT_BOX = "from rnnlab.lessons.lesson_08_sentences import type_sentences\ntype_sentences()"
JACOBIAN = "from rnnlab.lessons.lesson_08_sentences import explore_way_back\nexplore_way_back()"
