"""The report as one JSON object: the format every other one is a rendering of."""

from __future__ import annotations

import json
import re
from typing import IO

from consistency.model import Report
from consistency.model.json_report import as_dict
from consistency.render.format import Format

_SURROGATE = re.compile("[\ud800-\udfff]")


def write(report: Report, stream: IO[str]) -> None:
    text = json.dumps(as_dict(report), ensure_ascii=False, indent=2)
    # Half of a surrogate pair (from a broken file or file name) cannot be written as UTF-8, but JSON can spell it.
    stream.write(_SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n")


WRITER = Format("json", "report", ".json", write)
