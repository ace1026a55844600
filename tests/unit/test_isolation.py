"""Extraction in a child that may be killed: one outcome for one document, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from transforms import isolation
from transforms.isolation import Isolated
from transforms.schemas.articles import Article
from transforms.schemas.documents import Declared, DocumentKind, RawDocument
from transforms.schemas.rejects import Code, Reject
from transforms.text.article import ExtractSettings

# The child runs with this module in place of the extraction: documents say what shall happen to them.
FAKE = """
import os, signal, sys, time
from transforms import extraction_child as child
from transforms.text.article import extract

def fake(raw, settings):
    what = raw.content if isinstance(raw.content, str) else ""
    if what == "hang":
        time.sleep(60)
    if what == "stuck":
        import re; re.match("(a+)+b", "a" * 60)
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what.startswith("die once "):
        if not os.path.exists(what[9:]):
            open(what[9:], "w").close()
            os.abort()
    if what == "bug":
        raise ZeroDivisionError("no such luck " * 100)
    if what == "print":
        print("noise"); sys.stdout.flush(); os.write(1, b"more noise")
    if what == "memory":
        bytearray(8 << 30)
    if what == "some memory":
        bytearray(2 << 30)
    return extract(raw, settings)

child.extract = fake
sys.exit(child.main(sys.argv[1:]))
"""


def text(content: str, record: int = 0) -> RawDocument:
    return RawDocument("/in/a.jsonl", record, DocumentKind.BODY, content)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children that do what documents tell them."""
    original = subprocess.Popen

    def popen(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        assert command[1:3] == ["-m", "transforms.extraction_child"]
        return original([sys.executable, "-c", FAKE, *command[3:]], **options)  # type: ignore[call-overload,no-any-return] # passed on

    monkeypatch.setattr("transforms.extraction_process.subprocess.Popen", popen)


def outcomes(contents: list[str], timeout_s: float = 30.0) -> list[str]:
    """What becomes of each content: "ok" or the code of its rejection; checks order and count on the way."""
    with Isolated(ExtractSettings(timeout_s=timeout_s)) as isolated:
        found = list(isolated.run([text(content, i) for i, content in enumerate(contents)]))
    assert [outcome.input_record for outcome in found] == list(range(len(contents)))
    return ["ok" if isinstance(outcome, Article) else outcome.code.value for outcome in found]


def test_same_as_without_isolation() -> None:
    from transforms.text.article import extract

    documents = [text(f"The harbour of Portville was opened again, report number {i}.", i) for i in range(40)]
    with Isolated(ExtractSettings()) as isolated:
        assert list(isolated.run(documents)) == [extract(document, ExtractSettings()) for document in documents]


def test_a_rejection_names_place_and_payload() -> None:
    with Isolated(ExtractSettings()) as isolated:
        (found,) = isolated.run([RawDocument("/in/a.html", 3, DocumentKind.HTML, b"<html></html>")])
    assert isinstance(found, Reject)
    assert (found.input_uri, found.input_record, found.code) == ("/in/a.html", 3, Code.NO_TEXT)
    assert found.payload_hash is not None
    assert len(found.payload_hash) == 32


@pytest.mark.usefixtures("faulty")
def test_a_document_that_hangs_costs_itself_only() -> None:
    assert outcomes(["one", "hang", "two", "stuck", "three"], timeout_s=1.0) == ["ok", "timeout", "ok", "timeout", "ok"]


@pytest.mark.usefixtures("faulty")
def test_a_document_that_kills_its_process_twice_is_refused() -> None:
    assert outcomes(["one", "die", "two", "die", "die", "three"]) == ["ok", "crashed", "ok", "crashed", "crashed", "ok"]


@pytest.mark.usefixtures("faulty")
def test_a_death_that_does_not_come_back_costs_nothing(tmp_path: Path) -> None:
    assert outcomes(["one", f"die once {tmp_path / 'mark'}", "two"]) == ["ok", "ok", "ok"]


@pytest.mark.usefixtures("faulty")
def test_bugs_memory_and_noise() -> None:
    assert outcomes(["bug", "print", "memory", "one"]) == ["extraction_failed", "ok", "out_of_memory", "ok"]


@pytest.mark.usefixtures("faulty")
def test_the_memory_limit_is_a_setting() -> None:
    for limit, kind in ((1 << 30, Reject), (4 << 30, Article)):
        with Isolated(ExtractSettings(memory_bytes=limit)) as isolated:
            (found,) = isolated.run([text("some memory")])
        assert isinstance(found, kind)


def test_a_rejection_of_text_that_cannot_be_stored_can() -> None:
    raw = RawDocument("/in/\udce9.html", 0, DocumentKind.BODY, " \ud800 ", declared=Declared(url="http://x/\ud800"))
    with Isolated(ExtractSettings()) as isolated:
        (found,) = isolated.run([raw])
    assert isinstance(found, Reject)
    assert (found.url, found.input_uri) == ("http://x/\ufffd", "/in/\ufffd.html")


@pytest.mark.usefixtures("faulty")
def test_the_message_of_a_bug_is_short() -> None:
    with Isolated(ExtractSettings()) as isolated:
        (found,) = isolated.run([text("bug")])
    assert isinstance(found, Reject)
    assert found.message.startswith("ZeroDivisionError: no such luck")
    assert len(found.message) <= 200


def test_large_documents_do_not_block_the_pipes() -> None:
    large = "A word of the harbour. " * 200_000
    with Isolated(ExtractSettings()) as isolated:
        found = list(isolated.run([text(large, i) for i in range(6)]))
    assert all(isinstance(outcome, Article) and len(outcome.text) == len(large) - 1 for outcome in found)


def test_a_slow_reader_and_a_slow_source_are_no_timeout() -> None:
    def slow() -> Iterator[RawDocument]:
        for i in range(3):
            time.sleep(0.3)
            yield text("The harbour was opened again.", i)

    with Isolated(ExtractSettings(timeout_s=0.2)) as isolated:
        for outcome in isolated.run(slow()):
            assert isinstance(outcome, Article)
            time.sleep(0.4)


def test_the_source_is_read_only_a_little_ahead() -> None:
    taken = []

    def source() -> Iterator[RawDocument]:
        for i in range(1000):
            taken.append(i)
            yield text("The harbour was opened again.", i)

    with Isolated(ExtractSettings()) as isolated:
        next(isolated.run(source()))
        assert len(taken) <= isolation.WINDOW_DOCUMENTS


def test_stopping_early_leaves_nothing_for_the_next_run() -> None:
    with Isolated(ExtractSettings()) as isolated:
        for _ in isolated.run([text("first run", i) for i in range(20)]):
            break
        (found,) = isolated.run([text("The second run.", 7)])
    assert isinstance(found, Article)
    assert (found.text, found.input_record) == ("The second run.", 7)


def test_a_child_is_replaced_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.extraction_process.RECYCLE_AFTER", 3)
    assert outcomes([f"The harbour, {i}." for i in range(10)]) == ["ok"] * 10


def test_children_that_cannot_start_are_a_loud_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.extraction_process.sys.executable", "/bin/false")
    with Isolated(ExtractSettings()) as isolated, pytest.raises(RuntimeError, match="does not start"):
        list(isolated.run([text("one")]))


def test_several_in_threads() -> None:
    results: dict[int, list[str]] = {}
    threads = [
        threading.Thread(target=lambda n=n: results.__setitem__(n, outcomes([f"Thread {n}, text {i}." for i in range(20)])))
        for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {n: ["ok"] * 20 for n in range(3)}


def test_closing_leaves_no_process_and_no_descriptor() -> None:
    def held() -> tuple[int, int]:
        children = sum(len(task.read_text().split()) for task in Path("/proc/self/task").glob("*/children"))
        return len(os.listdir("/proc/self/fd")), children

    before = held()
    for _ in range(3):
        outcomes(["The harbour was opened again."])
    assert held() == before


PARENT = """
import sys, time
from transforms.isolation import Isolated
from transforms.schemas.documents import DocumentKind, RawDocument
from transforms.text.article import ExtractSettings
isolated = Isolated(ExtractSettings())
list(isolated.run([RawDocument("a", 0, DocumentKind.BODY, "The harbour was opened again.")]))
child = isolated._child._process.pid
if sys.argv[1] == "busy":
    import os, signal
    os.kill(child, signal.SIGSTOP)  # it cannot see the end of its input now
print(child, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_child_dies_with_its_parent(state: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, state],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    if state == "busy":
        os.kill(child, signal.SIGCONT)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _is_alive(child):
        time.sleep(0.05)
    assert not _is_alive(child)
    parent.stdout.close()


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except FileNotFoundError:
        return False


def test_the_child_imports_no_beam() -> None:
    code = "import sys, transforms.extraction_child; sys.exit('apache_beam' in sys.modules)"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False
        ).returncode
        == 0
    )
