"""The default embedder, all-MiniLM-L6-v2, on PyTorch alone.

Importing sentence-transformers takes longer than embedding the sentences of tens of reports. The network is small and its weights are
known by their checksum, so it is run here, operation by operation as transformers and sentence-transformers do: the vectors are the same.
Every other model goes through sentence-transformers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

    from consistency.model.protocols import Matrix

DIMENSIONS = 384
LAYERS, HEADS = 6, 12
MOST_TOKENS = 256
"""Longer texts are cut, as the model's authors have it."""
EPSILON = 1e-12


class MiniLm:
    """Embeds texts with the network of the weights in `folder`, on the PyTorch device of that name, or by `auto` on what there is."""

    def __init__(self, folder: Path, device: str = "auto") -> None:
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
        self.device = torch.device(device)
        self._weights = {name: weight.to(self.device) for name, weight in load_file(folder / "model.safetensors").items()}
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.enable_padding()

    def get_embedding_dimension(self) -> int:
        return DIMENSIONS

    def encode(self, texts: Sequence[str], batch_size: int, **_: object) -> Matrix:
        """Unit-length embeddings, `batch_size` texts at a time: float32 of shape (texts, DIMENSIONS).

        Method and arguments are those of sentence-transformers; there are no others that count.
        """
        import numpy as np
        import torch

        order = np.argsort([-len(text) for text in texts])
        found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), batch_size):
                rows = order[start : start + batch_size]
                found[rows] = self._embedded([texts[row] for row in rows]).float().cpu().numpy()
        return found

    def _embedded(self, texts: Sequence[str]) -> Tensor:
        import torch
        from torch.nn.functional import normalize

        read = self._tokenizer.encode_batch(texts)
        ids = torch.tensor([item.ids for item in read], device=self.device)
        kept = torch.tensor([item.attention_mask for item in read], device=self.device)
        mask = None if bool(kept.all()) else kept.bool()[:, None, None, :].expand(-1, 1, ids.shape[1], -1)
        state = self._normed("embeddings", self._looked_up(ids))
        for layer in range(LAYERS):
            state = self._layer(f"encoder.layer.{layer}", state, mask)
        shown = kept.unsqueeze(-1).to(state.dtype)
        mean = (state * shown).sum(dim=1) / shown.sum(dim=1).clamp(min=1e-9)
        # Twice, as there: the model's own last step, and what is asked of the library. The last bit may change by it.
        return normalize(normalize(mean, dim=-1), dim=1)

    def _looked_up(self, ids: Tensor) -> Tensor:
        word, kind, place = (self._weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "token_type", "position"))
        return word[ids] + kind[0] + place[: ids.shape[1]]

    def _layer(self, name: str, state: Tensor, mask: Tensor | None) -> Tensor:
        from torch.nn.functional import gelu, scaled_dot_product_attention

        shape = (*state.shape[:-1], HEADS, DIMENSIONS // HEADS)
        parts = ("query", "key", "value")
        query, key, value = (self._linear(f"{name}.attention.self.{part}", state).view(shape).transpose(1, 2) for part in parts)
        told = scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2).reshape(state.shape)
        state = self._normed(f"{name}.attention.output", self._linear(f"{name}.attention.output.dense", told) + state)
        inner = gelu(self._linear(f"{name}.intermediate.dense", state))
        return self._normed(f"{name}.output", self._linear(f"{name}.output.dense", inner) + state)

    def _linear(self, name: str, state: Tensor) -> Tensor:
        from torch.nn.functional import linear

        return linear(state, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _normed(self, name: str, state: Tensor) -> Tensor:
        from torch.nn.functional import layer_norm

        return layer_norm(state, (DIMENSIONS,), self._weights[f"{name}.LayerNorm.weight"], self._weights[f"{name}.LayerNorm.bias"], EPSILON)
