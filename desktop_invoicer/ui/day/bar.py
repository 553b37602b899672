"""The head of the day close page: which day, how it stands, and what can be done with it as a whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_invoicer.domain.closing import DayState
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.sight import DaySight
from desktop_invoicer.ui.day.words import weekday_and_day
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.parts.buttons import ActionButton, Button, IconButton
from desktop_invoicer.ui.parts.text import label, set_property, set_tone
from desktop_invoicer.ui.theme.tokens import Tone

_TONES = {DayState.OPEN: Tone.INFO, DayState.CLOSED: Tone.SUCCESS, DayState.REOPENED: Tone.WARNING}


class DayBar(Adapting, QWidget):
    """Steps from day to day; ``day_wanted`` asks for another one by its date."""

    day_wanted = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Show no day yet."""
        super().__init__(parent)
        self._sight: DaySight | None = None
        self.date = Button("", part="quiet")
        set_property(self.date, "size", "title")
        self.date.clicked.connect(self.day_wanted)
        self.state = label()
        self.today = ActionButton(actions.of(Command.TODAY), "today")
        self.report = ActionButton(actions.of(Command.DAY_REPORT), "report")
        self.close_day = ActionButton(actions.of(Command.CLOSE_DAY), "lock")
        dates = QWidget()
        row = QHBoxLayout(dates)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(_Step(actions, Command.PREVIOUS_DAY))
        row.addWidget(self.date)
        row.addWidget(_Step(actions, Command.NEXT_DAY))
        flow = Flow(10, self)
        for part in (dates, self.today, self.state, self.report, self.close_day):
            flow.addWidget(part)
        self.adapt()

    def show_sight(self, sight: DaySight) -> None:
        """Show another day, or the same one as it is now."""
        self._sight = sight
        self.adapt()

    def urge_closing(self, *, urges: bool) -> None:
        """Let closing the day stand out, or not."""
        set_property(self.close_day, "part", "primary" if urges else "")

    def adapt(self) -> None:
        """Say everything in the language in use."""
        sight = self._sight
        self.date.setText(_("Starting…") if sight is None else weekday_and_day(sight.date))
        self.date.setAccessibleName(_("{day}: go to another day").format(day=self.date.text()))
        self.date.setToolTip(_("Go to another day"))
        self.state.setVisible(sight is not None)
        if sight is not None:
            self.state.setText(_state_words(sight))
            set_tone(self.state, _TONES[sight.state])


class _Step(IconButton):
    """Goes a day back or on; its tip tells the key."""

    def __init__(self, actions: Actions, command: Command) -> None:
        super().__init__(SPECS[command].text, SPECS[command].icon)
        self._actions, self._command = actions, command
        self._action: QAction = actions.of(command)
        self.clicked.connect(self._action.trigger)
        self._action.changed.connect(self.adapt)
        self.adapt()

    def adapt(self) -> None:
        """Name the key, and follow whether there is such a day."""
        self.setToolTip(f"{_(SPECS[self._command].text)}  {self._actions.key(self._command)}".rstrip())
        self.setEnabled(self._action.isEnabled())


def _state_words(sight: DaySight) -> str:
    closing = sight.closing
    if closing is None:
        return _("Open")
    if closing.reopened_at is not None:
        return _("Changed since it was closed: close it again")
    return _("Closed by {manager}, {at}").format(manager=shown(closing.manager), at=moment(closing.closed_at))
