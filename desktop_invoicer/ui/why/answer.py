"""The answer about one order: how it stands in VTEX, and what keeps it back, if anything does."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.messages.words import status_word
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.pieces import Identifier, with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.why.cause_card import CauseCard
from desktop_invoicer.ui.why.moves import BRIDGE


class Answer(Adapting, QScrollArea):
    """Shows a ``Diagnosis``. ``wanted`` brings the ``Move`` that was pressed, and the cause."""

    wanted = Signal(object, object)
    bridge_wanted = Signal()
    """The page where VTEX logs what marketplaces answered is to be opened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.diagnosis: Diagnosis | None = None
        self._at = datetime.now(UTC)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("part", "read")
        self.say(self.setAccessibleName, N_("Why it is not invoiced"))

    def show_diagnosis(self, diagnosis: Diagnosis | None, at: datetime) -> None:
        """Show what was found at a moment, or nothing."""
        self.diagnosis, self._at = diagnosis, at
        self.adapt()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 6, 6)
        column.setSpacing(12)
        found = self.diagnosis
        if found is not None:
            column.addWidget(_head(found, self._at))
            if found.is_sound:
                column.addWidget(self._sound(found))
            else:
                self._add_causes(found, column)
        column.addStretch()
        self.setWidget(page)

    def _add_causes(self, found: Diagnosis, column: QVBoxLayout) -> None:
        count = len(found.causes)
        told = ngettext("One thing keeps it back", "{count} things, the likeliest first", count)
        column.addWidget(label(told.format(count=count), "heading", wraps=True))
        for number, cause in enumerate(found.causes, 1):
            card = CauseCard(number, cause)
            card.wanted.connect(self.wanted)
            column.addWidget(card)

    def _sound(self, found: Diagnosis) -> QWidget:
        card = Card("")
        set_tone(card, Tone.SUCCESS)
        told = _("In VTEX {invoiced} of {value} is invoiced, and nothing keeps the order back.")
        told = told.format(invoiced=money(found.invoiced), value=money(found.value))
        card.content.addWidget(with_icon("done", _("Nothing wrong here"), Role.SUCCESS, "heading"))
        card.content.addWidget(label(told, wraps=True))
        if found.marketplace:
            told = _("If {marketplace} shows an earlier state all the same, read in the Bridge what it answered.")
            card.content.addWidget(label(told.format(marketplace=shown(found.marketplace)), wraps=True))
            bridge = Button(BRIDGE, "open-external")
            bridge.setObjectName("open_bridge")
            bridge.clicked.connect(self.bridge_wanted)
            row = QHBoxLayout()
            row.addWidget(bridge)
            row.addStretch()
            card.content.addSpacing(4)
            card.content.addLayout(row)
        return card


def _head(found: Diagnosis, at: datetime) -> QWidget:
    """Tell the order at a glance."""
    parts = [shown(found.marketplace)] if found.marketplace else []
    if found.status:
        parts.append(_("In VTEX: {status}").format(status=status_word(found.status)))
        sums = _("{invoiced} of {value} invoiced")
        parts.append(sums.format(invoiced=money(found.invoiced), value=money(found.value)))
    parts.append(_("asked {at}").format(at=moment(at)))
    head = QWidget()
    column = QVBoxLayout(head)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Identifier(N_("order number"), found.order_id, "copy_order", part="title"))
    column.addWidget(label("  ·  ".join(parts), "muted", wraps=True, selectable=True))
    return head
