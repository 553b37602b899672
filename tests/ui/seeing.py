"""What can be seen and pressed in a part of the window."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.parts.column_table import ColumnTable

TURNS = 20


class Seeing:
    """Looks at ``root``, and presses what is called so."""

    def __init__(self, root: QWidget, qtbot: QtBot) -> None:
        self.root = root
        self.qtbot = qtbot

    @property
    def text(self) -> str:
        return "\n".join(label.text() for label in self.root.findChildren(QLabel) if label.isVisible())

    def buttons(self, part: str | None = None) -> list[str]:
        """Name the buttons in view, or those of a part."""
        seen = [each for each in self.root.findChildren(QAbstractButton) if each.isVisible()]
        return [each.accessibleName() for each in seen if part in {None, each.property("part")}]

    def press(self, name: str, root: QWidget | None = None) -> None:
        """Press the button in view that is called so."""
        seen = [each for each in (root or self.root).findChildren(QAbstractButton) if each.isVisible()]
        button = next(each for each in seen if each.accessibleName().startswith(name))
        assert button.isEnabled()
        button.click()
        self.settle()

    def dialog(self, name: str) -> Dialog:
        """Give a dialog once it is open."""

        def found() -> list[Dialog]:
            dialogs = self.root.window().findChildren(Dialog)
            return [each for each in dialogs if each.objectName() == name and each.isVisible()]

        self.qtbot.waitUntil(lambda: bool(found()))
        return found()[0]

    def sees(self, *words: str) -> None:
        """Wait until all of this is said."""
        self.qtbot.waitUntil(lambda: all(word in self.text for word in words))
        self.settle()

    @staticmethod
    def column(table: ColumnTable, title: str) -> list[str]:
        """Read a column from top to bottom."""
        titles = [column.title for column in table.model_.columns]
        at = titles.index(title)
        return [str(table.model_.index(row, at).data()) for row in range(len(table.rows))]

    @staticmethod
    def settle() -> None:
        """Let everything take its turn."""
        for _ in range(TURNS):
            QApplication.processEvents()
