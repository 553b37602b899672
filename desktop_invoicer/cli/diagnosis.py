"""``doctor``: what is in order, what is not, and what to do about it."""

from __future__ import annotations

import typer
from rich.text import Text

from desktop_invoicer.cli.jobs import JsonOption
from desktop_invoicer.cli.output import FAILED, out, print_json
from desktop_invoicer.config.home import Home

_SIGNS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "error": ("✗", "bold red")}


def doctor(*, as_json: JsonOption = False) -> None:
    """Look at settings, keyring, clock, origins, disk and watched folders."""
    from desktop_invoicer.doctor import examine, is_ok, report, running_health

    home = Home.find()
    findings = examine(home)
    if as_json:
        print_json(report(findings, running_health(home)))
    else:
        for finding in findings:
            sign, style = _SIGNS[finding.level.value]
            out.print(Text(f"{sign} {finding.sentence}", style=style))
            if finding.next_action:
                out.print(Text(f"  → {finding.next_action}"))
    if not is_ok(findings):
        raise typer.Exit(FAILED)
