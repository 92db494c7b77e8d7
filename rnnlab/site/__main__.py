import sys

from rnnlab.site import main

sys.exit(main())
