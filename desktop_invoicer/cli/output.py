"""What commands print: tables and sentences for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from desktop_invoicer.credentials import Vault
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.engine.commands import error_view
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

Json = dict[str, Any]

FAILED = 1


def print_json(value: object) -> None:
    """Print a value as one JSON text."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def fail(error: InvoicerError | Json) -> int:
    """Explain an error on stderr and give the exit code."""
    view = error_view(error) if isinstance(error, InvoicerError) else error
    err.print(Text(view["message"], style="bold red"))
    for problem in view.get("problems", []):
        err.print(Text(f"  • {problem['message']}"))
        err.print(Text(f"    {problem['next_action']}", style="dim"))
    if view.get("next_action"):
        err.print(Text(f"→ {view['next_action']}"))
    return FAILED


def warn_if_unkept(vault: Vault) -> None:
    """Say plainly when nothing that is entered now outlives this run."""
    if not vault.is_kept:
        sentence = _(
            "No keyring can be used here ({reason}): credentials and jobs are kept only until this program ends. "
            "VTEX still holds every notification that was not answered.",
        )
        err.print(Text(sentence.format(reason=vault.reason), style="yellow"))


def jobs_table(jobs: Sequence[Json]) -> Table:
    """Lay out jobs as rows: what, how far, how much, and what it waits for."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in (_("Job"), _("Order"), _("Operation"), _("State")):
        table.add_column(title, no_wrap=True)
    table.add_column(_("Value"), justify="right", no_wrap=True)
    table.add_column(_("What it waits for"), ratio=1)
    for job in jobs:
        hold = job["hold"]
        table.add_row(
            str(job["job"]),
            Text(job["order"]),
            "" if job["operation"] is None else word(Operation(job["operation"])),
            Text(word(Stage(job["stage"])), style=_style(job)),
            "" if job["value"] is None else money(job["value"]),
            Text("" if hold is None else hold["message"]),
        )
    return table


def job_line(job: Json) -> Text:
    """Put one job into a line, with what to do next below it."""
    line = Text(f"{job['job']}  {job['order']}  ")
    line.append(word(Stage(job["stage"])), style=_style(job))
    if job["value"] is not None:
        line.append(f"  {money(job['value'])}")
    if job["hold"] is not None:
        line.append(f"\n  {job['hold']['message']}\n  → {job['hold']['next_action']}")
    return line


def _style(job: Json) -> str:
    if job["stage"] == Stage.CLOSED.value:
        return "green"
    if job["hold"] is not None and job["hold"]["kind"] in {"needs_person", "account_paused"}:
        return "yellow"
    return "cyan"
