"""``python -m rnnlab``: what ``make`` calls, and what works where there is no make."""

import sys

from rnnlab import notebooks

if __name__ == "__main__":
    sys.exit(notebooks.main(sys.argv[2:]))
