"""An embedder that counts letters: useless, but it has all that one needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class LettersEmbedder:
    """`id` and, where it has one, `fingerprint` go into the cache's keys: change one when the vectors change."""

    def __init__(self, name: str, device: str) -> None:
        self.id = f"{name}-1"

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A float32 matrix of shape (texts, 26) with rows of unit length."""
        rows = np.array([[text.lower().count(chr(97 + at)) for at in range(26)] for text in texts], dtype=np.float32).reshape(-1, 26)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
