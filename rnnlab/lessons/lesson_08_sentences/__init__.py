"""Lesson 8, a network that reads sentences: what its notebook imports."""

from .exercises import check
from .explorer import explore_sentences, read_sentence, type_sentences
from .jacobian_explorer import explore_way_back
from .line_changes import try_suspected, with_line
from .opening import show_opening
from .predictions import reveal
from .published_way_back import loss_and_chance, states_of
from .trained_network import trained_network

__all__ = [
    "check", "explore_sentences", "explore_way_back", "loss_and_chance", "read_sentence", "reveal", "show_opening",
    "states_of", "trained_network", "try_suspected", "type_sentences", "with_line",
]
