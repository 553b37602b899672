"""What stands in place of the rows when there are none: why, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import ActionButton
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme


class Nothing(Adapting, QWidget):
    """Lies over ``view`` while it has no rows."""

    def __init__(self, view: QWidget, actions: Actions) -> None:
        """Say that the desk starts."""
        super().__init__(view)
        self._query: JobQuery | None = None
        self._icon = QLabel()
        self._words = label(part="heading", wraps=True)
        self._more = label(part="muted", wraps=True)
        self._ask = ActionButton(actions.of(Command.ADD_ORDER), "add")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        for text in (self._icon, self._words, self._more):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(text)
        layout.addSpacing(8)
        layout.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        view.installEventFilter(self)
        self.adapt()

    @property
    def words(self) -> str:
        """Give what is said."""
        return self._words.text()

    def tell(self, query: JobQuery | None) -> None:
        """Say that nothing answers to ``query``; that nothing is known yet when there is none."""
        self._query = query
        self.adapt()

    def adapt(self) -> None:
        """Say it in the language and draw it in the colours in use."""
        icon, words, more = _told(self._query)
        theme = Theme.current()
        self._icon.setPixmap(theme.pixmap(icon, Role.MUTED, theme.metrics.text(48), self.devicePixelRatioF()))
        self._words.setText(words)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._ask.setVisible(self._query is not None and bool(self._query.search))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the view."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return super().eventFilter(watched, event)


def _told(query: JobQuery | None) -> tuple[str, str, str]:
    """Give icon, words, and a hint."""
    if query is None:
        return "loaded", _("Starting…"), ""
    if query.search:
        hint = _("If it is an order, VTEX can be asked about it.")
        return "search", _("Nothing found for “{text}”").format(text=query.search), hint
    if query.filter is not JobFilter.ALL:
        return "filter", _("Nothing here"), _("No job answers to this filter now.")
    if query.section is Section.ENDED:
        return "history", _("Nothing is done yet"), _("What is invoiced stands here.")
    return "done", _("Nothing to invoice now"), _("New requests appear here by themselves.")
