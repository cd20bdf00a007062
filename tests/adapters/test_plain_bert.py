"""The default embedding model by PyTorch's own encoder gives the vectors that sentence-transformers gives."""

from __future__ import annotations

import numpy as np
import pytest

from consistency.engine.adapters.sentence_embedder import SentenceEmbedder, _bundled, _sentence_transformer

TEXTS = (
    "The ferry to Ostholm stopped for the third day.",
    "Ferry stops",
    "ferry",
    "",
    "Café owners in Żółw said “no” – twice.\nThen they left.",
    "The harbour master counted boats again and again and again. " * 40,
)


@pytest.mark.models
def test_the_vectors_are_those_of_sentence_transformers() -> None:
    embedder = SentenceEmbedder(device="cpu")
    theirs, dimensions, device = _sentence_transformer(_bundled(), "cpu")
    own = embedder(TEXTS)
    assert (own.shape, own.dtype, device) == ((len(TEXTS), dimensions), np.float32, "cpu")
    assert np.abs(own - theirs(TEXTS)).max() < 1e-6
    assert np.abs(own - embedder([*TEXTS, *TEXTS])[: len(TEXTS)]).max() == 0
    assert np.array_equal(embedder(TEXTS[::-1])[::-1], own)


@pytest.mark.models
def test_no_texts_give_no_rows() -> None:
    embedder = SentenceEmbedder(device="cpu")
    assert embedder([]).shape == (0, embedder.dimensions)
