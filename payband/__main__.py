"""`python -m payband` is the command `payband`."""

import sys

from payband.cli import main

if __name__ == "__main__":
    sys.exit(main())
