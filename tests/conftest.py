"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# Set before anything imports the model libraries: no test may look for a model on a network.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The evaluation data, which is no part of the project: tests that need it skip where it is absent."""
    folder = Path(os.environ.get("CONSISTENCY_EVAL_DATA", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip("no evaluation data: set CONSISTENCY_EVAL_DATA to its folder")
    return folder


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own terminal settings must not decide what a test sees."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
