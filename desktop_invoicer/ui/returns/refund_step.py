"""The last step: how much goes out, to whom and by which way, and afterwards what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.journal import Entry, TimelineEntry
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.returns import refunds_nothing
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import HoldKind, Stage
from desktop_invoicer.messages import explain, moment, money
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.job.pieces import Facts, with_icon
from desktop_invoicer.ui.job.remedies import SETTLING
from desktop_invoicer.ui.job.sending import sending_words
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.returns.step_card import StepCard, add_left, later
from desktop_invoicer.ui.returns.steps import Standing, Step
from desktop_invoicer.ui.returns.words import buyer_words, payment_words
from desktop_invoicer.ui.theme.theme import Role

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class RefundStep(StepCard):
    """The amount and its effect, large and plain, before somebody sends it."""

    def __init__(self, actions: Actions) -> None:
        """Show nothing yet."""
        super().__init__(Step.REFUND, N_("Refund"), actions)

    @override
    def facts(self, details: JobDetails) -> object:
        if details.content is None:
            return None
        due = () if details.case is None else details.case.due
        settled = () if details.case is None else details.case.settlements.said
        return details.job, details.content.draft, due, settled, details.timeline

    @override
    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        amount = money(_value(details))
        if self.standing is Standing.DONE:
            _build_outcome(details, amount, body)
        elif self.standing is Standing.LATER:
            body.addWidget(later(_later_words(details).format(amount=amount)))
        else:
            self._build_summary(details, amount, body)

    def _build_summary(self, details: JobDetails, amount: str, body: QVBoxLayout) -> None:
        body.addWidget(label(amount, "display", selectable=True))
        facts = Facts()
        for name, text in _to_whom(details):
            facts.tell(name, text)
        body.addLayout(facts)
        body.addWidget(with_icon("info", _effect(details), Role.INFO))
        notices = () if details.content is None else details.content.draft.notices
        for notice in notices:
            told = explain(notice, details.job.id)
            body.addWidget(with_icon("warning", told.sentence, Role.WARNING, below=told.step))
        if Act.SUBMIT not in acts_on(details.job):
            body.addWidget(with_icon("sending", _("It is being sent to VTEX now."), part="strong"))
            return
        body.addSpacing(6)
        add_left(self.button(Command.SUBMIT, _asks(details), "primary"), body)


def _later_words(details: JobDetails) -> str:
    """Say what the refund waits for; one that was confirmed is on its way as far as a person can do anything."""
    job = details.job
    if not job.confirmed_by or job.hold is None:
        return _("{amount}, once everything above is done.")
    if job.hold.kind is HoldKind.RETRY_AT:
        return _(
            "{amount} is confirmed. VTEX has not answered yet and is asked again by itself."
            " Do not give money back in another way."
        )
    return _("{amount} is confirmed, but something is in the way. What to do stands above.")


def _value(details: JobDetails) -> int:
    job, content = details.job, details.content
    if job.value is not None:
        return job.value
    return 0 if content is None else content.draft.value


def _asks(details: JobDetails) -> str:
    """Say what the button leads to; nothing goes out before it is confirmed."""
    words = _(SETTLING[Matter.APPROVAL]) if _approval_due(details) else sending_words(details.job, details.content)
    return f"{words}…"


def _approval_due(details: JobDetails) -> bool:
    return details.case is not None and Matter.APPROVAL in details.case.due


def _gives_nothing(details: JobDetails) -> bool:
    return details.content is not None and refunds_nothing(details.content.order)


def _to_whom(details: JobDetails) -> Iterator[tuple[str, str]]:
    """Tell who gets the money, how it was paid, and who allowed it."""
    if details.content is None:
        return
    order, draft = details.content.order, details.content.draft
    yield _("To"), buyer_words(order.buyer)
    if order.payments:
        yield _("Paid with"), "\n".join(map(payment_words, order.payments))
    value = details.job.value or draft.value
    approval = None if details.case is None else details.case.settlements.approval(draft, value)
    if approval is not None:
        yield _("Allowed by"), f"{shown(approval.operator)}  ·  {moment(approval.at)}"
    elif _approval_due(details):
        yield _("Allowed by"), _("Nobody yet: this amount needs a manager.")


def _effect(details: JobDetails) -> str:
    """Say what sending does with the money."""
    if _gives_nothing(details):
        return _("VTEX takes the return and refunds nothing, because the order is not fully invoiced.")
    if details.content is not None and details.content.order.marketplace:
        return _("The marketplace gives the money back once this is sent. Do not give it back in another way.")
    if details.job.operation is Operation.CANCELLATION:
        return _("The card was reversed on the terminal; VTEX books it once this is sent. Give nothing back besides.")
    return _("VTEX refunds by itself once this is sent. Do not give money back in another way.")


def _build_outcome(details: JobDetails, amount: str, body: QVBoxLayout) -> None:
    """Say what came of it, live: VTEX has it, and then its request is gone, too."""
    posted = _last(details, Entry.POST_CONFIRMED, Entry.POST_FOUND)
    below = (
        ""
        if posted is None
        else _("Number {number}  ·  {moment}").format(
            number=shown(str(posted.facts.get("number", ""))), moment=moment(posted.at)
        )
    )
    told = _outcome_words(details).format(amount=amount)
    body.addWidget(with_icon("done", told, Role.SUCCESS, "title", below=below))
    needs_person = details.job.hold is not None and details.job.hold.kind is HoldKind.NEEDS_PERSON
    if details.job.stage is Stage.CLOSED:
        body.addWidget(with_icon("done", _("The request in VTEX is done with."), Role.SUCCESS))
    elif not needs_person:
        body.addWidget(with_icon("sending", _("The request in VTEX is being deleted…")))


def _outcome_words(details: JobDetails) -> str:
    """Say what becomes of the money; VTEX goes on with it by itself."""
    if _gives_nothing(details):
        return _("Sent to VTEX without a refund")
    if details.job.operation is Operation.CANCELLATION:
        return _("Cancellation of {amount} sent to VTEX")
    return _("Return sent: VTEX refunds {amount}")


def _last(details: JobDetails, *entries: Entry) -> TimelineEntry | None:
    return next((told for told in reversed(details.timeline) if told.entry in entries), None)
