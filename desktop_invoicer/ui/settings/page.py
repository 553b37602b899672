"""The settings: everything of ``config.toml``, and how this window looks. Each change counts at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_invoicer.errors import ConfigError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.parts.buttons import ActionButton
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.settings.accounts import AccountsSection
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.broken import BrokenFile
from desktop_invoicer.ui.settings.groups import (
    DecisionGroup,
    DocumentsGroup,
    LanguageGroup,
    ListeningGroup,
    PollingGroup,
    SendingGroup,
    StoreGroup,
)
from desktop_invoicer.ui.settings.keys import KeysSection
from desktop_invoicer.ui.settings.people import LockGroup, PeopleCard
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.settings.returns import ApprovalGroup, RefundGroup
from desktop_invoicer.ui.settings.window import WindowSection
from desktop_invoicer.ui.setup.guides import Guides
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.workplace import Workplace

WIDEST = 760
"""How wide a section grows at the ordinary size of text: lines stay easy to read."""


@dataclass(frozen=True, slots=True)
class _Section:
    text: str
    icon: str
    build: Callable[[], Sequence[QWidget]]


class _Column(QWidget):
    """Widgets below each other, as wide as is easy to read at the size of text in use."""

    def __init__(self, widgets: Sequence[QWidget]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 12, 12)
        column.setSpacing(16)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch()
        Theme.current().changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setMaximumWidth(Theme.current().metrics.text(WIDEST))


class SettingsPage(Page):
    """Sections at the left, the chosen one beside them. A section is built when it is first chosen."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the frame of the page; the file is read when the page comes into view."""
        super().__init__(parent)
        self._workplace = workplace
        self.book = SettingsBook(workplace, self)
        declared = self._declared()
        self.guides = Guides(workplace, self.book, self)
        self._sections = [declared[place] for place in Place]
        self.list = QListWidget()
        self.list.setProperty("part", "sections")
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.say(self.list.setAccessibleName, N_("Sections of the settings"))
        for _section in self._sections:
            QListWidgetItem(self.list)
        self._stack = QStackedWidget()
        self._built: dict[int, QScrollArea] = {}
        self._broken = BrokenFile()
        self._broken_area = _scrolling([self._broken])
        self._stack.addWidget(self._broken_area)
        self._title = label(part="display")
        self.say(self._title.setText, N_("Settings"))
        self._state = label(part="small")
        self._lay_out()
        self._connect()
        self.adapt()

    @property
    def shown_section(self) -> QWidget | None:
        """Give the section in view."""
        return self._stack.currentWidget()

    def enter(self) -> None:
        """Read the file, which may have been changed elsewhere."""
        self.book.load()

    def show_place(self, place: Place) -> None:
        """Bring the section of that name into view."""
        self.list.setCurrentRow(list(Place).index(place))

    def show_section(self, position: int) -> None:
        """Bring a section into view."""
        if position not in self._built:
            self._built[position] = _scrolling(self._sections[position].build())
            self._stack.addWidget(self._built[position])
        self._stack.setCurrentWidget(self._built[position])

    def _declared(self) -> dict[Place, _Section]:
        book, place = self.book, self._workplace
        return {
            Place.STORE: _Section(N_("Store"), "store", lambda: [StoreGroup(book)]),
            Place.ACCOUNTS: _Section(N_("VTEX accounts"), "marketplace", lambda: [AccountsSection(place, book)]),
            Place.RECEIVER: _Section(N_("Receiver"), "receiver", lambda: [ListeningGroup(book), PollingGroup(book)]),
            Place.DOCUMENTS: _Section(
                N_("Documents"),
                "folder-watched",
                lambda: [DocumentsGroup(book), DecisionGroup(book), SendingGroup(book)],
            ),
            Place.RETURNS: _Section(N_("Returns"), "returns", lambda: [RefundGroup(book), ApprovalGroup(book)]),
            Place.PEOPLE: _Section(N_("People"), "operator", lambda: [PeopleCard(place), LockGroup(book)]),
            Place.LANGUAGE: _Section(N_("Language"), "language", lambda: [LanguageGroup(book)]),
            Place.WINDOW: _Section(N_("This window"), "appearance", lambda: [WindowSection(place.preferences)]),
            Place.KEYS: _Section(N_("Keys"), "keyboard", lambda: [KeysSection(place.actions)]),
        }

    def _lay_out(self) -> None:
        actions = self._workplace.actions
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.list, 1)
        left.addWidget(ActionButton(actions.of(Command.SETUP), "setup"))
        left.addWidget(ActionButton(actions.of(Command.DOCTOR), "doctor"))
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(left)
        columns.addWidget(self._stack, 1)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(head)
        layout.addLayout(columns, 1)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self.show_section)
        self.guides.place_wanted.connect(self._on_place_wanted)
        self._broken.again.connect(self.book.load)
        self.book.loaded.connect(self._on_loaded)
        self.book.unreadable.connect(self._on_unreadable)
        self.book.restarting.connect(self._on_restarting)
        Theme.current().changed.connect(self._resize)
        self.list.setCurrentRow(0)
        self._resize()

    def _on_place_wanted(self, place: Place) -> None:
        self._workplace.actions.of(Command.SETTINGS).trigger()
        self.show_place(place)

    def _on_loaded(self, _settings: object) -> None:
        if self._stack.currentWidget() is self._broken_area:
            self.show_section(self.list.currentRow())
        self.list.setEnabled(True)

    def _on_unreadable(self, error: ConfigError) -> None:
        self._broken.show_error(error)
        self.list.setEnabled(False)
        self._stack.setCurrentWidget(self._broken_area)

    def _on_restarting(self, is_restarting: bool) -> None:
        was_restarting = bool(self._state.text())
        if is_restarting:
            self._say(_("The desk takes up the new settings…"))
        elif was_restarting:
            self._say(_("The desk works with the new settings."))

    def _say(self, text: str) -> None:
        self._state.setText(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _resize(self) -> None:
        metrics = Theme.current().metrics
        self.list.setIconSize(QSize(metrics.icon, metrics.icon))
        for position in range(self.list.count()):  # the sheet's own heights are not known before the list is seen
            self.list.item(position).setSizeHint(QSize(0, metrics.control + 4))
        self.list.setMinimumWidth(min(metrics.text(220), 320))

    def adapt(self) -> None:
        """Name the sections in the language and colours in use."""
        theme = Theme.current()
        for position, section in enumerate(self._sections):
            item = self.list.item(position)
            item.setText(_(section.text))
            item.setIcon(theme.icon(section.icon, Role.MUTED))


def _scrolling(widgets: Sequence[QWidget]) -> QScrollArea:
    """Put widgets below each other into an area that scrolls."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(_Column(widgets))
    return area
