"""Opens a dataset for reading: a DuckDB connection with the views, over exactly the files that the manifests name."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb

from pipeline import manifest, views
from pipeline.manifest import DatasetError
from transforms import files
from transforms.schemas.tables import TABLES


def open_dataset(root: str, tables: Collection[str] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection with the views of docs/views.sql; it sees the runs published by now, and no other file.

    DuckDB cannot reach gs:// or s3:// without a download of its own, so the files of a remote root are fetched to a temporary
    folder first, which goes with the connection. `tables` limits that to the tables needed (their views stay empty otherwise).

    Raises:
        DatasetError: no dataset lies there, a manifest is damaged, or a file that one names is missing.
    """
    manifests = manifest.load_all(root)
    if not manifests:
        raise DatasetError(f"{root} is no newsbeam dataset: it has no manifests.")
    wanted = TABLES.keys() if tables is None else TABLES.keys() & set(tables)
    rows = [
        (run.run_id, position, run.created_at, file.table, file.path)
        for position, run in enumerate(manifests, start=1)
        for file in run.files
        if file.table in wanted
    ]
    scratch = tempfile.mkdtemp(prefix="newsbeam-sql-")
    try:
        local = _at_hand(root, scratch, [path for *_, path in rows])
        places = [os.path.join(local, *path.split("/")) for *_, path in rows]
        located = [(*row[:-1], place) for row, place in zip(rows, places, strict=True)]
        _require(places)
        connection = _connect(located, os.path.join(scratch, "spill"))
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    weakref.finalize(connection, shutil.rmtree, scratch, ignore_errors=True)
    return connection


def _connect(located: list[tuple[Any, ...]], spill: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    kinds = 'run_id VARCHAR, position BIGINT, created_at TIMESTAMPTZ, "table" VARCHAR, path VARCHAR'
    connection.execute(f"CREATE TEMP TABLE dataset_files ({kinds})")
    columns = [list(column) for column in zip(*located, strict=True)] or [[], [], [], [], []]
    connection.execute("INSERT INTO dataset_files SELECT unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)", columns)
    for statement in (
        f"SET temp_directory = {_literal(spill)}",
        f"SET allowed_paths = [{', '.join(_literal(path) for path in columns[4])}]",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET python_enable_replacements = false",  # a table's name never means a variable of this program
    ):
        connection.execute(statement)
    connection.execute(views.views())
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _at_hand(root: str, scratch: str, paths: list[str]) -> str:
    """A local folder that holds the files named."""
    if not files.is_local(root):
        return _fetch(root, scratch, paths)
    local = os.path.abspath(root)
    if "=" not in local:
        return local
    # DuckDB takes the first published_date=... of a path for the partition, even one above the dataset.
    link = os.path.join(scratch, "dataset")
    os.symlink(local, link)
    return link


def _fetch(root: str, scratch: str, paths: list[str]) -> str:
    """Copies the files named to `scratch` under their own paths, which hold the partition; returns the local root."""
    local = os.path.join(scratch, "files")

    def fetch(path: str) -> None:
        target = os.path.join(local, *path.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        try:
            with files.open_input(files.join(root, path)) as source, open(target, "wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
        except OSError as error:
            raise DatasetError(f"{files.join(root, path)}, which a manifest names, cannot be read ({error}).") from error

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fetch, paths))
    return local


def _require(paths: list[str]) -> None:
    # DuckDB would take the name of a missing file for a pattern, and might find another file by it.
    missing = [path for path in paths if not os.path.isfile(path)]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise DatasetError(f"The dataset is damaged: {missing[0]}{more}, which a manifest names, is missing.")
