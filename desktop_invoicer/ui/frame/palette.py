"""Ctrl+K: every command and every job by a few letters, over the window and without a mouse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop_invoicer.domain.listing import JobPage, JobQuery, Section
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import SPECS, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.frame.matching import fitness
from desktop_invoicer.ui.jobs.state import state_of, state_words
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.ui.main_window import MainWindow

PAUSE = 120
"""Milliseconds without a key before jobs are looked for."""
SHORTEST = 2
"""Letters that a search for jobs needs."""
MOST_JOBS = 6
"""Jobs shown of each section."""
MOST_RECENT = 5
_RECENT = "palette/recent"
_WHAT = Qt.ItemDataRole.UserRole
_ROWS = 9
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class Palette(Adapting, QFrame):
    """A field and a list. The focus goes back to where it was when it closes."""

    def __init__(self, window: MainWindow) -> None:
        """Stand over ``window``, hidden until its command is given."""
        super().__init__(window)
        self.setObjectName("palette")
        self.setProperty("part", "card")
        self._window = window
        self._before: QWidget | None = None
        self._field = QLineEdit()
        self._list = QListWidget()
        self._none = label(part="muted")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._lay_out()
        self._connect()
        self.hide()

    @Slot()
    def open(self) -> None:
        """Come up empty, the commands used last on top."""
        if self.isVisible():
            self.close_()
            return
        self._before = QApplication.focusWidget()
        self._field.clear()
        self._fill()
        self._place()
        self.show()
        self.raise_()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def close_(self) -> None:
        """Go, and give the focus back."""
        if not self.isVisible():
            return
        self._pause.stop()
        before, self._before = self._before, None
        self.hide()
        if before is not None and shiboken6.isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay_out(self) -> None:
        self.say(self.setAccessibleName, N_("All commands"))
        self.say(self._field.setAccessibleName, N_("Command or job"))
        self.say(self._field.setPlaceholderText, N_("What shall be done? Or an order, a buyer, a value"))
        self.say(self._list.setAccessibleName, N_("Found"))
        self.say(self._none.setText, N_("Nothing is found."))
        self._field.setProperty("part", "scan")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setStyleSheet("border: 0")
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._field)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._none)
        shadow = QGraphicsDropShadowEffect(self, blurRadius=40, xOffset=0, yOffset=8)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)

    def _connect(self) -> None:
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(self._on_chosen)
        self._pause.timeout.connect(self._on_pause)
        self._window.installEventFilter(self)
        self._window.actions_.of(Command.PALETTE).triggered.connect(self.open)
        self._window.scanned.connect(self.close_)

    @Slot()
    def _fill(self) -> None:
        """List the commands that fit, at once; jobs follow."""
        typed = self._field.text().strip()
        self._list.clear()
        recent = self._recent()
        found = [
            (fitness(typed, self._window.actions_.of(command).text()), command)
            for command in Command
            if command is not Command.PALETTE and self._window.actions_.of(command).isEnabled()
        ]
        found.sort(key=lambda rated: (-rated[0], recent.index(rated[1]) if rated[1] in recent else MOST_RECENT))
        for fit, command in found:
            if fit:
                self._add_command(command)
        self._show_found()
        if len(typed) >= SHORTEST:
            self._pause.start()
        else:
            self._pause.stop()

    def _add_command(self, command: Command) -> None:
        action, key = self._window.actions_.of(command), self._window.actions_.key(command)
        item = QListWidgetItem(Theme.current().icon(SPECS[command].icon, Role.MUTED), action.text())
        item.setData(_WHAT, command)
        self._list.addItem(item)
        if key:
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, key)
            self._beside(item, key)

    def _add_job(self, job: Job) -> None:
        state = state_of(job)
        role = Role.MUTED if state.tone is Tone.NEUTRAL else Role(state.tone.value)
        text = "   ".join(filter(None, (str(job.order_id), job.buyer)))
        item = QListWidgetItem(Theme.current().icon(state.icon, role), text)
        item.setData(_WHAT, job)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, state_words(job))
        self._list.addItem(item)
        self._beside(item, state_words(job))

    def _beside(self, item: QListWidgetItem, text: str) -> None:
        """Write at the right of a row."""
        shown = label(text, part="small")
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        shown.setContentsMargins(0, 0, 12, 0)
        shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._list.setItemWidget(item, shown)

    def _show_found(self) -> None:
        self._list.setVisible(self._list.count() > 0)
        self._none.setVisible(not self._list.count())
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(0)

    @Slot()
    def _on_pause(self) -> None:
        typed = self._field.text().strip()
        for section in Section:
            query = JobQuery(section, search=typed, descending=True)
            self._window.workplace.link.ask(self, partial(_listed, query), self._on_jobs)

    def _on_jobs(self, answer: tuple[JobQuery, JobPage]) -> None:
        query, page = answer
        if query.search == self._field.text().strip() and self.isVisible():
            for job in page.jobs:
                self._add_job(job)
            self._show_found()

    def _on_chosen(self, item: QListWidgetItem) -> None:
        chosen = item.data(_WHAT)
        self.close_()
        if isinstance(chosen, Job):
            self._window.show_job(chosen)
        else:
            command = Command(chosen)
            self._remember(command)
            self._window.actions_.of(command).trigger()

    def _recent(self) -> list[str]:
        return self._window.workplace.preferences.text(_RECENT).split()

    def _remember(self, command: Command) -> None:
        recent = [command.value, *(name for name in self._recent() if name != command)]
        self._window.workplace.preferences.keep(_RECENT, " ".join(recent[:MOST_RECENT]))

    def _place(self) -> None:
        metrics = Theme.current().metrics
        self._list.setIconSize(QSize(metrics.text(20), metrics.text(20)))
        wide = min(metrics.text(620), self._window.width() - 48)
        high = min(metrics.control + 44 + _ROWS * metrics.control, self._window.height() - 96)
        self.setGeometry((self._window.width() - wide) // 2, 64, wide, high)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list from the field, and go when the focus goes elsewhere."""
        if watched is self._window:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
        elif event.type() == QEvent.Type.FocusOut and QApplication.focusWidget() not in {None, self._field}:
            self._before = None  # somebody else has the focus, and shall keep it
            self.close_()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_()
        elif key in _MOVES:
            QApplication.sendEvent(self._list, event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if (item := self._list.currentItem()) is not None:
                self._on_chosen(item)
        else:
            return key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}  # there is nowhere else to go
        return True


def _listed(query: JobQuery, commands: Commands) -> tuple[JobQuery, JobPage]:
    """Give the first jobs of a list, and which list it is."""
    return query, commands.desk.page(query, 0, MOST_JOBS)
