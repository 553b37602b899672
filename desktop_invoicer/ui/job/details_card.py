"""A card that shows a part of what is known of a job, and is built anew only when that part is another."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.messages.catalogue import active_language
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.theme.theme import Theme

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class DetailsCard(Card):
    """Shows details of jobs, one after the other. It keeps the focus where it was as long as that is still there."""

    def __init__(self, title: str) -> None:
        """Make a card with a marked title that shows nothing yet."""
        super().__init__(title)
        self._seen: object = None
        self._body = QWidget()
        self.content.addWidget(self._body)

    def show_details(self, details: JobDetails) -> bool:
        """Show what is to be seen of a job, unless just that is shown already; tell whether it had to be built."""
        subject = self.subject(details)
        theme = Theme.current()
        seen = (subject, active_language(), theme.tokens.is_dark, theme.metrics)
        if seen == self._seen:
            return False
        self._seen = seen
        if subject is not None:
            self._replace(details)
        self.setVisible(subject is not None)
        return subject is not None

    def hide_details(self) -> None:
        """Show nothing until the next details come."""
        self._seen = None
        self.hide()

    @abstractmethod
    def subject(self, details: JobDetails) -> object:
        """Give what the card depends on; ``None`` hides it."""

    @abstractmethod
    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put what is to be seen into an empty body."""

    def _replace(self, details: JobDetails) -> None:
        focused = self.window().focusWidget()
        name = focused.objectName() if self._body.isAncestorOf(focused) else ""
        old, self._body = self._body, QWidget()
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.build(details, layout)
        self.content.replaceWidget(old, self._body)
        self._body.show()
        old.hide()
        old.deleteLater()
        again = self._body.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus()
