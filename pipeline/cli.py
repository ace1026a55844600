"""The command `newsbeam`."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NoReturn

from pipeline import __version__

EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and exits: 0 done, 1 the run failed, 2 asked for wrongly, 75 another run holds the dataset."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    beam_options: list[str] = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, beam_options = arguments[:at], arguments[at + 1 :]
    parsed = _parser().parse_args(arguments)
    if beam_options and parsed.command != "run":
        _parser().error("options after -- go to Beam, and only `run` takes them")
    parsed.beam_options = tuple(beam_options)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    _silence_remarks_on_imports()
    code = parsed.act(parsed)
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads of a runner that lost its workers would keep a normal exit waiting.
    os._exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsbeam", description="Raw scraped news in, a clean, queryable dataset out.")
    parser.add_argument("--version", action="version", version=f"newsbeam {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="read articles and publish them into a dataset", epilog="Options after -- go to Beam.")
    run.add_argument(
        "--input", action="append", required=True, type=_place, metavar="PATH|GLOB|gs://…", help="may be given more than once"
    )
    run.add_argument("--output", required=True, type=_place, metavar="ROOT", help="the dataset's root folder or bucket path")
    run.add_argument("--config", metavar="FILE", help="YAML; see configs/local.yaml for every key and its default")
    run.add_argument("--run-date", type=_date, metavar="YYYY-MM-DD", help="the date this run stands for (default: today, UTC)")
    run.add_argument("--force", action="store_true", help="read everything again and replace the runs that read it before")
    run.add_argument("--runner", choices=("local", "flink", "dataflow"), help="default: the configuration's, else local")
    run.add_argument("--dry-run", action="store_true", help="say what would be read, and how much; write nothing")
    run.add_argument("--limit", type=_positive, metavar="N", help="read the first N records only: a taste of a large input")
    run.set_defaults(act=_run)

    sql = commands.add_parser("sql", help="ask the dataset in SQL (DuckDB)")
    sql.add_argument("--dataset", required=True, type=_place, metavar="ROOT")
    sql.add_argument("--format", choices=("table", "csv", "json"), default="table")
    sql.add_argument("statement", metavar="SELECT …")
    sql.set_defaults(act=_sql)

    explain = commands.add_parser("explain", help="why an article is one story with others: figures, rules, a diff, its versions")
    explain.add_argument("article", metavar="ARTICLE_ID", help="an article_id, the beginning of one, or a URL")
    explain.add_argument("--dataset", required=True, type=_place, metavar="ROOT")
    explain.add_argument(
        "--other", metavar="ARTICLE_ID", help="set it against this one (default: its cluster's canonical article)"
    )
    explain.set_defaults(act=_explain)

    changes = commands.add_parser("changes", help="what changed since a run: new, new versions, other clusters")
    changes.add_argument("dataset", type=_place, metavar="ROOT")
    changes.add_argument("--since", required=True, metavar="RUN", help="a run_id; what it published itself is not listed")
    changes.add_argument("--format", choices=("table", "csv", "json"), default="table")
    changes.set_defaults(act=_changes)

    inspect = commands.add_parser("inspect", help="what the pipeline makes of one document, stage by stage")
    inspect.add_argument("document", metavar="URI_OR_FILE", help="a file, or FILE#RECORD for one record of it")
    inspect.add_argument("--config", metavar="FILE")
    inspect.set_defaults(act=_inspect)

    commit = commands.add_parser("commit", help="publish a finished run whose launcher died before it could")
    commit.add_argument("--dataset", required=True, type=_place, metavar="ROOT")
    commit.add_argument("--config", metavar="FILE")
    commit.set_defaults(act=_commit)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    with _sentences():
        from rich.console import Console

        from pipeline import config, launch, plan
        from pipeline.io import local_root
        from pipeline.report import summary
        from pipeline.report.progress import Display

        settings = config.load(arguments.config)
        if arguments.runner:
            settings = dataclasses.replace(settings, runner=dataclasses.replace(settings.runner, name=arguments.runner))
        request = plan.Request(
            inputs=tuple(arguments.input),
            root=local_root(arguments.output),
            config=settings,
            run_date=arguments.run_date,
            force=arguments.force,
            limit=arguments.limit,
            beam_options=arguments.beam_options,
        )
        console = Console()
        if arguments.dry_run:
            summary.print_plan(console, launch.preview(request))
            return 0
        with Display(console) as display, _terminated_by_signal():
            planned, manifest = launch.run(request, display)
        if manifest is None:
            summary.print_nothing_new(console, request.root, planned)
        else:
            summary.print_summary(console, request.root, manifest)
        return 0


def _sql(arguments: argparse.Namespace) -> int:
    with _sentences():
        from pipeline import sql
        from pipeline.io import local_root

        return sql.run(local_root(arguments.dataset), arguments.statement, arguments.format, sys.stdout)


def _explain(arguments: argparse.Namespace) -> int:
    with _sentences():
        from rich.console import Console

        from pipeline import explain
        from pipeline.io import local_root
        from pipeline.report import explanation

        told = explain.explain(local_root(arguments.dataset), arguments.article, arguments.other)
        explanation.print_explanation(Console(), told)
        return 0


def _changes(arguments: argparse.Namespace) -> int:
    with _sentences():
        from pipeline import changes
        from pipeline.io import local_root

        return changes.run(local_root(arguments.dataset), arguments.since, arguments.format, sys.stdout)


def _inspect(arguments: argparse.Namespace) -> int:
    with _sentences():
        from rich.console import Console

        from pipeline import config, inspect

        inspect.show(Console(), arguments.document, config.load(arguments.config))
        return 0


def _commit(arguments: argparse.Namespace) -> int:
    with _sentences():
        from rich.console import Console

        from pipeline import config, launch
        from pipeline.io import local_root
        from pipeline.report import summary

        root = local_root(arguments.dataset)
        published = launch.publish_candidates(root, config.load(arguments.config))
        console = Console()
        if not published:
            console.print(f"Nothing to publish: {root} holds no finished run that was not published.", highlight=False)
        for manifest in published:
            summary.print_summary(console, root, manifest)
        return 0


def _place(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty path; a file, a folder or a bucket's URI is wanted")
    return text


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; YYYY-MM-DD is wanted") from None


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of records; 1 or more is wanted")
    return number


class _Terminated(Exception):
    """SIGTERM came."""


@contextlib.contextmanager
def _terminated_by_signal() -> Iterator[None]:
    """Turns SIGTERM, which schedulers send, into an exception, so that the run ends with a sentence."""

    def stop(*_: object) -> None:
        raise _Terminated

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _sentences() -> Iterator[None]:
    """Turns what a user can mend into one sentence and an exit code; bugs keep their traceback."""
    from pipeline.errors import NewsbeamError

    try:
        yield
    except NewsbeamError as error:
        _leave(f"newsbeam: {error}", error.exit_code)
    except (KeyboardInterrupt, _Terminated) as error:
        code = EXIT_INTERRUPTED if isinstance(error, KeyboardInterrupt) else 128 + signal.SIGTERM
        _leave("newsbeam: stopped; nothing was published, and the same command starts afresh", code)
    except BrokenPipeError:
        os._exit(128 + signal.SIGPIPE)


def _leave(sentence: str, code: int) -> NoReturn:
    sys.stdout.flush()
    print(sentence, file=sys.stderr, flush=True)
    os._exit(code)


def _silence_remarks_on_imports() -> None:
    """Keeps Beam's remark about absent BigQuery clients, which newsbeam never uses, from users."""

    def wanted(record: logging.LogRecord) -> bool:
        return "apitools not found" not in record.getMessage()

    root = logging.getLogger()
    for handler in root.handlers:
        handler.addFilter(wanted)


if __name__ == "__main__":
    main()
