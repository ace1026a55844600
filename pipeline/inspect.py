"""What the pipeline makes of one document, stage by stage, without writing anything."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from pipeline.config import Config
from pipeline.errors import NewsbeamError
from pipeline.io import list_inputs, plan_units, read_unit
from transforms.enrichers import find
from transforms.isolation import Isolated
from transforms.schemas.articles import Article
from transforms.schemas.documents import RawDocument
from transforms.schemas.entities import ArticleText
from transforms.schemas.rejects import Reject
from transforms.text.boilerplate import EMPTY_PROFILE, strip
from transforms.text.sketches import sketch

PREVIEW_CHARACTERS = 1_500


class NoSuchRecord(NewsbeamError):
    """A record that the file does not hold."""


def show(console: Console, document: str, config: Config) -> None:
    """Prints what reading, extraction, cleaning, sketching and enrichment make of `FILE` or `FILE#RECORD`."""
    record = _find(document, config)
    console.print(Rule("read"))
    if isinstance(record, Reject):
        _print_reject(console, record)
        return
    size = len(record.content)
    _print_fields(console, {"input": f"{record.input_uri}#{record.input_record}", "kind": record.kind.value, "size": f"{size:,}"})
    _print_fields(console, {name: getattr(record.declared, name) for name in record.declared.__slots__})
    console.print(Rule("extract"))
    with Isolated(config.extract) as isolated:
        (outcome,) = isolated.run([record])
    if isinstance(outcome, Reject):
        _print_reject(console, outcome)
        return
    _print_fields(
        console, {name: getattr(outcome, name) for name in outcome.__slots__ if name not in ("text", "input_uri", "input_record")}
    )
    _show_text(console, outcome, config)


def _show_text(console: Console, article: Article, config: Config) -> None:
    console.print(Rule("clean (without the dataset's counts of recurring lines)"))
    stripped = strip(article.text, article.title, article.domain, EMPTY_PROFILE, config.duplicates)
    for part in stripped.removed:
        console.print(Text(f"- {part.kind}: {part.text[:200]}", style="red"))
    text = stripped.text
    more = f"\n… {len(text) - PREVIEW_CHARACTERS:,} more characters" if len(text) > PREVIEW_CHARACTERS else ""
    console.print(Text(text[:PREVIEW_CHARACTERS] + more))
    console.print(Rule("sketch"))
    made = sketch(dataclasses.asdict(article), EMPTY_PROFILE, config.duplicates)
    _print_fields(
        console,
        {
            "words": made["words"],
            "shingles": len(made["shingles"]),
            "numbers": len(made["numbers"]),
            "comparable": made["comparable"],
            "signature": f"{len(made['signature'])} values, {' '.join(f'{v:08x}' for v in made['signature'][:4])} …",
        },
    )
    console.print(Rule("enrich"))
    table = Table("name", "type", "country", "mentions", "salience", "method", box=None)
    enrichers = config.enrichers.make()
    for enricher in enrichers:
        enricher.setup()
    for entity in find(enrichers, ArticleText(text, article.title, article.language, article.domain)):
        mentions = ", ".join(sorted({m.text for m in entity.mentions}))
        salience = "" if entity.salience is None else f"{entity.salience:.2f}"
        table.add_row(
            entity.name, entity.type, entity.country or "", f"{len(entity.mentions)}: {mentions}", salience, entity.method
        )
    console.print(table)


def _find(document: str, config: Config) -> RawDocument | Reject:
    path, record = _split(document)
    records = _records(path, config)
    if record is None:
        first = next(records, None)
        if first is None:
            raise NoSuchRecord(f"{path} holds no document")
        return first
    for found in records:
        if found.input_record == record:
            return found
    raise NoSuchRecord(f"{path} has no record {record}")


def _split(document: str) -> tuple[str, int | None]:
    path, _, number = document.rpartition("#")
    return (path, int(number)) if path and number.isdecimal() else (document, None)


def _records(path: str, config: Config) -> Iterator[RawDocument | Reject]:
    for unit in plan_units(list_inputs([path]), config.source, 1):
        yield from read_unit(unit, config.source)


def _print_reject(console: Console, reject: Reject) -> None:
    console.print(Text(f"rejected at {reject.stage.value}: {reject.code.value}, {reject.message}", style="red"))


def _print_fields(console: Console, fields: dict[str, object]) -> None:
    grid = Table.grid(padding=(0, 2))
    for name, value in fields.items():
        if value not in (None, "", ()):
            grid.add_row(Text(name, style="bold"), Text(str(value)))
    console.print(grid)
