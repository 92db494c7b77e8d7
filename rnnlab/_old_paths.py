"""The module paths of before rooms were made, which released notebooks and students' copies import. Until 0.2.

An old path is a module without content: a name asked of it is looked for where its content went.
"""

import importlib
import importlib.machinery
import pkgutil
import sys
import types

MOVED = {  # package or module of today: the modules of before whose content is there
    "coursework": "coursework.desk coursework.gradebook coursework.judge coursework.orders coursework.report "
                  "coursework.tasks coursework.variant",
    "coursework.sandbox": "coursework.view coursework.walls",
    "exercises": "anew answers check functions outcome products reveal verdict",
    "explorer": "controls figure flipbook handles picture",
    "lessons.digit_sums": "lessons.adding lessons.sum_of_three_figures",
    "lessons.lesson_00_start_here": "lessons.start_here",
    "lessons.lesson_01_shapes": "lessons.shapes lessons.shapes_explorer",
    "lessons.lesson_02_forward_pass": "lessons.forward_explorer lessons.forward_pass",
    "lessons.lesson_03_batching": "lessons.batching lessons.batching_costs lessons.batching_explorer "
                                  "lessons.batching_loop",
    "lessons.lesson_04_sum_of_three": "lessons.sum_of_three lessons.sum_of_three_explorer lessons.sum_of_three_shares",
    "lessons.lesson_05_one_hot": "lessons.one_hot lessons.one_hot_explorer lessons.one_hot_rows",
    "lessons.lesson_06_embeddings": "lessons.embeddings lessons.embeddings_explorer lessons.embeddings_figure "
                                    "lessons.embeddings_gradient lessons.embeddings_network",
    "lessons.lesson_07_scalar_bptt": "lessons.far_back_explorer lessons.museum_picture lessons.published_net "
                                     "lessons.published_picture lessons.published_variants lessons.scalar_bptt "
                                     "lessons.scalar_bptt_explorer lessons.scalar_bptt_line_up "
                                     "lessons.scalar_bptt_loop lessons.scalar_bptt_point lessons.scalar_bptt_sheet "
                                     "lessons.scalar_bptt_step lessons.suspects",
    "lessons.lesson_07_scalar_bptt.bugs": "bug_checks bugs handwritten",
    "network": "activations bptt differences gradcheck initial reference rnn",
    "notebook_tools": "guards notebooks saving workspace",
    "pictures": "cells document drawing picture solids stage style",
    "site": "site.sheets site.stored",
    "training": "data descent optimizers progress train",
    "validation": "arrays data optimizers",
}
RENAMED = {"CELL": "CELL_SIZE", "Exercises": "ExerciseSet", "Part": "Drawing", "Stage": "MatplotlibBackdrop",
           "box": "box_outline", "draw_apart": "draw_distinct", "level": "colour_level", "number": "format_number",
           "SEEING": "INFORMATIVE_POINT", "seeded": "seeded_rng", "sheet": "matrix_outline", "shown": "visible_when",
           "with_numbers": "with_class_numbers"}
PLACES: dict[str, list[str]] = {}  # an old path, and where its names are looked for
for _place, _old in MOVED.items():
    for _path in _old.split():
        PLACES.setdefault(f"rnnlab.{_path}", []).append(f"rnnlab.{_place}")


class _OldModule(types.ModuleType):
    """Looks a name up where the module's content went."""

    def __getattr__(self, name):
        for place in () if name.startswith("__") else PLACES[self.__name__]:
            for module in _with_submodules(place):
                for known in (name, RENAMED.get(name)):
                    # A function may be called as a module of today is: fit, forward
                    if known and not isinstance(getattr(module, known, types), types.ModuleType):
                        return getattr(module, known)
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


def _with_submodules(path):
    package = importlib.import_module(path)
    yield package
    for found in pkgutil.iter_modules(getattr(package, "__path__", ())):
        if found.name != "__main__":
            yield importlib.import_module(f"{path}.{found.name}")


class _OldPathFinder:
    """Finder and loader of the old paths."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name in PLACES else None

    def create_module(self, spec):
        return _OldModule(spec.name)

    def exec_module(self, module):
        pass


def install():
    """Let the old paths be imported."""
    if not any(type(finder).__name__ == _OldPathFinder.__name__ for finder in sys.meta_path):
        sys.meta_path.append(_OldPathFinder())
