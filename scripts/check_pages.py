"""Write docs/checks.md, docs/api.md and docs/report.schema.json from the code: `make pages`."""

from __future__ import annotations

from pathlib import Path

from api_page import page

from consistency.cli.checks import all_pages, rendered_schema

DOCS = Path(__file__).resolve().parent.parent / "docs"

if __name__ == "__main__":
    for name, text in (("checks.md", all_pages()), ("api.md", page()), ("report.schema.json", rendered_schema())):
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {name}")
