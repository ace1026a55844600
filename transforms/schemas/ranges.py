"""Ranges of settings, checked where settings are made."""

from __future__ import annotations


def check_range(section: str, settings: object, names: str, low: float, high: float | None = None, *, whole: bool = True) -> None:
    """Checks the fields `names` (parted by blanks) of one section of the configuration.

    Raises:
        ValueError: a sentence with key, value and valid range, where one is not in [low, high], or not a whole number if `whole`.
    """
    for name in names.split():
        value = getattr(settings, name)
        is_number = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
        if not is_number or not low <= value <= (high if high is not None else 1 << 62):
            valid = f"from {low} to {high}" if high is not None else f"of at least {low}"
            raise ValueError(f"{section}.{name} is {value!r}; it must be a {'whole ' if whole else ''}number {valid}")
