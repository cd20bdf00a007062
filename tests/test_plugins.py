"""What other packages add by entry points: the example of the manual is installed and used, and a broken one is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "docs" / "example-plugin"
USE = """
import consistency
from consistency.engine.adapters import plugins
from tests.fakes import FakeEmbedder, FakeLanguageModel

embed = dict((entry.name, make) for entry, make in plugins.added("consistency.embedders"))["letters"]
report = consistency.compare("docs", language=FakeLanguageModel(), embedder=embed("letters", "cpu"))
print(consistency.write(report, "brief.txt", format="brief").read_text())
print(report.tool.embedder, sorted(source.outlet for source in report.sources), sorted(report.skipped[0].message.split(": ")))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the example package is installed into, without a network."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "--target", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(EXAMPLE)], check=True, cwd=folder)
    return folder


def run(site: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in `cwd` with the packages of `site` installed beside consistency."""
    path = os.pathsep.join([str(site), str(ROOT)])
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )


def broken(folder: Path, group: str, value: str, code: str = "") -> Path:
    """An installed package whose one entry point is not as it should be."""
    (folder / "twisted.py").write_text(code, encoding="utf-8")
    info = folder / "twisted-2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: twisted\nVersion: 2.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{group}]\nbent = {value}\n", encoding="utf-8")
    return folder


def test_each_part_of_the_example_is_used(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name, head, goals in (("a", "2024-03-08 Alda Council", "3-1"), ("b", "2024-03-08 Corvo Council", "3-2"), ("c", "yesterday", "")):
        text = f"{head}\nThe harbour cup ended on the old pitch by the lock. Alda beat Corvo {goals} in the final of the harbour cup.\n"
        (tmp_path / "docs" / f"{name}.minutes").write_text(text, encoding="utf-8")
    done = run(installed, tmp_path, "-c", USE)
    assert done.stderr == ""
    told, about = done.stdout.strip().rsplit("\n", 1)
    assert told.strip().startswith("score-differs: Final score. Alda Council: “3-1”; Corvo Council: “3-2”.")
    assert about.startswith("letters-1 ['Alda Council', 'Corvo Council'] ['docs/c.minutes', 'opens with no day")


def test_the_command_line_knows_what_was_added(installed: Path, tmp_path: Path) -> None:
    assert "score-differs" in run(installed, tmp_path, "-m", "consistency", "checks").stdout
    assert "One match is given two scores." in run(installed, tmp_path, "-m", "consistency", "explain", "score-differs").stdout
    assert "score-differs" not in run(tmp_path, tmp_path, "-m", "consistency", "checks").stdout


@pytest.mark.parametrize(
    ("group", "value", "code", "why"),
    [
        ("consistency.checks", "twisted:CHECK", "", "cannot be loaded (AttributeError: module 'twisted' has no attribute 'CHECK')"),
        ("consistency.checks", "twisted:CHECK", "1 / 0", "cannot be loaded (ZeroDivisionError: division by zero)"),
        ("consistency.checks", "twisted:CHECK", "CHECK = 'yes'", "is no Check but str"),
        ("consistency.checks", "consistency.checks.rules.omission:CHECK", "", "has the name 'omission', which is taken"),
        ("consistency.writers", "twisted:WRITER", "WRITER = 3", "is no Writer but int"),
        ("consistency.readers", "twisted:READER", "READER = 3", "is no Reader but int"),
        ("consistency.embedders", "nowhere:Embedder", "", "cannot be loaded (ModuleNotFoundError: No module named 'nowhere')"),
    ],
)
def test_a_broken_one_is_named_without_a_traceback(tmp_path: Path, group: str, value: str, code: str, why: str) -> None:
    (tmp_path / "a.txt").write_text("The lock is closed.\n", encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    broken(site, group, value, code)
    arguments = {"consistency.checks": ["checks"], "consistency.readers": ["sources", "a.txt"]}.get(group, ["report", "a.txt"])
    done = run(site, tmp_path, "-m", "consistency", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"consistency: the plug-in 'bent' of the package twisted 2.0 ({group}: {value}) {why}")
    assert "Traceback" not in done.stderr
    if group == "consistency.writers":
        doctor = run(site, tmp_path, "-m", "consistency", "doctor")
        assert why in " ".join((doctor.stdout + doctor.stderr).split())
