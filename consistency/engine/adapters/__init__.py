"""The outside world behind the seams: language models, embedders. Heavy imports happen inside constructors."""

from __future__ import annotations

from consistency.engine.settings import Models
from consistency.model.protocols import Embedder, LanguageModel


def load_models(models: Models) -> tuple[LanguageModel, Embedder]:
    """Load the language model and the embedder that the settings name. Raises `ModelError` with what to install."""
    from consistency.engine.adapters.sentence_embedder import SentenceEmbedder
    from consistency.engine.adapters.spacy_model import SpacyModel

    return SpacyModel(models.language), SentenceEmbedder(models.embedder, models.device)
