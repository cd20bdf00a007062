"""A run of this code over one of an older commit, in turns: `python benchmarks/paired.py REV [FOLDER...]`.

Each run is a fresh process without a cache, as a person starts it, so that imports and the loading of models count. Prints for each
folder the CPU seconds (user and system, the least of all rounds) of both, the words a second, and the ratio: below 1 the new code is
faster. The folders are the sample sources and, where the evaluation data is there, `gold/news`.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CONSISTENCY_EVAL_DATA", ROOT.parent / "shared"))


def cpu_seconds(code: Path, folder: Path, out: Path) -> float:
    """What `consistency report` on a folder takes with the package in `code`, in CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "consistency", "report", str(folder), "--no-cache", "--quiet", "--out", str(out)]
    subprocess.run(command, cwd=out, env={**os.environ, "PYTHONPATH": str(code)}, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("revision")
    parser.add_argument(
        "folders", nargs="*", type=Path, default=[path for path in (ROOT / "seeds", DATA / "gold" / "news") if path.is_dir()]
    )
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        old, out = Path(temporary) / "old", Path(temporary) / "out"
        out.mkdir()
        subprocess.run(["git", "-C", str(ROOT), "worktree", "add", "--quiet", "--detach", str(old), asked.revision], check=True)
        try:
            for folder in asked.folders:
                words = sum(len(path.read_text(encoding="utf-8", errors="replace").split()) for path in folder.rglob("*.txt"))
                taken: dict[Path, list[float]] = {ROOT: [], old: []}
                for _ in range(asked.rounds):
                    for code, seconds in taken.items():
                        seconds.append(cpu_seconds(code, folder.resolve(), out))
                new, before = min(taken[ROOT]), min(taken[old])
                print(f"{folder.name}: {before:.2f} CPU seconds at {asked.revision}, {new:.2f} now: ratio {new / before:.2f}")
                print(f"{folder.name}: words a CPU second {words / before:.0f} and {words / new:.0f}: {before / new:.2f} times", flush=True)
        finally:
            subprocess.run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(old)], check=True)


if __name__ == "__main__":
    main()
