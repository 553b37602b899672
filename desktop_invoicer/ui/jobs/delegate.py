"""Draws the rows of jobs: the state as a tinted pill, the channel with its icon, what matters most stronger."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView
from typing_extensions import override

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.ui.jobs.columns import Column
from desktop_invoicer.ui.jobs.model import JobModel
from desktop_invoicer.ui.jobs.state import state_of
from desktop_invoicer.ui.parts.row_delegate import PADDING, Index, RowDelegate
from desktop_invoicer.ui.theme.theme import Role, Theme

_QUIET = frozenset({Column.AGE, Column.CHANNEL, Column.DUE, Column.UNITS, Column.OPERATOR})
"""What is said beside the point, in the colour of such words."""
_STRONG = frozenset({Column.ORDER, Column.VALUE})


class JobDelegate(RowDelegate):
    """Draws the cells of a table of jobs."""

    def __init__(self, table: QTableView, model: JobModel) -> None:
        """Draw the jobs of ``model``."""
        super().__init__(table)
        self._model = model

    @override
    def draw_cell(self, painter: QPainter, rect: QRect, index: Index, *, is_selected: bool) -> None:
        """Draw a pill for the state, and words for anything else."""
        job, column, text = self._model.job_at(index.row()), Column(index.column()), str(index.data())
        tokens = Theme.current().tokens
        if column is Column.STATE:
            state = state_of(job)
            self.draw_pill(painter, rect, text, state.icon, state.tone)
            return
        if column is Column.CHANNEL and text:
            side = Theme.current().metrics.icon
            self.draw_icon(painter, QPoint(rect.left(), rect.center().y()), channel_icon(job), Role.MUTED, side)
            rect.setLeft(rect.left() + side + PADDING // 2)
        ink = tokens.selection.ink if is_selected else tokens.muted if column in _QUIET else tokens.ink
        self.draw_text(painter, rect, index, ink, is_strong=column in _STRONG)


def channel_icon(job: Job) -> str:
    """Name the icon of a job's channel; goods that come back have their own."""
    if job.operation is not None and job.operation is not Operation.SALE:
        return "returns"
    return "pickup" if job.channel is Channel.PICKUP else "delivery"
