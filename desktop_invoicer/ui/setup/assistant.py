"""The assistant: sets a desk up step by step. It can be left at any step and goes on there the next time."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.groups import (
    DocumentsGroup,
    LanguageGroup,
    ListeningGroup,
    PollingGroup,
    StoreGroup,
)
from desktop_invoicer.ui.setup.outline import Outline
from desktop_invoicer.ui.setup.steps import (
    AccountStep,
    CredentialsStep,
    EndStep,
    GroupStep,
    ReceiverStep,
    Step,
    first_account,
)
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.workplace import Workplace

PLACE = "setup/step"
"""Where the preferences keep how far the assistant came."""
WIDTH, HEIGHT = 980, 700
AROUND = 64
"""What stays free of the window beneath."""


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    title: str
    intro: str
    step: Step


class Assistant(Adapting, QDialog):
    """Steps at the left, the one at hand beside them. ``place_wanted`` asks for a part of the settings."""

    place_wanted = Signal(object)

    def __init__(self, workplace: Workplace, book: SettingsBook, parent: QWidget) -> None:
        """Go on where it was left; ``book`` has read the settings."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setObjectName("assistant")
        self.say(self.setWindowTitle, N_("Set up this desk"))
        self._preferences = workplace.preferences
        self._book = book
        self._pages = _pages(workplace, book)
        self._position = 0
        self._outline = Outline([page.title for page in self._pages])
        self._count = label(part="small")
        self._title = label(part="display", wraps=True)
        self._intro = label(wraps=True)
        self._stack = QStackedWidget()
        self.later = Button(N_("Finish later"), "", "quiet")
        self.back = Button(N_("Back"), "previous")
        self.next = Button("", "", "primary")
        self._lay_out()
        self._fit(parent.window().size())
        self._connect()
        self._show(self._kept_position())

    @property
    def step(self) -> Step:
        """Give the step at hand."""
        return self._pages[self._position].step

    def adapt(self) -> None:
        """Say the step at hand in the language in use."""
        page, count = self._pages[self._position], len(self._pages)
        self._count.setText(_("Step {number} of {count}").format(number=self._position + 1, count=count))
        self._title.setText(_(page.title))
        self._intro.setText(_(page.intro))
        self.next.setText(_("Done") if self._is_last else _("Next"))
        self.next.setAccessibleName(self.next.text())

    @property
    def _is_last(self) -> bool:
        return self._position == len(self._pages) - 1

    def _kept_position(self) -> int:
        """Give where it was left, but not beyond the account, without which nothing else can be set."""
        names = [page.name for page in self._pages]
        kept = self._preferences.text(PLACE)
        position = names.index(kept) if kept in names else 0
        return position if first_account(self._book) else min(position, names.index("account"))

    def _show(self, position: int) -> None:
        self._position = position
        self._preferences.keep(PLACE, self._pages[position].name)
        self._outline.show_position(position)
        self._stack.setCurrentIndex(position)
        self.back.setVisible(position > 0)
        self.later.setVisible(not self._is_last)
        self.step.enter()
        self.adapt()
        QAccessible.updateAccessibility(
            QAccessibleAnnouncementEvent(self, f"{self._count.text()}: {self._title.text()}")
        )
        if self.isVisible():
            _focus_first(self.step, self.next)

    def _lay_out(self) -> None:
        for page in self._pages:
            self._stack.addWidget(_scrolling(page.step))
        right = QVBoxLayout()
        right.setContentsMargins(32, 28, 20, 0)
        right.setSpacing(8)
        for text in (self._count, self._title, self._intro):
            right.addWidget(text)
        right.addSpacing(8)
        right.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(32, 12, 32, 24)
        foot.setSpacing(Theme.current().metrics.gap)
        foot.addWidget(self.later)
        foot.addStretch()
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        beside = QVBoxLayout()
        beside.setSpacing(0)
        beside.addLayout(right, 1)
        beside.addLayout(foot)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._outline)
        outer.addLayout(beside, 1)

    def _fit(self, beneath: QSize) -> None:
        """Leave something of the window beneath in view; where that is narrow, the steps' names make room."""
        metrics = Theme.current().metrics
        wide = min(metrics.text(WIDTH), beneath.width() - AROUND)
        self.resize(wide, min(metrics.text(HEIGHT), beneath.height() - AROUND))
        self._outline.setVisible(wide >= metrics.text(WIDTH * 3 // 4))

    def _connect(self) -> None:
        for page in self._pages:
            page.step.done.connect(self._on_done)
            if isinstance(page.step, EndStep):
                page.step.findings.place_wanted.connect(self._on_place_wanted)
        self.later.clicked.connect(self.reject)
        self.back.clicked.connect(self._on_back)
        self.next.clicked.connect(self._on_next)

    def _on_next(self) -> None:
        self.step.finish()

    def _on_back(self) -> None:
        self._show(self._position - 1)

    def _on_done(self) -> None:
        if self.sender() is not self.step:  # answered after the person went back
            return
        if self._is_last:
            self._preferences.forget(PLACE)
            self.accept()
        else:
            self._show(self._position + 1)

    def _on_place_wanted(self, place: object) -> None:
        self.place_wanted.emit(place)
        self.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter only save a field: a scanner ends every scan with it."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)


def _pages(workplace: Workplace, book: SettingsBook) -> list[_Page]:
    return [
        _Page(
            "language",
            N_("Language"),
            N_("A few steps, and this desk receives and sends invoices. You can leave at any time and go on later."),
            GroupStep([LanguageGroup(book)]),
        ),
        _Page(
            "store",
            N_("Store"),
            N_("The desk checks every fiscal document against the store that issues it."),
            GroupStep([StoreGroup(book)]),
        ),
        _Page("account", N_("VTEX account"), N_("The account whose orders this counter invoices."), AccountStep(book)),
        _Page(
            "credentials",
            N_("Credentials"),
            N_("They are tried with VTEX, kept in the keyring of this computer, and never shown again."),
            CredentialsStep(workplace, book),
        ),
        _Page(
            "receiver",
            N_("Receiver"),
            N_("Tell VTEX where to announce what has to be invoiced."),
            ReceiverStep(workplace, book, ListeningGroup(book)),
        ),
        _Page(
            "polling",
            N_("Asking VTEX"),
            N_("The desk can also ask by itself. It finds what was announced while it was closed."),
            GroupStep([PollingGroup(book)]),
        ),
        _Page(
            "documents",
            N_("Documents"),
            N_("If your fiscal program writes authorised XML into a folder, the desk takes it up from there."),
            GroupStep([DocumentsGroup(book)]),
        ),
        _Page("end", N_("Check this desk"), N_("What works now, and what still has to be done."), EndStep(workplace)),
    ]


def _scrolling(step: Step) -> QScrollArea:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 12, 12)
    column.addWidget(step)
    column.addStretch()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    return area


def _focus_first(step: QWidget, otherwise: QWidget) -> None:
    """Put the focus on the first thing that can be filled in."""
    for widget in step.findChildren(QWidget):
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and widget.isEnabled() and widget.isVisibleTo(step):
            widget.setFocus()
            return
    otherwise.setFocus()
