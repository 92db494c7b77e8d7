"""``python -m rnnlab.site``: the same as ``rnnlab site``."""

import sys

from rnnlab.cli import main

sys.exit(main(["site", *sys.argv[1:]]))
