"""The settings of a run as one frozen type, read from `consistency.toml` or `[tool.consistency]` in `pyproject.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Models:
    """Names of models: a built-in default, any sentence-transformers or spaCy name, or a folder."""

    embedder: str = "all-MiniLM-L6-v2"
    language: str = "en_core_web_sm"
    device: str = "auto"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All in [0, 1]. `confidence` drops findings below it."""

    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Settings:
    sources: tuple[str, ...] = ("seeds",)
    manifest: str | None = None
    formats: tuple[str, ...] = ("html", "md", "json", "csv")
    out: str = "reports"
    enable: tuple[str, ...] = ()
    """The checks to run; all where empty."""
    disable: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    """Check id to the severity its findings get."""
    models: Models = field(default_factory=Models)
    thresholds: Thresholds = field(default_factory=Thresholds)
