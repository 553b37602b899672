"""Who buys, and where the goods go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.order import Address, Buyer, Channel
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.job.details_card import DetailsCard
from desktop_invoicer.ui.job.figures import tax_id_text
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import Facts, Identifier, holding, with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class PeopleCard(DetailsCard):
    """The buyer's document is masked until somebody asks to see it, which holds for this job only."""

    def __init__(self) -> None:
        """Show nobody yet."""
        super().__init__(N_("Buyer and delivery"))
        self._details: JobDetails | None = None
        self._revealed: JobId | None = None

    def subject(self, details: JobDetails) -> object:
        """Depend on the buyer, the ways of delivery, and whether the document is shown."""
        self._details = details
        if self._revealed != details.job.id:
            self._revealed = None
        if details.content is None:
            return None
        return details.job.id, details.content.order.buyer, _ways(details.content), self._revealed

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put the buyer first, then each way of delivery."""
        if details.content is None:
            return
        buyer = details.content.order.buyer
        facts = Facts()
        facts.tell(_("Company") if buyer.is_company else _("Name"), shown(buyer.name) or _("Not named"))
        if buyer.is_identified:
            facts.tell("CNPJ" if buyer.is_company else "CPF", self._tax_id(buyer))
        body.addLayout(facts)
        if not buyer.is_identified:
            body.addWidget(with_icon("person", _("The buyer gave no CPF or CNPJ")))
        if buyer.masked:
            body.addWidget(with_icon("hide", _("VTEX hides the buyer's data"), Role.WARNING))
        for channel, place in _ways(details.content):
            icon = "pickup" if channel is Channel.PICKUP else "delivery"
            text = capital(word(channel))
            body.addWidget(with_icon(icon, f"{text}: {place}" if place else text))

    def _tax_id(self, buyer: Buyer) -> QWidget:
        if self._revealed is not None:
            return Identifier(
                N_("CPF or CNPJ"), buyer.tax_id, "copy_tax_id", display=tax_id_text(buyer.tax_id, revealed=True)
            )
        flow = Flow(8)
        flow.addWidget(label(tax_id_text(buyer.tax_id, revealed=False)))
        show = Button(N_("Show"), "show", "inline")
        show.setObjectName("copy_tax_id")  # the focus goes on to the button that takes its place
        show.clicked.connect(self._on_wanted)
        flow.addWidget(show)
        return holding(flow)

    @Slot()
    def _on_wanted(self) -> None:
        if self._details is not None:
            self._revealed = self._details.job.id
            self.show_details(self._details)


def _ways(content: Content) -> tuple[tuple[Channel, str], ...]:
    """Give each way of delivery of what is asked, once."""
    asked = content.notification.asked
    ways = {
        (line.channel, shown(line.pickup_point) if line.channel is Channel.PICKUP else address_text(line.address)): None
        for line in content.order.lines
        if line.index in asked
    }
    return tuple(ways)


def address_text(address: Address | None) -> str:
    """Write an address in one line, as far as it is known."""
    if address is None:
        return ""
    street = " ".join(part for part in (address.street, address.number) if part)
    town = "/".join(part for part in (address.city, address.state) if part)
    parts = (address.receiver, street, address.complement, address.neighbourhood, town, address.postal_code)
    return shown(", ".join(part for part in parts if part))
