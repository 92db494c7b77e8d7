"""The caller's environment does not decide what a test sees: variables that could are removed before anything else."""

import os
import sys

from tools.cpu_variants import INFLUENTIAL_VARIABLES

if os.environ.get("PYTHONWARNINGS"):
    sys.warnoptions.clear()
for name in INFLUENTIAL_VARIABLES:
    os.environ.pop(name, None)
