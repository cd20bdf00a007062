"""consistency: lines up several outlets' accounts of one event and names where they part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Report", "Settings", "__version__", "check", "compare", "read_sources", "to_frame", "write"]

if TYPE_CHECKING:
    from consistency.engine.api import check, compare, read_sources, write
    from consistency.engine.settings import Settings
    from consistency.model import Report
    from consistency.render.frame import to_frame

_HOMES = {
    "compare": "consistency.engine.api",
    "check": "consistency.engine.api",
    "read_sources": "consistency.engine.api",
    "write": "consistency.engine.api",
    "Report": "consistency.model",
    "Settings": "consistency.engine.settings",
    "to_frame": "consistency.render.frame",
}


def __getattr__(name: str) -> Any:
    """Import the public names on first use, so that `import consistency` stays light."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
