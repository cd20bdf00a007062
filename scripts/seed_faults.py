"""Seeds one fault at a time in what reads facts, and counts how many the tests of `tests/facts` notice.

    python scripts/seed_faults.py            # all faults; prints those that no test noticed
    python scripts/seed_faults.py dates.py   # those of one file

Ends with 1 where fewer than nine in ten are noticed. Each fault is a line that is wrong in a way that a reader of the report would
be misled by: a factor, a day, a multiplier, a name. The tests run on a copy, without the models, and stop at the first that fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NEEDED = 0.9
FAULTS: tuple[tuple[str, str, str], ...] = (
    ("nlp/number_words.py", '"million": 1e6', '"million": 1e9'),
    ("nlp/number_words.py", '"bn": 1e9', '"bn": 1e12'),
    ("nlp/number_words.py", '"dozen": 12.0', '"dozen": 10.0'),
    ("nlp/number_words.py", '"lakh": 1e5', '"lakh": 1e6'),
    ("nlp/number_words.py", '"hundreds": 200.0', '"hundreds": 100.0'),
    ("nlp/number_words.py", '"quarter": 4', '"quarter": 5'),
    ("nlp/number_words.py", '"more than", ', ""),
    ("nlp/number_words.py", '"fewer than", ', ""),
    ("nlp/number_words.py", "ORDINALS.index(last) + 1", "ORDINALS.index(last)"),
    ("nlp/number_words.py", "10.0 ** (len(plain)", "100.0 ** (len(plain)"),
    ("nlp/numbers.py", "value = 100.0 * hit / tries", "value = 100.0 * tries / hit"),
    ("nlp/numbers.py", "times * scale / PARTS", "scale / PARTS"),
    ("nlp/numbers.py", "(low + right.value) / 2", "(low + right.value)"),
    ("nlp/numbers.py", '(word == "and") != between', '(word == "and") == between'),
    ("nlp/numbers.py", "scale / 2, 1.0 if scale == 12", "scale, 1.0 if scale == 12"),
    ("nlp/numbers.py", "value = 2 * scale", "value = scale"),
    ("nlp/numbers.py", '("half", 0.5)', '("half", 0.05)'),
    ("nlp/numbers.py", "3 * scale, 2 * scale, 9 * scale", "3 * scale, scale, 3 * scale"),
    ("nlp/numbers.py", "low = left.value * worth", "low = left.value"),
    ("nlp/measures.py", '"mile": "mile mi"', '"kilometer": "mile mi"'),
    ("nlp/measures.py", '"metric_ton": "tonne', '"short_ton": "tonne'),
    ("nlp/measures.py", '"knot": "knot kt"', '"mile/hour": "knot kt"'),
    ("nlp/measures.py", '"acre": "acre"', '"hectare": "acre"'),
    ("nlp/measures.py", "0.01 if percent", "1.0 if percent"),
    ("nlp/measures.py", "sign = -1.0 if minus", "sign = 1.0 if minus"),
    ("nlp/measures.py", '("degF", "degC")', '("delta_degF", "delta_degC")'),
    ("nlp/measures.py", '"percent" if percent["percent"] else "points"', '"percent"'),
    ("nlp/measures.py", "number = before.number + figure.number", "number = before.number"),
    ("nlp/money.py", '"€": "EUR"', '"€": "USD"'),
    ("nlp/money.py", '"pound": "GBP"', '"pound": "EUR"'),
    ("nlp/money.py", "CENTS[name], 0.01", "CENTS[name], 1.0"),
    ("nlp/money.py", '"au": "AUD"', '"au": "USD"'),
    ("nlp/money.py", 'if name == "pound" and _is_weight', 'if name == "pound" or _is_weight'),
    ("nlp/dates.py", '"yesterday": (-1, -1)', '"yesterday": (-2, -2)'),
    ("nlp/dates.py", '"last night": (-1, 0)', '"last night": (0, 0)'),
    ("nlp/dates.py", "timedelta(days=ahead)", "timedelta(days=-back)"),
    ("nlp/dates.py", "3 * number - 2, 1)", "3 * number - 1, 1)"),
    ("nlp/dates.py", "first.year + 9", "first.year + 10"),
    ("nlp/dates.py", "this.year - 1 if days > 183", "this.year if days > 183"),
    ("nlp/dates.py", 'sign = 1 if "from" in way else -1', 'sign = -1 if "from" in way else 1'),
    ("nlp/dates.py", "year -= month > published.month", "year -= month >= published.month"),
    ("nlp/dates.py", "((one, two), (two, one))", "((one, two),)"),
    ("nlp/dates.py", "timedelta(weeks=step)", "timedelta(weeks=step + 1)"),
    ("nlp/dates.py", "day + timedelta(days=int(night))", "day"),
    ("nlp/facts/clocks.py", '720 if match["half"].lower() == "p"', '720 if match["half"].lower() == "a"'),
    ("nlp/facts/clocks.py", 'return 0 if match["word"].lower() == "midnight" else 720', "return 720"),
    ("nlp/facts/scores.py", "max(left, right), min(left, right)", "left, right"),
    ("nlp/facts/ages.py", '"month": 12.0', '"month": 10.0'),
    ("nlp/facts/shares.py", "_share(start, end, 50.0", "_share(start, end, 5.0"),
    ("nlp/gazetteer.py", '"st": "saint"', '"st": "street"'),
    ("nlp/gazetteer.py", "few * BIGGER <= many", "many * BIGGER <= few"),
    ("data/countries.tsv", "united kingdom\tbritish", "united states\tbritish"),
    ("data/countries.tsv", "united states\tamerican", "united kingdom\tamerican"),
    ("data/countries.tsv", "netherlands\tdutch", "germany\tdutch"),
)
"""File under `consistency/`, what it says, and what it says with the fault."""


def noticed(file: str, right: str, wrong: str) -> bool:
    """Whether a test fails with one fault seeded.

    Args:
        file: A file under `consistency/`.
        right: Words that stand in it.
        wrong: What stands there instead.

    Returns:
        True where the tests notice.

    Raises:
        ValueError: Where the file does not say `right`: the list of faults is out of date.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "consistency", copy / "consistency", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "tests", copy / "tests", ignore=shutil.ignore_patterns("__pycache__", "golden"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        path = copy / "consistency" / file
        text = path.read_text(encoding="utf-8")
        if right not in text:
            raise ValueError(f"{file} does not say {right!r}")
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not models", "tests/facts"]
        run = subprocess.run(command, cwd=copy, env=os.environ | {"PYTHONPATH": str(copy)}, capture_output=True, check=False)
        return run.returncode != 0


def main() -> None:
    chosen = [fault for fault in FAULTS if len(sys.argv) < 2 or fault[0].endswith(sys.argv[1])]
    if noticed(chosen[0][0], "", ""):
        sys.exit("the tests fail without a fault: mend them first")
    missed = [fault for fault in chosen if not noticed(*fault)]
    for file, right, wrong in missed:
        print(f"not noticed: {file}: {right!r} -> {wrong!r}")
    print(f"{len(chosen) - len(missed)} of {len(chosen)} faults noticed")
    sys.exit(len(missed) > len(chosen) * (1 - NEEDED))


if __name__ == "__main__":
    main()
