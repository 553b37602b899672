"""``jobs``: list, show, add, retry and dismiss."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

import typer

from desktop_invoicer.cli.details import print_details
from desktop_invoicer.cli.output import err, job_line, out, print_jobs, print_json
from desktop_invoicer.cli.session import CommandFailedError, ask, desk, operator, settings_in_use
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.messages import gettext as _

LOAD_SECONDS = 20.0
"""VTEX may show a notification only some time after it was asked for; the job goes on without us."""
REASON_LENGTH = 500

_ID = re.compile(r"[!-~]{1,200}")
_NOT_IN_ID = re.compile(r"[/\\%?#]|^\.{1,2}$")  # what would lead to another address
_NUMBER = re.compile(r"[0-9]+")
_LONGEST_NUMBER = 18

app = typer.Typer(help="List the jobs, or work on one of them.", invoke_without_command=True)

StageName = StrEnum("StageName", {stage.name: stage.value for stage in Stage})  # type: ignore[misc]  # typer's choices

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _id(text: str | None) -> str | None:
    """Take an id as it was typed or scanned; refuse what cannot be one before anybody is asked."""
    if text is None:
        return None
    text = text.strip()
    if not _ID.fullmatch(text) or _NOT_IN_ID.search(text):
        raise typer.BadParameter(_("This cannot be an id of VTEX: “{text}”.").format(text=text[:60]))
    return text


def _reference(text: str) -> str:
    """Take a job's number or an order's id."""
    text = text.strip()
    if _NUMBER.fullmatch(text) and len(text) > _LONGEST_NUMBER:
        raise typer.BadParameter(_("No job has so long a number: “{text}”.").format(text=text[:60]))
    return _id(text) or ""


def said(text: str) -> str:
    """Take a reason; one that says nothing is none."""
    text = " ".join(text.split())
    if not any(map(str.isalnum, text)) or len(text) > REASON_LENGTH:
        raise typer.BadParameter(_("Say why, in up to {length} characters.").format(length=REASON_LENGTH))
    return text


JobArgument = Annotated[
    str, typer.Argument(metavar="JOB", help="Number of the job, or the order's id.", callback=_reference)
]


OrderArgument = Annotated[str, typer.Argument(metavar="ORDER", help="The order's id in VTEX.", callback=_id)]
NotificationArgument = Annotated[
    str | None, typer.Argument(metavar="[NOTIFICATION]", help="Only this one.", callback=_id)
]
ReasonOption = Annotated[str, typer.Option(metavar="TEXT", help="Why.", callback=said)]
AccountOption = Annotated[str | None, typer.Option(help="The VTEX account; the store's own when not given.")]


@app.callback()
def jobs(
    context: typer.Context,
    *,
    stage: Annotated[StageName | None, typer.Option(help="Only jobs of this stage.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the jobs, oldest first."""
    if context.invoked_subcommand is not None:
        return
    with desk() as reached:
        found = ask(reached, "jobs", stage=None if stage is None else stage.value)
    if as_json:
        print_json(found)
    elif found:
        print_jobs(found)
    else:
        out.print(_("No jobs."))


@app.command()
def show(job: JobArgument, *, as_json: JsonOption = False) -> None:
    """Show everything that is known of a job."""
    with desk() as reached:
        details = ask(reached, "show", job=job)
    if as_json:
        print_json(details)
    else:
        print_details(details)


@app.command()
def raw(job: JobArgument) -> None:
    """Print what VTEX sent for a job, as it came: personal data included."""
    with desk() as reached:
        print_json(ask(reached, "raw", job=job))


@app.command()
def add(
    order: OrderArgument,
    notification: NotificationArgument = None,
    *,
    account: AccountOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask VTEX now what it wants invoiced of an order."""
    account = account or own_account()
    with desk(works=True) as reached, err.waiting(_("Waiting for VTEX…")):
        added = ask(reached, "add", account=account, order=order, notification=notification)
        loaded = ask(reached, "settle", jobs=[job["job"] for job in added], seconds=LOAD_SECONDS)
    if as_json:
        print_json(loaded)
        return
    for job in loaded:
        out.print(job_line(job))
    if not loaded:
        out.print(_("VTEX asks for no invoice of this order."))


@app.command()
def retry(job: JobArgument, *, as_json: JsonOption = False) -> None:
    """Try again now; what is not sent yet is read again from the beginning."""
    with desk(works=True) as reached, err.waiting(_("Waiting for VTEX…")):
        tried = ask(reached, "retry", job=job, operator=operator())
        (settled,) = ask(reached, "settle", jobs=[tried["job"]], seconds=LOAD_SECONDS)
    print_json(settled) if as_json else out.print(job_line(settled))


@app.command()
def dismiss(
    job: JobArgument,
    *,
    reason: Annotated[str, typer.Option(help="Why nobody has to do it any more.", callback=said)],
    as_json: JsonOption = False,
) -> None:
    """End a job by decision: nothing is sent, and VTEX is not told."""
    with desk() as reached:
        dismissed = ask(reached, "dismiss", job=job, reason=reason, operator=operator())
    print_json(dismissed) if as_json else out.print(job_line(dismissed))


def own_account() -> str:
    """Give the account of this store; there is nobody to ask before it is set up."""
    home, settings = settings_in_use()
    if not settings.store.account:
        raise CommandFailedError(
            {
                "message": _("No VTEX account is set up in {file}.").format(file=home.config_file),
                "next_action": _("Add an [[accounts]] table with the account's name."),
                "problems": [],
            }
        )
    return settings.store.account
