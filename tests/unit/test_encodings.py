"""Which encoding bytes are in."""

from __future__ import annotations

import time

from transforms.text import encodings


def test_tags_that_never_end_take_linear_time() -> None:
    encodings.guess("<p>Größe</p>".encode("cp1252"))  # the model is loaded once
    begun = time.process_time()
    encodings.guess(b"<" * 200_000 + b"\xe9")
    assert time.process_time() - begun < 0.3


def test_markup_says_nothing_of_the_encoding() -> None:
    assert encodings.guess("<p title='a < b'>Größere Schäden gibt es für Fußgänger nicht.</p>".encode("cp1252")) == "cp1252"
