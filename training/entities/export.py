"""Puts trained weights into the form in which the package ships them, and tells how large and how right they are.

python -m training.entities.export --output FOLDER
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
import yaml
import zstandard
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn
from torch.nn import functional

from training.entities.network import Network
from training.entities.pretrained import Pretrained, shipped
from training.entities.pretrained import read as read_pretrained
from training.entities.train import begun, table
from training.entities.vocabulary import specials
from transforms.enrichers.embeddings import packed

_LEVEL = 19


class _Attention(torch.autograd.Function):
    """What `Layer` writes out, as ONNX Runtime's one kernel for it: a tenth faster than its parts."""

    @staticmethod
    def forward(_: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        parts = (t.unflatten(-1, (heads, -1)).transpose(1, 2) for t in (query, key, value))
        mixed: Tensor = functional.scaled_dot_product_attention(*parts).transpose(1, 2).flatten(2)
        return mixed

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        mixed = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        return mixed.setType(query.type())


class _Layers(nn.Module):
    """What runs in ONNX: all but the look-up of embeddings; one text at a time, so that nothing is masked."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, embeddings: Tensor) -> Tensor:
        network = self.network
        x = network.norm(embeddings + network.positions[: embeddings.shape[1]])
        for layer in network.layers:
            mixed = _Attention.apply(*layer.qkv(x).chunk(3, -1), layer.heads)
            x = layer.norm(x + layer.out(mixed))
            x = layer.last_norm(x + layer.outer(functional.gelu(layer.inner(x))))
        scores: Tensor = network.head(x)
        return scores


def write_pieces(model: Pretrained, kept: list[int], path: Path, config: Mapping[str, Any]) -> None:
    names = ["" if i in specials(model) else model.pieces[i] for i in kept]
    buffer = io.BytesIO()
    np.savez(
        buffer,
        allow_pickle=False,
        special=np.array([kept.index(i) for i in (model.begin, model.end, model.unknown)]),
        pieces=np.frombuffer("\n".join(names).encode(), np.uint8),
        scores=model.scores[kept].astype(np.float16),
        **packed(table(model, kept, config)),
    )
    path.write_bytes(zstandard.ZstdCompressor(level=_LEVEL).compress(buffer.getvalue()))


def write_network(network: Network, path: Path, reduce_range: bool) -> None:
    network.eval()
    hidden, heads = network.embeddings.shape[1], network.layers[0].heads
    with tempfile.TemporaryDirectory() as folder:
        plain, fused, small = (str(Path(folder, name)) for name in ("plain.onnx", "fused.onnx", "small.onnx"))
        example = torch.randn(1, 24, hidden)
        axes = {"embeddings": {1: "pieces"}, "scores": {1: "pieces"}}
        torch.onnx.export(
            _Layers(network),
            (example,),
            plain,
            input_names=["embeddings"],
            output_names=["scores"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        fusions = FusionOptions("bert")
        # ONNX Runtime's fused kernel for a sum and its normalisation is slower on CPUs than the two apart: a quarter of all time.
        fusions.enable_skip_layer_norm = fusions.enable_bias_skip_layer_norm = False
        optimised = optimizer.optimize_model(
            plain, "bert", num_heads=heads, hidden_size=hidden, optimization_options=fusions, opt_level=0
        )
        optimised.save_model_to_file(fused)
        # The head stays as it is: it is small, and its errors count most.
        graph = onnx.load(fused).graph
        last = [node.name for node in graph.node if node.op_type == "MatMul"][-1:]
        quantize_dynamic(
            fused,
            small,
            per_channel=True,
            reduce_range=reduce_range,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=last,
            op_types_to_quantize=["MatMul"],
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT, "MatMulConstBOnly": True},
        )
        path.write_bytes(zstandard.ZstdCompressor(level=_LEVEL).compress(Path(small).read_bytes()))


def load(name: str, model: Pretrained, kept: list[int], output: Path, config: Mapping[str, Any]) -> Network:
    network = begun(name, model, kept, config)
    network.load_state_dict(torch.load(output / f"{name}.weights", weights_only=True))
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the shipped form of trained models.")
    parser.add_argument("--pretrained", type=Path, default=shipped())
    parser.add_argument("--output", type=Path, required=True, help="the folder that training wrote")
    parser.add_argument("--models", type=Path, default=Path("transforms/enrichers/models"))
    parser.add_argument("--names", nargs="*", default=["default", "accurate"])
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.yaml"))
    given = parser.parse_args()
    config = yaml.safe_load(given.config.read_text())
    model = read_pretrained(given.pretrained)
    kept: list[int] = json.loads((given.output / "pieces.json").read_text())
    given.models.mkdir(parents=True, exist_ok=True)
    write_pieces(model, kept, given.models / "pieces.npz.zst", config)
    for name in given.names:
        write_network(
            load(name, model, kept, given.output, config),
            given.models / f"{name}.onnx.zst",
            config["models"][name]["weight_bits"] < 8,
        )
    for path in sorted(given.models.iterdir()):
        print(f"{path.stat().st_size / 1e6:8.2f} MB  {path.name}")


if __name__ == "__main__":
    main()
