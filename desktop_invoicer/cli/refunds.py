"""What sending a return does, told before anybody confirms it. On stderr, as the question is."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

from desktop_invoicer.cli.asking import agreed
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
from desktop_invoicer.messages.figures import shown

LONGEST_NAME = 60
"""So much of a name is shown: it must not push the amount off the screen."""

_OF_MONEY = {
    ProblemCode.NO_REFUND,
    ProblemCode.MARKETPLACE_REFUNDS,
    ProblemCode.INTEREST_KEPT,
    ProblemCode.GIFT_CARD_PAID,
    ProblemCode.FREIGHT_KEPT,
    ProblemCode.REFUND_WITHOUT_ITEMS,
}


class _Refunder(Enum):
    """Who gives the money back."""

    VTEX = auto()
    TERMINAL = auto()
    MARKETPLACE = auto()
    NOBODY = auto()

    @classmethod
    def of(cls, details: Json) -> _Refunder:
        noticed = {notice["problem"] for notice in details["notices"]}
        if ProblemCode.NO_REFUND.value in noticed:
            return cls.NOBODY
        if ProblemCode.MARKETPLACE_REFUNDS.value in noticed:
            return cls.MARKETPLACE
        return cls.TERMINAL if details["operation"] == Operation.CANCELLATION.value else cls.VTEX


def moves_money(details: Json) -> bool:
    """Tell whether sending a job is a refund, which a person has to confirm."""
    return details["operation"] not in {None, Operation.SALE.value} and details["stage"] == Stage.DOCUMENTED.value


def print_refund(details: Json) -> None:
    """Print how much goes back, to whom, by which document, who spoke for it, and what is good to know."""
    buyer, document, refunder = details["buyer"], details["document"], _Refunder.of(details)
    head = _("No refund") if refunder is _Refunder.NOBODY else _("Refund of {value}")
    tell(head.format(value=money(details["value"])), 0, "bold", err)
    named = " ".join(filter(None, (_name(buyer["name"]) or _("not identified"), buyer["tax_id"])))
    tell(_("To: {buyer}, order {order}").format(buyer=named, order=details["order"]), console=err)
    if details["payments"]:
        tell(_("Paid: {payments}").format(payments=told_payments(details["payments"])), console=err)
    kind = word(DocumentKind(document["kind"]))
    tell(_("By: {kind} {number}").format(kind=kind, number=document["number"]), console=err)
    newest = {settled["matter"]: settled for settled in details["settlements"]}
    for settled in newest.values():
        _print_settled(settled, details["value"])
    for notice in details["notices"]:
        if ProblemCode(notice["problem"]) in _OF_MONEY:
            tell(f"• {notice['message']}", style="yellow", console=err)
            tell(notice["next_action"], 4, console=err)
    if refunder in {_Refunder.VTEX, _Refunder.TERMINAL} and not details["unsettled"]:
        tell(_effect(refunder), 0, "", err)


def confirmed(details: Json) -> bool:
    """Ask whether a return is to be sent; no answer is a no.

    Raises:
        CommandFailedError: something has to be settled first, so that there is nothing to confirm yet.

    """
    if details["unsettled"]:
        raise CommandFailedError(_what_is_unsettled(details))
    question = _question(_Refunder.of(details))
    marketplace, value = _name(details["marketplace"]), money(details["value"])
    return agreed(question.format(order=details["order"], marketplace=marketplace, value=value))


def _effect(refunder: _Refunder) -> str:
    """Say what sending does with the money; the card terminal gives that of a cancellation back."""
    if refunder is _Refunder.TERMINAL:
        return _("The card was reversed on the terminal; VTEX books it once this is sent. Give nothing back besides.")
    return _("VTEX refunds by itself once this is sent. Do not give money back in another way.")


def _name(name: str | None) -> str:
    return shown(name or "", LONGEST_NAME)


def _question(refunder: _Refunder) -> str:
    match refunder:
        case _Refunder.NOBODY:
            return _("VTEX will refund NOTHING to the buyer of order {order}. Go on?")
        case _Refunder.TERMINAL:
            return _("VTEX will book {value}, which the card terminal gave back, for order {order}. Go on?")
        case _Refunder.MARKETPLACE:
            return _("{marketplace} will refund {value} to the buyer of order {order}. Go on?")
        case _Refunder.VTEX:
            return _("VTEX will refund {value} to the buyer of order {order}. Go on?")


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


def _what_is_unsettled(details: Json) -> Json:
    due = [
        {
            "message": _("Nothing was sent. First has to be settled: {matter}.").format(matter=word(matter)),
            "next_action": command_for(matter, details["job"]),
        }
        for matter in map(Matter, details["unsettled"])
    ]
    return {**due[0], "problems": due}
