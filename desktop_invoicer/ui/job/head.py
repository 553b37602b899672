"""The head of the panel: which order, where it stands, what is asked, and how much it is."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import LARGE, holding
from desktop_invoicer.ui.jobs.state import state_of, state_words
from desktop_invoicer.ui.parts.buttons import CopyButton
from desktop_invoicer.ui.parts.text import label, set_property, set_tone
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

MARGIN = 20


class Mark(QWidget):
    """An icon and a word or two in one line."""

    def __init__(self, *, tinted: bool = False) -> None:
        """Show nothing yet; a tinted one stands on the ground of its tone."""
        super().__init__()
        self._frame = QFrame()
        self._icon = QLabel()
        self._words = label(part="strong" if tinted else "")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        layout = QHBoxLayout(self._frame)
        layout.setContentsMargins(*((10, 4, 12, 4) if tinted else (0, 4, 8, 4)))
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self._words)
        self._is_tinted = tinted

    @property
    def text(self) -> str:
        """Give the words."""
        return self._words.text()

    def show_mark(self, icon: str, words: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Show an icon with words; no words hide it."""
        theme = Theme.current()
        role = Role.MUTED if tone is Tone.NEUTRAL else Role(tone.value)
        self._icon.setPixmap(theme.pixmap(icon, role, theme.metrics.icon, self.devicePixelRatioF()))
        self._words.setText(words)
        self.setAccessibleName(words)
        if self._is_tinted:
            set_tone(self._frame, tone)
        self.setVisible(bool(words))


class Head(Adapting, QWidget):
    """Tells a job at a glance."""

    def __init__(self) -> None:
        """Make an empty head."""
        super().__init__()
        self._job: Job | None = None
        self._names_account = False
        self.order = label(part="title", selectable=True)
        self.value = label(part="figure", selectable=True)
        self.state = Mark(tinted=True)
        self.operation = Mark()
        self.channel = Mark()
        self.account = Mark()
        copy = CopyButton(N_("order number"), self._order_id)
        copy.setObjectName("copy_order")
        copy.setProperty("part", "inline")
        name, marks = Flow(4), Flow(10)
        name.addWidget(self.order)
        name.addWidget(copy)
        for mark in (self.state, self.operation, self.channel, self.account):
            marks.addWidget(mark)
        self._name = holding(name)
        self._top = QHBoxLayout()
        self._top.setSpacing(8)
        self._top.addWidget(self._name, 1)
        self._top.addWidget(self.value)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 14, MARGIN, 10)
        layout.setSpacing(6)
        layout.addLayout(self._top)
        layout.addWidget(holding(marks))

    def show_job(self, job: Job, *, names_account: bool) -> None:
        """Show a job; its account only where the desk has several."""
        is_same = self._job is not None and self._job.id == job.id
        stood = self.state.text
        self._job, self._names_account = job, names_account
        self.adapt()
        if is_same and self.state.text != stood:
            told = f"{self.order.text()}: {self.state.text}"
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told))

    def adapt(self) -> None:
        """Say everything in the language in use."""
        job = self._job
        if job is None:
            return
        set_property(self.value, "part", "figure" if Theme.current().metrics.scale <= LARGE else "title")
        self.order.setText(shown(job.order_id, 60))
        self.value.setText("" if job.value is None else money(job.value))
        state = state_of(job)
        self.state.show_mark(state.icon, state_words(job), state.tone)
        self.operation.show_mark(*_operation(job))
        self.channel.show_mark(*_channel(job))
        self.account.show_mark("store", shown(job.account) if self._names_account else "")
        self._fit()

    def _fit(self) -> None:
        """Put the value below the order where there is no room beside it."""
        needed = self._name.sizeHint().width() + self.value.sizeHint().width() + 2 * MARGIN + self._top.spacing()
        fits = needed <= self.width()
        self._top.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)

    def _order_id(self) -> str:
        return "" if self._job is None else self._job.order_id

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what there is room for."""
        super().resizeEvent(event)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        """Need room for the wider of order and value, which stand below each other at worst."""
        widest = max(self.order.sizeHint().width(), self.value.sizeHint().width())
        return QSize(widest + 2 * MARGIN, super().minimumSizeHint().height())


def _operation(job: Job) -> tuple[str, str]:
    if job.operation is None:
        return "queue", ""
    return ("receipt" if job.operation is Operation.SALE else "returns"), capital(word(job.operation))


def _channel(job: Job) -> tuple[str, str]:
    if job.channel is None or job.operation is not Operation.SALE:
        return "pickup", ""
    return ("pickup" if job.channel is Channel.PICKUP else "delivery"), capital(word(job.channel))
