"""An explanation in the terminal: figures, rules, cluster, a diff, versions. Texts cannot drive the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from pipeline.explain import Explanation, Pair
from transforms.text.alignment import ADDED, REMOVED, SAME, Line, align
from transforms.text.differences import difference

_DIFF_LINES = 80
_VERSION_LINES = 12
_EDGES = 10
_PIECE = 240  # characters of a piece that stayed, or of a line, from which its middle is left out
_CHANGE = 1_000  # the same for what changed
_JOINERS = "\u200c\u200d"  # they shape Persian, Hindi and emoji, and no more
_MARKS = {SAME: ("  ", "dim", "dim"), REMOVED: ("- ", "red", "bold white on red"), ADDED: ("+ ", "green", "bold black on green")}


def print_explanation(console: Console, told: Explanation) -> None:
    """Prints all of it; what there is much of is cut, and said to be."""
    _section(console, "article")
    _print_article(console, told.article)
    _section(console, "cluster")
    _print_cluster(console, told)
    if told.pair:
        _section(console, "why one story" if told.pair.one_cluster else "why two stories")
        _print_pair(console, told.pair)
    if len(told.versions) > 1:
        _section(console, "versions")
        _print_versions(console, told)


def plain(text: object) -> str:
    """One line without what a terminal would take for a command or a change of direction."""
    return "".join(c if c.isprintable() or c in _JOINERS else " " if c.isspace() else "\ufffd" for c in str(text))


def _print_article(console: Console, article: dict[str, Any]) -> None:
    _fields(
        console,
        {
            "id": f"{article['article_id']}, version {article['version']}",
            "title": article["title"],
            "domain": article["domain"],
            "published": _time(article["published_at"]),
            "url": article["url"],
            "agency": article["agency"],
            "words": f"{article['word_count']:,}",
        },
    )


def _print_cluster(console: Console, told: Explanation) -> None:
    article, cluster = told.article, told.cluster
    size = cluster["size"] if cluster else 1
    if size == 1 and not told.edges:
        _say(console, f"No other article is a copy of this one: it is alone in its cluster {article['cluster_id']}.")
        return
    elsewhere = told.stored_cluster != article["cluster_id"]
    moved = f" ({told.stored_cluster} when it was read, merged or moved since)" if elsewhere else ""
    canonical = "this article" if article["is_canonical"] else str(article["canonical_article_id"])
    reason = f": {cluster['canonical_reason']}" if cluster and cluster["canonical_reason"] else ""
    _fields(
        console,
        {
            "id": f"{article['cluster_id']}{moved}",
            "canonical": canonical + reason,
            "size": f"{size:,} article{'' if size == 1 else 's'}",
            "domains": ", ".join(cluster["domains"] or ()) if cluster else None,
            "seen": f"{_time(cluster['first_seen'])} to {_time(cluster['last_seen'])}" if cluster else None,
            "agency": cluster["agency"] if cluster else None,
        },
    )
    if told.edges:
        console.print()
        console.print(
            Text(f"{'other article':<32}  kind       this in it  it in this  Jaccard  domain", style="bold"), soft_wrap=True
        )
        for edge in told.edges[:_EDGES]:
            a, b, jaccard = (_share(edge[name]) for name in ("containment", "other_containment", "jaccard"))
            _say(console, f"{edge['other_id']:<32}  {edge['kind']:<9}  {a:>10}  {b:>10}  {jaccard:>7}  {edge['domain'] or ''}")
        if len(told.edges) > _EDGES:
            _say(console, f"… and {len(told.edges) - _EDGES:,} more, in the table `duplicates`")


def _print_pair(console: Console, pair: Pair) -> None:
    other = pair.other
    _fields(
        console,
        {
            "set against": f"{other['article_id']}, version {other['version']}",
            "title": other["title"],
            "domain": other["domain"],
            "published": _time(other["published_at"]),
        },
    )
    console.print()
    for sentence in (*_verdict(pair), *_figures(pair)):
        _say(console, sentence)
    for step in pair.way:
        console.print(
            Text(plain(f"  {step['article_id']} - {step['kind']}, {_share(step['containment'])} -> {step['other_id']}"))
        )
    # From the source to the copy: what was added to it and taken from it.
    source, copy = (pair.article, other) if pair.article["is_canonical"] else (other, pair.article)
    lines = align(source["text"], copy["text"])
    counts = {kind: sum(line.kind == kind for line in lines) for kind in _MARKS}
    console.print()
    _say(
        console,
        f"From {source['article_id']} (-) to {copy['article_id']} (+): {counts[SAME]:,} sentences stayed, "
        f"{counts[REMOVED]:,} went or changed, {counts[ADDED]:,} came or changed.",
    )
    _print_diff(console, lines, _DIFF_LINES)


def _verdict(pair: Pair) -> Iterator[str]:
    found, settings = pair.evidence, pair.settings
    far = pair.days is not None and pair.days > settings.lookback_days and not found.same
    if found.accepted and not far:
        kind = found.kind(settings.near)
        yield {
            "exact": "exact: the same words in the same order; case, punctuation and typography are not looked at.",
            "near": f"near: what they share is {settings.near:.0%} of the longer text or more."
            if min(found.containment, found.other_containment) >= settings.near
            else "near: the other article is a part of this one.",
            "contained": f"contained: this article is a part of the other, which shares less than {settings.near:.0%} of itself.",
        }[kind]
    else:
        yield "By their texts alone these two are not copies: " + _reason(pair, far)
        if pair.one_cluster and pair.way:
            yield "They are one story by way of others:"
        elif pair.one_cluster:
            yield "They are in one cluster by what was known when it was made (an earlier version, or an article that is gone)."
    if not pair.one_cluster and found.accepted and not far:
        yield (
            f"They are in two clusters all the same ({pair.article['cluster_id']}, {pair.other['cluster_id']}): one of them may "
            "hold several stories, share too little with its cluster's article, or have come when the other was out of reach."
        )


def _reason(pair: Pair, far: bool) -> str:
    found = pair.evidence
    if found.short:
        return f"one has fewer than {pair.settings.min_words} words, where only equal texts of one domain count."
    if found.templates:
        return "too few of their numbers are the same, as in tables of results or prices."
    if far:
        return f"they were published {pair.days:,.0f} days apart, and {pair.settings.lookback_days} is the most."
    return f"{found.least:.0%} of the shorter text would have to be shared."


def _figures(pair: Pair) -> Iterator[str]:
    found, settings = pair.evidence, pair.settings
    yield (
        f"shared: {found.containment:.1%} of this article's three-word sequences stand in the other, "
        f"{found.other_containment:.1%} of the other's in this one; Jaccard index {found.jaccard:.3f}; "
        f"{found.words[0]:,} and {found.words[1]:,} words."
    )
    where = (
        "two domains (containment_apart)"
        if pair.apart and settings.strip_boilerplate
        else "furniture could be told from text (containment)"
        if pair.known
        else "nothing was known of their domains' furniture (containment_cold)"
    )
    yield f"asked for: {found.least:.0%} of the shorter text, for {where}; {settings.near:.0%} of the longer one makes it near."
    shared, mine, others = found.numbers
    judged = (
        "too few to judge by"
        if min(mine, others) < 4
        else "too few in common: templates"
        if found.templates
        else "enough in common"
    )
    yield f"numbers: {mine} and {others} distinct, {shared} shared: {judged}."
    if pair.edge:
        edge = pair.edge
        figures = ", ".join(_share(edge[name]) for name in ("containment", "other_containment", "jaccard"))
        yield (
            f"recorded: {edge['kind']} ({figures}), version {edge['version']} against version {edge['other_version']}, "
            f"by run {edge['run_id']}."
        )


def _print_versions(console: Console, told: Explanation) -> None:
    if told.older_versions:
        _say(console, f"({told.older_versions:,} older versions are left out)")
    first = told.versions[0]
    _say(console, f"version {first['version']}, {_time(first['time'])}, run {first['run_id']}")
    for before, after in pairwise(told.versions):
        stored = after["chars_added"] is not None
        changed = difference(before["text"], after["text"])
        added, removed = (after["chars_added"], after["chars_removed"]) if stored else (changed.added, changed.removed)
        _say(
            console,
            f"version {after['version']}, {_time(after['time'])}, run {after['run_id']}: "
            f"{added:,} characters added, {removed:,} removed, over version {before['version']}",
        )
        if before["title"] != after["title"]:
            console.print(Text("- " + _cut(plain(before["title"]), _PIECE), style="red"), soft_wrap=True)
            console.print(Text("+ " + _cut(plain(after["title"]), _PIECE), style="green"), soft_wrap=True)
        changes = [line for line in align(before["text"], after["text"]) if line.kind != SAME]
        _print_diff(console, changes, _VERSION_LINES)


def _print_diff(console: Console, lines: Sequence[Line], limit: int) -> None:
    """Long unchanged stretches are folded to their ends, and after `limit` lines the rest is counted."""
    shown: list[Text] = []
    for same, group in groupby(lines, key=lambda line: line.kind == SAME):
        part = list(group)
        folded = len(part) - 2 if same and len(part) > 3 else 0
        shown += [_line(line) for line in (part[:1] if folded else part)]
        if folded:
            shown += [Text(f"  … {folded:,} sentences the same …", style="dim italic"), _line(part[-1])]
    for line in shown[:limit]:
        console.print(line, soft_wrap=True)
    if len(shown) > limit:
        console.print(Text(f"  … {len(shown) - limit:,} more lines …", style="dim italic"))


def _line(line: Line) -> Text:
    mark, style, changed_style = _MARKS[line.kind]
    text = Text(mark, style=style)
    for piece, changed in line.pieces:
        text.append(_cut(plain(piece), _CHANGE if changed else _PIECE), style=changed_style if changed else style)
    if len(text) > 4 * _CHANGE:
        text.truncate(4 * _CHANGE)
        text.append(" …")
    return text


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit // 2]} … {text[-limit // 2 :]}"


def _section(console: Console, name: str) -> None:
    console.print(Rule(name, align="left"))


def _say(console: Console, sentence: str) -> None:
    console.print(Text(plain(sentence)), soft_wrap=True)


def _fields(console: Console, found: dict[str, Any]) -> None:
    for name, value in found.items():
        if value not in (None, ""):
            console.print(Text(f"{name:<12}", style="bold").append(_cut(plain(value), 400), style="not bold"), soft_wrap=True)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _time(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat(" ", "minutes").removesuffix("+00:00")
