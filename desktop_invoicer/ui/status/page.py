"""The status page: what does not work on top, then how much is to do, then everything that is well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.health import Health, Part, PartHealth
from desktop_invoicer.engine.events import Event, HealthChanged
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.status.acting import StatusActing
from desktop_invoicer.ui.status.part_row import PartRow
from desktop_invoicer.ui.status.queue_card import QueueCard
from desktop_invoicer.ui.status.summary import Summary
from desktop_invoicer.ui.status.words import is_wrong
from desktop_invoicer.ui.workplace import Workplace

TICK = 5000
"""Milliseconds between two looks while the page is in view: “2 min ago” goes on by itself."""


class StatusPage(Page):
    """Shows the ``Health`` of the program. Asks the desk for nothing while it is out of view."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page; the desk need not run yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._rows: dict[tuple[Part, str], PartRow] = {}
        self._places: list[tuple[tuple[Part, str], bool]] = []
        """The rows from the top to the bottom, and whether each is among what is wrong."""
        self.acting = StatusActing(workplace, self)
        self.summary = Summary(workplace.actions)
        self.queue = QueueCard()
        self._wrong = QVBoxLayout()
        self._parts = Card(N_("Parts of the program"))
        self._scroll = QScrollArea()
        self._tick = QTimer(self, interval=TICK)
        self._lay_out()
        self._connect()

    @property
    @override
    def possible(self) -> frozenset[Command]:
        return frozenset({Command.RETRY})

    @property
    def rows(self) -> Sequence[PartRow]:
        """Give the row of each part, from the top to the bottom."""
        return [self._rows[key] for key, _is_wrong in self._places]

    @property
    def ticks(self) -> bool:
        """Tell whether it looks again by itself."""
        return self._tick.isActive()

    @override
    def enter(self) -> None:
        self.summary.check.setFocus()
        self._tick.start()
        self.refresh()

    @override
    def perform(self, command: Command) -> None:
        """Look again."""
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask how the program is."""
        if self.isVisible():
            self._workplace.link.ask(self, lambda commands: commands.health_desk.health(), self.show_health)

    def show_health(self, health: Health) -> None:
        """Show how the program is; what stays keeps its place and its focus."""
        now = datetime.now(UTC)
        self.summary.show_health(health)
        self.queue.show_queue(health.queue, now)
        parts = sorted(health.parts, key=lambda part: -part.condition.badness if is_wrong(part) else 0)
        places = [(_key(part), is_wrong(part)) for part in parts]
        for gone in self._rows.keys() - {key for key, _is_wrong in places}:
            self._rows.pop(gone).deleteLater()
        for part in parts:
            self._show_part(part, now)
        if places != self._places:
            self._places = places
            self._arrange()

    def _show_part(self, part: PartHealth, now: datetime) -> None:
        row = self._rows.get(_key(part))
        if row is None:
            row = self._rows[_key(part)] = PartRow(part, now)
            row.wanted.connect(self.acting.carry_out)
        else:
            row.show_part(part, now)

    def _arrange(self) -> None:
        """Set what is wrong on top, and everything else below in its order."""
        for row in self.rows:
            layout = self._wrong if is_wrong(row.part) else self._parts.content
            layout.addWidget(row)
            row.show()

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        self._wrong.setSpacing(8)
        self._parts.content.setSpacing(0)
        column.addWidget(self.summary)
        column.addLayout(self._wrong)
        column.addWidget(self.queue)
        column.addWidget(self._parts)
        column.addStretch()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)

    def _connect(self) -> None:
        link = self._workplace.link
        link.started.connect(self.refresh)
        link.published.connect(self._on_published)
        self._tick.timeout.connect(self.refresh)
        self.acting.done.connect(self.refresh)
        self.summary.bundle.clicked.connect(self.acting.save_bundle)
        self.summary.logs.clicked.connect(self.acting.open_logs)

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        told = [event.health for event in events if isinstance(event, HealthChanged)]
        if told and self.isVisible():
            self.show_health(told[-1])

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        self._tick.stop()
        super().hideEvent(event)


def _key(part: PartHealth) -> tuple[Part, str]:
    return part.part, part.subject
