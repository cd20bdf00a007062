"""How many threads the models start: from invented affinities and control groups, and never over the user's word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from consistency.engine import threads


def machine(folder: Path, group: str, files: dict[str, str]) -> Path:
    """A root folder with these control group files."""
    for name, text in {"proc/self/cgroup": group, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="ascii")
    return folder


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)


@pytest.mark.parametrize(
    ("group", "files", "expected"),
    [
        ("0::/desk\n", {"sys/fs/cgroup/desk/cpu.max": "400000 100000\n"}, 4),
        ("0::/desk\n", {"sys/fs/cgroup/desk/cpu.max": "max 100000\n"}, 16),
        ("0::/desk\n", {"sys/fs/cgroup/desk/cpu.max": "150000 100000\n"}, 1),
        ("0::/desk\n", {"sys/fs/cgroup/desk/cpu.max": "20000 100000\n"}, 1),
        ("0::/desk/job\n", {"sys/fs/cgroup/desk/job/cpu.max": "max 100000\n", "sys/fs/cgroup/desk/cpu.max": "300000 100000\n"}, 3),
        ("0::/\n", {"sys/fs/cgroup/cpu.max": "200000 100000\n"}, 2),
        ("0::/../../elsewhere\n", {"sys/fs/cgroup/cpu.max": "200000 100000\n"}, 2),
        (
            "5:cpu,cpuacct:/desk\n1:name=systemd:/\n",
            {"sys/fs/cgroup/cpu,cpuacct/desk/cpu.cfs_quota_us": "250000\n", "sys/fs/cgroup/cpu,cpuacct/desk/cpu.cfs_period_us": "100000\n"},
            2,
        ),
        (
            "5:cpuacct,cpu:/box/17\n",
            {"sys/fs/cgroup/cpu/cpu.cfs_quota_us": "300000\n", "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"},
            3,
        ),
        ("5:cpu:/desk\n", {"sys/fs/cgroup/cpu/desk/cpu.cfs_quota_us": "-1\n", "sys/fs/cgroup/cpu/desk/cpu.cfs_period_us": "100000\n"}, 16),
        ("3:memory:/desk\n", {"sys/fs/cgroup/memory/desk/cpu.max": "100000 100000\n"}, 16),
        ("0::/desk\n", {"sys/fs/cgroup/desk/cpu.max": "some words\n"}, 16),
        ("0::/desk\n", {"sys/fs/cgroup/desk/cpu.max": "\n"}, 16),
        ("nonsense", {}, 16),
    ],
)
def test_the_quota_of_the_control_group_counts(tmp_path: Path, many: None, group: str, files: dict[str, str], expected: int) -> None:
    assert threads.available(machine(tmp_path, group, files)) == expected


def test_the_affinity_counts_where_it_is_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 5}, raising=False)
    assert threads.available(machine(tmp_path, "0::/a\n", {"sys/fs/cgroup/a/cpu.max": "800000 100000\n"})) == 2
    assert threads.available(tmp_path / "without any") == 2


def test_a_system_without_affinity_counts_its_processors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert threads.available(tmp_path) == 6


def test_what_the_user_has_set_stays() -> None:
    environment = {"OMP_NUM_THREADS": "7", "OMP_WAIT_POLICY": "ACTIVE"}
    threads.prepare(environment=environment)
    assert environment == {"OMP_NUM_THREADS": "7", "OMP_WAIT_POLICY": "ACTIVE"}


def test_without_a_word_of_the_user_threads_are_counted_and_sleep() -> None:
    environment: dict[str, str] = {}
    threads.prepare(environment=environment)
    assert environment == {"OMP_NUM_THREADS": str(threads.available()), "OMP_WAIT_POLICY": "PASSIVE"}


def test_the_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    environment = {"OMP_NUM_THREADS": "7", "MKL_NUM_THREADS": "5"}
    threads.prepare(3, environment)
    assert environment == {"OMP_NUM_THREADS": "3", "MKL_NUM_THREADS": "3", "OMP_WAIT_POLICY": "PASSIVE"}


@pytest.mark.parametrize("command", ["report", "check"])
def test_the_command_line_says_so_before_the_libraries_are_loaded(command: str) -> None:
    told = (
        "import os, sys\n"
        "from consistency.cli import main, options\n"
        "def seen(*_, **__):\n"
        "    print(os.environ['OMP_NUM_THREADS'], os.environ['OMP_WAIT_POLICY'], sorted({'torch', 'numpy'} & sys.modules.keys()))\n"
        "    raise SystemExit(1)\n"
        "options.effective = seen\n"
        f"main.run(['{command}', 'nowhere', '--threads', '3'])\n"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OMP", "MKL"))}
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, env=clean, check=False)
    assert done.stdout == "3 PASSIVE []\n"


@pytest.mark.models
def test_the_number_of_threads_changes_no_byte(tmp_path: Path) -> None:
    written = []
    for number in ("1", "2"):
        out = tmp_path / number
        command = ["report", "seeds", "--format", "json,md", "--out", str(out), "--no-cache", "--quiet", "--threads", number]
        subprocess.run([sys.executable, "-m", "consistency", *command], check=True, cwd=Path(__file__).resolve().parent.parent)
        written.append([path.read_bytes() for path in sorted(out.iterdir())])
    assert len(written[0]) == 2
    assert written[0] == written[1]
