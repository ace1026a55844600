"""What a run came to, printed at its end."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Mapping

from rich.console import Console

from pipeline.manifest import Manifest
from pipeline.plan import Plan

QUERY = (
    "SELECT domain, count(*) AS articles, count(*) FILTER (NOT is_canonical) AS copies "
    "FROM articles GROUP BY ALL ORDER BY articles DESC LIMIT 10"
)


def print_summary(console: Console, root: str, manifest: Manifest) -> None:
    """Read, published, duplicates, rejects by reason, languages, speed, where the data lies and what to ask of it."""
    counts = manifest.counts
    seconds = float(manifest.timings["seconds"])
    read = counts.get("read", 0)
    speed = f"documents from {counts.get('inputs', 0):,} files in {seconds:,.1f} s, {read / seconds:,.1f} a second"
    lines = [
        ("read", read, speed),
        ("published", counts.get("published", 0), _listed(counts, "relation")),
        ("seen again", counts.get("seen_again", 0), "the same text under the same URL, no new row"),
        ("dropped", counts.get("dropped", 0), "copies, by the policy of the configuration"),
        ("rejected", counts.get("rejected", 0), _listed(counts, "code")),
        ("clusters", counts.get("rows:clusters", 0), f"{counts.get('copies', 0):,} articles are copies of others"),
        ("languages", _kinds(counts, "language"), _listed(counts, "language")),
        ("entities", counts.get("entities", 0), "rows, one for each article and entity"),
    ]
    for name, number, text in lines:
        if number or name not in ("seen again", "dropped"):
            console.print(f"{name:<10} {number:>9,}  {text}".rstrip(), highlight=False, soft_wrap=True)
    console.print(f"\ndata       {root} (run {manifest.run_id})", highlight=False, soft_wrap=True)
    console.print(f'try        {_command()} sql --dataset {shlex.quote(root)} "{QUERY}"', highlight=False, soft_wrap=True)


def _command() -> str:
    """How this command was called, where its name alone would not be found."""
    return "newsbeam" if shutil.which("newsbeam") else shlex.quote(sys.argv[0])


def print_nothing_new(console: Console, root: str, plan: Plan) -> None:
    """The same command again: says so, and what would change that."""
    console.print(f"Nothing new: all {len(plan.found):,} inputs are in {root} already.", highlight=False, soft_wrap=True)
    if plan.changed_config:
        console.print("The configuration has changed since; --force reads them again under it.", highlight=False)


def print_plan(console: Console, plan: Plan) -> None:
    """What a run would read (`--dry-run`)."""
    from pipeline.report.progress import readable

    by_format: dict[str, tuple[set[str], int]] = {}
    for unit in plan.units:
        for part in unit.parts:
            uris, size = by_format.get(part.format, (set(), 0))
            by_format[part.format] = (uris | {part.uri}, size + (part.size if part.stop is None else part.stop) - part.start)
    console.print(
        f"found      {len(plan.found):,} files, {len(plan.found) - len(plan.new):,} of them read before", highlight=False
    )
    console.print(
        f"to read    {len(plan.new):,} files, {readable(sum(f.size for f in plan.new))}, in {len(plan.units):,} work units",
        highlight=False,
    )
    for name, (uris, size) in sorted(by_format.items()):
        console.print(f"  {name or 'unknown':<8} {len(uris):>9,} files  {readable(size):>10}", highlight=False)
    console.print("Nothing was read or written (--dry-run).", highlight=False)


def _listed(counts: Mapping[str, int], group: str, most: int = 8) -> str:
    """ "en 40, de 12, 3 more" of the counts named "group:...", largest first."""
    found = sorted(((n, k.partition(":")[2]) for k, n in counts.items() if k.startswith(group + ":") and n), reverse=True)
    parts = [f"{name} {n:,}" for n, name in sorted(found, key=lambda x: (-x[0], x[1]))[:most]]
    if len(found) > most:
        parts.append(f"{len(found) - most} more")
    return ", ".join(parts)


def _kinds(counts: Mapping[str, int], group: str) -> int:
    return sum(1 for k, n in counts.items() if k.startswith(group + ":") and n)
