"""What sending a return does, told before anybody confirms it."""

from __future__ import annotations

import sys
from datetime import datetime

from rich.text import Text

from desktop_invoicer.cli.output import Json, err, tell
from desktop_invoicer.cli.return_details import command_for, told_payments
from desktop_invoicer.cli.session import CommandFailedError
from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, word

_YES = frozenset({"y", "yes", "s", "sim", "si", "sí"})
"""Yes in every language of the desk, whichever it speaks now."""


def moves_money(details: Json) -> bool:
    """Tell whether sending a job is a refund, which a person has to confirm."""
    return details["operation"] not in {None, Operation.SALE.value} and details["stage"] == Stage.DOCUMENTED.value


def print_refund(details: Json) -> None:
    """Print what sending a return does: how much goes out, to whom, and by whom. On stderr, as the question is."""
    value, buyer, document = money(details["value"]), details["buyer"], details["document"]
    refunds = not _refunds_nothing(details)
    tell(_("Refund of {value}").format(value=value) if refunds else _("No refund"), 0, "bold", err)
    named = f"{buyer['name'] or _('not identified')} {buyer['tax_id']}".strip()
    tell(_("To: {buyer}, order {order}").format(buyer=named, order=details["order"]), console=err)
    if details["payments"]:
        tell(_("Paid: {payments}").format(payments=told_payments(details["payments"])), console=err)
    kind = word(DocumentKind(document["kind"]))
    tell(_("By: {kind} {number}").format(kind=kind, number=document["number"]), console=err)
    for settled in details["settlements"]:
        _print_settled(settled, details["value"])
    for notice in details["notices"]:
        tell(f"• {notice['message']}", style="yellow", console=err)
    if refunds:
        tell(_("VTEX refunds by itself once this is sent: do not give the money back in another way."), 0, "", err)


def confirmed(details: Json) -> bool:
    """Ask whether a return is to be sent; no answer is a no.

    Raises:
        CommandFailedError: something has to be settled first, so that there is nothing to confirm yet.

    """
    if details["unsettled"]:
        raise CommandFailedError(_what_is_unsettled(details))
    if _refunds_nothing(details):
        question = _("VTEX will refund NOTHING to the buyer of order {order}. Go on?")
    else:
        question = _("VTEX will refund {value} to the buyer of order {order}. Go on?")
    told = question.format(value=money(details["value"]), order=details["order"])
    err.print(Text(f"{told} [{_('y/N')}] "), end="")  # typer's own question leaves a blank on stdout
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        err.print()
    return answer.strip().lower() in _YES


def _print_settled(settled: Json, value: int) -> None:
    """Print who spoke for the amount: the reversal on the card terminal, and a manager's approval."""
    facts = settled["facts"]
    if facts.get("value") != value:
        return
    if settled["matter"] == Matter.REVERSAL.value:
        at = moment(datetime.fromisoformat(facts["reversed_at"]))
        text = _("Given back on the card terminal: {authorisation}, {moment}, noted by {operator}")
        tell(text.format(authorisation=facts["authorisation"], moment=at, operator=settled["operator"]), console=err)
    else:
        tell(_("Allowed by {manager}").format(manager=settled["operator"]), console=err)


def _refunds_nothing(details: Json) -> bool:
    return any(notice["problem"] == ProblemCode.NO_REFUND.value for notice in details["notices"])


def _what_is_unsettled(details: Json) -> Json:
    matters = [Matter(name) for name in details["unsettled"]]
    due = [
        {
            "message": _("Nothing was sent. First has to be settled: {matter}.").format(matter=word(matter)),
            "next_action": command_for(matter, details["job"]),
        }
        for matter in matters
    ]
    return {**due[0], "problems": due}
