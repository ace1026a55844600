"""What a person sees while a run goes: a live line where there is a terminal, plain lines where there is none."""

from __future__ import annotations

import time
from collections.abc import Mapping

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from pipeline.launch import Observer
from pipeline.manifest import Manifest
from pipeline.plan import Plan
from transforms import progress

PLAIN_EVERY_S = 10.0


class Display(Observer):
    """Shows the resolved runner at the start, then documents by phase. A context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live: Live | None = None
        self._started = time.monotonic()
        self._said = self._started
        self._phase = ""

    def recovered(self, earlier: Manifest) -> None:
        self._console.print(
            f"run        {earlier.run_id} was finished but not published by an earlier command; it is now", highlight=False
        )

    def started(self, runner: str, run_id: str, plan: Plan) -> None:
        size = sum(f.size for f in plan.new)
        known = len(plan.found) - len(plan.new)
        known_note = f" ({known:,} more were read by earlier runs)" if known else ""
        self._console.print(f"runner     {runner}", highlight=False)
        self._console.print(f"run        {run_id}", highlight=False)
        self._console.print(f"inputs     {len(plan.new):,} files, {readable(size)}{known_note}", highlight=False)
        if plan.replaces:
            self._console.print(f"replaces   {', '.join(m.run_id for m in plan.replaces)}", highlight=False)
        if plan.overlaps:
            stay = ", ".join(m.run_id for m in plan.overlaps)
            note = "it read other inputs too; unchanged texts count as seen again"
            self._console.print(f"stays      {stay} ({note})", highlight=False)
        self._started = self._said = time.monotonic()
        if self._console.is_terminal:
            self._live = Live(Spinner("dots", text="starting"), console=self._console, refresh_per_second=8, transient=True)
            self._live.start()

    def progressed(self, folder: str | None) -> None:
        phase, line = self._line(progress.measure(folder) if folder else {})
        if self._live:
            self._live.update(Spinner("dots", text=Text(line)))
        elif phase != self._phase or time.monotonic() - self._said >= PLAIN_EVERY_S:
            self._said = time.monotonic()
            self._console.print(line, highlight=False)
        self._phase = phase

    def _line(self, done: Mapping[str, int]) -> tuple[str, str]:
        elapsed = time.monotonic() - self._started
        read, written = done.get("extract", 0), done.get("publish", 0)
        if written:
            phase, text = "publish", f"publishing: {written:,} of {read:,} documents"
        elif not read:
            phase, text = "start", "workers are starting"
        else:
            phase, text = "extract", f"extracting: {read:,} documents, {read / max(elapsed, 1e-3):,.1f}/s"
        return phase, f"{elapsed:6.0f} s  {text}"

    def __enter__(self) -> Display:
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()


def readable(size: float) -> str:
    """Bytes for people: 1.4 MB."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:,.0f} {unit}" if unit == "B" else f"{size:,.1f} {unit}"
        size /= 1000
    return f"{size:,.1f} TB"
