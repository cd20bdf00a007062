"""How fast the HTML report opens and how large it is: `python benchmarks/pages.py` (needs Playwright and Chromium).

Over made-up reports (`made_up.py`): one page for 50 sources, and for 1,000 the index and the largest page of an event.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from made_up import FastEmbedder, FastLanguageModel, sources

from consistency.engine.pipeline import run
from consistency.engine.settings import Settings
from consistency.ingest.blocks import clean
from consistency.ingest.metadata import infer
from consistency.render.formats.html import WRITER, pages

TIMES = 5
MEGABYTES_WANTED = 1.5
MILLISECONDS_WANTED = 1_000


def written(size: int, folder: Path) -> list[Path]:
    """The files of the report on `size` sources."""
    report = run([infer(clean(source)) for source in sources(size)], Settings(), FastLanguageModel(), FastEmbedder())
    made = []
    for name, write in list(pages(report)) or [("report.html", lambda stream: WRITER(report, stream))]:
        path = folder / str(size) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            write(stream)
        made.append(path)
    return made


def main() -> int:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium is installed", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        few, many = written(50, Path(folder)), written(1_000, Path(folder))
        largest = max(many[:-1], key=lambda path: path.stat().st_size)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, path in (("50 sources", few[-1]), ("1,000 sources, index", many[-1]), ("1,000 sources, largest event", largest)):
            spent = []
            for _ in range(TIMES):
                page = browser.new_page()
                page.goto(path.as_uri())
                spent.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
                page.close()
            print(
                f"page of {name}: opens in {statistics.median(spent):.0f} ms (at most {MILLISECONDS_WANTED}), "
                f"{path.stat().st_size / 1e6:.2f} MB (at most {MEGABYTES_WANTED})",
                flush=True,
            )
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
