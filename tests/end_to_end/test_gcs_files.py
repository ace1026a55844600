"""Cloud Storage, through an emulator: files, inventories and reading."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time

import pytest

from pipeline.io import InputError, SourceSettings, list_inputs, plan_units, read_unit
from transforms import files
from transforms.schemas.documents import RawDocument
from transforms.schemas.rejects import Code, Reject


def test_files_are_written_listed_moved_and_deleted(gcs: str) -> None:
    name = f"{gcs}/run/ü b1.txt"
    with files.create(name) as stream:
        stream.write(b"hello ")
        stream.write(b"world")
    files.write_bytes(f"{gcs}/run/deep/2.txt", b"two")
    assert files.exists(name) and not files.exists(f"{gcs}/run/3.txt")
    assert [(m.path, m.size_in_bytes) for m in files.walk(f"{gcs}/run")] == [(f"{gcs}/run/deep/2.txt", 3), (name, 11)]
    with files.open_input(name) as stream:
        assert stream.seek(6) == 6
        assert stream.read() == b"world"
        assert stream.seek(0) == 0
        assert stream.read(5) == b"hello"
        assert stream.seek(-3, 2) == 8
        assert stream.read() == b"rld"
    target = f"{gcs}/done/1.txt"
    files.move(name, target)
    files.move(name, target)
    assert not files.exists(name)
    assert files.read_bytes(target) == b"hello world"
    files.delete([target, target, f"{gcs}/run/deep/2.txt"])
    assert files.walk(gcs) == []


def test_inventories_and_reading(gcs: str) -> None:
    page = b"<html><body><p>The harbour opened again on Monday.</p></body></html>"
    lines = [json.dumps({"id": n, "text": f"text {n} " + "word " * 300}) for n in range(2000)]
    files.write_bytes(f"{gcs}/in/a.html", page)
    files.write_bytes(f"{gcs}/in/sub/b ü.html.gz", gzip.compress(page))
    files.write_bytes(f"{gcs}/in/sub/_hidden.html", page)
    files.write_bytes(f"{gcs}/in/.hidden/c.html", page)
    files.write_bytes(f"{gcs}/in/lines.jsonl", "\n".join(lines).encode())
    files.write_bytes(f"{gcs}/inner.html", page)

    expected = [f"{gcs}/in/a.html", f"{gcs}/in/lines.jsonl", f"{gcs}/in/sub/b ü.html.gz"]
    for patterns in ([f"{gcs}/in"], [f"{gcs}/in/", f"{gcs}/in/a.html"]):
        assert [file.uri for file in list_inputs(patterns)] == expected
    assert len(list_inputs([gcs])) == 4
    assert [file.uri for file in list_inputs([f"{gcs}/in/*.html"])] == expected[:1]
    assert [file.uri for file in list_inputs([f"{gcs}/in/**.gz"])] == expected[2:]

    inputs = list_inputs([f"{gcs}/in"])
    assert all(file.modified and file.fingerprint for file in inputs)
    before = inputs[0].fingerprint
    files.write_bytes(f"{gcs}/in/a.html", page)
    assert list_inputs([f"{gcs}/in/a.html"])[0].fingerprint != before

    units = list(plan_units(inputs, SourceSettings(), 2))
    assert len(units) >= 6
    found = [record for unit in units for record in read_unit(unit, SourceSettings())]
    assert all(isinstance(record, RawDocument) for record in found)
    assert len(found) == 2002
    assert sorted(record.input_record for record in found if record.input_uri == f"{gcs}/in/lines.jsonl")[:2] == [
        0,
        len(lines[0]) + 1,
    ]

    files.delete([f"{gcs}/in/a.html"])
    gone = [record for record in read_unit(units[0], SourceSettings()) if record.input_uri == f"{gcs}/in/a.html"]
    assert [record.code for record in gone if isinstance(record, Reject)] == [Code.UNREADABLE]


@pytest.mark.parametrize("path", ["/nothing/here", "/nothing/*.html", "-other/in", "-other", "-other/*"])
def test_what_is_not_there_is_said_in_one_sentence(gcs: str, path: str) -> None:
    with pytest.raises(InputError) as raised:
        list_inputs([gcs + path])
    assert gcs + path in str(raised.value) and "\n" not in str(raised.value)


def test_a_new_process_does_not_wait_for_credentials(gcs: str) -> None:
    files.write_bytes(f"{gcs}/a.txt", b"hello")
    script = f"from transforms import files; print(files.read_bytes('{gcs}/a.txt').decode())"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GOOGLE_")}
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "hello"
    assert time.monotonic() - began < 15
