"""A layout that sets things one after the other, as words in a line, and goes on below where the line ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class Flow(QLayout):
    """Widgets in lines; each line stands on its middle. It is never wider than its widest widget has to be."""

    def __init__(self, gap: int = 8, parent: QWidget | None = None) -> None:
        """Leave ``gap`` between the widgets and half of it between the lines."""
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = [[]]
        taken = 0
        for item in self._items:
            if item.isEmpty():
                continue
            needed = item.sizeHint().width()
            if lines[-1] and taken + needed > width:
                lines.append([])
                taken = 0
            lines[-1].append(item)
            taken += needed + self._gap
        return lines

    def _arrange(self, area: QRect, *, places: bool) -> int:
        """Set the items into ``area``, or only find out how high that is."""
        top = area.top()
        for line in self._lines(area.width()):
            left = area.left()
            height = max((item.sizeHint().height() for item in line), default=0)
            for item in line:
                size = item.sizeHint().boundedTo(QSize(area.width(), height))
                if places:
                    item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self._gap
            top += height + self._gap // 2
        return max(top - self._gap // 2 - area.top(), 0)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        """Append an item."""
        self._items.append(item)

    @override
    def count(self) -> int:
        """Count the items."""
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem:
        """Give an item; Qt asks beyond the end to find it."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    @override
    def takeAt(self, index: int) -> QLayoutItem:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    @override
    def expandingDirections(self) -> Qt.Orientation:
        """Want no more room than is needed."""
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        """Be higher where it is narrow."""
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        """Tell how high it is when ``width`` wide."""
        return self._arrange(QRect(0, 0, width, 0), places=False)

    @override
    def sizeHint(self) -> QSize:
        """Want to be one line."""
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self._gap * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    @override
    def minimumSize(self) -> QSize:
        """Need as much as the widest item needs."""
        smallest = QSize()
        for item in self._items:
            smallest = smallest.expandedTo(item.minimumSize())
        return smallest

    @override
    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, places=True)
