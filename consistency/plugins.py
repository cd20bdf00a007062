"""Finds the parts of one kind: every public module of a package that defines the agreed name, and what other packages add.

Nothing is registered and no list is kept. Another package adds a part by an entry point; docs/plugins.md says how.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from consistency.errors import PluginError

GROUPS = ("consistency.checks", "consistency.readers", "consistency.writers", "consistency.embedders")
"""The groups of entry points that are looked at."""


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


def named(package: str, name: str, group: str, kind: type, key: str) -> dict[str, Any]:
    """The parts of this program and those that other packages add, by the name that tells them apart.

    Args:
        package: Where this program has its own.
        name: What each of its modules calls its part.
        group: The entry points that add to them.
        kind: What a part must be an instance of.
        key: The attribute that holds a part's name.

    Returns:
        The parts by name, this program's own first.

    Raises:
        PluginError: One that was added cannot be loaded, is of another kind, or has the name of another.
    """
    found = {getattr(part, key): part for part in load(package, name)}
    for entry, part in added(group):
        if not isinstance(part, kind):
            raise PluginError(f"{_called(entry)} is no {kind.__name__} but {type(part).__name__}: {_MEND}")
        own = getattr(part, key)
        if own in found:
            raise PluginError(f"{_called(entry)} has the name {own!r}, which is taken: rename it, or take its package out")
        found[own] = part
    return found


@cache
def added(group: str) -> tuple[tuple[EntryPoint, Any], ...]:
    """What other packages add to a group, ordered by name. Raises `PluginError` for what cannot be loaded."""
    return tuple((entry, _loaded(entry)) for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, entry.value)))


def versions() -> list[str]:
    """The packages that add something, with their versions: what they make depends on these."""
    parts = [entry.dist for group in GROUPS for entry in entry_points(group=group)]
    return sorted({f"{dist.name} {dist.version}" for dist in parts if dist is not None})


def _loaded(entry: EntryPoint) -> Any:
    try:
        return entry.load()
    except Exception as error:  # whatever is wrong with it, its user is told which one it is
        reason = " ".join(str(error).split()) or type(error).__name__
        raise PluginError(f"{_called(entry)} cannot be loaded ({type(error).__name__}: {reason}): {_MEND}") from error


_MEND = "fix it, or uninstall its package"


def _called(entry: EntryPoint) -> str:
    package = f" of the package {entry.dist.name} {entry.dist.version}" if entry.dist is not None else ""
    return f"the plug-in {entry.name!r}{package} ({entry.group}: {entry.value})"
