"""The base of everything that ends a command with one sentence instead of a traceback."""

from __future__ import annotations


class NewsbeamError(Exception):
    """Its message is a sentence for the user; `exit_code` is what the command ends with (2: asked for wrongly)."""

    exit_code = 2
