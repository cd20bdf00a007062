"""Write docs/checks.md from the checks: `make pages`."""

from __future__ import annotations

from pathlib import Path

from consistency.cli.checks import all_pages

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"

if __name__ == "__main__":
    PAGE.write_text(all_pages(), encoding="utf-8", newline="\n")
    print(f"wrote {PAGE.name}")
