"""``document`` and ``submit``: attach the fiscal document, and let the invoice go out."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from desktop_invoicer.cli.jobs import JobArgument, JsonOption
from desktop_invoicer.cli.output import FAILED, err, job_line, out, print_json
from desktop_invoicer.cli.refunds import confirmed, moves_money, print_refund
from desktop_invoicer.cli.session import Desk, ask, desk, operator
from desktop_invoicer.domain.typed import KEY_YEARS, moment_on
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.messages import gettext as _

SUBMIT_SECONDS = 300.0
XML_LIMIT = 5 * 1024 * 1024


def document(  # noqa: PLR0913 (one option each)
    job: JobArgument,
    *,
    xml: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="The authorised XML.")] = None,
    key: Annotated[str | None, typer.Option(help="The access key, typed or scanned; also a QR code's address.")] = None,
    value: Annotated[
        int | None, typer.Option(metavar="CENTS", min=0, max=10**12, help="Its value, where only that decides.")
    ] = None,
    issued_at: Annotated[
        datetime | None, typer.Option(metavar="T", help="When it was issued, if not this month.")
    ] = None,
    protocol: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="With the key of a cancelled note: that of its cancellation.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Attach the fiscal document: its authorised XML, or its access key."""
    if (xml is None) == (key is None):
        raise typer.BadParameter(_("Give either --xml FILE or --key KEY."))
    if protocol is not None and (key is None or value is not None):
        raise typer.BadParameter(_("--protocol goes with --key alone: a cancellation has no value of its own."))
    content = None if xml is None else base64.b64encode(_read(xml)).decode()
    moment = None if issued_at is None else _with_zone(issued_at)
    with desk(works=True) as reached:
        told = {"xml": content, "key": key, "value": value, "issued_at": moment, "protocol": protocol}
        attached = ask(reached, "attach", job=job, **told, operator=operator())
        settled = _settled(reached, attached)
    print_json(settled) if as_json else out.print(job_line(settled))


def submit(
    job: JobArgument,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Confirm a return or cancellation without asking.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Post the invoice; a return or cancellation moves money and asks before."""
    with desk(works=True) as reached:
        details = ask(reached, "show", job=job)
        seen = {"confirmed": yes}
        if moves_money(details):
            print_refund(details)
            seen = {"confirmed": yes or confirmed(details), "value": details["value"]}
        submitted = ask(reached, "submit", job=str(details["job"]), operator=operator(), **seen)
        settled = _settled(reached, submitted)
    print_json(settled) if as_json else out.print(job_line(settled))
    if settled["stage"] != Stage.CLOSED.value:
        raise typer.Exit(FAILED)


def _settled(reached: Desk, job: dict[str, Any]) -> dict[str, Any]:
    with err.waiting(_("Waiting for VTEX…")):
        (settled,) = ask(reached, "settle", jobs=[job["job"]], seconds=SUBMIT_SECONDS)
    result: dict[str, Any] = settled
    return result


def _with_zone(moment: datetime) -> str:
    """Write a moment with its zone; without one it is this machine's. A day without an hour is Brasília's."""
    if moment.year not in KEY_YEARS:
        raise typer.BadParameter(_("No document was issued then: {moment}.").format(moment=moment))
    if moment.time() == time.min:
        return moment_on(moment.date(), datetime.now(UTC)).isoformat()
    return moment.astimezone().isoformat()


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(XML_LIMIT + 1)
