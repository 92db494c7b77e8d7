"""``python -m rnnlab.coursework release|grade|isolation``: the same as ``rnnlab release|grade|isolation``."""

import sys

from rnnlab.cli import main

sys.exit(main())
