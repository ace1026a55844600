"""The command that shows what becomes of one document."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from pipeline import inspect
from pipeline.config import Config
from pipeline.errors import NewsbeamError

WARC = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n"


@pytest.mark.parametrize("record", ["", "#7", "#²"])
def test_a_record_that_is_not_there_is_one_sentence(tmp_path: Path, record: str) -> None:
    path = tmp_path / "info.warc"
    path.write_bytes(WARC)
    with pytest.raises(NewsbeamError) as raised:
        inspect.show(Console(file=io.StringIO()), f"{path}{record}", Config())
    assert raised.value.exit_code == 2
    assert str(path) in str(raised.value) and "\n" not in str(raised.value)


def test_one_record_of_many(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Harbour reopens\n\nThe harbour of Portville was opened again on Monday.", encoding="utf-8")
    shown = io.StringIO()
    inspect.show(Console(file=shown, width=120), f"{path}#0", Config())
    assert "Harbour reopens" in shown.getvalue() and "signature" in shown.getvalue()
