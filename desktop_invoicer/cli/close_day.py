"""``close-day``: what the store's day came to, what is not sent and why; sending it, and signing the day off."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop_invoicer.cli.dates import typed_day
from desktop_invoicer.cli.day_details import print_day
from desktop_invoicer.cli.jobs import JsonOption, said
from desktop_invoicer.cli.output import FAILED, Json, err, print_json
from desktop_invoicer.cli.sending import is_all_sent, is_anything_moving, send_ready
from desktop_invoicer.cli.session import CommandFailedError, Desk, ask, desk, operator
from desktop_invoicer.cli.settling import short
from desktop_invoicer.domain.day_report import PaperSize
from desktop_invoicer.messages import gettext as _

ENDINGS = (".pdf", ".xlsx", ".csv")


def _report_file(file: Path | None) -> Path | None:
    """Take the name of a report; its ending says how it is written."""
    if file is not None and file.suffix.lower() not in ENDINGS:
        raise typer.BadParameter(_("The name ends in {endings}.").format(endings=", ".join(ENDINGS)))
    return None if file is None else file.absolute()


def _manager(name: str | None) -> str | None:
    return None if name is None else short(name)


def _reason(text: str | None) -> str | None:
    return None if text is None else said(text)


def close_day(  # noqa: PLR0913 (one for each option)
    *,
    date: Annotated[
        str | None, typer.Option(metavar="D", help="The day, as 2026-11-21 or 21/11/2026; today when not given.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask VTEX what would become of what is ready; nothing is sent.")
    ] = False,
    submit: Annotated[
        bool, typer.Option("--submit", help="Send everything that is ready; returns need a word of their own.")
    ] = False,
    reconcile: Annotated[
        bool, typer.Option("--reconcile", help="Compare VTEX, the documents and this desk's journal.")
    ] = False,
    close: Annotated[bool, typer.Option("--close", help="Sign the day off, as a manager.")] = False,
    manager: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The manager who signs.", callback=_manager),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="Why the day is closed although something is not sent.",
            callback=_reason,
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the day as PDF, XLSX or CSV.", callback=_report_file),
    ] = None,
    paper: Annotated[
        PaperSize | None, typer.Option(help="What a PDF is for: A4, or a roll of 80 mm.", show_default="a4")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a day of the store came to and what is not sent; send what is ready, compare, sign off, export."""
    if dry_run and (submit or close):
        raise typer.BadParameter(_("--dry-run changes nothing: it does not go with --submit or --close."))
    if close != (manager is not None) or (reason is not None and not close):
        raise typer.BadParameter(_("--close goes with --manager NAME, and with --reason TEXT where work is pending."))
    if paper is not None and export is None:
        raise typer.BadParameter(_("--paper goes with --export FILE."))
    when = typed_day(date).isoformat()
    with desk(works=submit) as reached:
        sent = send_ready(reached, when, operator(), is_quiet=as_json) if submit else None
        view = _seen(reached, when, dry_run=dry_run, reconcile=reconcile)
        refused, written = None, None
        try:
            if close:
                told = {"manager": manager, "reason": reason or "", "seen": view["seen"]}
                view = ask(reached, "close_day", date=when, **told)
            if export is not None:
                written = ask(reached, "export_day", date=when, path=str(export), size=(paper or PaperSize.A4).value)
        except CommandFailedError as exc:  # what was done before is told all the same
            refused = exc
    print_json(view) if as_json else print_day(view, sent, written)
    if refused is not None:
        raise refused
    if submit and (is_anything_moving(view) or not (sent is None or is_all_sent(sent))):
        raise typer.Exit(FAILED)


def _seen(reached: Desk, when: str, *, dry_run: bool, reconcile: bool) -> Json:
    """Look at the day as it is now."""
    if reconcile:
        with err.waiting(_("Comparing VTEX, documents and journal…")):
            ask(reached, "reconcile", date=when)
    with err.waiting(_("Asking VTEX about each order that is ready…") if dry_run else _("Counting…")):
        seen: Json = ask(reached, "look_ahead" if dry_run else "day", date=when)
    return seen
