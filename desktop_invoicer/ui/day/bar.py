"""The head of the day close page: which day, how it stands, and what can be done with it as a whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_invoicer.domain.closing import DayState
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment
from desktop_invoicer.messages.day_words import weekday_and_day
from desktop_invoicer.messages.figures import day, shown
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.sight import DaySight
from desktop_invoicer.ui.job.head import Mark
from desktop_invoicer.ui.parts.buttons import ActionButton, Button, IconButton
from desktop_invoicer.ui.parts.text import set_property
from desktop_invoicer.ui.parts.yielding_row import YieldingRow
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

_LOOKS = {
    DayState.OPEN: ("unlock", Tone.INFO),
    DayState.CLOSED: ("lock", Tone.SUCCESS),
    DayState.REOPENED: ("warning", Tone.WARNING),
}


class DayBar(Adapting, YieldingRow):
    """Steps from day to day; ``day_wanted`` asks for another one by its date. The weekday gives way last."""

    day_wanted = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        """Show no day yet."""
        super().__init__(4, parent)
        self._sight: DaySight | None = None
        self.date = Button("", part="date")
        self.date.clicked.connect(self.day_wanted)
        self.state = Mark(tinted=True)
        self.today = ActionButton(actions.of(Command.TODAY), "today")
        self.report = ActionButton(actions.of(Command.DAY_REPORT), "report")
        self.close_day = ActionButton(actions.of(Command.CLOSE_DAY), "lock")
        self.row.addWidget(_Step(actions, Command.PREVIOUS_DAY))
        self.row.addWidget(self.date)
        self.row.addWidget(_Step(actions, Command.NEXT_DAY))
        self.row.addSpacing(8)
        self.row.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        self.row.addStretch()
        for button in (self.today, self.report, self.close_day):
            self.row.addSpacing(6)
            self.row.addWidget(button)
        self.let_yield(self.today, self.report, self.close_day)
        self.adapt()

    def show_sight(self, sight: DaySight) -> None:
        """Show another day, or the same one as it is now."""
        self._sight = sight
        self.adapt()

    def urge_closing(self, *, urges: bool) -> None:
        """Let closing the day stand out, or not."""
        set_property(self.close_day, "part", "primary" if urges else "")
        self.close_day.setIcon(Theme.current().icon("lock", Role.ON_BRAND if urges else Role.INK))
        self.fit()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        sight = self._sight
        self.date.setAccessibleName(_("{day}: go to another day").format(day=self._date_words()))
        self.date.setToolTip(_("Go to another day"))
        self.state.setVisible(sight is not None)
        if sight is not None:
            icon, tone = _LOOKS[sight.state]
            self.state.show_mark(icon, _state_words(sight), tone)
        self.fit()

    @override
    def fit(self) -> bool:
        self.date.setText(self._date_words())
        fits = super().fit()
        if not fits and self._sight is not None:
            self.date.setText(day(self._sight.date))
            return super().fit()
        return fits

    def _date_words(self) -> str:
        return _("Starting…") if self._sight is None else weekday_and_day(self._sight.date)


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
    at = moment(closing.closed_at, sight.day.day.zone)
    return _("Closed by {manager}, {at}").format(manager=shown(closing.manager), at=at)
