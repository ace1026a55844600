"""Input and output in a bucket, against an emulator that the test starts."""

from __future__ import annotations

from pathlib import Path

from tests.support import SAMPLE, newsbeam, rows
from transforms import files


def test_a_bucket_in_and_a_bucket_out_give_what_folders_give(gcs: str, tmp_path: Path) -> None:
    source = SAMPLE / "html"
    for page in source.rglob("*"):
        if page.is_file():
            files.write_bytes(f"{gcs}/raw/{page.relative_to(source)}", page.read_bytes())
    root = f"{gcs}/news/dataset"

    done = newsbeam("run", "--input", f"{gcs}/raw", "--output", root)
    assert done.returncode == 0, done.stderr
    local = newsbeam("run", "--input", source, "--output", tmp_path / "dataset")
    assert local.returncode == 0, local.stderr

    counted = "SELECT title, relation, language, published_date, length(text) AS characters FROM articles ORDER BY ALL"
    in_bucket = newsbeam("sql", "--dataset", root, "--format", "csv", counted)
    assert in_bucket.returncode == 0, in_bucket.stderr
    assert in_bucket.stdout == newsbeam("sql", "--dataset", tmp_path / "dataset", "--format", "csv", counted).stdout
    assert len(in_bucket.stdout.splitlines()) == len(rows(tmp_path / "dataset", "articles")) + 1

    again = newsbeam("run", "--input", f"{gcs}/raw", "--output", root)
    assert again.returncode == 0 and "Nothing new" in again.stdout
    left = [m.path for m in files.walk(root) if "/staging/" in m.path or m.path.endswith("lock.json")]
    assert left == []


def test_a_missing_bucket_is_one_sentence(gcs: str, tmp_path: Path) -> None:
    done = newsbeam("run", "--input", f"{gcs}-nowhere/raw", "--output", tmp_path / "dataset")
    assert done.returncode == 2
    assert f"{gcs}-nowhere/raw" in done.stderr and "Traceback" not in done.stderr
