"""The head of a case: what is asked for, who bought what, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.head import MARGIN, Mark
from desktop_invoicer.ui.job.pieces import LARGE, holding
from desktop_invoicer.ui.parts.buttons import CopyButton
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.returns.steps import word_due
from desktop_invoicer.ui.returns.words import bought_words, buyer_words, standing
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.domain.order import Order
    from desktop_invoicer.engine.desk import JobDetails


class CaseHead(Adapting, QWidget):
    """Tells a return, or an order of which none is asked for, at a glance."""

    def __init__(self) -> None:
        """Make an empty head."""
        super().__init__()
        self._order_id = ""
        self._details: JobDetails | None = None
        self.title = label(part="title")
        self.state = Mark(tinted=True)
        self._value = label(part="figure", selectable=True)
        self._buyer = label(part="strong", selectable=True)
        self._order = label(selectable=True)
        self._bought = label(part="muted", selectable=True)
        copy = CopyButton(N_("order number"), self._give_order)
        copy.setObjectName("copy_order")
        copy.setProperty("part", "inline")
        top, who = Flow(12), Flow(10)
        top.addWidget(self.title)
        top.addWidget(self.state)
        for part in (self._buyer, self._order, copy, self._bought):
            who.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 14, MARGIN, 10)
        layout.setSpacing(4)
        first = QHBoxLayout()
        first.addWidget(holding(top), 1)
        first.addWidget(self._value, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(first)
        layout.addWidget(holding(who))

    def show_details(self, details: JobDetails) -> None:
        """Show a return; a state that changes under the eye is read out."""
        is_same = self._details is not None and self._details.job.id == details.job.id
        stood = self.state.text
        self._details = details
        self.adapt()
        if is_same and self.state.text != stood:
            told = f"{details.job.order_id}: {self.state.text}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told))

    def show_order(self, order: Order) -> None:
        """Show an order of which no return is asked for."""
        self._details = None
        self.title.setText(_("No return is asked for"))
        self.state.hide()
        self._value.hide()
        self._show_who(buyer_words(order.buyer), order.order_id, bought_words(order))

    def adapt(self) -> None:
        """Say everything in the language in use."""
        details = self._details
        if details is None:
            return
        job = details.job
        self.title.setText(capital(word(job.operation)) if job.operation is not None else _("Return"))
        self.state.show_mark(*_state(details))
        self._value.setText("" if job.value is None else money(job.value))
        self._value.setVisible(job.value is not None)
        set_property(self._value, "part", "figure" if Theme.current().metrics.scale <= LARGE else "title")
        if details.content is None:
            self._show_who(shown(job.buyer), job.order_id, "")
        else:
            order = details.content.order
            self._show_who(buyer_words(order.buyer), job.order_id, bought_words(order))

    def _show_who(self, buyer: str, order_id: str, bought: str) -> None:
        self._order_id = order_id
        self._buyer.setText(buyer)
        self._order.setText(shown(order_id, 60))
        self._bought.setText(capital(bought))

    def _give_order(self) -> str:
        return self._order_id


def _state(details: JobDetails) -> tuple[str, str, Tone]:
    """Say where a return stands; while a person's word is due before anything else, which one."""
    state, words = standing(details.job, word_due(details))
    return state.icon, words, state.tone
