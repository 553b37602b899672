"""``audit``: what left the desk or was decided there; whether anybody changed that afterwards; taking it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from desktop_invoicer.cli.dates import typed_day
from desktop_invoicer.cli.jobs import JsonOption
from desktop_invoicer.cli.output import FAILED, Json, err, out, print_json, tell
from desktop_invoicer.cli.session import Desk, ask, desk, operator, settings_in_use
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.audit_check import AnchorState
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, word
from desktop_invoicer.messages.figures import number

app = typer.Typer(help="Look at the audit trail, check it, or take it elsewhere.", invoke_without_command=True)

ENDINGS = (".jsonl", ".csv")
A_PAGE = 500
"""Lines that are asked for at a time."""
_AMOUNTS = frozenset({"value", "before value", "invoiced", "net"})

SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="D", help="The first day, as 2026-11-21 or 21/11/2026.")
]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="D", help="The last day.")]


def _trail_file(file: Path) -> Path:
    if file.suffix.lower() not in ENDINGS:
        raise typer.BadParameter(_("The name ends in {endings}.").format(endings=", ".join(ENDINGS)))
    return file.absolute()


@app.callback()
def audit(  # noqa: PLR0913 (one for each option)
    context: typer.Context,
    *,
    since: SinceOption = None,
    until: UntilOption = None,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this person did.")] = None,
    subject: Annotated[
        str, typer.Option(metavar="TEXT", help="Only what is about this: ACCOUNT, ACCOUNT/ORDER or ACCOUNT/ORDER/JOB.")
    ] = "",
    last: Annotated[int, typer.Option(metavar="N", min=1, help="How many of the newest lines.")] = 100,
    as_json: JsonOption = False,
) -> None:
    """List what left the desk or was decided there, the newest last."""
    if context.invoked_subcommand is not None:
        return
    asked = {**_times(since, until), "who": who, "subject": subject}
    with desk() as reached:
        lines = _newest(reached, asked, last)
    if as_json:
        print_json(lines)
        return
    for line in lines:
        _print_line(line)
    if len(lines) == last:
        out.print(
            Text(_("Only the newest {shown} lines are shown; --last shows more.").format(shown=last)), style="dim"
        )


@app.command()
def verify(*, as_json: JsonOption = False) -> None:
    """Check the whole trail: every line, the order of all, both ends. Ends with 1 where anything was changed."""
    with desk() as reached, err.waiting(_("Checking the audit trail…")):
        verdict = ask(reached, "audit_verify")
    print_json(verdict) if as_json else _print_verdict(verdict)
    if not verdict["sound"]:
        raise typer.Exit(FAILED)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .jsonl or .csv file.", callback=_trail_file)],
    *,
    since: SinceOption = None,
    until: UntilOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the trail to a file that anybody can check without this program (docs/audit.md)."""
    with desk() as reached:
        written = ask(reached, "audit_export", path=str(file), operator=operator(), **_times(since, until))
    if as_json:
        print_json(written)
        return
    told = _("{lines} lines are in {file}.").format(lines=number(written["lines"]), file=written["path"])
    out.print(Text(told, style="green"))
    _print_head(written)


def _times(since: str | None, until: str | None) -> dict[str, str | None]:
    _home, settings = settings_in_use()

    def of_store(day: date) -> StoreDay:
        return StoreDay(day, settings.store.zone)

    return {
        "since": None if since is None else of_store(typed_day(since)).begin.isoformat(),
        "until": None if until is None else of_store(typed_day(until)).end.isoformat(),
    }


def _newest(reached: Desk, asked: Json, last: int) -> list[Json]:
    """Ask page by page, from the end on."""
    lines: list[Json] = []
    before = None
    while len(lines) < last:
        limit = min(A_PAGE, last - len(lines))
        page = ask(reached, "audit", **asked, before=before, limit=limit)
        lines = page + lines
        if len(page) < limit:
            break
        before = page[0]["number"]
    return lines


def _print_line(line: Json) -> None:
    text = Text(f"{line['number']}  {_when(line['at'])}  ")
    text.append(line["who"] or _nobody(line["deed"]), style="bold" if line["who"] else "dim")
    text.append(f"  {_deed(line['deed'])}", style="cyan")
    text.append(f"  {line['subject']}")
    out.print(text)
    if line["facts"]:
        tell(", ".join(_facts(line["facts"])), 4, "dim")


def _nobody(deed: str) -> str:
    """Say who did what has no name: the program, or whoever edited its settings while it did not look."""
    return _("outside the program") if deed == Deed.SETTINGS_CHANGED else _("by itself")


def _facts(facts: Json | str) -> Iterable[str]:
    if isinstance(facts, str):
        return [facts]
    return (
        f"{name}: {money(fact) if name in _AMOUNTS and isinstance(fact, int) else fact}" for name, fact in facts.items()
    )


def _deed(name: str) -> str:
    return next((word(deed) for deed in Deed if deed == name), name)


def _when(text: str) -> str:
    try:
        return moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def _print_verdict(verdict: Json) -> None:
    for finding in verdict["findings"]:
        out.print(Text(finding["message"], style="bold red"))
        out.print(Text(f"→ {finding['next_action']}"))
    if verdict["found"] > len(verdict["findings"]):
        more = verdict["found"] - len(verdict["findings"])
        out.print(Text(_("There is more like that: {more} times.").format(more=number(more)), style="bold red"))
    if verdict["sound"]:
        told = _("The audit trail is whole: {lines} lines.").format(lines=number(verdict["lines"]))
        out.print(Text(told, style="green"))
    _print_head(verdict)
    anchor = AnchorState(verdict["anchor"])
    if anchor is not AnchorState.KEPT:
        warning = _("Whether lines are missing at its end cannot be told for sure: {why}.").format(why=word(anchor))
        out.print(Text(warning, style="yellow"))


def _print_head(told: Json) -> None:
    """Tell what an outsider has to know to check the trail later."""
    if told["number"]:
        out.print(Text(_("Newest line: {number}, hash {hash}").format(number=told["number"], hash=told["head"])))
