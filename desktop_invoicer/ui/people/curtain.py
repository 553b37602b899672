"""What stands over the window goes out of sight while it is locked, with all that was typed into it."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from typing_extensions import override

STAYS = "stays_when_locked"
"""The property of a dialog that shows nothing of the store's work, and is needed."""


class Curtain(QObject):
    """Hides dialogs of ``window``, also those that open later, and brings them back for whoever opened them."""

    def __init__(self, window: QWidget) -> None:
        """Hide nothing yet."""
        super().__init__(window)
        self._window = window
        self._hidden: list[QDialog] = []

    def draw(self) -> None:
        """Hide what is open; popups just go."""
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        for dialog in self._dialogs():
            if dialog.isVisible():
                self._hide(dialog)
        _application().installEventFilter(self)  # only now: every event comes by here

    def lift(self, *, restores: bool) -> None:
        """Show what was hidden, or, for somebody else, give it up as its way back does."""
        _application().removeEventFilter(self)
        hidden, self._hidden = self._hidden, []
        for dialog in hidden:
            if not shiboken6.isValid(dialog):
                continue
            if restores:
                dialog.show()
            else:
                dialog.reject()

    def _dialogs(self) -> list[QDialog]:
        return [dialog for dialog in self._window.findChildren(QDialog) if self._is_ours(dialog)]

    def _hide(self, dialog: QDialog) -> None:
        self._keep(dialog)
        dialog.hide()

    def _keep(self, dialog: QDialog) -> None:
        if dialog not in self._hidden:
            self._hidden.append(dialog)
            dialog.finished.connect(partial(self._drop, dialog))

    def _drop(self, dialog: QDialog, _result: int) -> None:
        """Leave a dialog alone that ended by itself."""
        if dialog in self._hidden:
            self._hidden.remove(dialog)

    def _is_ours(self, watched: QObject) -> bool:
        above = watched.parent()
        while above is not None and above is not self._window:
            above = above.parent()
        return above is self._window and not watched.property(STAYS)

    def _hide_shown(self, dialog: QDialog) -> None:
        """Hide what was about to be shown, before anybody saw it."""
        if shiboken6.isValid(dialog):
            dialog.hide()
            dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let no dialog come up."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog) and self._is_ours(watched):
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            self._keep(watched)
            QTimer.singleShot(0, watched, partial(self._hide_shown, watched))
        return False


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None  # noqa: S101 (there is no window without)
    return application
