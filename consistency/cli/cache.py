"""`consistency cache`: how much is stored, and how to be rid of it."""

from __future__ import annotations

from pathlib import Path

from consistency.cli import terminal
from consistency.engine.adapters.cache import Contents, clear, contents
from consistency.model.safe_text import one_line
from consistency.render.view.wording import counted

KINDS = {
    "file": ("files", "known by their content"),
    "source": ("documents", "as read and cleaned"),
    "claims": ("documents", "parsed into claims and facts"),
    "vector": ("texts", "embedded"),
    "captures": ("pages", "of several captures, the older ones told"),
    "outline": ("documents", "placed among the others"),
    "details": ("documents", "profiled for finding their event"),
    "about": ("documents", "put in order"),
    "report": ("checks", "answered"),
}


def cache(path: Path, *, clearing: bool) -> None:
    """Print what the cache in `path` holds, or remove it."""
    shown = one_line(path.as_posix())
    if clearing:
        freed = clear(path)
        terminal.say(f"removed {shown} ({_size(freed)})" if freed else f"there is no cache at {shown}")
        return
    found = contents(path)
    terminal.say(_told(found, shown) if found else f"there is no cache at {shown}; `consistency check` and `consistency report` make it")


def _told(found: Contents, shown: str) -> str:
    from tabulate import tabulate

    entries = sum(number for number, _ in found.kinds.values())
    rows = []
    for kind, (number, size) in sorted(found.kinds.items()):
        what, how = KINDS.get(kind, (kind, ""))
        rows.append((f"{number:,}", f"{what} {how}".strip(), _size(size)))
    table = tabulate(rows, ("entries", "of", "size"), tablefmt="simple", disable_numparse=True, colalign=("right", "left", "right"))
    asked = found.found + found.missed
    last = f"The last run looked up {counted(asked, 'entry', 'entries')} and found {found.found / asked:.0%}." if asked else ""
    return "\n\n".join(filter(None, (f"{shown}: {_size(found.size)}, {counted(entries, 'entry', 'entries')}", table if rows else "", last)))


def _size(size: int) -> str:
    value = float(size)
    for unit in ("bytes", "KB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"
