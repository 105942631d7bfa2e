"""`python -m disclosure_lint`, and the console script."""

from __future__ import annotations

import sys

from disclosure_lint.cli import main

if __name__ == "__main__":
    sys.exit(main())
