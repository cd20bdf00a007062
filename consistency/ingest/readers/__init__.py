"""One module a file format; each defines `READER`. Modules whose name starts with an underscore are shared code."""

from consistency.errors import Unreadable

__all__ = ["Unreadable"]
