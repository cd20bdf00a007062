"""Frozen dataclasses as JSON and back: what the cache holds. Plain data only, so that reading it back can run nothing.

Follows the types of the fields, so a field that a dataclass gains needs no edit here. What was written by another version of
the types is not read back: the caller keeps versions apart.
"""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from functools import cache
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Turn = Callable[[Any], Any]
_PLAIN = (str, int, float, bool, Any)


def encode(value: object, kind: Any) -> bytes:
    """`value`, which is of the type `kind`, as JSON in ASCII."""
    there, _ = _turns(kind)
    return json.dumps(there(value) if there else value, separators=(",", ":")).encode("ascii")


def decode(data: bytes, kind: Any) -> Any:
    """The value of the type `kind` that `encode` made `data` from. Raises `ValueError`, `TypeError` or `KeyError` for other data."""
    _, back = _turns(kind)
    value = json.loads(data)
    return back(value) if back else value


@cache
def _turns(hint: Any) -> tuple[Turn | None, Turn | None]:
    """How values of the type `hint` turn into what JSON holds, and back; `None` if they are that already."""
    if hint in _PLAIN or hint is type(None) or get_origin(hint) is Literal:
        return None, None
    if hint in (date, time):
        return (lambda value: value.isoformat()), hint.fromisoformat
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass(hint)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (kind,) = (part for part in inner if part is not type(None))
        there, back = _turns(kind)
        return _optional(there), _optional(back)
    if origin is tuple and inner[1:] != (Ellipsis,):
        parts = [_turns(part) for part in inner]
        return _each(tuple, [part[0] for part in parts]), _each(tuple, [part[1] for part in parts])
    if origin in (tuple, list, frozenset):
        there, back = _turns(inner[0])
        # A set has no order of its own: sorted, so that the same value gives the same bytes.
        first: Turn = sorted if origin is frozenset else list
        return _every(list, there, first), _every(origin, back, None)
    if origin in (dict, Mapping):
        key, value = (_turns(part) for part in inner)
        return _pairs(list, key[0], value[0], items=True), _pairs(dict, key[1], value[1], items=False)
    raise TypeError(f"no way is known to store values of the type {hint}")


def _optional(turn: Turn | None) -> Turn | None:
    return (lambda value: None if value is None else turn(value)) if turn else None


def _every(make: Turn, turn: Turn | None, first: Turn | None) -> Turn:
    def turned(value: Any) -> Any:
        value = first(value) if first else value
        return make(map(turn, value) if turn else value)

    return turned


def _each(make: Turn, turns: list[Turn | None]) -> Turn:
    return lambda value: make(turn(part) if turn else part for turn, part in zip(turns, value, strict=True))


def _pairs(make: Turn, key: Turn | None, value: Turn | None, *, items: bool) -> Turn:
    def turned(found: Any) -> Any:
        pairs = found.items() if items else found
        return make((key(left) if key else left, value(right) if value else right) for left, right in pairs)

    return turned


def _dataclass(kind: type[Any]) -> tuple[Turn, Turn]:
    """A list of the fields' values; one of a class with subclasses begins with the name of its own class."""
    below = _subclasses(kind)
    if not below:
        return _fields(kind)
    ways = {item.__name__: _fields(item) for item in (kind, *below)}

    def there(value: Any) -> list[Any]:
        name = type(value).__name__
        return [name, *ways[name][0](value)]

    return there, (lambda row: ways[row[0]][1](row[1:]))


def _subclasses(kind: type[Any]) -> list[type[Any]]:
    # `slots=True` makes each class anew; the first making stays behind under the same name and is not the one in use.
    found = [item for item in kind.__subclasses__() if getattr(sys.modules[item.__module__], item.__name__, None) is item]
    return [*found, *(deeper for item in found for deeper in _subclasses(item))]


def _fields(kind: type[Any]) -> tuple[Turn, Turn]:
    hints = get_type_hints(kind)
    names = [item.name for item in fields(kind)]
    turns = [_turns(hints[name]) for name in names]
    get = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    if all(there is None and back is None for there, back in turns):
        return (lambda value: list(get(value))), (lambda row: kind(*row))
    to = [(place, there) for place, (there, _) in enumerate(turns) if there]
    fro = [(place, back) for place, (_, back) in enumerate(turns) if back]

    def there(value: Any) -> list[Any]:
        row = list(get(value))
        for place, turn in to:
            row[place] = turn(row[place])
        return row

    def back(row: list[Any]) -> Any:
        row = list(row)
        for place, turn in fro:
            row[place] = turn(row[place])
        return kind(*row)

    return there, back
