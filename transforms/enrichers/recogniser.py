"""What finds the spans of names in a text: the model that ships, or one of spaCy's."""

from __future__ import annotations

from typing import Protocol

from transforms.enrichers.spans import Span


class Recogniser(Protocol):
    """Finds persons, organisations and places in a text, paragraph by paragraph.

    What it finds in a paragraph depends on that paragraph and the language alone, not on its neighbours: what is known of a
    paragraph is reused in other articles that have it too.
    """

    @property
    def languages(self) -> frozenset[str]:
        """The languages it is good enough for, as two letters; "xx" is every one."""

    def setup(self) -> None:
        """Loads the model, once a process."""

    def spans(self, text: str, language: str | None) -> list[Span]:
        """What it finds in a text, in code points, end exclusive; paragraphs are parted by "\\n" and no span crosses one."""
