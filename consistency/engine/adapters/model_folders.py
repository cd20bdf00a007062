"""What a folder of a model may hold. A folder can come with a pull request: nothing in it may name code that is then run.

The folders of the two libraries are data and names of classes to build from it. Only names on these lists are let through, and
weights only as safetensors (embedders) or in the numeric files of spaCy (pipelines).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from consistency.errors import ModelError

MODULES = frozenset(("Transformer", "Pooling", "Normalize", "Dense", "LayerNorm", "Dropout", "StaticEmbedding"))
"""The modules of sentence-transformers that are weights and arithmetic and nothing else."""
WEIGHTED = frozenset(("Transformer", "Dense", "LayerNorm", "StaticEmbedding"))
_MODULE = re.compile(r"sentence_transformers(?:\.[a-z_]+)+\.(?P<name>[A-Za-z]+)")
_CODE_KEYS = frozenset(("auto_map", "trust_remote_code", "custom_pipelines", "quantization_config", "kernel_config"))
"""Keys by which a configuration asks for code that is not the library's own."""
_ATTENTION = frozenset((None, "eager", "sdpa"))
FACTORIES = frozenset(
    (
        "attribute_ruler", "entity_ruler", "lemmatizer", "merge_entities", "merge_noun_chunks", "morphologizer", "ner", "parser",
        "sentencizer", "senter", "span_ruler", "tagger", "tok2vec", "trainable_lemmatizer",
    )
)  # fmt: skip
_REGISTRIES = frozenset(("@tokenizers", "@vectors", "@scorers", "@architectures", "@layers"))
_MOST_JSON = 5_000_000


def require_embedder(folder: Path, shown: str) -> None:
    """Raise `ModelError` unless `folder` is an embedder that can be loaded without running anything it brings."""
    for path in sorted(folder.rglob("*.json")):
        if path.name in ("tokenizer.json", "vocab.json"):
            continue  # large, and read as data by the tokenizer
        for key, value in _pairs(_json(path, shown)):
            if key in _CODE_KEYS or (key in ("attn_implementation", "_attn_implementation") and value not in _ATTENTION):
                raise ModelError(f"embedding model {shown!r}: {path.name} asks for code of its own ({key}): only plain models are loaded")
    if any(path.name == "adapter_config.json" for path in folder.rglob("*.json")):
        raise ModelError(f"embedding model {shown!r} is an adapter to another model: give the merged model")
    for kind, place in _modules(folder, shown):
        if kind in WEIGHTED and not any(place.glob("*.safetensors")):
            raise ModelError(f"embedding model {shown!r}: no weights as .safetensors for {kind}: save it in that format")


def _modules(folder: Path, shown: str) -> Iterator[tuple[str, Path]]:
    """The kind of each module and its folder. A folder without a list is one bare transformer."""
    listed = folder / "modules.json"
    if not listed.is_file():
        if not (folder / "config.json").is_file():
            raise ModelError(f"embedding model {shown!r}: the folder holds neither modules.json nor config.json; give a model's folder")
        yield "Transformer", folder
        return
    modules = _json(listed, shown)
    if not isinstance(modules, list) or not modules:
        raise ModelError(f"embedding model {shown!r}: modules.json lists no module")
    for module in modules:
        kind, path = (module.get("type"), module.get("path")) if isinstance(module, dict) else (None, None)
        match = _MODULE.fullmatch(kind) if isinstance(kind, str) else None
        if match is None or match["name"] not in MODULES:
            raise ModelError(
                f"embedding model {shown!r}: modules.json names a module of another kind ({str(kind)[:100]!r}), which is not loaded; "
                f"known are {', '.join(sorted(MODULES))} of sentence_transformers"
            )
        if not isinstance(path, str) or not (folder / path).resolve().is_relative_to(folder.resolve()):
            raise ModelError(f"embedding model {shown!r}: modules.json names a path outside the folder")
        yield match["name"], folder / path


def require_pipeline(folder: Path, shown: str) -> None:
    """Raise `ModelError` unless `folder` is a spaCy pipeline of spaCy's own parts."""
    from spacy.util import load_config

    fault = f"language model {shown!r}: "
    for name in ("meta.json", "config.cfg"):
        if not (folder / name).is_file():
            raise ModelError(f"{fault}the folder holds no {name}; give a folder that `nlp.to_disk` has written")
    try:
        config = load_config(folder / "config.cfg", interpolate=True)
    except Exception as error:  # its parser has errors of many kinds
        raise ModelError(f"{fault}config.cfg cannot be read ({type(error).__name__})") from None
    pipeline = config.get("nlp", {})
    if not re.fullmatch(r"[a-z]{2,3}", str(pipeline.get("lang"))):
        raise ModelError(f"{fault}config.cfg names no language")
    # What trains a pipeline is never run here; what builds it is.
    for key, value in _pairs({"nlp": pipeline, "components": config.get("components", {})}):
        wanted = str(value)
        if key.startswith("@") and (key not in _REGISTRIES or not wanted.startswith(("spacy.", "spacy-legacy."))):
            raise ModelError(f"{fault}config.cfg asks for a function that is not spaCy's own ({key} = {wanted[:100]!r})")
        if key == "@tokenizers" and wanted != "spacy.Tokenizer.v1":
            raise ModelError(f"{fault}config.cfg asks for a tokenizer that is not loaded from a folder ({wanted[:100]!r})")
        if key == "source" or (key == "factory" and wanted not in FACTORIES):
            raise ModelError(
                f"{fault}config.cfg asks for a part that is not loaded from a folder ({key} = {wanted[:100]!r}); "
                f"known factories are {', '.join(sorted(FACTORIES))}"
            )


def weights_digest(folder: Path) -> str:
    """SHA-256 over what a pipeline's folder is loaded from, by path and content; its notes and licences aside."""
    digest = sha256()
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        name = path.relative_to(folder).as_posix()
        if "/" in name or name in ("tokenizer", "config.cfg"):
            digest.update(f"{name}\n{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _json(path: Path, shown: str) -> Any:
    try:
        if path.stat().st_size > _MOST_JSON:
            raise ModelError(f"model {shown!r}: {path.name} is too large for a configuration")
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise ModelError(f"model {shown!r}: {path.name} cannot be read as JSON") from None


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, at any depth."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            for key, inner in item.items():
                yield str(key), inner
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
