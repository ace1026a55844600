"""The systems that find copies, called as their own documentation says: cleaned texts in, a cluster for each out.

    python -m benchmarks.deduplicators NAME DOCUMENTS.jsonl          prints one line of JSON

Documents have `text`, and where known `title`, `domain` and `published` (seconds since 1970). Each system runs in a process of
its own. What it imports is imported before the clocks start.
"""

from __future__ import annotations

import json
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Document = dict[str, Any]
Clusters = list[int]

THRESHOLD = 0.7


def newsbeam() -> tuple[str, Callable[[list[Document]], Clusters]]:
    from transforms import files
    from transforms.cluster_articles import cluster_files
    from transforms.count_lines import count_file, merge_counts
    from transforms.schemas.steps import RunContext, Staged, StateFiles
    from transforms.sketch_articles import sketch_file
    from transforms.text.duplicates import DuplicateSettings

    settings, now = DuplicateSettings(), datetime(2024, 7, 1, tzinfo=UTC)

    def run(documents: list[Document]) -> Clusters:
        with tempfile.TemporaryDirectory(prefix="newsbeam-bench-") as root:
            path = f"{root}/staged.arrow"
            _stage(path, documents)
            staged = Staged(0, path, len(documents), "", 0, (), now)
            profile = merge_counts([count_file(staged, root)], root, StateFiles(), settings)
            sketched = sketch_file(staged, profile, root, settings)
            (assigned,), _ = cluster_files([sketched], root, settings, RunContext("bench", now), StateFiles())
            names = files.read_table(assigned.path).column("cluster_id").to_pylist()
        code = {name: at for at, name in enumerate(dict.fromkeys(names))}
        return [code[name] for name in names]

    return "defaults: furniture off, 42 x 3 bands, verified", run


def _stage(path: str, documents: list[Document]) -> None:
    import pyarrow as pa
    import xxhash

    from transforms import files
    from transforms.schemas.tables import STAGED

    rows = []
    for at, document in enumerate(documents):
        row = dict.fromkeys(STAGED.names) | {name: document.get(name) for name in ("title", "text", "domain")}
        published = document.get("published")
        row |= {
            "identity": str(at),
            "raw_hash": xxhash.xxh3_128_hexdigest(document["text"].encode()),
            "published_at": datetime.fromtimestamp(int(published), UTC) if published else None,
            "extractor": "column",
            "input_uri": "bench",
            "input_record": at,
        }
        rows.append(row)
    with files.arrow_writer(path, STAGED) as writer:
        for start in range(0, len(rows), 1_000):
            writer.write_batch(pa.RecordBatch.from_pylist(rows[start : start + 1_000], schema=STAGED))


def datasketch() -> tuple[str, Callable[[list[Document]], Clusters]]:
    from datasketch import MinHash, MinHashLSH

    def run(documents: list[Document]) -> Clusters:
        index = MinHashLSH(threshold=THRESHOLD, num_perm=128)
        parent = list(range(len(documents)))
        for at, document in enumerate(documents):
            words = document["text"].lower().split()
            shingles = {" ".join(words[i : i + 5]).encode() for i in range(max(1, len(words) - 4))}
            minhash = MinHash(num_perm=128)
            minhash.update_batch(shingles)
            for other in index.query(minhash):
                parent[_root(parent, at)] = _root(parent, other)
            index.insert(at, minhash)
        return [_root(parent, at) for at in range(len(documents))]

    return f"MinHashLSH, 128 values, threshold {THRESHOLD}, 5-word shingles", run


def datatrove() -> tuple[str, Callable[[list[Document]], Clusters]]:
    from datatrove.data import Document as TroveDocument
    from datatrove.pipeline.dedup.minhash import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupSignature,
    )
    from datatrove.utils.hashing import HashConfig
    from loguru import logger

    logger.remove()
    config = MinhashConfig(hash_config=HashConfig(hash_fc="sha1"))  # its xxhash is older than version 4

    def run(documents: list[Document]) -> Clusters:
        parent = list(range(len(documents)))
        with tempfile.TemporaryDirectory(prefix="newsbeam-bench-") as root:
            texts = (TroveDocument(text=document["text"], id=str(at)) for at, document in enumerate(documents))
            MinhashDedupSignature(f"{root}/signatures", config=config).run(texts, 0, 1)
            for bucket in range(config.num_buckets):
                step = MinhashDedupBuckets(f"{root}/signatures", f"{root}/buckets", config=config)
                step.run(None, bucket, config.num_buckets)
            step = MinhashDedupCluster(f"{root}/buckets", f"{root}/clusters", config=config, save_cluster_id=True)
            step.run(None, 0, 1)
            written = Path(root, "clusters", "000000.clusters")
            for document, cluster in struct.iter_unpack("<II", written.read_bytes()) if written.exists() else ():
                parent[document] = len(documents) + cluster
        return parent

    return "MinhashConfig, with SHA-1: 14 x 8 bands, 5-word shingles, English words", run


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = at = parent[parent[at]]
    return at


SYSTEMS = {"newsbeam": newsbeam, "datasketch": datasketch, "datatrove": datatrove}


def main() -> None:
    name, path = sys.argv[1:]
    documents = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    settings, run = SYSTEMS[name]()
    run(documents[:20])  # tables and models are loaded once a process
    wall, cpu = time.perf_counter(), time.process_time()
    clusters = run(documents)
    print(
        json.dumps(
            {
                "settings": settings,
                "wall_s": time.perf_counter() - wall,
                "cpu_s": time.process_time() - cpu,
                "clusters": clusters,
            }
        )
    )


if __name__ == "__main__":
    main()
