"""``jobs settle`` and its like: what people have to say about a return before its money goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from desktop_invoicer.cli.jobs import LOAD_SECONDS, JobArgument, JsonOption, ReasonOption
from desktop_invoicer.cli.output import err, job_line, out, print_json
from desktop_invoicer.cli.session import ask, desk, operator
from desktop_invoicer.config.values import is_account_name
from desktop_invoicer.messages import gettext as _

LONGEST = 100
LONGEST_AGO = timedelta(days=365)


class Meant(StrEnum):
    """What an unreadable request may ask for, as it is typed."""

    CANCELLATION = "cancellation"
    STORE_RETURN = "store-return"
    RETURN = "return"


def short(text: str) -> str:
    """Take a name or what a slip of paper says."""
    text = " ".join(text.split())
    if not any(map(str.isalnum, text)) or len(text) > LONGEST or not text.isprintable():
        raise typer.BadParameter(_("Write it in up to {length} characters.").format(length=LONGEST))
    return text


def _store(text: str | None) -> str | None:
    if text is not None and not is_account_name(text):
        raise typer.BadParameter(_("This cannot be the name of a VTEX account: “{text}”.").format(text=text[:60]))
    return text


def _past(at: datetime | None) -> datetime | None:
    """Take a moment of this machine's time that is over, and not for long."""
    now = datetime.now(UTC).astimezone().replace(tzinfo=None)
    if at is not None and at > now:
        raise typer.BadParameter(_("This is still to come: {moment}.").format(moment=at))
    if at is not None and at < now - LONGEST_AGO:
        raise typer.BadParameter(_("No document was issued then: {moment}.").format(moment=at))
    return at


ManagerOption = Annotated[str, typer.Option(metavar="NAME", help="The manager who says so.", callback=short)]


def settle(
    job: JobArgument,
    *,
    meant: Annotated[Meant, typer.Option("--as", metavar="OPERATION", help="cancellation, store-return or return.")],
    store: Annotated[
        str | None,
        typer.Option(metavar="ACCOUNT", help="The store that takes it back, if not this one.", callback=_store),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what an unreadable request asks for: nothing is guessed where money moves."""
    if store is not None and meant is not Meant.STORE_RETURN:
        raise typer.BadParameter(_("--store goes with --as store-return alone."))
    operation = meant.value.replace("-", "_")
    _say("settle_operation", as_json, job=job, operator=operator(), operation=operation, store=store or "")


def take_over(job: JobArgument, *, manager: ManagerOption, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """Take back here what VTEX gave to another store; a manager's word."""
    _say("take_over", as_json, job=job, manager=manager, reason=reason)


def without_refund(job: JobArgument, *, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """Go on with a return of an order that is not fully invoiced: VTEX will refund nothing."""
    _say("without_refund", as_json, job=job, operator=operator(), reason=reason)


def reversal(
    job: JobArgument,
    *,
    authorisation: Annotated[
        str, typer.Option(metavar="TEXT", help="What the terminal's slip says: authorisation or NSU.", callback=short)
    ],
    at: Annotated[datetime | None, typer.Option(metavar="T", help="When, if not just now.", callback=_past)] = None,
    as_json: JsonOption = False,
) -> None:
    """Note that the card terminal has given the money of a cancellation back."""
    reversed_at = None if at is None else at.astimezone().isoformat()
    _say("reversal", as_json, job=job, operator=operator(), authorisation=authorisation, reversed_at=reversed_at)


def approve(job: JobArgument, *, manager: ManagerOption, as_json: JsonOption = False) -> None:
    """Allow the refund of exactly this amount; whoever sends it has to be somebody else."""
    _say("approve", as_json, job=job, manager=manager)


ACTS: dict[str, Callable[..., None]] = {
    "settle": settle,
    "take-over": take_over,
    "without-refund": without_refund,
    "reversal": reversal,
    "approve": approve,
}
"""The commands below ``jobs``, by name."""


def _say(command: str, as_json: bool, **arguments: str | None) -> None:
    """Say a word, and show what becomes of the job."""
    with desk(works=True) as reached, err.waiting(_("Waiting for VTEX…")):
        said = ask(reached, command, **arguments)
        (settled,) = ask(reached, "settle", jobs=[said["job"]], seconds=LOAD_SECONDS)
    print_json(settled) if as_json else out.print(job_line(settled))
