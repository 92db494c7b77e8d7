""""""

import sys

from rnnlab.site.builder import main

sys.exit(main())
