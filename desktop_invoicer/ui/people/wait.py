"""Why a PIN was refused, and counting down to the moment when the next one counts, as long as somebody sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.errors import InvoicerError, PinThrottledError, WrongPinError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone

SECOND = 1000
A_MINUTE = 60


def _now() -> datetime:
    return datetime.now(UTC)


class Wait(Adapting, QWidget):
    """``over`` tells that the next try counts again. The seconds are shown, and not read out one by one."""

    over = Signal()

    def __init__(self, parent: QWidget | None = None, now: Callable[[], datetime] = _now) -> None:
        """Say nothing; ``now`` gives the time by which the desk tells it, too."""
        super().__init__(parent)
        self._now = now
        self._until: datetime | None = None
        self._notice = Notice()
        self._left = label(part="strong")
        self._left.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._timer = QTimer(self, interval=SECOND)
        self._timer.timeout.connect(self._on_second)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._notice)
        column.addWidget(self._left)
        self.clear()

    @property
    def is_on(self) -> bool:
        """Tell whether the next try does not count yet."""
        return self._seconds() > 0

    @property
    def is_counting(self) -> bool:
        """Tell whether the seconds are being counted."""
        return self._timer.isActive()

    @property
    def text(self) -> str:
        """Give what is said."""
        return " ".join(filter(None, (self._notice.text, self._left.text())))

    def clear(self) -> None:
        """Say nothing any more."""
        self.tell("")

    def tell(self, text: str, tone: Tone = Tone.WARNING) -> None:
        """Say something that has nothing to do with waiting."""
        self._end()
        self._notice.tell(text, tone)

    def refuse(self, error: InvoicerError) -> None:
        """Say why a PIN was refused."""
        is_wrong = isinstance(error, WrongPinError)
        self.tell(_("Name and PIN do not fit. Try again.") if is_wrong else refusal(error), Tone.ERROR)
        self._until = error.until if isinstance(error, PinThrottledError | WrongPinError) else None
        if self.is_on:
            self._notice.tell(_("Name and PIN do not fit.") if is_wrong else _("Too many wrong PINs."), Tone.ERROR)
            self.adapt()
            self._timer.start()

    def adapt(self) -> None:
        """Say how long it takes in the language in use."""
        seconds = self._seconds()
        if seconds > A_MINUTE:
            minutes = -(-seconds // A_MINUTE)
            left = ngettext("Wait {count} minute.", "Wait {count} minutes.", minutes).format(count=minutes)
        else:
            left = ngettext("Wait {count} second.", "Wait {count} seconds.", seconds).format(count=seconds)
        self._left.setText(left if seconds else "")
        self._left.setVisible(bool(seconds))

    def _seconds(self) -> int:
        return 0 if self._until is None else max(round((self._until - self._now()).total_seconds()), 0)

    def _end(self) -> None:
        self._until = None
        self._timer.stop()
        self.adapt()

    @Slot()
    def _on_second(self) -> None:
        if self.is_on:
            self.adapt()
        else:
            self.clear()
            self.over.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Count no further while nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Go on from where the clock is by now."""
        super().showEvent(event)
        if self._until is not None:
            self._timer.start()
            self._on_second()
