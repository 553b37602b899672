"""What is dropped or pasted anywhere in the window, where no widget has a use of its own for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.frame.placer import Placer
from desktop_invoicer.ui.frame.sorting import Sorting
from desktop_invoicer.ui.job.bringing import Brought, brought_by
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from desktop_invoicer.ui.main_window import MainWindow


class DropHint(Adapting, QFrame):
    """Says over the middle of the window where goes what is held over it; the drag passes through."""

    def __init__(self, window: QWidget) -> None:
        """Say nothing yet."""
        super().__init__(window)
        self._window = window
        self.setObjectName("drop_hint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._count = 0
        self._icon = QLabel()
        self._words = label(part="heading")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(self._icon)
        layout.addWidget(self._words)
        set_tone(self, Tone.SUCCESS)
        shadow = QGraphicsDropShadowEffect(self, blurRadius=32, xOffset=0, yOffset=6)
        shadow.setColor(QColor(0, 0, 0, 80))
        self.setGraphicsEffect(shadow)
        self.hide()

    def invite(self, count: int) -> None:
        """Say it of so many documents."""
        self._count = count
        self.adapt()
        self.adjustSize()
        self.move(self._window.rect().center() - self.rect().center())
        self.show()
        self.raise_()

    def adapt(self) -> None:
        """Say it in the language and the look in use."""
        theme = Theme.current()
        self._icon.setPixmap(theme.pixmap("attach", Role.SUCCESS, theme.metrics.largest_icon, self.devicePixelRatioF()))
        one, several = _("Let it go: it finds its order"), _("Let them go: each finds its order")
        self._words.setText(one if self._count == 1 else several)


class Drops(QObject):
    """Takes documents for the whole window, as long as no dialog is open."""

    def __init__(self, window: MainWindow) -> None:
        """Welcome what is dropped on ``window`` or pasted into it."""
        super().__init__(window)
        self._window = window
        self._placer = Placer(window)
        self._hint = DropHint(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        window.header.scan_field.document_pasted.connect(self._on_pasted)

    def take(self, data: QMimeData) -> bool:
        """Use what was pasted for the job in view, or else find out what it is for; tell whether it was of use."""
        brought = brought_by(data)
        if brought is None:
            return False
        if not self._window.page.take(data):
            self._place(brought)
        return True

    def _on_pasted(self) -> bool:
        return self.take(QGuiApplication.clipboard().mimeData())

    def _enter(self, event: QDragEnterEvent) -> bool:
        brought = brought_by(event.mimeData())
        if brought is None or QApplication.activeModalWidget() is not None:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._hint.invite(max(len(brought.paths), 1))
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._hint.hide()
        brought = brought_by(event.mimeData())
        if brought is None:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._place(brought)
        return True

    def _place(self, brought: Brought) -> None:
        """Find out for which jobs the documents are."""
        match brought.paths:
            case (path,):
                self._placer.take_file(path)
            case () if brought.xml:
                self._placer.take_xml(brought.xml)
            case ():
                self._window.take_scan(brought.key)
            case paths:
                Sorting(self._window, self._placer, paths)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what no other widget of the window took."""
        match event.type():
            case QEvent.Type.DragEnter if isinstance(event, QDragEnterEvent):
                return self._enter(event)
            case QEvent.Type.Drop if isinstance(event, QDropEvent):
                return self._drop(event)
            case QEvent.Type.DragLeave:
                self._hint.hide()
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste):
                return self._on_pasted()
            case _:
                pass
        return super().eventFilter(watched, event)
