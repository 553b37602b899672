"""Which document is due and why in two looks: the reason at once, what else the rules say behind a button."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.domain.decision import Decision
from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, day
from desktop_invoicer.messages.grounds import tell_ground
from desktop_invoicer.ui.job.pieces import with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme


class DecisionRows(QWidget):
    """The document as a headline, what speaks for it and what it lacks; ``is_open`` shows the rest, too."""

    toggled = Signal(bool)
    """The rest was shown or folded away."""

    def __init__(self, decision: Decision, *, is_cancellation: bool, is_open: bool) -> None:
        """Tell a decision. A cancellation needs an event first, and the decided document only when it is too late."""
        super().__init__()
        self._rest = QWidget()
        self._toggle = _toggle(decision)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for row in _cancelling(decision) if is_cancellation else _deciding(decision):
            column.addWidget(row)
        for missing in decision.missing:
            column.addWidget(with_icon("warning", _("Missing: {what}").format(what=word(missing)), Role.WARNING))
        column.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._rest)
        rest = QVBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(6)
        for row in _more(decision):
            rest.addWidget(row)
        self._toggle.toggled.connect(self._on_toggled)
        self._toggle.setVisible(rest.count() > 0)
        self._toggle.setChecked(is_open)
        self._on_toggled(is_open)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._toggle.setIcon(Theme.current().icon("chevron-up" if is_open else "chevron-down"))
        self._rest.setVisible(is_open)
        self.toggled.emit(is_open)


def _toggle(decision: Decision) -> Button:
    made = Button(N_("Details"), "chevron-down", "inline")
    made.setObjectName("toggle_decision")
    made.setCheckable(True)
    if decision.rules_date is not None:
        dated = _("Rules of {day}").format(day=day(decision.rules_date))
        made.setText(dated)
        made.setAccessibleName(dated)
    return made


def _deciding(decision: Decision) -> Iterator[QWidget]:
    yield label(capital(word(decision.model)), "display", wraps=True)
    for reason in decision.reasons:
        yield with_icon("reason", capital(word(reason)))


def _cancelling(decision: Decision) -> Iterator[QWidget]:
    yield label(capital(word(DocumentKind.CANCELLATION)), "title", wraps=True)
    late = _("When its deadline has passed: {model} of entry").format(model=word(decision.model))
    yield with_icon("info", late)


def _more(decision: Decision) -> Iterator[QWidget]:
    """Tell what would be accepted, too, what is good to know, and where the rules come from."""
    against = "" if decision.against is None else capital(word(decision.against))
    for other in decision.alternatives:
        accepted = _("{model} is accepted, too").format(model=word(other))
        yield with_icon("decision", accepted, below=against)
    for note in decision.notes:
        yield with_icon("info", capital(word(note)), part="muted")
    for ground in decision.grounds:
        yield label(f"{capital(word(ground.reason))}: {tell_ground(ground)}", "small", wraps=True)
