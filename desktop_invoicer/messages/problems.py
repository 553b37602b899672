"""From a problem to what people read about it. A few say different things depending on their facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from desktop_invoicer.domain.access_key import KeyPart, strip_key
from desktop_invoicer.domain.decision import Missing
from desktop_invoicer.domain.invoice_key import KeyDefect
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.prospect import Prospect
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.diagnosis_texts import DIAGNOSIS_TEXTS, diagnosis_text
from desktop_invoicer.messages.figures import Ready, fill, shown
from desktop_invoicer.messages.message import Message, Text
from desktop_invoicer.messages.problem_texts import TEXTS
from desktop_invoicer.messages.variants import VARIANTS, Variant
from desktop_invoicer.messages.words import status_word, word

Facts = Mapping[str, object]

BAD_REQUEST = 400

_APART = (("computed", "open"), ("document", "value"), ("document", "now"), ("lines", "value"), ("sent", "value"))
"""Amounts of which a sentence may say how far they are apart."""

_OF_REFUNDS = re.compile("refund|restitution|return", re.IGNORECASE)
_OF_AMOUNTS = re.compile("value|amount|total|exceed|greater", re.IGNORECASE)
"""What VTEX may say where an ``Input`` is too much; its words are not documented (facts: vtex, 4.2)."""


def explain(problem: Problem, job: object = None) -> Message:
    """Tell what is wrong, whose turn it is and what to do; ``job`` goes into the command."""
    if held := _behind(problem):
        message = explain(held, job)
        return replace(message, sentence=fill(_("It waits at this desk. {why}"), {"why": Ready(message.sentence)}))
    facts = {**problem.facts, **_derived(problem.facts)}
    detail = problem.facts.get("reason", "")
    return _text(problem.code, facts).message(facts, job, detail if isinstance(detail, str) else "")


def _behind(problem: Problem) -> Problem | None:
    """Give the problem that holds a job back, where that is what is told of the job."""
    if problem.code is not ProblemCode.JOB_PENDING:
        return None
    facts = dict(problem.facts)
    because = facts.pop("because", "")
    return next((Problem(code, facts) for code in ProblemCode if code == because), None)


def _text(code: ProblemCode, facts: Facts) -> Text:
    if code in DIAGNOSIS_TEXTS:
        return diagnosis_text(code, facts)
    choose = _CHOICES.get(code)
    variant = choose(facts) if choose else None
    return TEXTS[code] if variant is None else VARIANTS[variant]


def _derived(facts: Facts) -> dict[str, object]:
    """Compute what a sentence says beyond the facts: differences, positions counted from one, lengths."""
    figures = {name: fact for name, fact in facts.items() if isinstance(fact, int)}
    derived: dict[str, object] = {}
    for one, other in _APART:
        if one in figures and other in figures:
            derived["difference"] = abs(figures[one] - figures[other])
    if "item_index" in figures:
        derived["position"] = figures["item_index"] + 1
    if isinstance(key := facts.get("key"), str):
        derived["length"] = len(strip_key(key))
    if {"first", "last"} <= figures.keys():
        derived["groups"] = _groups(figures["first"], figures["last"])
    if isinstance(part := facts.get("part"), str):
        derived["part_word"] = _part_word(part)
    if isinstance(defect := facts.get("defect"), str):
        derived["defect_word"] = next((word(one) for one in KeyDefect if one == defect), defect)
    if isinstance(back_office := facts.get("back_office"), str):
        derived["back_office_word"] = _back_office_word(back_office)
    if isinstance(status := facts.get("status"), str):
        derived["status_word"] = status_word(status)
    derived["product"] = next((facts[name] for name in ("name", "sku", "product_id") if facts.get(name)), None)
    return derived


def _groups(first: int, last: int) -> str:
    """Name groups of four characters, as a key is printed."""
    if first == last:
        return _("group {first}").format(first=first)
    return _("groups {first} to {last}").format(first=first, last=last)


def _back_office_word(name: str) -> str:
    """Name the portal of a marketplace."""
    return _("{name}, its own back office").format(name=shown(name)) if name else _("its own back office")


def _part_word(part: str) -> str:
    """Name a part of a key; without one it is what differs from document to document."""
    if not part:
        return _("series, number or code of the document")
    return next((word(one) for one in KeyPart if one == part), part)


def _doubtful_key(facts: Facts) -> Variant | None:
    if "first" not in facts:
        return None
    return Variant.KEY_LIKELY_WRONG if facts.get("expected") else Variant.KEY_GROUPS_IN_DOUBT


def _length(facts: Facts) -> Variant | None:
    variant = _doubtful_key(facts)
    return Variant.KEY_LENGTH_IN_DOUBT if variant is Variant.KEY_GROUPS_IN_DOUBT else variant


def _contradiction(facts: Facts) -> Variant | None:
    return Variant.DATE_OUTSIDE_MONTH if "day" in facts else None


def _direction(facts: Facts) -> Variant | None:
    match facts.get("operation"):
        case "sale":
            return Variant.DIRECTION_OF_SALE
        case "cancellation":
            return Variant.DIRECTION_OF_CANCELLATION
        case _:
            return None


def _balance(facts: Facts) -> Variant | None:
    computed, left = facts.get("computed"), facts.get("open")
    lower = isinstance(computed, int) and isinstance(left, int) and 0 < computed < left
    return Variant.BALANCE_ABOVE_SUM if lower else None


def _line(facts: Facts) -> Variant | None:
    asked = facts.get("asked")
    return Variant.QUANTITY_NEGATIVE if isinstance(asked, int) and asked < 0 else None


def _invoiced(facts: Facts) -> Variant | None:
    return None if facts.get("invoices") else Variant.INVOICED_WITHOUT_NUMBERS


def _state(facts: Facts) -> Variant | None:
    match facts.get("status"):
        case "canceled" | "cancelled" | "cancel":
            return Variant.ORDER_CANCELLED
        case "cancellation-requested" | "request-cancel":
            return Variant.CANCELLATION_ASKED
        case "replaced":
            return Variant.ORDER_REPLACED
        case _:
            return None


def _environment(facts: Facts) -> Variant | None:
    return Variant.DESK_IN_HOMOLOGATION if facts.get("store") == "homologation" else None


def _document(facts: Facts) -> Variant | None:
    operation = facts.get("operation")
    if operation == "cancellation":
        return Variant.CANCELLATION_DUE
    if facts.get("missing") == Missing.BUYER_TAX_ID:
        return Variant.BUYER_TO_IDENTIFY
    return Variant.ENTRY_DUE if operation in {"return", "store_return"} else None


def _confirmation(facts: Facts) -> Variant | None:
    if facts.get("refunds") == 0:
        return Variant.NO_REFUND_TO_CONFIRM
    if facts.get("marketplace"):
        return Variant.REFUND_OF_MARKETPLACE_TO_CONFIRM
    if facts.get("operation") not in {None, "", "sale"}:
        return Variant.REFUND_TO_LOOK_AT if facts.get("warnings") else Variant.REFUND_TO_CONFIRM
    return Variant.WARNINGS_TO_LOOK_AT if facts.get("warnings") else None


def _refused(facts: Facts) -> Variant | None:
    """Tell a refund of too much: VTEX answers 400, mostly with words about it."""
    words = str(facts.get("words", ""))
    is_refund = facts.get("operation") not in {None, "", "sale"} or bool(_OF_REFUNDS.search(words))
    is_too_much = facts.get("status") == BAD_REQUEST or bool(_OF_AMOUNTS.search(words))
    return Variant.REFUND_REFUSED if is_refund and is_too_much else None


def _refund(facts: Facts) -> Variant | None:
    return Variant.REFUND_AFTER_ALL if facts.get("refunds") else None


def _approval(facts: Facts) -> Variant | None:
    return Variant.APPROVAL_OF_ANOTHER if facts.get("manager") else None


def _key(facts: Facts) -> Variant | None:
    return None if facts.get("marketplace") else Variant.KEY_ALWAYS_NEEDED


def _left(facts: Facts) -> Variant | None:
    return Variant.NOTIFICATION_BACK if facts.get("stage") == Stage.CLOSED.value else None


def _without_document(facts: Facts) -> Variant | None:
    return Variant.DOCUMENT_IN_FOLDER if facts.get("number") else None


def _without_invoice(facts: Facts) -> Variant | None:
    match facts.get("prospect"):
        case None:
            return None
        case Prospect.SEND | Prospect.CONFIRM:
            return Variant.DOCUMENT_READY
        case _:
            return Variant.DOCUMENT_HELD_BACK


def _gap(facts: Facts) -> Variant | None:
    return Variant.NUMBER_MISSING if facts.get("count") == 1 else None


def _foreign(facts: Facts) -> Variant | None:
    return Variant.RETURN_BY_OTHERS if facts.get("type") == InvoiceType.INPUT.value else None


def _shown_value(facts: Facts) -> Variant | None:
    return Variant.SHOWN_OTHERWISE if "sent" in facts else None


def _partly(facts: Facts) -> Variant | None:
    return Variant.CENTS_LEFT if facts.get("items") == "" else None


_CHOICES: Mapping[ProblemCode, Callable[[Facts], Variant | None]] = {
    ProblemCode.KEY_LENGTH: _length,
    ProblemCode.KEY_CHARACTERS: _doubtful_key,
    ProblemCode.KEY_CHECK_DIGIT: _doubtful_key,
    ProblemCode.KEY_CONTRADICTS_CONTENT: _contradiction,
    ProblemCode.DIRECTION_WRONG: _direction,
    ProblemCode.BALANCE_DIFFERS: _balance,
    ProblemCode.LINE_EXCEEDED: _line,
    ProblemCode.ALREADY_INVOICED: _invoiced,
    ProblemCode.ORDER_NOT_INVOICEABLE: _state,
    ProblemCode.ENVIRONMENT_WRONG: _environment,
    ProblemCode.CONFIRMATION_DUE: _confirmation,
    ProblemCode.DOCUMENT_DUE: _document,
    ProblemCode.VTEX_REFUSED: _refused,
    ProblemCode.REFUND_CHANGED: _refund,
    ProblemCode.APPROVAL_DUE: _approval,
    ProblemCode.ACCESS_KEY_NEEDED: _key,
    ProblemCode.NOTIFICATION_LEFT: _left,
    ProblemCode.JOB_WITHOUT_DOCUMENT: _without_document,
    ProblemCode.DOCUMENT_WITHOUT_INVOICE: _without_invoice,
    ProblemCode.NUMBER_GAP: _gap,
    ProblemCode.FOREIGN_INVOICE: _foreign,
    ProblemCode.POSTED_VALUE_DIFFERS: _shown_value,
    ProblemCode.PARTLY_INVOICED: _partly,
}
