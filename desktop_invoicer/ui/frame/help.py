"""F1: every key by what it is for, as the person has them, and where to change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import SPECS, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Theme

if TYPE_CHECKING:
    from desktop_invoicer.ui.main_window import MainWindow

GROUPS: dict[str, tuple[Command, ...]] = {
    N_("Find"): (
        Command.SCAN,
        Command.PREVIOUS_JOB,
        Command.NEXT_JOB,
        Command.ADD_ORDER,
        Command.PALETTE,
    ),
    N_("The selected job"): (
        Command.ATTACH,
        Command.USE_FOUND,
        Command.CHOOSE_FILE,
        Command.SUBMIT,
        Command.RETRY,
        Command.DISMISS,
        Command.OPEN_IN_VTEX,
        Command.COPY_ORDER,
        Command.SHOW_RAW,
        Command.WHY,
    ),
    N_("The day"): (
        Command.PREVIOUS_DAY,
        Command.NEXT_DAY,
        Command.TODAY,
        Command.LOOK_AHEAD,
        Command.DAY_REPORT,
        Command.CLOSE_DAY,
    ),
    N_("Pages"): (
        Command.QUEUE,
        Command.RETURNS,
        Command.DAY,
        Command.HISTORY,
        Command.FILES,
        Command.STATUS,
        Command.SETTINGS,
        Command.HELP,
    ),
    N_("Window"): (
        Command.FULL_SCREEN,
        Command.LARGER,
        Command.SMALLER,
        Command.APPEARANCE,
        Command.DENSITY,
        Command.SOUND,
    ),
    N_("Program"): (
        Command.LOCK,
        Command.CHANGE_OPERATOR,
        Command.MY_PIN,
        Command.SETUP,
        Command.DOCTOR,
        Command.QUIT,
    ),
}
_LEFT = 2
"""Groups that stand in the left column."""


class HelpDialog(Adapting, QDialog):
    """The keys, to read and to copy."""

    def __init__(self, window: MainWindow) -> None:
        """Read the keys as they are now."""
        super().__init__(window)
        self.setObjectName("help")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window = window
        self.say(self.setWindowTitle, N_("Keys and help"))
        self._close = Button(N_("Close"), part="primary")
        self._lay_out()
        metrics = Theme.current().metrics
        self.resize(min(metrics.text(820), window.width() - 48), min(metrics.text(720), window.height() - 48))

    @property
    def text(self) -> str:
        """Give everything as text, to print or to send."""
        lines = [_("Keys and help")]
        for group, commands in GROUPS.items():
            lines += ["", _(group), *(f"{self._key(command):<16}{self._name(command)}" for command in commands)]
        return "\n".join(lines) + "\n"

    def _lay_out(self) -> None:
        heading = label(part="title")
        self.say(heading.setText, N_("Keys and help"))
        note = label(part="muted", wraps=True)
        self.say(
            note.setText,
            N_("A scanner works wherever the focus is, and never confirms anything. Esc goes back."),
        )
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setProperty("part", "read")
        self.say(scroll.setAccessibleName, N_("Keys and help"))
        scroll.setWidget(self._cards())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addWidget(heading)
        layout.addWidget(note)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._foot())
        self._close.setFocus()

    def _cards(self) -> QWidget:
        """Lay the groups out in two columns."""
        cards = QWidget()
        columns = QHBoxLayout(cards)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(16)
        for groups in (list(GROUPS)[:_LEFT], list(GROUPS)[_LEFT:]):
            column = QVBoxLayout()
            column.setSpacing(16)
            for group in groups:
                column.addWidget(self._card(group))
            column.addStretch()
            columns.addLayout(column, 1)
        return cards

    def _foot(self) -> QHBoxLayout:
        copy = Button(N_("Copy as text"), "copy")
        copy.clicked.connect(self._on_copy)
        change = Button(N_("Change keys"), "keyboard")
        change.clicked.connect(self._on_change)
        self._close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(Theme.current().metrics.gap)
        foot.addWidget(copy)
        foot.addWidget(change)
        foot.addStretch()
        foot.addWidget(self._close)
        return foot

    def _card(self, group: str) -> Card:
        card = Card(group)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, command in enumerate(GROUPS[group]):
            name = label(wraps=True)
            self.say(name.setText, SPECS[command].text)
            grid.addWidget(name, row, 0)
            key = self._key(command)
            grid.addWidget(label(key or "–", part="key" if key else "muted"), row, 1, Qt.AlignmentFlag.AlignRight)
        card.content.addLayout(grid)
        return card

    def _name(self, command: Command) -> str:
        return self._window.actions_.of(command).text()

    def _key(self, command: Command) -> str:
        return self._window.actions_.key(command)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._window.toasts.show_notice(_("Copied"))

    @Slot()
    def _on_change(self) -> None:
        self.accept()
        self._window.show_page(Command.SETTINGS)


class Help(QObject):
    """Shows the keys when they are asked for."""

    def __init__(self, window: MainWindow) -> None:
        """Wait for the command."""
        super().__init__(window)
        self._window = window
        window.actions_.of(Command.HELP).triggered.connect(self._on_wanted)

    @Slot()
    def _on_wanted(self) -> None:
        HelpDialog(self._window).open()
