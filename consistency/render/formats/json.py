"""The report as one JSON object: the format every other one is a rendering of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import IO

from consistency.model import Report
from consistency.model.json_report import frame, sections
from consistency.render.format import Format

_SURROGATE = re.compile("[\ud800-\udfff]")


def write(report: Report, stream: IO[str]) -> None:
    write_parts(frame(report), {name: (text_of(item) for _, item in items) for name, items in sections(report).items()}, stream)


def text_of(value: object, indent: str = "    ") -> str:
    """A value as it stands in the report, so far to the right."""
    text = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + indent)
    # Half of a surrogate pair (from a broken file or file name) cannot be written as UTF-8, but JSON can spell it.
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def write_parts(fields: Mapping[str, object], lists: Mapping[str, Iterable[str]], stream: IO[str]) -> None:
    """The report from its fields, of which the `lists` are given as the texts of their items, so that none need be held whole."""
    for at, (name, value) in enumerate(fields.items()):
        stream.write(f'{"," if at else "{"}\n  "{name}": ')
        if name not in lists:
            stream.write(text_of(value, "  "))
            continue
        empty = True
        for item in lists[name]:
            stream.write(("[" if empty else ",") + f"\n    {item}")
            empty = False
        stream.write("[]" if empty else "\n  ]")
    stream.write("\n}\n")


WRITER = Format("json", "report", ".json", write)
