"""Lesson 1, the shapes of a recurrent network: what its notebook imports."""

from .exercises import check
from .explorer import explore_shapes
from .loop_picture import show_loop
from .opening import show_opening
from .predictions import reveal
from .sun_table import sun_over_oslo

__all__ = ["check", "explore_shapes", "reveal", "show_loop", "show_opening", "sun_over_oslo"]
