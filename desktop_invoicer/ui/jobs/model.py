"""The jobs of a list as Qt wants them: read a page at a time, and kept as the engine moves them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cmp_to_key, partial
from itertools import groupby
from operator import itemgetter

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from desktop_invoicer.domain.listing import JobPage, JobQuery
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.errors import InvoicerError, ServiceStoppedError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.jobs.columns import LOOKS, Column, alignment, cell, tip
from desktop_invoicer.ui.jobs.ordering import compare, runs
from desktop_invoicer.ui.link import DeskLink

PAGE = 200
"""Jobs that are asked for at once."""

_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class JobModel(QAbstractTableModel):
    """Shows what answers to ``query``. ``loaded`` tells that the first page of a new query is there."""

    loaded = Signal()

    def __init__(self, link: DeskLink, query: JobQuery, parent: QObject | None = None) -> None:
        """Show nothing until ``reload``."""
        super().__init__(parent)
        self._link = link
        self._query = query
        self._jobs: list[Job] = []
        self._placed: dict[JobId, Job] = {}  # as they were when they got their rows: by these the rows are in order
        self._reach: Job | None = None  # the last job of the last page: what comes before it has been read
        self._rows_known: dict[JobId, int] | None = None
        self._kept: JobId | None = None
        self._strangers: set[JobId] = set()
        self._turn = 0
        self._is_asking = False
        self._has_more = False
        self._moved = 0
        self._meanwhile: dict[JobId, Job] = {}
        self.is_loaded = False

    @property
    def query(self) -> JobQuery:
        """Give what is listed, or will be as soon as the desk answers."""
        return self._query

    def set_query(self, query: JobQuery) -> bool:
        """List other jobs; those in view stay until ``loaded``. Tell whether that will come."""
        if query == self._query:
            return False
        self._query = query
        self.reload()
        return self._is_asking

    def reload(self) -> None:
        """Ask for the first page anew."""
        self._turn += 1
        self._meanwhile.clear()
        self._ask(0, self._on_first)

    def refresh(self) -> None:
        """Look for jobs that a search finds by now: whether they answer to it only the desk can tell."""
        if not self._is_asking:
            query = self._query
            self._link.ask(
                self, lambda commands: commands.desk.page(query, 0, PAGE), partial(self._on_refreshed, self._turn)
            )

    def job_at(self, row: int) -> Job:
        """Give the job of a row."""
        return self._jobs[row]

    def row_of(self, job_id: JobId) -> int | None:
        """Give the row of a job; ``None`` when it is not listed."""
        return self._rows.get(job_id)

    def keep(self, job_id: JobId | None) -> None:
        """Keep one job listed even when it no longer answers to the query, in place of the one kept before."""
        self._kept = job_id

    def drop_strangers(self) -> None:
        """Let go what was kept and is not to be kept any more."""
        gone = self._strangers - {self._kept}
        self._strangers -= gone
        self._remove(self._rows[job_id] for job_id in gone)

    def put(self, jobs: Iterable[Job]) -> None:
        """Take jobs as they are now: rows change, come and go where they have to, the rest stays untouched."""
        newest = {job.id: job for job in jobs}
        if self._is_asking:
            self._meanwhile.update(newest)
        if not self.is_loaded:
            return
        changed: list[int] = []
        gone: list[int] = []
        new: list[Job] = []
        for job in newest.values():
            row = self._rows.get(job.id)
            belongs = self._query.accepts(job)
            if row is None:
                if belongs and not self._query.search:
                    new.append(job)
            elif job.version > self._jobs[row].version:
                self._moved += compare(self._jobs[row], job, self._query) != 0
                self._jobs[row] = job
                (changed if self._stays(job, belongs=belongs) else gone).append(row)
        self._tell_changed(changed, Column.STATE, Column.OPERATOR)
        self._remove(gone)
        self._insert(new)

    def tell_ages(self, first: int, last: int) -> None:
        """Have the ages of some rows read again."""
        self._tell_changed(range(first, min(last + 1, len(self._jobs))), Column.AGE, Column.AGE)

    def retell(self) -> None:
        """Have every text read again: the language changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._jobs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._jobs) - 1, len(Column) - 1))

    def _ask(self, offset: int, on_page: Callable[[int, JobPage], None]) -> None:
        query = self._query
        self._is_asking = self._link.running is not None
        self._link.ask(
            self,
            lambda commands: commands.desk.page(query, offset, PAGE),
            partial(on_page, self._turn),
            partial(self._on_refused, self._turn),
        )

    def _ask_more(self, offset: int) -> None:
        self._ask(max(offset, 0), partial(self._on_more, offset))

    def _on_first(self, turn: int, page: JobPage) -> None:
        if turn != self._turn:
            return
        self.beginResetModel()
        self._jobs = list(page.jobs)
        self._placed = {job.id: job for job in page.jobs}
        self._reach = page.jobs[-1] if page.jobs else None
        self._rows_known = None
        self.is_loaded = True
        self._moved = 0
        self._strangers.clear()
        self.endResetModel()
        self._end_asking(has_more=page.has_more)
        self.loaded.emit()

    def _on_more(self, offset: int, turn: int, page: JobPage) -> None:
        """Take a page that goes on where the last one ended; one that begins later would leave a gap."""
        if turn != self._turn:
            return
        if offset > 0 and not (page.jobs and self._reach and compare(page.jobs[0], self._reach, self._query) <= 0):
            self._ask_more(offset - PAGE // 2)
            return
        self._reach = page.jobs[-1] if page.jobs else None
        self._insert([job for job in page.jobs if job.id not in self._rows])
        self._moved = 0
        self._end_asking(has_more=page.has_more)

    def _on_refreshed(self, turn: int, page: JobPage) -> None:
        if turn == self._turn:
            self._insert([job for job in page.jobs if job.id not in self._rows])

    def _on_refused(self, turn: int, error: InvoicerError) -> None:
        if turn == self._turn:
            self._end_asking(has_more=self._has_more)
        if not isinstance(error, ServiceStoppedError):  # everything is listed anew when the desk is back
            self._link.tasks.refused.emit(error)

    def _end_asking(self, *, has_more: bool) -> None:
        """Take what changed while the page was on its way, which may be older or newer than the page."""
        self._is_asking = False
        self._has_more = has_more
        changed, self._meanwhile = list(self._meanwhile.values()), {}
        self.put(changed)

    def _stays(self, job: Job, *, belongs: bool) -> bool:
        """Tell whether a listed job stays, and take note of one that does so only because it is kept."""
        if belongs:
            self._strangers.discard(job.id)
        elif job.id == self._kept:
            self._strangers.add(job.id)
        return belongs or job.id == self._kept

    def _tell_changed(self, rows: Iterable[int], first: Column, last: Column) -> None:
        for top, bottom in runs(rows):
            self.dataChanged.emit(self.index(top, first), self.index(bottom, last))

    def _remove(self, rows: Iterable[int]) -> None:
        for top, bottom in reversed(runs(rows)):
            self.beginRemoveRows(_NOWHERE, top, bottom)
            for job in self._jobs[top : bottom + 1]:
                del self._placed[job.id]
            del self._jobs[top : bottom + 1]
            self._rows_known = None
            self.endRemoveRows()

    def _insert(self, jobs: list[Job]) -> None:
        """Put new jobs where they belong; those behind the last page come with theirs."""
        by_order = cmp_to_key(partial(compare, query=self._query))
        reach = self._reach if self._has_more else None
        new = sorted((job for job in jobs if reach is None or by_order(job) <= by_order(reach)), key=by_order)
        places = [
            (bisect_right(self._jobs, by_order(job), key=lambda row: by_order(self._placed[row.id])), job)
            for job in new
        ]
        groups = [(place, [job for __, job in group]) for place, group in groupby(places, itemgetter(0))]
        for place, group in reversed(groups):
            self._insert_at(place, group)

    def _insert_at(self, place: int, jobs: Sequence[Job]) -> None:
        if jobs:
            self.beginInsertRows(_NOWHERE, place, place + len(jobs) - 1)
            self._jobs[place:place] = jobs
            self._placed.update((job.id, job) for job in jobs)
            self._rows_known = None
            self.endInsertRows()

    @property
    def _rows(self) -> dict[JobId, int]:
        """Give each job's row; counted when it is needed, since a batch changes many rows one after the other."""
        if self._rows_known is None:
            self._rows_known = {job.id: row for row, job in enumerate(self._jobs)}
        return self._rows_known

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Count the jobs read so far."""
        return 0 if parent.isValid() else len(self._jobs)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else len(Column)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a cell says, and what more there is to say about it."""
        if not index.isValid():
            return None
        job, column = self._jobs[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell(job, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tip(job, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column)
            case _:
                return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the title of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _(LOOKS[Column(section)].title)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(Column(section))
            case _:
                return None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """List the same jobs in another order; the desk sorts them."""
        if column >= 0:
            descending = order is Qt.SortOrder.DescendingOrder
            self.set_query(replace(self._query, sort=LOOKS[Column(column)].sort, descending=descending))

    @override
    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there is another page to ask for."""
        return not parent.isValid() and self._has_more and not self._is_asking

    @override
    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page, from the last job in view on. Jobs that moved in the order since shift it."""
        if self.canFetchMore(parent):
            self._ask_more(len(self._jobs) - len(self._strangers) - self._moved - 1)
