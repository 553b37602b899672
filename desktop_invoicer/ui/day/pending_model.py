"""The pending jobs as Qt wants them: one cell a row, which says all of it; what is to be sent is ticked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from desktop_invoicer.domain.prospect import Prospect
from desktop_invoicer.domain.submission import SubmissionLine
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.messages import money
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.day.pending_rows import Head, Key, PendingRow, with_heads
from desktop_invoicer.ui.day.words import row_words, turn_words, why_words
from desktop_invoicer.ui.jobs.columns import short_buyer
from desktop_invoicer.ui.jobs.ordering import runs

_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Choice:
    """What would go out, what is ticked of it, and the tick that stands for all of it."""

    ready: tuple[Job, ...]
    chosen: tuple[Job, ...]
    state: Qt.CheckState | None


class PendingModel(QAbstractTableModel):
    """Shows rows under their heads. What is ready is chosen, unless a person says otherwise."""

    chosen_changed = Signal()

    def __init__(self, *, chooses: bool = True) -> None:
        """Show nothing yet; without ``chooses`` there is nothing to tick."""
        super().__init__()
        self._chooses = chooses
        self._items: list[PendingRow | Head] = []
        self._keys: list[Key] = []
        self._rows: dict[JobId, int] = {}
        self._left_out: set[JobId] = set()
        self._known_choice: _Choice | None = None

    @property
    def items(self) -> Sequence[PendingRow | Head]:
        """Give what is listed, heads and rows."""
        return self._items

    @property
    def count(self) -> int:
        """Count the jobs that are listed."""
        return len(self._rows)

    @property
    def ready(self) -> tuple[Job, ...]:
        """Give everything that would go out."""
        return self._choice.ready

    @property
    def chosen(self) -> tuple[Job, ...]:
        """Give what is ready and ticked."""
        return self._choice.chosen

    def list_rows(self, rows: Iterable[PendingRow]) -> None:
        """List other rows: what is gone is taken out, what is new comes in, and what is the same stays untouched."""
        wanted = with_heads(rows)
        keys = [item.key for item in wanted]
        kept = set(keys)
        self._remove([at for at, key in enumerate(self._keys) if key not in kept])
        known = set(self._keys)
        self._insert([(at, item) for at, item in enumerate(wanted) if keys[at] not in known])
        self._keys = keys
        self._renew({at: item for at, item in enumerate(wanted) if item.mark != self._items[at].mark})
        self._rows = {item.job.id: at for at, item in enumerate(wanted) if isinstance(item, PendingRow)}
        self._known_choice = None
        self.chosen_changed.emit()

    def put_lines(self, lines: Iterable[SubmissionLine]) -> None:
        """Show how far jobs are, each where it stands."""
        news: dict[int, PendingRow | Head] = {}
        for line in lines:
            at = self._rows.get(line.job.id)
            item = None if at is None else self._items[at]
            if at is not None and isinstance(item, PendingRow):
                news[at] = item.with_line(line)
        self._renew({at: item for at, item in news.items() if item.mark != self._items[at].mark})

    def toggle(self, row: int) -> None:
        """Choose what stands in a row or not; a head stands for all below it."""
        state = self._state(self._items[row]) if 0 <= row < len(self._items) else None
        if state is None:
            return
        jobs = {item.job.id for item in self._below(row)}
        if state is Qt.CheckState.Checked:
            self._left_out |= jobs
        else:
            self._left_out -= jobs
        self._known_choice = None
        self.retell()
        self.chosen_changed.emit()

    def retell(self) -> None:
        """Have every text and tick read again."""
        if self._items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._items) - 1, 0))

    def _below(self, row: int) -> list[PendingRow]:
        """Give what a row stands for: itself, or everything of its head that may be chosen."""
        item = self._items[row]
        return [item] if isinstance(item, PendingRow) else self._below_head(item)

    def _below_head(self, head: Head) -> list[PendingRow]:
        rows = (item for item in self._items if isinstance(item, PendingRow))
        return [row for row in rows if row.turn is head.turn and row.may_be_chosen]

    def _state(self, item: PendingRow | Head) -> Qt.CheckState | None:
        """Tell whether something is chosen; ``None`` where there is no choice."""
        if not self._chooses:
            return None
        if isinstance(item, PendingRow):
            if not item.may_be_chosen:
                return None
            return Qt.CheckState.Unchecked if item.job.id in self._left_out else Qt.CheckState.Checked
        if item.turn is not Prospect.SEND:
            return None
        return self._choice.state

    @property
    def _choice(self) -> _Choice:
        """Give what is chosen; it is asked for often, and added up once after each change."""
        if self._known_choice is None:
            rows = [item for item in self._items if isinstance(item, PendingRow)]
            ready = tuple(row.job for row in rows if row.is_ready)
            chosen = tuple(job for job in ready if job.id not in self._left_out)
            states = {self._state(row) for row in rows if row.turn is Prospect.SEND}
            self._known_choice = _Choice(ready, chosen, _common(states))
        return self._known_choice

    def _remove(self, rows: Sequence[int]) -> None:
        for top, bottom in reversed(runs(rows)):
            self.beginRemoveRows(_NOWHERE, top, bottom)
            del self._items[top : bottom + 1], self._keys[top : bottom + 1]
            self.endRemoveRows()

    def _insert(self, new: Sequence[tuple[int, PendingRow | Head]]) -> None:
        """Put items where they are to stand in the end; from the top, so that each finds the ones before it there."""
        items = dict(new)
        for top, bottom in runs(items):
            self.beginInsertRows(_NOWHERE, top, bottom)
            self._items[top:top] = [items[at] for at in range(top, bottom + 1)]
            self.endInsertRows()

    def _renew(self, news: dict[int, PendingRow | Head]) -> None:
        for at, item in news.items():
            self._items[at] = item
        self._known_choice = None
        for top, bottom in runs(news):
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, 0))

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Count heads and rows."""
        return 0 if parent.isValid() else len(self._items)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Have one column."""
        return 0 if parent.isValid() else 1

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let what may be chosen be ticked."""
        flags = super().flags(index)
        if index.isValid() and self._state(self._items[index.row()]) is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a row says, as it is read out, and whether it is chosen."""
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._state(item)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if isinstance(item, Head):
            return ", ".join((turn_words(item.turn), str(item.count), money(item.value)))
        told = (item.job.order_id, buyer_words(item), value_words(item), row_words(item), why_words(item))
        return ", ".join(filter(None, told))


def buyer_words(row: PendingRow) -> str:
    """Say who buys, as a list may name them."""
    return short_buyer(shown(row.job.buyer))


def value_words(row: PendingRow) -> str:
    """Say how much it is; nothing while nobody knows."""
    return "" if row.job.value is None else money(row.job.value)


def _common(states: set[Qt.CheckState | None]) -> Qt.CheckState | None:
    known = states - {None}
    if len(known) > 1:
        return Qt.CheckState.PartiallyChecked
    return next(iter(known), None)
