"""The table of jobs: one row a job, selected and walked through by row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget
from typing_extensions import override

from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.jobs.columns import LOOKS
from desktop_invoicer.ui.jobs.delegate import JobDelegate
from desktop_invoicer.ui.jobs.header import JobHeader
from desktop_invoicer.ui.jobs.model import JobModel
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.theme.theme import Theme

AGING = 60_000
"""Milliseconds after which the ages in view are told again."""


class JobTable(Adapting, QTableView):
    """Shows a ``JobModel``. The selected job stays the selected one, whatever happens to the rows around it."""

    job_selected = Signal(object)
    """The ``JobId`` that is selected now, or ``None``."""
    entered = Signal()
    """The selected job is to be worked on: somebody pressed Enter."""

    def __init__(self, model: JobModel, preferences: Preferences, key: str, parent: QWidget | None = None) -> None:
        """Show and own ``model``; the arrangement of the columns is kept under ``key``."""
        super().__init__(parent)
        self._model = model
        model.setParent(self)  # a view outlives its model badly
        self._selected: JobId | None = None
        self._header = JobHeader(preferences, key, self)
        self.setProperty("part", "jobs")
        self.say(self.setAccessibleName, N_("Jobs"))
        self.setHorizontalHeader(self._header)
        self.setModel(model)
        self.setItemDelegate(JobDelegate(self, model))
        self._set_up()
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(model.drop_strangers)
        self._aging = QTimer(self, interval=AGING)
        self._aging.timeout.connect(self._on_aged)
        self._aging.start()
        self._header.sort_wanted.connect(self.sortByColumn)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        model.modelReset.connect(self._on_reset)
        Theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def selected(self) -> Job | None:
        """Give the selected job."""
        at = self.currentIndex()
        return self._model.job_at(at.row()) if at.isValid() else None

    def select_row(self, row: int) -> None:
        """Select a row, and bring it into view."""
        if 0 <= row < self._model.rowCount():
            at = self._model.index(row, self._header.logicalIndex(0))
            self.setCurrentIndex(at)
            self.scrollTo(at)

    def step(self, step: int) -> None:
        """Select the row so many further down, as far as there is one."""
        self.select_row(self.currentIndex().row() + step)

    def columns_menu(self) -> QMenu:
        """Make a menu with everything that can be done with the columns."""
        return self._header.menu(self)

    def adapt(self) -> None:
        """Say every cell in the language in use, and give longer titles their room."""
        self._model.retell()
        self._header.arrange(self.viewport().width())

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        query = self._model.query
        by = next(column for column, look in LOOKS.items() if look.sort is query.sort)
        order = Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
        self._header.setSortIndicator(by, order)
        self.setSortingEnabled(True)

    def _remember(self, job_id: JobId | None) -> None:
        """Take note of the selected job. One that stayed only for being selected goes, once Qt has moved on."""
        self._model.keep(job_id)
        self._settle.start()
        if job_id != self._selected:
            self._selected = job_id
            self.job_selected.emit(job_id)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._remember(self._model.job_at(current.row()).id if current.isValid() else None)
        self.viewport().update()

    @Slot()
    def _on_reset(self) -> None:
        row = None if self._selected is None else self._model.row_of(self._selected)
        if row is None:
            self._remember(None)
        else:
            self.select_row(row)

    @Slot()
    def _on_aged(self) -> None:
        last = self.rowAt(self.viewport().height() - 1)
        self._model.tell_ages(max(self.rowAt(0), 0), self._model.rowCount() - 1 if last < 0 else last)

    @Slot()
    def _on_theme_changed(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(Theme.current().metrics.row)
        rows.setDefaultSectionSize(Theme.current().metrics.row)
        self._header.arrange(self.viewport().width())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the job with Enter; letters are not searched for in the rows, the scan field does that."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that there is room for."""
        super().resizeEvent(event)
        self._header.arrange(self.viewport().width())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus around the whole row."""
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing the focus."""
        super().focusOutEvent(event)
        self.viewport().update()
