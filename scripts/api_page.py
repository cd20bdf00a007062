"""What docs/api.md and docs/report.schema.json hold, made from the docstrings and the schema: `make pages` writes them."""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import consistency  # noqa: E402
from consistency.engine.settings import Models, Settings, Thresholds  # noqa: E402
from consistency.model import protocols  # noqa: E402

FUNCTIONS = ("compare", "check", "read_sources", "write", "to_frame", "every_two")
OF_CHECKS = ("Check", "Rung", "Pair", "Difference", "Example", "Context", "Source", "Block", "Claim")
PROTOCOLS = ("LanguageModel", "Embedder", "Cache", "Writer", "Reader")
SECTION = re.compile(r"^(Args|Returns|Raises):\n((?:[ ]{4}.*\n?|\n)+)", re.MULTILINE)


def page() -> str:
    """`docs/api.md`."""
    parts = ["# The library", "Written by `make pages` from the docstrings.", OPENING]
    parts += [_function(name, getattr(consistency, name)) for name in FUNCTIONS]
    parts += ["## Settings", "`consistency.Settings`, with the defaults:", _fields(Settings), "### models", _fields(Models)]
    parts += ["### thresholds", _fields(Thresholds), "## Report", _text(consistency.Report.__doc__ or ""), REPORT]
    parts += ["## What can be given instead", _text(protocols.__doc__ or "")]
    parts += [f"### {name}\n\n{_text(getattr(protocols, name).__doc__ or '')}" for name in PROTOCOLS]
    parts += ["## What checks and readers are made of", "Also from a package of your own: see [plugins.md](plugins.md)."]
    parts += [
        f"### {name}\n\n{_text(getattr(consistency, name).__doc__ or '')}\n\n{_documented(getattr(consistency, name))}"
        for name in OF_CHECKS
    ]
    return "\n\n".join(parts) + "\n"


OPENING = """```python
import consistency

report = consistency.compare("stories", progress=print, cache=".consistency")
for finding in report.findings:
    print(finding.severity, finding.check, finding.because)
consistency.write(report, "report.html")
consistency.write(report, "findings.sarif")
```

What goes wrong in a way that can be fixed is a `consistency.errors.ConsistencyError`, whose message names the file and says what to do."""
REPORT = """`report.to_dict()` is the object of `report.json`, which [report-format.md](report-format.md) describes and
[report.schema.json](report.schema.json) defines; `consistency schema` prints it. In a notebook a report shows its findings as a table."""


def _function(name: str, function: Callable[..., Any]) -> str:
    doc = inspect.getdoc(function) or ""
    sections = {match[1]: inspect.cleandoc(match[2]) for match in SECTION.finditer(doc + "\n")}
    about = SECTION.sub("", doc + "\n").strip()
    lines = [f"## {name}", f"```python\nconsistency.{name}{_signature(function)}\n```", _text(about)]
    for title, body in sections.items():
        told = [_item(item) for item in re.split(r"\n(?=\S)", body)] if title != "Returns" else [_text(body)]
        lines.append(f"**{title}**\n\n" + "\n".join(told))
    return "\n\n".join(lines)


def _signature(function: Callable[..., Any]) -> str:
    found = inspect.signature(function)
    shown = [str(item).replace("'", "") for item in found.parameters.values()]
    first = next((at for at, item in enumerate(found.parameters.values()) if item.kind is item.KEYWORD_ONLY), None)
    if first is not None:
        shown.insert(first, "*")
    inside = "".join(f"\n    {item}," for item in shown)
    return f"({inside}\n) -> {str(found.return_annotation).strip(chr(39))}"


def _item(text: str) -> str:
    name, _, about = text.partition(":")
    return f"- `{name}`: {_text(about)}"


def _text(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", inspect.cleandoc(text)))


def _documented(kind: type) -> str:
    """The fields of a class with what stands below each of them in the source."""
    body = ast.parse(inspect.cleandoc(inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    rows = []
    for item, after in zip(body.body, [*body.body[1:], None], strict=True):
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            told = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            rows.append(f"- `{item.target.id}`{': ' + _text(str(told)) if told else ''}")
    return "\n".join(rows)


def _fields(kind: Any) -> str:
    made = kind()
    rows = [
        f"| `{item.name}` | `{getattr(made, item.name)!r}` |"
        for item in fields(kind)
        if item.name not in ("origin", "models", "thresholds")
    ]
    return "\n".join(["| key | default |", "| --- | --- |", *rows])
