"""One article as clustering sees it: hashes and figures in place of its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import xxhash

from transforms.text import furniture
from transforms.text.boilerplate import Profile, strip, without_credits
from transforms.text.columns import distinct
from transforms.text.duplicates import DuplicateSettings
from transforms.text.lines import document_lines
from transforms.text.minhash import signature
from transforms.text.normalise import SHINGLE, U32, U64, Tokens, mix, shingles, tokenise

_SENTENCES, _LONG_SENTENCE = 8, 8  # how many long sentences are kept, and how many words make one long
_QUOTES = re.compile('["“”„‟«»「」『』]')
_CUT = re.compile(r"(?:\.\.\.|…|\[(?:\.\.\.|…|\+\d+ chars)\])[\s\"'”’»)\]]*$")


def sketch(article: Mapping[str, Any], profile: Profile, settings: DuplicateSettings) -> dict[str, Any]:
    """The sketch (a row of `sketch_schema`) of one staged article (a row of STAGED)."""
    raw = article["text"]
    tokens = tokenise(raw)
    raw_words = shingles(tokens.hashes, SHINGLE)
    counted = document_lines(tokens, raw_words)
    stripped = strip(raw, article["title"], article["domain"], profile, settings, tokens)
    fingerprinted = without_credits(stripped.text)
    words = raw_words
    if fingerprinted != raw:
        tokens = tokenise(fingerprinted)
        words = shingles(tokens.hashes, SHINGLE)
    # `sketch` feeds candidates and verification; for short texts and walls only equality is asked.
    wall = furniture.is_wall(raw, tokens.words)
    comparable = tokens.words >= settings.min_words and not wall
    ends = [part.text for part in stripped.removed if part.kind == "links"]
    return {
        "article_key": xxhash.xxh3_128_digest(article["identity"].encode()),
        "raw_key": xxhash.xxh3_128_digest(article["raw_hash"].encode()),
        "norm_key": xxhash.xxh3_128_digest(tokens.hashes.tobytes()) if len(tokens.hashes) and not wall else None,
        "domain": article["domain"],
        "published_at": article["published_at"],
        "modified_at": article["modified_at"],
        "fetched_at": article["fetched_at"],
        "words": tokens.words,
        "boilerplate": 1 - min(1.0, tokens.words / counted.words) if counted.words else 0.0,
        "quotes": len(_QUOTES.findall(stripped.text)),
        "agency": article["agency"],
        "truncated": _CUT.search(stripped.text[-40:]) is not None or any(furniture.leads_to_more(end) for end in ends),
        "evidence": stripped.had_evidence,
        "comparable": comparable,
        "input_uri": article["input_uri"],
        "input_record": article["input_record"],
        "signature": signature(words, settings.num_perm),
        "shingles": distinct((words >> np.uint64(32)).astype(np.uint32)),
        "numbers": distinct((tokens.hashes[tokens.is_number] >> np.uint64(32)).astype(np.uint32)),
        "sentences": long_sentences(tokens) if comparable else np.empty(0, np.uint64),
        "lines": counted.lines,
        "sample": counted.sample,
        "sample_lines": counted.sample_lines,
    }


def long_sentences(tokens: Tokens) -> U64:
    """Hashes of the first long sentences, in order; copies cut short share them with the whole."""
    if not len(tokens.hashes):
        return np.empty(0, np.uint64)
    first = np.flatnonzero(np.concatenate(([True], tokens.sentences[1:] != tokens.sentences[:-1])))
    lengths = np.diff(np.append(first, len(tokens.hashes)))
    position = (np.arange(len(tokens.hashes)) - np.repeat(first, lengths)).astype(np.uint64)
    hashes: U64 = mix(np.add.reduceat(mix(tokens.hashes + position * np.uint64(0x9E3779B97F4A7C15)), first))
    return hashes[lengths >= _LONG_SENTENCE][:_SENTENCES]


def overlap(a: U32, b: U32) -> int:
    """How many values two ascending arrays of distinct values share."""
    both = np.concatenate((a, b))
    both.sort(kind="stable")  # two sorted runs: a merge
    return int(np.count_nonzero(both[1:] == both[:-1]))


def list_column(rows: list[npt.NDArray[Any]]) -> tuple[npt.NDArray[np.int32], npt.NDArray[Any]]:
    """Offsets and values of an Arrow list column."""
    offsets = np.zeros(len(rows) + 1, np.int32)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    return offsets, np.concatenate(rows) if rows else np.empty(0)
