"""The encoder in PyTorch, for training alone: a BERT of any depth over frozen piece embeddings, and a label for each piece.

Source: Devlin et al., BERT (2019), with the sizes of multilingual-e5-small; the layers are normalised after each sublayer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.entities.pretrained import Pretrained
from training.entities.sentences import LABELS, MOST_PIECES
from transforms.enrichers.embeddings import Embeddings

POSITIONS = MOST_PIECES + 2
DROPOUT = 0.1


class Layer(nn.Module):
    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.inner, self.outer = nn.Linear(hidden, inner), nn.Linear(inner, hidden)
        self.norm, self.last_norm = nn.LayerNorm(hidden, epsilon), nn.LayerNorm(hidden, epsilon)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, unseen: Tensor | None) -> Tensor:
        rows, length, hidden = x.shape
        query, key, value = (t.view(rows, length, self.heads, -1).transpose(1, 2) for t in self.qkv(x).chunk(3, -1))
        # Written out: PyTorch's own is several times slower on CPUs in bfloat16.
        alike = query @ key.transpose(-1, -2) * (hidden // self.heads) ** -0.5
        weights = torch.softmax(alike if unseen is None else alike + unseen.to(alike.dtype), -1)
        mixed = (weights.to(value.dtype) @ value).transpose(1, 2).reshape(rows, length, hidden)
        x = self.norm(x + self.out(mixed))
        result: Tensor = self.last_norm(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))
        return result


class Network(nn.Module):
    """ids (rows, pieces), filled up with `pad` -> scores of the labels (rows, pieces, labels) and the last hidden states."""

    def __init__(self, embeddings: Tensor, layers: int, heads: int, inner: int, epsilon: float, pad: int) -> None:
        super().__init__()
        hidden = embeddings.shape[1]
        self.pad = pad
        self.register_buffer("embeddings", embeddings, persistent=False)
        self.positions = nn.Parameter(torch.zeros(POSITIONS, hidden))
        self.norm = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner, epsilon) for _ in range(layers))
        self.head = nn.Linear(hidden, len(LABELS))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        unseen = torch.zeros(ids.shape).masked_fill_(ids == self.pad, -1e4)[:, None, None, :]
        x = functional.embedding(ids, self.embeddings) + self.positions[: ids.shape[1]]
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, unseen)
        return self.head(self.dropout(x)), x


def from_pretrained(model: Pretrained, embeddings: Embeddings, pad: int, layers: Sequence[int]) -> Network:
    """The network with the given layers of the pretrained one over the embeddings that ship; the head begins at random."""
    rows = torch.from_numpy(embeddings[np.arange(len(embeddings))])
    network = Network(rows, len(layers), model.heads, model.inner, model.epsilon, pad)
    tensors = {name: torch.from_numpy(values) for name, values in model.tensors.items()}
    with torch.no_grad():
        positions = tensors["emb.pos"].view(-1, model.hidden)[:POSITIONS]
        network.positions.copy_(positions + tensors["emb.type"][: model.hidden])
        network.norm.weight.copy_(tensors["emb.ln.w"])
        network.norm.bias.copy_(tensors["emb.ln.b"])
        for layer, at in zip(network.layers, layers, strict=True):
            _fill(layer, {name.split(".", 1)[1]: values for name, values in tensors.items() if name.startswith(f"l{at}.")})
    return network


def _fill(layer: nn.Module, found: dict[str, Tensor]) -> None:
    for part in ("w", "b"):
        name = {"w": "weight", "b": "bias"}[part]
        getattr(layer.get_submodule("qkv"), name).copy_(torch.cat([found[f"{one}.{part}"] for one in "qkv"]))
        for target, source in (("out", "ao"), ("inner", "fi"), ("outer", "fo"), ("norm", "aln"), ("last_norm", "oln")):
            getattr(layer.get_submodule(target), name).copy_(found[f"{source}.{part}"])


def copy_of(teacher: Network, layers: Sequence[int]) -> Network:
    """A shallower network that begins with some of the teacher's layers, and its head."""
    first = teacher.layers[0]
    assert isinstance(first, Layer)
    network = Network(teacher.embeddings, len(layers), first.heads, first.inner.out_features, first.norm.eps, teacher.pad)
    kept = {name: values for name, values in teacher.state_dict().items() if not name.startswith("layers.")}
    for place, at in enumerate(layers):
        kept |= {f"layers.{place}.{name}": values for name, values in teacher.layers[at].state_dict().items()}
    network.load_state_dict(kept)
    return network
