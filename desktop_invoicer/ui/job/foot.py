"""The foot of the panel: the one thing to do next, and what else may be done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.job.remedies import SETTLING, allowed, primary, retry_words
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.theme.theme import Theme

PRIMARIES = (Command.ATTACH, Command.SUBMIT, Command.RETRY)
"""What may stand out."""
OTHERS = (Command.CHOOSE_FILE, Command.ATTACH, Command.RETRY, Command.OPEN_IN_VTEX, Command.DISMISS)
"""What stands beside it, as far as there is room; what does not fit is in the menu."""
MENU = (*OTHERS, Command.WHY, Command.COPY_ORDER, Command.SHOW_RAW)
MARGIN, GAP = 20, 8


class Foot(Adapting, QFrame):
    """Buttons for everything that may be done with the job in view."""

    wanted = Signal(object)
    """The ``Command`` that was pressed."""

    def __init__(self, actions: Actions) -> None:
        """Offer nothing yet."""
        super().__init__()
        self.setProperty("part", "footer")
        self._actions = actions
        self._possible: frozenset[Command] = frozenset()
        self._primary: Command | None = None
        self._primaries = {command: CommandButton(actions, command, "primary") for command in PRIMARIES}
        self._others = {command: CommandButton(actions, command) for command in OTHERS}
        self._more = Button(N_("More"), "more")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._on_chosen)
        self._more.setMenu(self._menu)
        self._lay_out()

    @property
    def primary(self) -> CommandButton | None:
        """Give the button that stands out."""
        return self._primaries[self._primary] if self._primary is not None else None

    def show_job(self, job: Job, possible: frozenset[Command], matter: Matter | None, sending: str) -> None:
        """Show what may be done with a job, and enable what is ``possible`` at this moment.

        ``matter`` comes first; ``sending`` says what sending does.
        """
        self._possible = possible
        is_found = Command.USE_FOUND in possible
        self._primary = None if is_found else primary(job, matter)  # what was found stands out instead
        takes = allowed(job, matter)
        for command, button in self._primaries.items():
            button.setVisible(command is self._primary)
            button.setEnabled(command in possible)
        for command, button in self._others.items():
            button.setProperty("allowed", command in takes and command is not self._primary)
            button.setEnabled(command in possible)
        self._primaries[Command.SUBMIT].say_words(sending if matter is None else _(SETTLING[matter]))
        self._primaries[Command.RETRY].say_words(retry_words(job))
        self._fit()

    def adapt(self) -> None:
        """Fit other words."""
        self._fit()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.setContentsMargins(MARGIN, 10, MARGIN, 10)
        layout.setSpacing(GAP)
        for button in (*self._primaries.values(), *self._others.values()):
            button.wanted.connect(self.wanted)
            button.hide()
            layout.addWidget(button)
        for button in self._primaries.values():
            layout.setStretchFactor(button, 1)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout.addStretch()
        layout.addWidget(self._more)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _fit(self) -> None:
        """Show as many of the other buttons as there is room for."""
        room = self.width() - 2 * MARGIN - self._more.sizeHint().width()
        if self.primary is not None:
            room -= self.primary.sizeHint().width() + GAP
        for button in self._others.values():
            needed = button.sizeHint().width() + GAP
            fits = bool(button.property("allowed")) and needed <= room
            button.setVisible(fits)
            room -= needed if fits else 0

    @Slot()
    def _fill_menu(self) -> None:
        self._menu.clear()
        for command in MENU:
            button: QWidget | None = self._others.get(command)
            if command in self._possible and (button is None or button.isHidden()) and command is not self._primary:
                action = self._menu.addAction(
                    Theme.current().icon(SPECS[command].icon), _menu_text(self._actions, command)
                )
                action.setData(command)

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        self.wanted.emit(Command(action.data()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what there is room for."""
        super().resizeEvent(event)
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        """Need room for what stands out and the menu."""
        first = self.primary.sizeHint().width() + GAP if self.primary is not None else 0
        height = max(button.sizeHint().height() for button in self._primaries.values()) + 20
        return QSize(2 * MARGIN + first + self._more.sizeHint().width(), height)

    @override
    def sizeHint(self) -> QSize:
        """Want no more than is needed."""
        return self.minimumSizeHint()


def _menu_text(actions: Actions, command: Command) -> str:
    text, key = _(SPECS[command].text), actions.key(command)
    return f"{text}\t{key}" if key else text
