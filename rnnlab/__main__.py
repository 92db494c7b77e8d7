"""``python -m rnnlab``: the same as ``rnnlab``."""

import sys

from rnnlab.cli import main

sys.exit(main())
