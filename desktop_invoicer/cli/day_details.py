"""A day of the store in the terminal: its figures, what is not sent by whose turn it is, and what was done with it."""

from __future__ import annotations

from datetime import date as calendar_date
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from rich.table import Table
from rich.text import Text

from desktop_invoicer.cli.output import Json, out, tell
from desktop_invoicer.cli.sending import is_all_sent, result_line
from desktop_invoicer.cli.session import settings_in_use
from desktop_invoicer.domain.closing import DayState
from desktop_invoicer.domain.day import Dimension, Figure
from desktop_invoicer.domain.prospect import Prospect
from desktop_invoicer.domain.submission import LineResult, SubmissionEnd
from desktop_invoicer.messages import Owner, moment, money, ngettext, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.day_words import part_word
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.messages.figures import day as day_word

MOST_TOLD = 20
"""So many orders of one owner are told; ``--json`` and the report have them all."""

TOLD_APART = (Dimension.OPERATION, Dimension.MODEL, Dimension.CHANNEL, Dimension.OPERATOR)
LONGEST_NAME = 40

_OUTCOMES = Figure.INVOICED, Figure.RETURNED, Figure.CANCELLED, Figure.UNSENT
_STYLES = {DayState.OPEN: "", DayState.CLOSED: "green", DayState.REOPENED: "yellow"}


def print_day(view: Json, sent: Json | None, report: str | None) -> None:
    """Print everything of a day; ``sent`` is what came of sending just now."""
    _print_head(view)
    out.print(_figures_table(view))
    for dimension in TOLD_APART:
        if len(view["by"].get(dimension.value, {})) > 1:
            out.print()
            out.print(_parts_table(dimension, view["by"][dimension.value]))
    out.print()
    if sent is not None:
        _print_sent(sent, view["date"])
    elif view["submission"] is not None and view["submission"]["end"] is None:
        _print_interrupted(view["submission"], view["date"])
    _print_pending(view["pending"], view["date"])
    if view["findings"] is not None:
        _print_findings(view["findings"], view["compared"])
    if report is not None:
        out.print()
        out.print(Text(_("Report: {file}").format(file=report)), soft_wrap=True)  # a broken path cannot be copied


def _print_head(view: Json) -> None:
    state = DayState(view["state"])
    head = Text(
        f"{shown(view['store'], LONGEST_NAME)}  {day_word(calendar_date.fromisoformat(view['date']))}  ", style="bold"
    )
    out.print(head.append(word(state), style=_STYLES[state]))
    if closing := view["closing"]:
        at = moment(datetime.fromisoformat(closing["closed_at"]), settings_in_use()[1].store.zone)
        tell(_("Closed by {manager}, {at}").format(manager=shown(closing["manager"], LONGEST_NAME), at=at))
        if closing["reason"]:
            tell(f"“{closing['reason']}”")
    for change in view["changes"]:
        told = _("Since then {figure}: {signed} became {now}")
        both = {name: f"{change[name]['count']} ({money(change[name]['value'])})" for name in ("signed", "now")}
        tell(told.format(figure=word(Figure(change["figure"])), **both), style="yellow")


def _figures_table(view: Json) -> Table:
    table = _table("", _("Orders"), _("Value"), _("Freight"))
    for figure in Figure:
        tally = view["figures"][figure.value]
        style = "yellow" if figure is Figure.UNSENT and tally["count"] else ""
        cells = str(tally["count"]), money(tally["value"]), money(tally["freight"])
        table.add_row(capital(word(figure)), *cells, style=style)
    table.add_row(_("Net"), "", money(view["figures"]["net"]), "", style="bold")
    return table


def _parts_table(dimension: Dimension, parts: Json) -> Table:
    """Tell the day apart by one of its dimensions, without the figures that nothing counts for."""
    figures = [figure for figure in _OUTCOMES if any(told[figure.value]["count"] for told in parts.values())]
    table = _table(capital(word(dimension)), *(capital(word(figure)) for figure in figures))
    for part, told in parts.items():
        table.add_row(Text(part_word(dimension, part)), *(_counted(told[figure.value]) for figure in figures))
    return table


def _counted(tally: Json) -> str:
    return _("{count} · {value}").format(count=tally["count"], value=money(tally["value"])) if tally["count"] else "–"


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(first, overflow="fold")
    for title in others:
        table.add_column(title, justify="right", overflow="fold")
    return table


def _print_sent(sent: Json, date: str) -> None:
    results, total = sent["results"], sent["total"]
    told = _("Sent: {sent} of {total}").format(sent=results[LineResult.SENT.value], total=total)
    out.print(Text(told, style="bold green" if is_all_sent(sent) else "bold yellow"))
    for result in LineResult:
        if result is not LineResult.SENT and results[result.value]:
            tell(f"{word(result)}: {results[result.value]}")
    for line in sent["lines"]:
        if line["result"] == LineResult.FAILED.value:
            out.print(result_line(line))
    if sent["end"] != SubmissionEnd.DONE.value:
        _print_command(_("Go on when you are ready, nothing is sent twice."), date)


def _print_interrupted(submission: Json, date: str) -> None:
    told = _("Sending was interrupted: {sent} of {total} are sent.")
    sent = submission["results"][LineResult.SENT.value]
    out.print(Text(told.format(sent=sent, total=submission["total"]), style="bold yellow"))
    _print_command(_("Go on when you are ready, nothing is sent twice."), date)


def _print_pending(pending: list[Json], date: str) -> None:
    """Print what is not sent: first what is ready, then whose turn it is."""
    left = [one for one in pending if one["prospect"] != Prospect.OVER.value]
    ready = [one for one in left if one["prospect"] == Prospect.SEND.value]
    if not left:
        out.print(Text(_("Nothing is left to be sent."), style="green"))
    if ready:
        out.print(Text(f"{capital(word(Prospect.SEND))}: {_amount(ready)}", style="bold"))
        _print_command(_("Send everything that is ready."), date)
    others = sorted((one for one in left if one["prospect"] != Prospect.SEND.value), key=itemgetter("owner"))
    for owner, group in groupby(others, key=itemgetter("owner")):
        out.print()
        _print_turn(Owner(owner), list(group))


def _print_command(step: str, date: str) -> None:
    command = _("Command:")
    out.print(Text(f"→ {step} {command} desktop-invoicer close-day --date {date} --submit"))


def _print_turn(owner: Owner, pending: list[Json]) -> None:
    """Print what waits for somebody: the orders with what is wrong, and each step once for all that need it."""
    out.print(Text(f"{capital(word(owner))}: {_amount(pending)}", style="bold"))
    for step, group in groupby(sorted(pending[:MOST_TOLD], key=itemgetter("step")), key=itemgetter("step")):
        for one in group:
            value = "" if one["value"] is None else f"  {money(one['value'])}"
            tell(f"{one['job']}  {one['order']}{value}  {one['message']}")
        tell(f"→ {step}", 4, "cyan")
    if (more := len(pending) - MOST_TOLD) > 0:
        tell(ngettext("… and {count} more", "… and {count} more", more).format(count=more))


def _amount(pending: list[Json]) -> str:
    count, value = len(pending), money(sum(one["value"] or 0 for one in pending))
    return ngettext("{count} order, {value}", "{count} orders, {value}", count).format(count=count, value=value)


def _print_findings(findings: list[Json], compared: Json) -> None:
    out.print()
    read, proved = compared["read"], compared["listed"]
    parts = [ngettext("{count} order read from VTEX", "{count} orders read from VTEX", read).format(count=read)]
    if proved:
        parts.append(ngettext("{count} proved by its list", "{count} proved by its list", proved).format(count=proved))
    out.print(Text(", ".join(parts) + "."))
    standing = sum(not finding["settled"] for finding in findings)
    if standing:
        told = ngettext("{count} thing does not agree", "{count} things do not agree", standing)
        out.print(Text(told.format(count=standing), style="bold"))
    else:
        out.print(Text(_("VTEX, the documents and this desk's journal agree."), style="green"))
    for finding in findings:
        named = [finding["order"] or "", money(finding["amount"]) if finding["amount"] else ""]
        out.print(Text("  ".join(filter(None, ["•", *named]))))
        tell(finding["message"], style="" if finding["settled"] else "yellow")
        tell(f"→ {finding['next_action']}")
