"""Compressed streams: what was whole is handed out, what was not is named."""

from __future__ import annotations

import gzip
import io
import random
from collections.abc import Callable

import pytest
import zstandard

from pipeline.io.decompress import CODECS, BrokenStream, Input, chunks, codec_of, take
from transforms.schemas.rejects import Code, Rejected

TEXT = b"".join(b"line %d of a text that says %d\n" % (number, number * 7919) for number in range(20_000))


def read(data: bytes) -> tuple[bytes, Code | None]:
    """What can be decompressed, and how it ended."""
    parts: list[bytes] = []
    try:
        for piece in CODECS[codec_of(data)](Input(chunks(io.BytesIO(data)))):
            parts += [piece]
    except BrokenStream as broken:
        return b"".join(parts), broken.code
    return b"".join(parts), None


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3, write_checksum=True).compress(data)


@pytest.mark.parametrize("compress", [gzip.compress, zstd])
def test_whole_streams_come_back(compress: Callable[[bytes], bytes]) -> None:
    assert read(compress(TEXT)) == (TEXT, None)
    assert read(compress(b"")) == (b"", None)
    assert read(compress(b"one ") + compress(b"") + compress(b"two")) == (b"one two", None)


@pytest.mark.parametrize("compress", [gzip.compress, zstd])
def test_a_stream_cut_anywhere_is_truncated(compress: Callable[[bytes], bytes]) -> None:
    whole = compress(TEXT)
    for size in [4, 11, 100, len(whole) // 2, len(whole) - 9, len(whole) - 1]:
        text, code = read(whole[:size])
        assert code is Code.TRUNCATED
        assert TEXT.startswith(text)


def test_a_truncated_gzip_gives_all_that_its_bytes_hold() -> None:
    whole = gzip.compress(TEXT)
    assert read(whole[:-8]) == (TEXT, Code.TRUNCATED)
    assert len(read(whole[: len(whole) // 2])[0]) > len(TEXT) * 0.4


def test_a_wrong_checksum_is_named_after_all_of_the_text() -> None:
    whole = bytearray(gzip.compress(TEXT))
    whole[-6] ^= 0xFF
    assert read(bytes(whole)) == (TEXT, Code.CORRUPT)


@pytest.mark.parametrize("compress", [gzip.compress, zstd])
def test_damage_never_passes_unseen(compress: Callable[[bytes], bytes]) -> None:
    whole = compress(TEXT)
    dice = random.Random(7)
    for _ in range(60):
        damaged = bytearray(whole)
        # Behind the header, whose time and name no checksum covers.
        damaged[dice.randrange(12, len(whole))] ^= 1 << dice.randrange(8)
        text, code = read(bytes(damaged))
        assert code in (Code.CORRUPT, Code.TRUNCATED) or text == TEXT


def test_garbage_behind_a_stream_is_corrupt_and_zeros_are_padding() -> None:
    assert read(gzip.compress(TEXT) + b"garbage") == (TEXT, Code.CORRUPT)
    assert read(gzip.compress(TEXT) + b"\0" * 1000) == (TEXT, None)
    assert read(gzip.compress(TEXT) + b"\x1f") == (TEXT, Code.TRUNCATED)
    assert read(zstd(TEXT) + b"garbage") == (TEXT, Code.CORRUPT)


def test_skippable_zstd_frames_are_skipped() -> None:
    skippable = b"\x50\x2a\x4d\x18\x04\0\0\0note"
    assert read(skippable + zstd(TEXT) + skippable) == (TEXT, None)


@pytest.mark.parametrize("compress", [gzip.compress, zstd])
def test_bombs_are_decompressed_in_small_steps_and_only_as_far_as_asked(compress: Callable[[bytes], bytes]) -> None:
    bomb = compress(bytes(200 << 20))
    assert len(bomb) < 1 << 18
    pieces = CODECS[codec_of(bomb)](Input(chunks(io.BytesIO(bomb))))
    assert max(len(next(pieces)) for _ in range(5)) <= 16 << 20
    with pytest.raises(Rejected) as refused:
        take(CODECS[codec_of(bomb)](Input(chunks(io.BytesIO(bomb)))), 1 << 20)
    assert refused.value.code is Code.TOO_LARGE


def test_the_place_is_kept_when_bytes_are_given_back() -> None:
    source = Input(iter([b"abc", b"def"]), 10)
    assert source.peek(5) == b"abcde"
    assert source.position == 10
    assert source.read() + source.read() == b"abcdef"
    assert (source.position, source.read()) == (16, b"")


def test_short_reads_of_the_storage_change_nothing() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 1, 1000))

    assert b"".join(chunks(Slow(TEXT), 5)) == TEXT[5:]
    assert [len(chunk) for chunk in chunks(Slow(TEXT))] == [len(chunk) for chunk in chunks(io.BytesIO(TEXT))]
