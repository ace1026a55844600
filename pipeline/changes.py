"""What changed in a dataset since a run, for those who keep a copy of it."""

from __future__ import annotations

from typing import TextIO

from pipeline import dataset, manifest, sql
from pipeline.errors import NewsbeamError

# People see what it is about, programs get the columns of the view `changes`.
_FOR_PEOPLE = """
SELECT c.change, c.article_id, c.version, a.domain, a.title, c.cluster_id, c.canonical_article_id
FROM changes_since({run}) c LEFT JOIN current_articles a USING (article_id)
ORDER BY c.change, a.domain, c.article_id"""
_FOR_PROGRAMS = "FROM changes_since({run}) ORDER BY article_id, change"


class NoSuchRun(NewsbeamError):
    """A run that the dataset does not have and never had."""


def run(root: str, since: str, output_format: str, stream: TextIO) -> int:
    """Prints the net changes since a run was published, in a format of `newsbeam sql`; returns the exit code.

    Raises:
        NoSuchRun, DatasetError.
    """
    live = [m.run_id for m in manifest.load_all(root)]
    if since not in live:
        with dataset.open_dataset(root, ["replaced"]) as connection:
            replaced = connection.execute("SELECT count(*) FROM replaced WHERE replaced_run_id = ?", [since]).fetchall()
        if not replaced[0][0]:
            raise NoSuchRun(f"{root} has no run {since!r}; its latest is {live[-1]}")
    query = _FOR_PEOPLE if output_format == sql.OutputFormat.TABLE else _FOR_PROGRAMS
    return sql.run(root, query.format(run="'" + since.replace("'", "''") + "'"), output_format, stream)
