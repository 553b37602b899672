"""Choosing the order that a document is for among those that wait for one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from desktop_invoicer.domain.listing import JobFilter, JobPage, JobQuery
from desktop_invoicer.domain.scan import ScanKind, read_scan
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.dialog import Dialog, column
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.workplace import Workplace

PAUSE = 120
"""Milliseconds without a key before jobs are looked for."""
MOST = 50
ROWS = 6
_JOB = Qt.ItemDataRole.UserRole
_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class OrderChoice(Dialog):
    """A field and a list. ``chosen`` brings the ``Job``; how the document fits is shown before anything is done."""

    chosen = Signal(object)

    def __init__(self, workplace: Workplace, document: str, parent: QWidget) -> None:
        """Ask what a document, called ``document``, is for."""
        super().__init__(N_("Which order is it for?"), N_("Back"), 560, parent)
        self.setObjectName("order_choice")
        self._workplace = workplace
        self.order = QLineEdit()
        self.order.setMaxLength(100)
        self.list = QListWidget()
        self._none = label(part="muted", wraps=True)
        self.compare = Button(N_("Compare"), "decision", "primary")
        self._is_current = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self._lay_out_fields(document)
        self.order.textChanged.connect(self._on_typed)
        self.order.returnPressed.connect(self._on_chosen)
        self.order.installEventFilter(self)
        self.list.itemActivated.connect(self._on_chosen)
        self.list.currentRowChanged.connect(self._offer)
        self.compare.clicked.connect(self._on_chosen)
        self.foot.addWidget(self.compare)
        self._offer()
        self.order.setFocus()
        self._on_pause()

    def take_scanned(self, text: str) -> bool:
        """Take the number of an order, scanned from its label."""
        scan = read_scan(text)
        self.order.setText(scan.value)
        return scan.kind is ScanKind.ORDER

    def _lay_out_fields(self, document: str) -> None:
        self.content.addWidget(label(document, "muted", wraps=True))
        self.say(self.order.setPlaceholderText, N_("An order, a buyer, a value"))
        self.content.addLayout(column(self.name(N_("Order"), self.order), self.order))
        self.say(self.list.setAccessibleName, N_("Orders that wait for a document"))
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(ROWS * Theme.current().metrics.row)
        self.content.addWidget(self.list)
        self.say(self._none.setText, N_("No order that waits for a document answers to this."))
        self.content.addWidget(self._none)
        self._none.hide()

    @Slot()
    def _on_typed(self) -> None:
        self._is_current = False
        self._pause.start()
        self._offer()

    @Slot()
    def _on_pause(self) -> None:
        query = JobQuery(filter=JobFilter.WAITING_FOR_DOCUMENT, search=self.order.text().strip(), descending=True)
        self._workplace.link.ask(
            self, lambda commands: commands.desk.page(query, 0, MOST), partial(self._on_jobs, query.search)
        )

    def _on_jobs(self, search: str, page: JobPage) -> None:
        if search != self.order.text().strip():
            return
        self.list.clear()
        for job in page.jobs:
            value = "" if job.value is None else money(job.value)
            item = QListWidgetItem("   ".join(filter(None, (shown(job.order_id), value, shown(job.buyer)))))
            item.setData(_JOB, job)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._is_current = True
        self._none.setVisible(not page.jobs)
        self._offer()

    @Slot()
    def _offer(self) -> None:
        """Let nobody choose from a list that is not yet the one of what was typed."""
        self.compare.setEnabled(self._is_current and self.list.currentRow() >= 0)

    @Slot()
    def _on_chosen(self) -> None:
        if self.compare.isEnabled():
            self.accept()
            self.chosen.emit(self.list.currentItem().data(_JOB))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list from the field."""
        is_move = isinstance(event, QKeyEvent) and event.key() in _MOVES
        if is_move and event.type() == QEvent.Type.KeyPress and watched is self.order:
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)
