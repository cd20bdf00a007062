"""The default embedding model, run by PyTorch alone: the same arithmetic in the same batches as sentence-transformers, to the last bit.

sentence-transformers takes some four seconds to import, more than the whole of a small run, for what of this one model is a stack of
layers, a mean and a norm.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consistency.model.protocols import Matrix

LONGEST = 256
"""Tokens of a text that the model was trained to read; what follows is left out."""
BATCH = 64


class PlainBert:
    """A BERT whose sentence embedding is the mean of its last layer, of unit length.

    `folder` holds its configuration, weights and tokenizer. Raises what PyTorch raises for a device that it does not have.
    """

    def __init__(self, folder: Path, device: str = "auto") -> None:
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        self.device = torch.device(_best(torch) if device == "auto" else device)
        self._config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._weights = load_file(folder / "model.safetensors", device=str(self.device))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self.dimensions = int(self._config["hidden_size"])

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """Embed `texts`: float32 of shape (texts, dimensions)."""
        import numpy as np
        import torch

        read = [found.ids for found in self._tokenizer.encode_batch(list(texts))]
        rows = np.empty((len(read), self.dimensions), dtype=np.float32)
        order = np.argsort([-len(text) for text in texts])
        with torch.inference_mode():
            for start in range(0, len(order), BATCH):
                batch = order[start : start + BATCH]
                rows[batch] = self._embedded(torch, [read[at] for at in batch]).cpu().numpy()
        return rows

    def _embedded(self, torch: Any, read: Sequence[Sequence[int]]) -> Any:
        longest = max(map(len, read))
        tokens = torch.tensor([[*ids, *[0] * (longest - len(ids))] for ids in read], device=self.device)
        lengths = torch.tensor([len(ids) for ids in read], device=self.device)
        present = torch.arange(longest, device=self.device) < lengths[:, None]
        kind, place = (self._weights[f"embeddings.{name}_embeddings.weight"] for name in ("token_type", "position"))
        found = self._weights["embeddings.word_embeddings.weight"][tokens] + kind[0] + place[:longest]
        found = self._norm(torch, found, "embeddings.LayerNorm")
        mask = None if bool(present.all()) else present[:, None, None, :].expand(-1, 1, longest, longest)
        for number in range(self._config["num_hidden_layers"]):
            found = self._layer(torch, found, mask, f"encoder.layer.{number}")
        mean = (found * present[:, :, None]).sum(dim=1) / lengths[:, None]
        # Twice, as the library does: once as the model's last module, once as asked for.
        return torch.nn.functional.normalize(torch.nn.functional.normalize(mean, dim=1), dim=1)

    def _layer(self, torch: Any, found: Any, mask: Any, layer: str) -> Any:
        functions = torch.nn.functional
        split = (*found.shape[:2], self._config["num_attention_heads"], -1)
        query, key, value = (
            self._linear(torch, found, f"{layer}.attention.self.{part}").view(split).transpose(1, 2) for part in ("query", "key", "value")
        )
        seen = functions.scaled_dot_product_attention(query, key, value, attn_mask=mask).transpose(1, 2).reshape(found.shape)
        found = self._norm(
            torch, self._linear(torch, seen, f"{layer}.attention.output.dense") + found, f"{layer}.attention.output.LayerNorm"
        )
        wide = functions.gelu(self._linear(torch, found, f"{layer}.intermediate.dense"))
        return self._norm(torch, self._linear(torch, wide, f"{layer}.output.dense") + found, f"{layer}.output.LayerNorm")

    def _linear(self, torch: Any, found: Any, name: str) -> Any:
        return torch.nn.functional.linear(found, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, torch: Any, found: Any, name: str) -> Any:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return torch.nn.functional.layer_norm(found, (self.dimensions,), weight, bias, self._config["layer_norm_eps"])


def _best(torch: Any) -> str:
    """The device to be taken where none is named."""
    return "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
