"""The day close page: figures, what is not sent, findings, earlier days, and the signing off."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop_invoicer.domain.closing import DayClosing, DayState
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import day, shown
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.bar import DayBar
from desktop_invoicer.ui.day.close_dialog import CloseDialog
from desktop_invoicer.ui.day.day_dialog import DayDialog
from desktop_invoicer.ui.day.day_view import DayView
from desktop_invoicer.ui.day.findings_view import FindingsView
from desktop_invoicer.ui.day.history_view import HistoryView
from desktop_invoicer.ui.day.pending_view import PendingView
from desktop_invoicer.ui.day.reader import DayReader
from desktop_invoicer.ui.day.report_dialog import ReportDialog
from desktop_invoicer.ui.day.sight import DaySight, look
from desktop_invoicer.ui.day.words import changed_words
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

DAY, PENDING, FINDINGS, HISTORY = range(4)
_TABS = (N_("Day"), N_("Pending"), N_("Findings"), N_("Earlier days"))
_DAYS = {Command.PREVIOUS_DAY: -1, Command.NEXT_DAY: 1}
_WHOLE = frozenset({Command.DAY_REPORT, Command.CLOSE_DAY})


class DayPage(Page):
    """Shows a store's day. Asks the desk for nothing before it was in view."""

    job_wanted = Signal(object)
    """A ``Job`` to be brought into view."""
    order_wanted = Signal(object, object)
    """Account and order id of an order to be asked about."""
    file_wanted = Signal(object)
    """The ``FileId`` of a file to be brought into view."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page; the desk need not run yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._sight: DaySight | None = None
        self._counts = dict.fromkeys(range(len(_TABS)), 0)
        self._reader = DayReader(workplace.link, self)
        self.bar = DayBar(workplace.actions)
        self._notice = Notice()
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self.day, self.pending = DayView(), PendingView(workplace)
        self.findings, self.history = FindingsView(workplace), HistoryView(workplace)
        self._lay_out()
        self._connect()
        self.adapt()

    @property
    def possible(self) -> frozenset[Command]:
        """Give what can be done with the day, and with the list in view."""
        sight = self._sight
        if sight is None:
            return frozenset()
        possible = _WHOLE | {Command.PREVIOUS_DAY}
        if sight.date < sight.today:
            possible |= {Command.NEXT_DAY, Command.TODAY}
        return possible | self.pending.possible if self._stack.currentWidget() is self.pending else possible

    def enter(self) -> None:
        """Come into view: what happened meanwhile is read."""
        self._reader.refresh()
        self.tabs.setFocus()

    def perform(self, command: Command) -> None:
        """Carry out a command of the day, or of the list in view."""
        sight = self._sight
        if sight is None:
            return
        if command in _DAYS:
            self.show_date(sight.date + timedelta(days=_DAYS[command]))
        elif command is Command.TODAY:
            self.show_date(sight.today)
        elif command is Command.CLOSE_DAY:
            self._close_day(sight)
        elif command is Command.DAY_REPORT:
            self._report(sight)
        else:
            self.pending.perform(command)

    def show_date(self, when: date) -> None:
        """Show another day, up to today."""
        is_today = self._sight is not None and when >= self._sight.today
        self._reader.want(None if is_today else when)

    def adapt(self) -> None:
        """Say everything in the language in use."""
        for tab, count in self._counts.items():
            self._show_count(tab, count)
        self._tell_changes()
        self._offer()

    def _lay_out(self) -> None:
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say(self.tabs.setAccessibleName, N_("Parts of the day close"))
        for view in (self.day, self.pending, self.findings, self.history):
            self.tabs.addTab("")
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self._notice)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._reader.read.connect(self._on_read)
        self.tabs.currentChanged.connect(self._on_tab_chosen)
        self.bar.day_wanted.connect(self._on_day_wanted)
        self.pending.possible_changed.connect(self._offer)
        self.pending.counted.connect(self._on_pending_counted)
        self.pending.work.sending.news_wanted.connect(self._reader.refresh)
        self.pending.work.sending.changed.connect(self._on_sending_changed)
        self.pending.job_wanted.connect(self.job_wanted)
        self.findings.job_wanted.connect(self.job_wanted)
        self.findings.order_wanted.connect(self.order_wanted)
        self.findings.file_wanted.connect(self.file_wanted)
        self.findings.changed.connect(self._reader.refresh)
        self.findings.counted.connect(self._on_findings_counted)
        self.history.day_wanted.connect(self._on_earlier_day_wanted)

    @Slot(object)
    def _on_read(self, sight: DaySight) -> None:
        is_other = self._sight is None or self._sight.date != sight.date
        self._sight = sight
        self.bar.show_sight(sight)
        self.day.show_day(sight.day)
        self.pending.show_sight(sight)
        if is_other:
            self.findings.show_day(sight.day.day)
        self._tell_changes()
        self._offer()

    @Slot()
    def _offer(self) -> None:
        """Let closing the day stand out once nothing is left to do first."""
        sight = self._sight
        is_due = sight is not None and not sight.rows and sight.state is not DayState.CLOSED
        self.bar.urge_closing(urges=is_due)
        self.possible_changed.emit()

    def _tell_changes(self) -> None:
        """Say what changed since the day was closed."""
        sight = self._sight
        words = changed_words(sight.changes) if sight is not None and sight.state is DayState.REOPENED else ""
        self._notice.tell(words, Tone.WARNING)

    def _close_day(self, sight: DaySight) -> None:
        """Ask about the day as it is by now: what has just been sent may not be in view yet."""
        wanted = sight.date
        link = self._workplace.link
        link.ask(self, lambda commands: look(commands, wanted), self._on_read_to_close, link.tasks.refused.emit)

    def _on_read_to_close(self, sight: DaySight) -> None:
        if QApplication.activeModalWidget() is not None:  # the key was pressed twice, or something else is asked by now
            return
        dialog = CloseDialog(self._workplace, sight, self)
        dialog.closed.connect(self._on_closed)
        dialog.open()

    def _report(self, sight: DaySight) -> None:
        dialog = ReportDialog(self._workplace, sight, self)
        dialog.reported.connect(self._on_reported)
        dialog.open()

    @Slot(int)
    def _on_tab_chosen(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        if at == HISTORY:
            self.history.refresh()
        self.possible_changed.emit()

    @Slot(int)
    def _on_pending_counted(self, count: int) -> None:
        self._show_count(PENDING, count)

    @Slot(int)
    def _on_findings_counted(self, count: int) -> None:
        self._show_count(FINDINGS, count)

    def _show_count(self, tab: int, count: int) -> None:
        self._counts[tab] = count
        self.tabs.setTabText(tab, f"{_(_TABS[tab])}  {count}" if count else _(_TABS[tab]))

    @Slot()
    def _on_sending_changed(self) -> None:
        self._reader.hurry(hurries=not self.pending.work.sending.is_running)

    @Slot()
    def _on_day_wanted(self) -> None:
        if (sight := self._sight) is not None:
            dialog = DayDialog(sight.today, sight.date, self)
            dialog.chosen.connect(self.show_date)
            dialog.open()

    @Slot(object)
    def _on_earlier_day_wanted(self, when: date) -> None:
        self.tabs.setCurrentIndex(DAY)
        self.show_date(when)

    @Slot(object)
    def _on_closed(self, closing: DayClosing) -> None:
        told = _("{day} is closed by {manager}.").format(day=day(closing.date), manager=shown(closing.manager))
        self._workplace.toasts.show_notice(told, Tone.SUCCESS)
        self._reader.refresh()
        if self._stack.currentWidget() is self.history:
            self.history.refresh()

    @Slot(str)
    def _on_reported(self, words: str) -> None:
        self._workplace.toasts.show_notice(words, Tone.SUCCESS)
