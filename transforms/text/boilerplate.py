"""Furniture off the text: what recurs on a domain, what the rules know, what repeats the title.

What goes is kept, with its kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyarrow as pa

from transforms.schemas.articles import Boilerplate
from transforms.text import agencies, furniture
from transforms.text.duplicates import DuplicateSettings
from transforms.text.lines import line_hash, line_hashes
from transforms.text.normalise import Tokens, tokenise

_LAST_SENTENCES = 1_000  # characters of a line's end in which furniture is looked for sentence by sentence
_HEAD, _TAIL = 4, 8  # lines from the edges in which the looser rules hold
_SENTENCE = re.compile(r"(?<=[.!?…。！？])(?:[\"'”’»)\]]+)?\s+(?=\S)")
_CREDITS = re.compile(
    r"^(?:\(c\) ?|© ?|by (?:the )?|from |via |avec |par |(?:source|quelle|fonte|fuente|bron) ?: ?"
    r"|mit material (?:von|der) |con información de )*+"
)
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af|autor|author|written by) [^\d.!?]{2,60}(?:, [^\d.!?]{2,40})?")


@dataclass(frozen=True, slots=True)
class DomainProfile:
    """What recurs on one domain: line hash -> strong (furniture anywhere in a text, not only at its edges)."""

    documents: int
    lines: dict[int, bool]


@dataclass(frozen=True, slots=True)
class Profile:
    """The furniture of the domains seen so far."""

    domains: dict[str, DomainProfile] = field(default_factory=dict)


EMPTY_PROFILE = Profile()


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without furniture. `had_evidence`: its domain is known well enough for recurring lines to show."""

    text: str
    removed: tuple[Boilerplate, ...]
    had_evidence: bool


def load_profile(table: pa.Table) -> Profile:
    """Reads a table of schema PROFILE."""
    documents: dict[str, int] = {}
    lines: dict[str, dict[int, bool]] = {}
    columns = (table.column(name).to_pylist() for name in ("domain", "line", "documents", "strong"))
    for domain, line, count, strong in zip(*columns, strict=True):
        if line == 0:
            documents[domain] = count
        else:
            lines.setdefault(domain, {})[line] = strong
    return Profile({domain: DomainProfile(count, lines.get(domain, {})) for domain, count in documents.items()})


def strip(
    text: str,
    title: str | None,
    domain: str | None,
    profile: Profile,
    settings: DuplicateSettings,
    tokens: Tokens | None = None,
) -> Stripped:
    """Takes furniture off; a text that is furniture throughout is left as it is. `tokens` are `tokenise(text)`, where at hand."""
    if not settings.strip_boilerplate:
        return Stripped(text, (), False)
    known = profile.domains.get(domain) if domain else None
    evidence = known is not None and known.documents >= settings.recurring_documents
    lines = text.split("\n")
    kinds = _kinds(lines, title)
    if known and known.lines:
        _mark_recurring(kinds, known, tokens if tokens is not None else tokenise(text), lines)
    kept: list[str] = []
    removed: list[Boilerplate] = []
    for line, kind in zip(lines, kinds, strict=True):
        if kind:
            removed.append(Boilerplate(kind, line.strip()))
            continue
        body, end = line[: -furniture.TAIL], line[-furniture.TAIL :]
        while tail := furniture.tail_of(end):
            start, tail_kind = tail
            removed.append(Boilerplate(tail_kind, end[start:].strip()))
            end = end[:start].rstrip()
        kept.append(body + end)
    _cut_last_sentences(kept, removed, known)
    stripped = "\n".join(kept).strip("\n")
    if not removed or not stripped.strip():
        return Stripped(text, (), evidence)
    return Stripped(stripped, tuple(removed), evidence)


def without_credits(text: str) -> str:
    """The text that is fingerprinted: bylines at the head and agencies' names at the tail do not tell stories apart."""
    lines = text.split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or _is_credit(lines[-1])):
        lines.pop()
    first = 0
    while first < min(3, len(lines) - 1) and (not lines[first].strip() or _is_credit(lines[first]) or _is_byline(lines[first])):
        first += 1
    return "\n".join(lines[first:])


def _is_credit(line: str) -> bool:
    if len(line) > 80:
        return False
    folded = line.strip(" \t()[]—–-*.").casefold()
    return agencies.is_credit(_CREDITS.sub("", folded, count=1).rstrip(" .)"))


def _is_byline(line: str) -> bool:
    return len(line) <= 90 and _BYLINE.fullmatch(line.strip().casefold()) is not None


def _kinds(lines: list[str], title: str | None) -> list[str | None]:
    """What the rules say of each line; the looser ones hold in the first and last lines that are not blank."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    edge = set(filled[:_HEAD]) | set(filled[-_TAIL:])
    kinds = [furniture.kind_of(line, i in edge) if line.strip() else None for i, line in enumerate(lines)]
    if title and (wanted := _letters(title)):
        for i in filled[:_HEAD]:
            if len(lines[i]) <= 2 * len(title) + 20 and _letters(lines[i]) == wanted:
                kinds[i] = "title"
    return kinds


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _mark_recurring(kinds: list[str | None], known: DomainProfile, tokens: Tokens, lines: list[str]) -> None:
    """Marks strong lines anywhere, weak ones where only furniture, bylines and credits lie between them and an edge."""
    hashes, _, numbers = line_hashes(tokens)
    found = {int(number): known.lines[line] for line, number in zip(hashes.tolist(), numbers, strict=True) if line in known.lines}
    for number, strong in found.items():
        if strong and kinds[number] is None:
            kinds[number] = "recurring"
    filled = [int(n) for n in numbers]
    for order in (filled, filled[::-1]):
        for number in order:
            if kinds[number] is None and number in found:
                kinds[number] = "recurring"
            if kinds[number] is None and not (_is_credit(lines[number]) or _is_byline(lines[number])):
                break


def _cut_last_sentences(kept: list[str], removed: list[Boilerplate], known: DomainProfile | None) -> None:
    """Takes furniture sentences off the end of the last line that has a story's sentence before them."""
    last = next((i for i in range(len(kept) - 1, -1, -1) if kept[i].strip()), None)
    if last is None:
        return
    line, end = kept[last], len(kept[last])
    for start in reversed([found.end() for found in _SENTENCE.finditer(line, max(0, len(line) - _LAST_SENTENCES))]):
        sentence = line[start:end].rstrip()
        kind = furniture.kind_of(sentence, True)
        if sentence and not kind and known and known.lines and line_hash(tokenise(sentence).hashes) in known.lines:
            kind = "recurring"
        if not kind:
            break
        removed.append(Boilerplate(kind, sentence.strip()))
        end = start
    if end < len(line):
        kept[last] = line[:end].rstrip()
