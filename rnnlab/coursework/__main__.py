import sys

from rnnlab.coursework.cli import main

sys.exit(main())
