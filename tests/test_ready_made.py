"""The GitHub action, the pre-commit hooks and the snippets in docs/ci.md, as far as they run without their hosts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from consistency.ingest.formats import readers
from consistency.triage.decisions import parse

ROOT = Path(__file__).resolve().parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")

bash = pytest.mark.skipif(not shutil.which("bash") or not shutil.which("git"), reason="needs bash and git")

STUB = """#!/usr/bin/env bash
printf '%s\\n' "$@" > "$RUNNER_TEMP/arguments"
for word in "$@"; do
  case $word in
    --output=github=*) printf '::warning title=x::y\\n' > "${word#--output=github=}" ;;
    --output=step-summary=*) echo summary > "${word#--output=step-summary=}" ;;
    --output=*=*) file=${word#--output=}; echo x > "${file#*=}" ;;
  esac
done
echo "::error::what a document says"
exit "${STUB_CODE:-0}"
"""


def step(name: str) -> dict[str, Any]:
    return next(item for item in STEPS if item["name"] == name)


@dataclass(frozen=True)
class Ended:
    code: int
    printed: list[str]
    arguments: list[str]
    outputs: dict[str, str]
    summary: str


@pytest.fixture
def runner(tmp_path: Path) -> Any:
    """Runs the step that checks, as a runner would: `bash -eo pipefail`, in a git repository with an origin, values in the environment."""
    origin, work, temp, programs = (tmp_path / name for name in ("origin", "work", "temp", "programs"))
    for folder in (origin, temp, programs):
        folder.mkdir()
    git = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always"]
    subprocess.run([*git, "init", "-q", "-b", "main", str(origin)], check=True)
    for number in (1, 2):
        subprocess.run([*git, "-C", str(origin), "commit", "-q", "--allow-empty", "-m", str(number)], check=True)
    subprocess.run([*git, "clone", "-q", "--depth=1", f"file://{origin}", str(work)], check=True)
    (programs / "consistency").write_text(STUB)
    (programs / "consistency").chmod(0o755)

    def run(stub_code: int = 0, **given: str) -> Ended:
        wanted = step("Check")
        values = dict.fromkeys(wanted["env"], "") | {"FAIL_ON": "warning", "ANNOTATIONS": "true"} | given
        files = {name: str(temp / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        for file in files.values():
            Path(file).write_text("")
        environment = os.environ | values | files | {"RUNNER_TEMP": str(temp), "RUNNER_OS": "Linux", "STUB_CODE": str(stub_code)}
        environment["PATH"] = f"{programs}{os.pathsep}{environment['PATH']}"
        script = temp / "step.sh"
        script.write_text(wanted["run"])
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        outputs = dict(line.split("=", 1) for line in Path(files["GITHUB_OUTPUT"]).read_text().splitlines())
        arguments = (temp / "arguments").read_text().splitlines()
        return Ended(done.returncode, done.stdout.splitlines(), arguments, outputs, Path(files["GITHUB_STEP_SUMMARY"]).read_text())

    return run


def test_no_value_stands_in_the_text_of_a_script() -> None:
    scripts = [item["run"] for item in STEPS if "run" in item]
    assert len(scripts) >= 4
    assert not any("${{" in script for script in scripts)


def test_every_input_is_used_and_every_output_is_set() -> None:
    told = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name in ACTION["inputs"]:
        assert f"inputs.{name}" in told
        assert f"`{name}`" in PAGE
    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
        assert f"`{name}`" in PAGE


@bash
def test_a_pull_request_is_checked_against_its_base(runner: Any) -> None:
    ended = runner(BASE_REF="main", PATHS="stories\nmore stories\n", BASELINE="known.txt")
    assert ended.code == 0
    assert "--since=origin/main" in ended.arguments
    assert "--baseline=known.txt" in ended.arguments
    assert ended.arguments[-3:] == ["--", "stories", "more stories"]
    assert ended.outputs["exit-code"] == "0"
    assert set(ended.outputs) == set(ACTION["outputs"])
    assert ended.summary == "summary\n"
    assert ended.printed[-1] == "::warning title=x::y"


@bash
def test_what_the_tool_prints_gives_the_runner_no_commands(runner: Any) -> None:
    printed = runner(SINCE="all").printed
    stop, said, start = printed[:3]
    assert stop.startswith("::stop-commands::consistency-")
    assert said == "::error::what a document says"
    assert start == f"::{stop.removeprefix('::stop-commands::')}::"
    assert runner(SINCE="all").printed[0] != stop


@bash
def test_a_push_is_checked_against_what_was_there_before(runner: Any, tmp_path: Path) -> None:
    before = subprocess.run(
        ["git", "-C", str(tmp_path / "origin"), "rev-parse", "HEAD~1"], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert f"--since={before}" in runner(BEFORE=before).arguments
    assert not any(word.startswith("--since") for word in runner(BEFORE="0" * 40).arguments)
    assert not any(word.startswith("--since") for word in runner().arguments)


@bash
@pytest.mark.parametrize("branch, since", [("side", ["--since=origin/main"]), ("main", [])])
def test_a_forced_push_is_checked_against_the_default_branch(runner: Any, branch: str, since: list[str]) -> None:
    ended = runner(BEFORE="1234567890" * 4, BRANCH=branch, DEFAULT_BRANCH="main")
    assert ended.code == 0
    assert [word for word in ended.arguments if word.startswith("--since")] == since


def test_actions_of_others_are_pinned_and_the_cache_does_not_grow_by_a_run() -> None:
    used = [item["uses"] for item in STEPS if "uses" in item]
    assert len(used) >= 6
    assert all(re.search(r"@[0-9a-f]{40}$", name) for name in used)
    assert "run_id" not in (ROOT / "action.yml").read_text(encoding="utf-8")


@bash
def test_hostile_values_stay_values(runner: Any, tmp_path: Path) -> None:
    evil = f'"; touch {tmp_path}/owned; $(touch {tmp_path}/owned) `touch {tmp_path}/owned` #'
    ended = runner(SINCE=evil, PATHS=evil, BASELINE=evil, DECISIONS=evil, MANIFEST=evil, SETTINGS=evil, FAIL_ON=evil)
    assert not (tmp_path / "owned").exists()
    assert f"--since={evil}" in ended.arguments
    assert ended.arguments[-1] == evil


@bash
@pytest.mark.parametrize("code", [0, 1, 2])
def test_the_exit_code_comes_through(runner: Any, code: int) -> None:
    ended = runner(stub_code=code, SINCE="all")
    assert (ended.code, ended.outputs["exit-code"]) == (0, str(code))
    script = step("Say how it ended")["run"]
    assert subprocess.run(["bash", "-e", "-c", script], env=os.environ | {"CODE": str(code)}, check=False).returncode == code
    assert subprocess.run(["bash", "-e", "-c", script], env=os.environ | {"CODE": ""}, check=False).returncode == 2


def test_the_hooks_run_on_every_kind_of_document() -> None:
    assert {hook["id"] for hook in HOOKS} == {"consistency", "consistency-python"}
    for hook in HOOKS:
        for suffix in ("txt", "text", "md", "markdown", "mdown", "htm", "html", "shtml", "xhtml", "pdf", "json", "jsonl", "ndjson"):
            path = Path(f"stories/a.{suffix}")
            assert re.search(hook["files"], path.as_posix())
            assert any(reader.reads(path) for reader in readers()), suffix
        assert re.search(hook["files"], "stories/decisions.toml")
        assert not re.search(hook["files"], "consistency/cli/main.py")
        assert f"`{hook['id']}`" in PAGE


def test_the_examples_on_the_page_are_right() -> None:
    blocks = re.findall(r"^( *)```(\w+)\n(.*?)^ *```", PAGE, re.MULTILINE | re.DOTALL)
    assert {kind for _, kind, _ in blocks} == {"toml", "yaml"}
    for indent, kind, block in blocks:
        text = re.sub(f"^{indent}", "", block, flags=re.MULTILINE)
        if kind == "yaml":
            assert yaml.safe_load(text)
        elif "[[decision]]" in text:
            assert len(parse(text, "docs/ci.md", ["name-differs"])) == 2
        else:
            assert "sources" in tomllib.loads(text)
