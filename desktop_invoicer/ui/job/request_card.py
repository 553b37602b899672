"""What VTEX asked, and why it is here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from desktop_invoicer.domain.journal import Content
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.messages.words import status_word
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.job.details_card import DetailsCard
from desktop_invoicer.ui.job.pieces import Facts, Identifier
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

LONGEST_OBSERVATION = 2000


class RequestCard(DetailsCard):
    """The request as it came; its raw text is behind a button."""

    wanted = Signal(object)
    """The ``Command`` that was pressed."""

    def __init__(self) -> None:
        """Show no request yet."""
        super().__init__(N_("Request of VTEX"))
        raw = Button(N_("What VTEX sent"), "raw", "inline")
        raw.setObjectName("show_raw")
        raw.clicked.connect(self._on_raw)
        self.content.addWidget(raw, 0, Qt.AlignmentFlag.AlignLeft)

    def subject(self, details: JobDetails) -> object:
        """Depend on the request and the order's state."""
        job, content = details.job, details.content
        known = None if content is None else (content.notification, content.reading, content.order)
        return job.id, job.account, job.received_at, job.operation, known

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put the words of the request first, its numbers below."""
        job, content = details.job, details.content
        facts = Facts()
        if job.operation is not None:
            facts.tell(_("Asked for"), capital(word(job.operation)))
        facts.tell(_("Arrived"), moment(job.received_at))
        if content is not None:
            _tell_content(content, facts)
        facts.tell(_("Account"), shown(job.account))
        facts.tell(_("Request"), Identifier(N_("number of the request"), job.notification_id, "copy_request"))
        body.addLayout(facts)
        if content is not None and content.notification.observation.strip():
            body.addSpacing(4)
            name = label(_("Observation"), "muted")
            text = label(
                content.notification.observation[:LONGEST_OBSERVATION], "verbatim", wraps=True, selectable=True
            )
            text.setObjectName("observation")
            text.setAccessibleName(_("Observation"))
            name.setBuddy(text)
            body.addWidget(name)
            body.addWidget(text)

    @Slot()
    def _on_raw(self) -> None:
        self.wanted.emit(Command.SHOW_RAW)


def _tell_content(content: Content, facts: Facts) -> None:
    order = content.order
    facts.tell(_("Order in VTEX"), capital(status_word(order.status)))
    if content.reading.trade_account:
        facts.tell(_("Goods come back to"), shown(content.reading.trade_account))
    if order.sequence:
        facts.tell(_("Sequence"), Identifier(N_("sequence"), order.sequence, "copy_sequence"))
    if order.marketplace:
        facts.tell(_("Marketplace"), shown(order.marketplace))
    if order.marketplace_order_id:
        number = Identifier(N_("order number in the marketplace"), order.marketplace_order_id, "copy_marketplace")
        facts.tell(_("Order there"), number)
