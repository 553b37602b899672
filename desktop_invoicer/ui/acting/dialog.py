"""What all dialogs about a job have in common. None of them waits: each opens, and tells what was decided."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Theme

MARGIN, SPACE = 24, 16
AROUND = 48
"""What stays free of the window beneath."""


class Dialog(Adapting, QDialog):
    """A title, ``content`` that scrolls where the window is small, and a ``foot`` that begins with a way back.

    Enter does nothing by itself: a scanner ends every scan with it.
    """

    def __init__(self, title: str, way_back: str, width: int, parent: QWidget) -> None:
        """Make an empty dialog with a marked title; ``width`` is meant at the ordinary size of text."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._width = width
        self._beneath = parent.window()
        self.heading = label(part="title", wraps=True)
        self.say(self.heading.setText, title)
        self.say(self.setWindowTitle, title)
        self.say(self.setAccessibleName, title)
        self.back = Button(way_back)
        self.back.clicked.connect(self.reject)
        self.content = QVBoxLayout()
        self.content.setSpacing(SPACE)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(Theme.current().metrics.gap)
        self.foot.addStretch()
        self.foot.addWidget(self.back)
        self._lay_out()

    def outdated_by(self, job: Job) -> bool:  # noqa: ARG002 (some dialogs look at it)
        """Tell whether the dialog asks about something that is no longer so, now that its job is as given."""
        return False

    def say_title(self, text: str) -> None:
        """Say the title in words that were put together."""
        self.heading.setText(text)
        self.setWindowTitle(text)
        self.setAccessibleName(text)

    def name(self, text: str, field: QWidget) -> QLabel:
        """Make the label of a field, with a marked text."""
        name = label(part="strong")
        name.setBuddy(field)
        self.say(name.setText, text)
        self.say(field.setAccessibleName, text)
        return name

    def _lay_out(self) -> None:
        self._body = QWidget()
        self._body.installEventFilter(self)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(MARGIN, MARGIN, MARGIN, 8)
        inner.setSpacing(SPACE)
        inner.addWidget(self.heading)
        inner.addLayout(self.content)
        inner.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroll, 1)
        self.foot.setContentsMargins(MARGIN, 12, MARGIN, MARGIN)
        outer.addLayout(self.foot)

    def _room(self) -> QSize:
        return self._beneath.size() - QSize(AROUND, AROUND)

    def _grow(self) -> None:
        """Be as large as the content needs, as far as the window beneath allows."""
        self.resize(self.size().expandedTo(self.sizeHint()).boundedTo(self._room()))
        self._scroll_if_needed()

    def _scroll_if_needed(self) -> None:
        """Show the bar only where all does not fit: it makes the lines shorter, so that it would need itself."""
        fits = self._height_for(self.width()) <= self.height()
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(policy)

    def _height_for(self, width: int) -> int:
        layout = self._body.layout()
        high = self._body.sizeHint().height() if layout is None else layout.totalHeightForWidth(width)
        return high + self.foot.sizeHint().height()

    @override
    def sizeHint(self) -> QSize:
        """Be as wide as meant, and as high as the content is then."""
        wide = max(Theme.current().metrics.text(self._width), self.foot.sizeHint().width())
        wide = min(max(wide, self._body.minimumSizeHint().width()), self._room().width())
        return QSize(wide, self._height_for(wide)).boundedTo(self._room())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll where there is too little room."""
        super().resizeEvent(event)
        self._scroll_if_needed()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Open as large as meant; Qt by itself takes no more than a part of the screen."""
        self._grow()
        super().showEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with the content."""
        if watched is self._body and event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return super().eventFilter(watched, event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter do nothing; Esc goes back as in every dialog."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)


def column(*parts: QWidget | QLayout) -> QVBoxLayout:
    """Put what belongs together close together: a name and its field."""
    made = QVBoxLayout()
    made.setSpacing(6)
    for part in parts:
        if isinstance(part, QLayout):
            made.addLayout(part)
        else:
            made.addWidget(part)
    return made
