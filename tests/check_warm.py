"""Imported once by the process that the killed ones fork from, so that none of them has to load the libraries anew."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

from tests.check_runs import checked, write  # noqa: E402

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    checked(None, write(Path(folder, "docs"), 9)[:2])
    os.chdir("/")
