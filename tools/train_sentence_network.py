"""Train the network that lesson 8's pictures read sentences with, and write it into the lesson's folder, rounded.

.venv/bin/python -m tools.train_sentence_network
"""

import json

import numpy as np

from rnnlab.lessons.lesson_08_sentences.trained_network import (
    NETWORK_FILE,
    draw_start,
    share_right,
    split_sentences,
    trained_network,
)
from rnnlab.network.weights import Weights
from rnnlab.training.fit import fit
from rnnlab.training.sentences import encode_sentences

DECIMALS = 2


def main() -> None:
    """Train on the 400 sentences, round, write, and say how many of all sentences are read right."""
    (texts, Y), _ = split_sentences()
    X, lengths = encode_sentences(texts)
    trained, _ = fit(X, Y, draw_start(), learning_rate=0.005, batch_size=64, updates=1000, lengths=lengths,
                     loss="binary_crossentropy")
    rounded = {name: (np.round(array, DECIMALS) + 0.0).tolist() for name, array in trained._asdict().items()}
    with NETWORK_FILE.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(rounded, separators=(",", ":")) + "\n")
    assert isinstance(trained_network(), Weights)
    print("read right, of the sentences trained on and of the others:", *map(share_right, split_sentences()))


if __name__ == "__main__":
    main()
