"""The settings as somebody at the desk uses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Settings, load_config
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.settings.choice import ChoiceField, SwitchField
from desktop_invoicer.ui.settings.credentials import CredentialsCard
from desktop_invoicer.ui.settings.field import Field, TextField
from desktop_invoicer.ui.settings.group import Group
from desktop_invoicer.ui.settings.page import SettingsPage

ACCOUNT = AccountName("lojafarmgavea")
CONFIG = """# written by hand
language = "en"

[store]
name = "Loja Gávea"  # as on the sign
account = "lojafarmgavea"
cnpj = "11222333000181"
uf = "RJ"

[[accounts]]
name = "lojafarmgavea"
myvtex_origin = "{origin}"  # played
oms_origin = "{origin}"

[receiver]
port = 0

[polling]
enabled = false
"""

W = TypeVar("W", bound=QWidget)


@dataclass
class SettingsDesk:
    """A window with the settings in view."""

    application: Application
    qtbot: QtBot

    def __post_init__(self) -> None:
        self.application.window.show_page(Command.SETTINGS)
        self.page.book.load()

    @property
    def page(self) -> SettingsPage:
        page = self.application.window.page
        assert isinstance(page, SettingsPage)
        return page

    @property
    def text(self) -> str:
        """What the file says now."""
        return self.page.book.home.config_file.read_text("utf-8")

    @property
    def settings(self) -> Settings:
        return load_config(self.page.book.home)

    def section(self, position: int) -> None:
        self.qtbot.waitUntil(lambda: self.page.book.settings is not None)
        self.page.list.setCurrentRow(position)

    def find(self, kind: type[W]) -> W:
        """Give the widget of this kind that is in view."""
        return next(widget for widget in self.page.findChildren(kind) if widget.isVisible())

    def field(self, key: str) -> Field:
        """Give the field of a key, in whichever section it stands."""
        self.qtbot.waitUntil(lambda: self.page.book.settings is not None)
        for position in range(self.page.list.count()):
            self.section(position)
            for group in self.page.findChildren(Group):
                if key in group.fields and group.isVisible():
                    return group.fields[key]
        raise KeyError(key)

    def type(self, key: str, text: str, *, leave: bool = True) -> TextField:
        field = self.field(key)
        assert isinstance(field, TextField)
        field.line.selectAll()
        field.line.setFocus()
        QTest.keyClick(field.line, Qt.Key.Key_Delete)
        QTest.keyClicks(field.line, text)
        if leave:
            QTest.keyClick(field.line, Qt.Key.Key_Return)
        return field

    def choose(self, key: str, value: str) -> ChoiceField:
        field = self.field(key)
        assert isinstance(field, ChoiceField)
        position = field.box.findData(value)
        field.box.setCurrentIndex(position)
        field.box.activated.emit(position)
        return field

    def switch(self, key: str) -> SwitchField:
        field = self.field(key)
        assert isinstance(field, SwitchField)
        field.switch.click()
        return field

    def kept(self, field: Field) -> None:
        """Wait until a field shows that it was saved."""
        self.qtbot.waitUntil(lambda: field.is_ticked)

    def credentials(self) -> CredentialsCard:
        self.section(1)
        return self.find(CredentialsCard)

    def visible_texts(self) -> set[str]:
        window = self.application.window
        found = [widget.text() for widget in window.findChildren(QLabel) if widget.isVisible()]
        found += [widget.text() for widget in window.findChildren(QAbstractButton) if widget.isVisible()]
        found += [widget.placeholderText() for widget in window.findChildren(QLineEdit) if widget.isVisible()]
        found += [widget.currentText() for widget in window.findChildren(QComboBox) if widget.isVisible()]
        found += [self.page.list.item(row).text() for row in range(self.page.list.count())]
        return set(filter(None, found))
