"""`python -m consistency`."""

import os
import sys

# Python puts the current folder first on the path here. It holds documents, and a file of theirs called `json.py` must not run.
if sys.path and os.path.realpath(sys.path[0] or ".") == os.getcwd() != os.path.dirname(os.path.dirname(os.path.realpath(__file__))):
    del sys.path[0]

from consistency.cli.main import main

main()
