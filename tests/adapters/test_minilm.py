"""The default embedder runs on PyTorch alone, and gives what sentence-transformers gives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from consistency.engine.adapters.sentence_embedder import BATCH, SentenceEmbedder, _bundled

TEXTS = [
    "",
    ".",
    "The mill in Alda shut on Monday, and 40 workers lost their work.",
    "The mill in Alda shut on Monday.",
    "na\u00efve \u6771\u4eac a\u0301 \ufeff \U0001f600",
    "It rained. " * 200,
    "x" * 2_000,
    *(f"Ferry {number} left the pier {'at dusk ' * (number % 7)}with {number} people on board." for number in range(150)),
]


@pytest.mark.models
def test_the_vectors_are_those_of_sentence_transformers(tmp_path: Path) -> None:
    (tmp_path / "embedder").symlink_to(_bundled())
    by_library = SentenceEmbedder(str(tmp_path / "embedder"), "cpu")
    assert np.array_equal(SentenceEmbedder(device="cpu")(TEXTS), by_library(TEXTS))
    assert SentenceEmbedder(device="cpu")([]).shape == by_library([]).shape == (0, 384)
    assert len(TEXTS) > 2 * BATCH


@pytest.mark.models
def test_a_report_with_the_default_models_imports_neither_transformers_nor_sentence_transformers(here: Path) -> None:
    for name, number in (("a", 40), ("b", 45)):
        (here / f"{name}.txt").write_text(f"The mill in Alda shut on Monday, and {number} workers lost their work.\n", encoding="utf-8")
    code = (
        "import sys\nfrom consistency.cli.main import app\n"
        "try:\n    app(['report', '.', '--no-cache'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'transformers', 'sentence_transformers', 'sklearn', 'spacy', 'torch'}\n"
        "print(sorted(heavy & {name.split('.')[0] for name in sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=here)
    assert ran.stdout.splitlines()[-1] == "['spacy', 'torch']"
