"""Finds the parts of one kind: every public module of a package that defines the agreed name. No registration, no list to edit."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any


def load(package: str, name: str) -> list[Any]:
    """The values called `name` in the modules of `package`, ordered by module name.

    Modules whose name starts with an underscore are shared code. A public module without the name is a `LookupError`:
    it would otherwise be left out in silence.
    """
    home = importlib.import_module(package)
    found = []
    for info in sorted(pkgutil.iter_modules(home.__path__), key=lambda item: item.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        if not hasattr(module, name):
            raise LookupError(f"{module.__name__} defines no {name}")
        found.append(getattr(module, name))
    return found
