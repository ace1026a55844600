"""Fixtures of the end-to-end tests."""

from tests.end_to_end.gcs_emulator import gcs

__all__ = ["gcs"]
