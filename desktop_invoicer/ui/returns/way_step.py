"""The second step: by which way the sale is undone at SEFAZ, and how long that way is open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.domain.route import Route
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.messages.routes import tell_route
from desktop_invoicer.ui.actions import Actions
from desktop_invoicer.ui.job.head import Mark
from desktop_invoicer.ui.job.pieces import with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.returns.clock import Clock
from desktop_invoicer.ui.returns.step_card import StepCard, add_left
from desktop_invoicer.ui.returns.steps import Standing, Step
from desktop_invoicer.ui.returns.words import note_name
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

SOON = timedelta(minutes=5)
"""With less left the clock warns."""


class WayStep(StepCard):
    """The way to take now with its clock, why, and behind a button the other ways and why not."""

    ran_out = Signal()
    """The time of the way in view is over."""

    def __init__(self, actions: Actions) -> None:
        """Show no way yet."""
        super().__init__(Step.WAY, N_("The way"), actions)
        self._route: Route | None = None
        self._is_open = False
        self._is_other = False
        self._mark: Mark | None = None
        self._clock = Clock(self)
        self._clock.ticked.connect(self._on_ticked)
        self._clock.ran_out.connect(self._on_ran_out)

    @override
    def show_details(self, details: JobDetails) -> bool:
        """Say it when another way has become the one to take, under the eye."""
        best, before, is_same = _best(details), self._route, details.job.id == self._job
        is_other = is_same and before is not None and best is not None and _sort(before) != _sort(best)
        if not is_same:
            self._is_open = self._is_other = False
        self._is_other |= is_other
        self._route = best
        was_built = super().show_details(details)
        self._clock.run_until(None if best is None or self.standing is Standing.DONE else _end(best))
        if is_other and best is not None:
            told = tell_route(best, datetime.now(UTC))
            words = f"{_other_words()} {told.headline}. {_sentence(told.why)}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        return was_built

    @override
    def facts(self, details: JobDetails) -> object:
        return None if details.case is None else (details.case.routes, self._is_other)

    @override
    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        if details.case is None:
            return
        best, *others = details.case.routes.options
        told = tell_route(best, datetime.now(UTC))
        if self.standing is Standing.DONE:
            self._mark = None
            body.addWidget(label(_taken(details, best), "muted", wraps=True, selectable=True))
            return
        if self._is_other:
            body.addWidget(with_icon("waiting", _other_words(), part="strong"))
        body.addWidget(label(told.headline, "title", wraps=True, selectable=True))
        self._mark = Mark(tinted=True)
        add_left(self._mark, body)
        self._on_ticked()
        body.addWidget(label(_sentence(told.why), wraps=True, selectable=True))
        self._add_others(told.source, others, body)

    def _add_others(self, source: str, others: list[Route], body: QVBoxLayout) -> None:
        """Fold the rule behind the way away, and the other ways."""
        toggle = Button(N_("The rule, and other ways"), "chevron-down", "inline")
        toggle.setObjectName("toggle_ways")
        toggle.setCheckable(True)
        ways = QWidget()
        column = QVBoxLayout(ways)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if source:
            column.addWidget(label(source, "small", wraps=True, selectable=True))
        for route in others:
            told = tell_route(route, datetime.now(UTC))
            why = "\n".join(filter(None, (_sentence(told.why), told.clock, told.source)))
            column.addWidget(with_icon("done" if route.is_open else "dismissed", told.headline, below=why))
        ways.setVisible(self._is_open)
        toggle.setChecked(self._is_open)
        toggle.toggled.connect(ways.setVisible)
        toggle.toggled.connect(self._on_toggled)
        add_left(toggle, body)
        body.addWidget(ways)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._is_open = is_open

    @Slot()
    def _on_ticked(self) -> None:
        """Tell the time that is left; by an icon and a colour, too."""
        if self._mark is not None and self._route is not None:
            told = tell_route(self._route, datetime.now(UTC))
            self._mark.show_mark("waiting", capital(told.clock), _urgency(self._route.closes_at))

    @Slot()
    def _on_ran_out(self) -> None:
        self.ran_out.emit()


def _taken(details: JobDetails, route: Route) -> str:
    """Say which way was taken, by the document that there is."""
    document = details.job.document
    if document is not None and document.kind is DocumentKind.CANCELLATION:
        text = _("{note} is cancelled.")
    else:
        text = _("The goods come in with an NF-e de entrada, against {note}.")
    note = _("the note of the sale") if route.original is None else note_name(route.original)
    return capital(text.format(note=note))


def _best(details: JobDetails) -> Route | None:
    return None if details.case is None else details.case.routes.best


def _sort(route: Route) -> tuple[object, ...]:
    """Tell ways apart that a person goes differently."""
    return route.kind, route.reason


def _end(route: Route) -> datetime | None:
    return route.closes_at if route.is_open else None


def _urgency(closes_at: datetime | None) -> Tone:
    if closes_at is None:
        return Tone.NEUTRAL
    left = closes_at - datetime.now(UTC)
    return Tone.ERROR if left <= timedelta(0) else Tone.WARNING if left < SOON else Tone.SUCCESS


def _other_words() -> str:
    return _("The time is over. From now on it goes this way:")


def _sentence(words: str) -> str:
    return capital(words).rstrip(".") + "."
