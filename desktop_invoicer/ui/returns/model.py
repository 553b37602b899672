"""The rows of the list as Qt wants them: one cell each, which says all of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.jobs.columns import short_buyer
from desktop_invoicer.ui.jobs.state import State
from desktop_invoicer.ui.returns.clock import left_words
from desktop_invoicer.ui.returns.rows import ReturnRow, is_same_return
from desktop_invoicer.ui.returns.words import standing
from desktop_invoicer.ui.theme.tokens import Tone

_NOWHERE = QModelIndex()
_NO_REQUEST = State("search", Tone.NEUTRAL, "")
Index = QModelIndex | QPersistentModelIndex


class ReturnModel(QAbstractTableModel):
    """Shows rows; whoever lists others hands them over whole."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._rows: tuple[ReturnRow, ...] = ()

    @property
    def rows(self) -> Sequence[ReturnRow]:
        """Give what is listed."""
        return self._rows

    def list_rows(self, rows: Sequence[ReturnRow]) -> None:
        """List other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def put_rows(self, rows: Sequence[ReturnRow]) -> bool:
        """Show news of the very orders that are listed; tell whether they are."""
        if len(rows) != len(self._rows) or not all(map(is_same_return, rows, self._rows)):
            return False
        self._rows = tuple(rows)
        self.retell()
        return True

    def retell(self) -> None:
        """Have every text read again: time has passed, or the language changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    @override
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Have one column."""
        return 0 if parent.isValid() else 1

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what a row says, as it is read out."""
        if index.isValid() and role == Qt.ItemDataRole.DisplayRole:
            row = self._rows[index.row()]
            parts = (buyer_words(row), order_words(row), value_words(row), row_standing(row)[1], clock_words(row))
            return ", ".join(filter(None, parts))
        return None


def buyer_words(row: ReturnRow) -> str:
    """Say who bought."""
    return short_buyer(shown(row.buyer)) or _("Buyer not named")


def order_words(row: ReturnRow) -> str:
    """Say which order it is, and what is asked for."""
    what = "" if row.job is None or row.job.operation is None else capital(word(row.job.operation))
    return "  ·  ".join(filter(None, (shown(row.order_id, 60), what)))


def value_words(row: ReturnRow) -> str:
    """Say how much it is."""
    return "" if row.value is None else money(row.value)


def row_standing(row: ReturnRow) -> tuple[State, str]:
    """Say where the return stands; of an order without one, that none is asked for."""
    if row.job is None:
        return _NO_REQUEST, _("No return asked for")
    return standing(row.job, row.due)


def clock_words(row: ReturnRow) -> str:
    """Say how long cancelling is still possible."""
    return "" if row.closes_at is None else left_words(row.closes_at, datetime.now(UTC))
