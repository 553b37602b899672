"""What commands print: tables and sentences for people, JSON for programs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from textwrap import wrap
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.status import Status
from rich.text import Text

from desktop_invoicer.credentials import Vault
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.engine.commands import error_view
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word

Json = dict[str, Any]

FAILED = 1
USUAL_WIDTH = 80

_COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Characters that command a terminal, or turn the direction of what follows."""


class Screen(Console):
    """A console on which the texts of others cannot move the cursor, hide a line or turn an amount around."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (those of the console)
        super().__init__(**options)
        self._waiting: list[Status] = []
        if not self.width:  # as COLUMNS may say; nothing at all would be printed
            self.width = USUAL_WIDTH

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render without what commands a terminal, save what the console itself means by it."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else _COMMANDING.sub("", text), style, control)

    @contextmanager
    def waiting(self, text: str) -> Iterator[None]:
        """Show that something takes its time, and what."""
        with self.status(text) as status:
            self._waiting.append(status)
            try:
                yield
            finally:
                self._waiting.remove(status)

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Let nothing move while somebody is asked."""
        for status in self._waiting:
            status.stop()
        yield
        for status in self._waiting:
            status.start()


out = Screen(highlight=False)
err = Screen(stderr=True, highlight=False)


def print_json(value: object) -> None:
    """Print a value as one JSON text, with escapes where the output is not UTF-8, and for what commands a terminal."""
    is_plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(value, ensure_ascii=is_plain, indent=2)
    sys.stdout.write(_COMMANDING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def tell(text: str, margin: int = 2, style: str = "", console: Console = out) -> None:
    """Print a text over the terminal's whole width, all of it with the same margin."""
    blank = " " * margin
    width = console.width
    for line in wrap(text, width, initial_indent=blank, subsequent_indent=blank, break_on_hyphens=False):
        console.print(Text(line, style=style))


def fail(error: InvoicerError | Json) -> int:
    """Explain an error on stderr and give the exit code."""
    view = error_view(error) if isinstance(error, InvoicerError) else error
    for told in view["problems"] or [view]:
        err.print(Text(told["message"], style="bold red"))
        err.print(Text(f"→ {told['next_action']}"))
    return FAILED


def warn_if_unkept(vault: Vault) -> None:
    """Say plainly when nothing that is entered now outlives this run."""
    if not vault.is_kept:
        sentence = _(
            "No keyring can be used here ({reason}): credentials and jobs are kept only until this program ends. "
            "VTEX still holds every notification that was not answered.",
        )
        err.print(Text(sentence.format(reason=vault.reason), style="yellow"))


def print_jobs(jobs: Sequence[Json]) -> None:
    """List jobs, a line each: what, how far, how much; below it what it waits for, over the terminal's whole width."""
    head = (_("Job"), _("Order"), _("Operation"), _("State"), _("Value"))
    rows = [_cells(job) for job in jobs]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    out.print(_row(head, widths, "bold"))
    for job, cells in zip(jobs, rows, strict=True):
        out.print(_row(cells, widths, _style(job)))
        if job["hold"] is not None:
            tell(job["hold"]["message"], widths[0] + 2, "dim")


def _cells(job: Json) -> tuple[str, str, str, str, str]:
    return (
        str(job["job"]),
        job["order"],
        "" if job["operation"] is None else word(Operation(job["operation"])),
        word(Stage(job["stage"])),
        "" if job["value"] is None else money(job["value"]),
    )


def _row(cells: Sequence[str], widths: Sequence[int], style: str) -> Text:
    number, order, operation, stage, value = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    row = Text(f"{number}  {order}  {operation}  ", no_wrap=True, overflow="ellipsis")
    row.append(stage, style=style)
    row.append(f"  {value.strip().rjust(widths[-1])}", style="bold" if style == "bold" else "")
    return row


def job_line(job: Json) -> Text:
    """Put one job into a line, with what to do next below it."""
    line = Text(f"{job['job']}  {job['order']}  ")
    line.append(word(Stage(job["stage"])), style=_style(job))
    if job["value"] is not None:
        line.append(f"  {money(job['value'])}")
    if job["hold"] is not None:
        line.append(f"\n  {job['hold']['message']}\n  → {job['hold']['next_action']}")
        if job["hold"]["detail"]:
            line.append(f"\n  ({job['hold']['detail']})", style="dim")
    return line


def _style(job: Json) -> str:
    if job["stage"] == Stage.CLOSED.value:
        return "green"
    if job["hold"] is not None and job["hold"]["kind"] in {"needs_person", "account_paused"}:
        return "yellow"
    return "cyan"
