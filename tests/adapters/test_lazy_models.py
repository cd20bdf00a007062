"""Models are loaded when something is asked of them: a check that finds everything in the cache loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from consistency.engine import api
from consistency.engine.adapters import lazy_models
from consistency.engine.adapters.cache import MemoryCache
from consistency.engine.adapters.sentence_embedder import SentenceEmbedder
from consistency.engine.adapters.spacy_model import SpacyModel
from consistency.engine.settings import Settings
from tests.fakes import FakeEmbedder, FakeLanguageModel

TEXTS = {
    "a": "The mill in Alda shut on Monday, and 40 workers lost their work.",
    "b": "The mill in Alda shut on Monday, and 45 workers lost their work.",
}


class Asleep(FakeLanguageModel):
    """The same model, of which nothing may be asked."""

    def __call__(self, texts: object) -> list[object]:  # type: ignore[override]
        raise AssertionError("the model was asked")


class Away(FakeEmbedder):
    """The same embedder, of which nothing may be asked."""

    def __call__(self, texts: object) -> object:  # type: ignore[override]
        raise AssertionError("the embedder was asked")


@pytest.fixture
def docs(here: Path) -> Path:
    folder = here / "docs"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    (folder / "sources.toml").write_text("".join(f'["{name}.txt"]\npublished = 2024-03-04\n' for name in TEXTS), encoding="utf-8")
    return folder


def test_a_check_that_was_made_before_asks_no_model(docs: Path) -> None:
    cache = MemoryCache()
    first = api.check("docs", "docs/b.txt", language=FakeLanguageModel(), embedder=FakeEmbedder(), cache=cache)
    assert first.findings
    assert api.check("docs", "docs/b.txt", language=Asleep(), embedder=Away(), cache=cache) == first
    # Another file is new, a check is off, or a text is another: then it is another check.
    assert api.check("docs", "docs/a.txt", language=FakeLanguageModel(), embedder=FakeEmbedder(), cache=cache).added != first.added
    off = Settings(disable=tuple(sorted({item.check for item in first.findings})))
    assert not api.check("docs", "docs/b.txt", off, language=FakeLanguageModel(), embedder=FakeEmbedder(), cache=cache).findings
    (docs / "a.txt").write_text(TEXTS["b"] + "\n", encoding="utf-8")
    assert not api.check("docs", "docs/b.txt", language=FakeLanguageModel(), embedder=FakeEmbedder(), cache=cache).findings


def test_what_is_known_of_a_model_beforehand_is_what_it_says_of_itself() -> None:
    made = []

    def make() -> FakeEmbedder:
        made.append(1)
        return FakeEmbedder()

    model = lazy_models.Later("id", "fingerprint", make)
    assert (model.id, model.fingerprint, made) == ("id", "fingerprint", [])
    assert model(["a"]).shape == model(["b"]).shape
    assert made == [1]


def test_a_name_of_no_package_is_loaded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lazy_models, "SpacyModel", lambda name: ("loaded", name))
    monkeypatch.setattr(lazy_models, "SentenceEmbedder", lambda name, device: ("loaded", name, device))
    assert lazy_models.language_model("no_such_pipeline") == ("loaded", "no_such_pipeline")
    assert lazy_models.embedder("some/model", "cpu") == ("loaded", "some/model", "cpu")
    assert lazy_models.embedder("all-MiniLM-L6-v2", "cuda") == ("loaded", "all-MiniLM-L6-v2", "cuda")


@pytest.mark.models
def test_the_default_models_are_known_beforehand() -> None:
    language, embedder = lazy_models.language_model("en_core_web_sm"), lazy_models.embedder("all-MiniLM-L6-v2", "cpu")
    assert isinstance(language, lazy_models.Later)
    assert isinstance(embedder, lazy_models.Later)
    spacy, sentences = SpacyModel("en_core_web_sm"), SentenceEmbedder(device="cpu")
    assert (language.id, language.fingerprint) == (spacy.id, spacy.fingerprint)
    assert (embedder.id, embedder.fingerprint) == (sentences.id, sentences.fingerprint)


@pytest.mark.models
def test_a_check_that_was_made_before_loads_nothing_heavy(docs: Path) -> None:
    told = (
        "import sys\n"
        "from consistency.cli.main import main\n"
        "try: main()\n"
        "finally: print(sorted({'torch', 'spacy', 'sentence_transformers', 'numpy', 'scipy'} & sys.modules.keys()))"
    )
    run = [sys.executable, "-c", told, "check", "docs", "--new", "docs/b.txt", "--cache", "cache.db", "--quiet", "--device", "cpu"]
    first, second = (subprocess.run(run, capture_output=True, text=True, check=False) for _ in range(2))
    assert first.returncode == second.returncode != 2, first.stderr
    assert "torch" in first.stdout
    assert second.stdout == "[]\n"
