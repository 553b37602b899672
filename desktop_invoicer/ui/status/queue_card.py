"""How much is still to do, and since when the oldest of it waits."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.domain.health import QueueHealth
from desktop_invoicer.domain.listing import MOST_COUNTED
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import number
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import holding
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.status.words import ago

_NAMES = (N_("Not sent"), N_("Wait for a person"), N_("Wait for a document"), N_("The oldest"))
_APART = 40


class QueueCard(Card):
    """Four figures, and the way to the queue."""

    def __init__(self) -> None:
        """Know no figures yet."""
        super().__init__(N_("Queue"))
        self.go = Button(N_("Go to the queue"), "queue", "inline")
        self.corner.addWidget(self.go)
        self._queue: QueueHealth | None = None
        self._now: datetime | None = None
        self._figures = [label("–", "figure") for _name in _NAMES]
        flow = Flow(_APART)
        for name, figure in zip(_NAMES, self._figures, strict=True):
            flow.addWidget(self._column(name, figure))
        self.content.addWidget(holding(flow))

    def show_queue(self, queue: QueueHealth, now: datetime) -> None:
        """Show the figures as they are now."""
        self._queue, self._now = queue, now
        self.adapt()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        if self._queue is None or self._now is None:
            return
        queue = self._queue
        counts = (queue.open, queue.waiting_for_person, queue.waiting_for_document)
        oldest = "–" if queue.oldest is None else ago(queue.oldest, self._now)
        words = (*(f"{number(count)}{'+' * (count >= MOST_COUNTED)}" for count in counts), oldest)
        for name, figure, text in zip(_NAMES, self._figures, words, strict=True):
            figure.setText(text)
            figure.setAccessibleName(f"{_(name)}: {text}")

    def _column(self, name: str, figure: QWidget) -> QWidget:
        above, made = label(part="muted"), QWidget()
        self.say(above.setText, name)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(above)
        column.addWidget(figure)
        return made
