"""The table of jobs: one row a job, selected and walked through by row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.jobs.columns import LOOKS
from desktop_invoicer.ui.jobs.delegate import JobDelegate
from desktop_invoicer.ui.jobs.header import JobHeader
from desktop_invoicer.ui.jobs.model import JobModel
from desktop_invoicer.ui.parts.row_table import RowTable
from desktop_invoicer.ui.preferences import Preferences

AGING = 60_000
"""Milliseconds after which the ages in view are told again."""


class JobTable(RowTable):
    """Shows a ``JobModel``. The selected job stays the selected one, whatever happens to the rows around it."""

    job_selected = Signal(object)
    """The ``JobId`` that is selected now, or ``None``."""

    def __init__(self, model: JobModel, preferences: Preferences, key: str, parent: QWidget | None = None) -> None:
        """Show and own ``model``; the arrangement of the columns is kept under ``key``."""
        super().__init__(parent)
        self._model = model
        model.setParent(self)  # a view outlives its model badly
        self._selected: JobId | None = None
        self._header = JobHeader(preferences, key, self)
        self.say(self.setAccessibleName, N_("Jobs"))
        self.setHorizontalHeader(self._header)
        self.setModel(model)
        self.setItemDelegate(JobDelegate(self, model))
        self._show_sort()
        self._settle = QTimer(self, singleShot=True, interval=0)
        self._settle.timeout.connect(model.drop_strangers)
        self._aging = QTimer(self, interval=AGING)
        self._aging.timeout.connect(self._on_aged)
        self._aging.start()
        self._header.sort_wanted.connect(self.sortByColumn)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        model.modelReset.connect(self._on_reset)
        self.keep_fitting()

    @property
    def selected(self) -> Job | None:
        """Give the selected job."""
        at = self.currentIndex()
        return self._model.job_at(at.row()) if at.isValid() else None

    @property
    @override
    def anchor(self) -> int:
        """Give the first column, whichever that is now."""
        return self._header.logicalIndex(0)

    def columns_menu(self) -> QMenu:
        """Make a menu with everything that can be done with the columns."""
        return self._header.menu(self)

    def adapt(self) -> None:
        """Say every cell in the language in use, and give longer titles their room."""
        self._model.retell()
        self.fit_columns()

    @override
    def fit_columns(self) -> None:
        """Let the header share the room out."""
        self._header.arrange(self.viewport().width())

    def _show_sort(self) -> None:
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
