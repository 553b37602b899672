"""The field that lists watched folders."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.buttons import Button, IconButton
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.settings.field import Field
from desktop_invoicer.ui.settings.tab_order import tab_before


class FoldersField(Field):
    """One line a folder, each with a button that takes it out, and below a button that adds one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no folder yet."""
        self._folders: list[str] = []
        self._given: list[str] = []
        self.add = Button(N_("Add a folder…"), "add")
        control = QWidget()
        self._lines = QVBoxLayout()
        layout = QVBoxLayout(control)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._lines)
        layout.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        super().__init__(
            N_("Watched folders"),
            N_("Where the fiscal program drops authorised XML. The desk takes each file up by itself."),
            control,
            parent,
        )
        self.name.setBuddy(self.add)
        self.add.clicked.connect(self._on_add)

    def show_value(self, value: object) -> None:
        """Show the folders in force."""
        folders = [str(folder) for folder in value] if isinstance(value, tuple | list) else []
        self._given = folders
        if folders != self._folders:
            self._folders = folders
            self._show_lines()

    def add_folder(self, folder: str) -> None:
        """Watch one more folder."""
        if folder and folder not in self._given:
            self._give([*self._given, folder])

    def remove_folder(self, folder: str) -> None:
        """Watch a folder no more."""
        self.add.setFocus()
        self._give([other for other in self._given if other != folder])

    def _give(self, folders: list[str]) -> None:
        """Give the whole list, on which the next change builds though this one is still being written."""
        self._given = folders
        self.entered.emit(folders or None)

    def _show_lines(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                line.hide()
                line.deleteLater()
        lines = [self._line(folder) for folder in self._folders]
        for line in lines:
            self._lines.addWidget(line)
        tab_before(lines, self.add)

    def _line(self, folder: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(folder, part="verbatim", wraps=True, selectable=True), 1)
        remove = IconButton(N_("Remove"), "remove")
        remove.setAccessibleDescription(folder)
        remove.clicked.connect(partial(self.remove_folder, folder))
        row.addWidget(remove)
        return line

    def _on_add(self) -> None:
        dialog = QFileDialog(self, _("Watched folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.add_folder)
        dialog.open()
