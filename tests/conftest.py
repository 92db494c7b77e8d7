"""The caller's environment does not decide what a test sees: variables that could are removed before anything else.

Tests that need Keras get the marker of that name: importing TensorFlow takes longer than most modules of tests.
"""

import os
import sys
import warnings

from tools.cpu_variants import INFLUENTIAL_VARIABLES

CALLER_FILTERS = os.environ.get("PYTHONWARNINGS")
for name in INFLUENTIAL_VARIABLES:
    os.environ.pop(name, None)


def pytest_configure():
    if CALLER_FILTERS:
        sys.warnoptions.clear()
        warnings.simplefilter("default")


def pytest_collection_modifyitems(items):
    for item in items:
        code = getattr(getattr(item, "function", None), "__code__", None)
        if "keras" in item.path.name or (code and {"build_keras", "load_keras"} & set(code.co_names)):
            item.add_marker("keras")
