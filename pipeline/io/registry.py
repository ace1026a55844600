"""The formats that can be read. A new one is a file beside these and a line here."""

from __future__ import annotations

from pipeline.io.csv_table import CsvTable
from pipeline.io.html import Html
from pipeline.io.json_document import JsonDocument
from pipeline.io.jsonl import JsonLines
from pipeline.io.parquet_table import ParquetTable
from pipeline.io.source import Source
from pipeline.io.text import Text
from pipeline.io.warc import Warc

# In the order in which they are asked about a file's content.
_ALL: tuple[Source, ...] = (ParquetTable(), Warc(), Html(), JsonDocument(), JsonLines(), CsvTable(), Text())
SOURCES: dict[str, Source] = {source.name: source for source in _ALL}
