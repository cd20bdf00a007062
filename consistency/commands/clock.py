"""What day it is. Asked for at the edge alone: nothing below may depend on when it runs."""

from __future__ import annotations

import time
from datetime import date


def today() -> date:
    """The day in the local time zone."""
    return date(*time.localtime()[:3])
