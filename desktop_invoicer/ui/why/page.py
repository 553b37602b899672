"""The page that tells why an order is not invoiced: one order, or all of a day."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.scan import Scan
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.why.day_view import WhyDayView
from desktop_invoicer.ui.why.order_view import OrderView
from desktop_invoicer.ui.workplace import Workplace

ORDER, DAY = range(2)
_TABS = (N_("One order"), N_("A whole day"))
_STEPS = {Command.NEXT_JOB: 1, Command.PREVIOUS_JOB: -1}


class WhyPage(Page):
    """Asks the desk about nothing before somebody wants to know."""

    job_wanted = Signal(object)
    """A ``Job`` to be brought into view."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page; the desk need not run yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._is_scan = False
        self.tabs = QTabBar()
        self._stack = QStackedWidget()
        self.order, self.day = OrderView(workplace), WhyDayView(workplace)
        self._lay_out()
        workplace.link.started.connect(self._on_started)
        self.tabs.currentChanged.connect(self._on_tab_chosen)
        self.order.job_wanted.connect(self.job_wanted)
        self.order.judged.connect(self._on_judged)
        self.order.possible_changed.connect(self.possible_changed)
        self.day.opened.connect(self._on_opened)
        self.adapt()

    @property
    @override
    def possible(self) -> frozenset[Command]:
        if self._shows_order:
            return self.order.possible
        return frozenset(_STEPS) if self.day.table.rows else frozenset()

    @property
    @override
    def takes_scans(self) -> bool:
        return True

    @property
    @override
    def scan_hint(self) -> str:
        return N_("Scan or type the order that is not invoiced")

    @override
    def enter(self) -> None:
        self.day.refresh()
        if self._shows_order:
            self.order.field.setFocus()
            self.order.field.selectAll()

    @override
    def perform(self, command: Command) -> None:
        found = self.order.diagnosis
        if command in _STEPS:
            self.day.step(_STEPS[command])
        elif command is Command.RETRY:
            self.order.ask_again()
        elif command is Command.OPEN_IN_VTEX:
            self.order.open_in_vtex()
        elif command is Command.COPY_ORDER and found is not None:
            QGuiApplication.clipboard().setText(found.order_id)
            self._workplace.toasts.show_notice(_("Order number copied"))

    @override
    def show_job(self, job: Job) -> None:
        """Ask about the order of a job."""
        self.show_order(job.account, job.order_id)

    def show_order(self, account: AccountName, order_id: OrderId) -> None:
        """Ask about an order."""
        self.tabs.setCurrentIndex(ORDER)
        self.order.ask_order(account, order_id)

    @override
    def take_scan(self, scan: Scan) -> None:
        self.tabs.setCurrentIndex(ORDER)
        self._is_scan = True
        self.order.ask_meant(scan.text)

    def adapt(self) -> None:
        """Say everything in the language in use."""
        for at, name in enumerate(_TABS):
            self.tabs.setTabText(at, _(name))

    @property
    def _shows_order(self) -> bool:
        return self._stack.currentWidget() is self.order

    def _lay_out(self) -> None:
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say(self.tabs.setAccessibleName, N_("One order or a whole day"))
        for view in (self.order, self.day):
            self.tabs.addTab("")
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    @Slot()
    def _on_started(self) -> None:
        if self.isVisible():
            self.day.refresh()

    @Slot(int)
    def _on_tab_chosen(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self.possible_changed.emit()

    @Slot(bool)
    def _on_judged(self, is_order: bool) -> None:
        if self._is_scan:
            self._is_scan = False
            self.scan_judged.emit(is_order, "")

    @Slot(object)
    def _on_opened(self, found: Diagnosis) -> None:
        self.order.show_diagnosis(found)
        self.tabs.setCurrentIndex(ORDER)
        self.order.answer.setFocus()
