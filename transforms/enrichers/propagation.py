"""Names that a recogniser found in one place of a text and missed in another.

On documents of 20 sentences made of the labelled sets' test parts it wins up to .009 F1 with a half-trained model (Turku's
Finnish; .002 on EWT, .002 on PUD, nothing on GMB) and loses nowhere; an article repeats its names more than these do.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from transforms.enrichers import country_names
from transforms.enrichers.spans import Span

_LONGEST = 6  # words
_LETTERS = 4  # of a name of one word
_TIMES = 2  # that such a name must have been found
_SURE = 0.5  # the mean score below which a name is not looked for


@lru_cache(maxsize=1)
def _word() -> re.Pattern[str]:
    letter = country_names.word_class()
    return re.compile(f"{letter}(?:(?:{letter}|[.'’-])*{letter})?")


def propagated(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, and every further occurrence of their names outside them, in order; `spans` are in order and lie apart.

    Same letters and case, whole words. A name of one word is looked for only if it was found twice, has four letters, is never
    written in lower case in this text, and does not stand beside another capitalised word there ("Apple" in "Apple Day").
    """
    words = [match.span() for match in _word().finditer(text)]
    names = _names(text, spans, {text[start:end] for start, end in words})
    if not names:
        return list(spans)
    sizes = sorted({len(_word().findall(name)) for name in names}, reverse=True)
    found: list[Span] = []
    waiting = iter([*spans, Span(len(text) + 1, len(text) + 1, spans[0].type)])
    span = next(waiting)
    free = 0  # where the last name ends
    for at, (start, _) in enumerate(words):
        while span.end <= start:
            found.append(span)
            free = max(free, span.end)
            span = next(waiting)
        if start < free or start >= span.start:
            continue
        for size in sizes:
            if at + size > len(words) or (end := words[at + size - 1][1]) > span.start:
                continue
            known = names.get(text[start:end])
            if known is not None and (size > 1 or _stands_alone(text, words, at)):
                found.append(Span(start, end, known.type, known.score))
                free = end
                break
    found.extend(s for s in spans if s.start >= span.start)
    return found


def _names(text: str, spans: Sequence[Span], written: set[str]) -> dict[str, Span]:
    """The names to look for, each with its most frequent type and its mean score."""
    by_name: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        if span.country is None:
            by_name[text[span.start : span.end]].append(span)
    names = {}
    for name, found in by_name.items():
        score = sum(span.score for span in found) / len(found)
        words = len(_word().findall(name))
        lowered = name.lower()
        alone = len(found) >= _TIMES and len(name) >= _LETTERS and lowered != name and lowered not in written
        if score >= _SURE and 0 < words <= _LONGEST and (words > 1 or alone):
            kind = max(sorted(Counter(span.type for span in found).items()), key=lambda item: item[1])[0]
            names[name] = Span(0, 0, kind, score)
    return names


def _stands_alone(text: str, words: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether no capitalised word is joined to this one by a space."""
    start, end = words[at]
    after = at + 1 < len(words) and words[at + 1][0] == end + 1 and text[end] == " " and text[end + 1].isupper()
    before = at > 0 and words[at - 1][1] == start - 1 and text[start - 1] == " " and text[words[at - 1][0]].isupper()
    return not after and not before
