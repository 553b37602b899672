"""Findings as the list shows them: what they are about, money first, and what was settled last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages import Message, explain, money, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.parts.column_table import Column
from desktop_invoicer.ui.theme.tokens import Tone


class Concern(StrEnum):
    """What a finding is about, in the order of the list."""

    MONEY = "money"
    """What VTEX holds may be wrong by money."""
    MISSING = "missing"
    """Something is not invoiced yet."""
    ORDER = "order"
    """Nothing is missing, but something is not as it should be."""
    UNREAD = "unread"
    """Nobody knows: VTEX did not tell."""
    SETTLED = "settled"
    """Somebody said what it is, or it needs nobody."""


_MONEY = frozenset(
    {
        ProblemCode.INVOICE_VANISHED,
        ProblemCode.FOREIGN_INVOICE,
        ProblemCode.FOREIGN_INVOICES,
        ProblemCode.CANCELLED_NOT_RETURNED,
        ProblemCode.POSTED_VALUE_DIFFERS,
    }
)
_MISSING = frozenset(
    {
        ProblemCode.NOTIFICATION_UNKNOWN,
        ProblemCode.PARTLY_INVOICED,
        ProblemCode.DOCUMENT_WITHOUT_INVOICE,
        ProblemCode.JOB_WITHOUT_DOCUMENT,
    }
)
_UNREAD = frozenset({ProblemCode.ORDER_NOT_CHECKED, ProblemCode.ORDERS_NOT_LISTED})

WORDS: Mapping[Concern, str] = {
    Concern.MONEY: N_("Money in doubt"),
    Concern.MISSING: N_("Not invoiced yet"),
    Concern.ORDER: N_("To put in order"),
    Concern.UNREAD: N_("Not compared"),
    Concern.SETTLED: N_("Settled"),
}
_LOOKS: Mapping[Concern, tuple[str, Tone]] = {
    Concern.MONEY: ("money", Tone.ERROR),
    Concern.MISSING: ("unsent", Tone.WARNING),
    Concern.ORDER: ("edit", Tone.INFO),
    Concern.UNREAD: ("connection-unknown", Tone.NEUTRAL),
    Concern.SETTLED: ("done", Tone.SUCCESS),
}
_RANKS = {concern: rank for rank, concern in enumerate(Concern)}


def concern_of(finding: Finding) -> Concern:
    """Tell what a finding is about."""
    code = finding.problem.code
    if finding.is_settled:
        return Concern.SETTLED
    if code in _UNREAD:
        return Concern.UNREAD
    if code in _MONEY:
        return Concern.MONEY
    return Concern.MISSING if code in _MISSING else Concern.ORDER


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put findings in order by what they are about; within that they stay as they came, the most money first."""
    return tuple(sorted(findings, key=lambda finding: _RANKS[concern_of(finding)]))


def message_of(finding: Finding) -> Message:
    """Say what is wrong, whose turn it is and what to do."""
    return explain(finding.problem, finding.job)


def place_words(finding: Finding) -> str:
    """Name the order of a finding; some are about no order."""
    return shown(finding.order_id, 60) if finding.order_id else _("no order")


def amount_words(finding: Finding) -> str:
    """Say how much it is about; nothing where that is unknown."""
    return money(finding.amount) if finding.amount else ""


COLUMNS = (
    Column(
        N_("About"),
        lambda finding: _(WORDS[concern_of(finding)]),
        rank=1,
        look=lambda finding: _LOOKS[concern_of(finding)],
    ),
    Column(N_("Order"), place_words, rank=2, is_strong=True),
    Column(N_("What does not agree"), lambda finding: message_of(finding).sentence),
    Column(N_("Amount"), amount_words, is_right=True, is_strong=True),
    Column(N_("Whose turn"), lambda finding: capital(word(message_of(finding).owner)), rank=3),
)
"""Where there is little room the sentence and the amount stay."""
