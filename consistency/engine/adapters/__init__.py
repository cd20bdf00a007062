"""Adapters to what lies outside: language models, embedders, storage, git and servers. Heavy imports happen inside constructors."""

from __future__ import annotations

from consistency import plugins
from consistency.engine import threads
from consistency.engine.settings import Llm, Models
from consistency.model.protocols import Cache, Embedder, EventReader, LanguageModel


def load_models(models: Models) -> tuple[LanguageModel, Embedder]:
    """The language model and the embedder that the settings name, which may be one that another package adds.

    The default ones are loaded when they are first asked. Raises `ModelError` with what to install, or `PluginError`.
    """
    threads.prepare()
    from consistency.engine.adapters import lazy_models

    others = {entry.name: make for entry, make in plugins.added("consistency.embedders")}
    make = others.get(models.embedder, lazy_models.embedder)
    return lazy_models.language_model(models.language), make(models.embedder, models.device)


def load_reader(settings: Llm, cache: Cache | None) -> EventReader | None:
    """The language model that reads events, where the settings name one. Raises `LlmError` if its client is not installed."""
    if not settings.model:
        return None
    from consistency.engine.adapters.llm_reader import LlmReader
    from consistency.engine.adapters.openai_chat import OpenAIChat

    return LlmReader(OpenAIChat(settings), settings, cache)
