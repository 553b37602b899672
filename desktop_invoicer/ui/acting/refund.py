"""A refund as it is told before it goes out: to whom, for what, by which paper, and what sending it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_invoicer.domain.check import Check, worst_first
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Settlement, Settlements
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.acting.telling import document_name, payments_words
from desktop_invoicer.ui.job.check_list import WRONG
from desktop_invoicer.ui.job.figures import tax_id_text
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

MOST = 4
"""Lines of an order that are named; the others are counted."""
TO, WHAT, ORDER, DOCUMENT = N_("To"), N_("What comes back"), N_("Order"), N_("Document")
REVERSED, ALLOWED = N_("Card terminal"), N_("Allowed by")
_SAID_BY_EFFECT = frozenset({ProblemCode.NO_REFUND, ProblemCode.MARKETPLACE_REFUNDS})


@dataclass(frozen=True, slots=True)
class Refund:
    """What a person confirms. ``value`` in cents is what goes out."""

    job: Job
    document: Document
    content: Content
    checks: Sequence[Check]
    settlements: Settlements

    @classmethod
    def of(cls, details: JobDetails) -> Refund | None:
        """Give the refund of a job; ``None`` while something of it is missing."""
        job, content = details.job, details.content
        if job.document is None or content is None or details.case is None:
            return None
        return cls(job, job.document, content, details.checks, details.case.settlements)

    @property
    def value(self) -> int:
        """Give the amount."""
        return self.job.value or 0

    @property
    def is_nothing(self) -> bool:
        """Tell whether VTEX gives nothing back."""
        return self._notice(ProblemCode.NO_REFUND) is not None

    @property
    def is_booked(self) -> bool:
        """Tell whether the money went back on the card terminal, and VTEX only has to learn of it."""
        return self.job.operation is Operation.CANCELLATION

    @property
    def wrong(self) -> list[Check]:
        """Give what does not fit of the document, the worst first."""
        return [check for check in worst_first(self.checks) if check.verdict in WRONG]

    @property
    def notices(self) -> list[Problem]:
        """Give what else to know, and mostly to tell the buyer, apart from what ``effect`` says."""
        return [notice for notice in self.content.draft.notices if notice.code not in _SAID_BY_EFFECT]

    def facts(self) -> Iterator[tuple[str, str]]:
        """Give what is to be compared before anything goes out, each with its marked name."""
        yield TO, "\n".join(part for part in (self._buyer(), payments_words(self.content.order.payments)) if part)
        yield WHAT, "\n".join(self._items())
        yield ORDER, shown(self.job.order_id)
        yield DOCUMENT, capital(document_name(self.document))
        draft = self.content.draft
        value = self.job.value or draft.value
        if (reversal := self.settlements.reversal(value)) is not None:
            yield REVERSED, _reversal_words(reversal)
        if (approval := self.settlements.approval(draft, value)) is not None:
            yield ALLOWED, f"{shown(approval.operator)}  ·  {moment(approval.at)}"

    def effect(self) -> tuple[str, Tone]:
        """Say what sending it does, and what must not be done beside."""
        amount, sold_by = money(self.value), self._notice(ProblemCode.MARKETPLACE_REFUNDS)
        if self.is_nothing:
            told = _("VTEX will refund NOTHING: the order is not fully invoiced. Tell the buyer before you go on.")
            return told, Tone.ERROR
        if sold_by is not None:
            told = _("{marketplace} has the buyer's money and refunds it once this is sent. Give nothing back here.")
            return told.format(marketplace=shown(str(sold_by.facts["marketplace"]))), Tone.WARNING
        if self.is_booked:
            told = _("{amount} went back on the card terminal. Sending this books it in VTEX. Do not pay it out again.")
            return told.format(amount=amount), Tone.WARNING
        told = _("VTEX refunds {amount} by itself once this is sent. Do not give money back in any other way.")
        return told.format(amount=amount), Tone.INFO

    def _notice(self, code: ProblemCode) -> Problem | None:
        return next((notice for notice in self.content.draft.notices if notice.code is code), None)

    def _buyer(self) -> str:
        buyer = self.content.order.buyer
        kind = "CNPJ" if buyer.is_company else "CPF"
        number = f"{kind} {tax_id_text(buyer.tax_id, revealed=False)}" if buyer.is_identified else ""
        return "  ·  ".join(part for part in (shown(buyer.name) or _("Not named"), number) if part)

    def _items(self) -> Iterator[str]:
        lines = self.content.draft.lines
        for line in lines[:MOST]:
            yield _("{units} × {name}").format(units=line.units, name=shown(line.name))
        if (more := len(lines) - MOST) > 0:
            yield ngettext("and {count} more", "and {count} more", more).format(count=more)


def _reversal_words(reversal: Settlement) -> str:
    facts = reversal.facts
    at = moment(datetime.fromisoformat(str(facts["reversed_at"])))
    told = (shown(str(facts["authorisation"])), at, shown(reversal.operator))
    return "  ·  ".join(part for part in told if part)
