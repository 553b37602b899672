"""A step of a return as a numbered card: what is done is told in short, what comes later in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.job.rows_card import RowsCard
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.returns.steps import Standing, Step
from desktop_invoicer.ui.theme.theme import Role, Theme

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

_WORDS = {Standing.DONE: N_("Done"), Standing.NOW: N_("Now"), Standing.NEXT: N_("Next"), Standing.LATER: N_("Later")}


class StepCard(RowsCard):
    """One step. A subclass gives ``facts`` that it depends on, and builds itself for its standing."""

    wanted = Signal(object)
    """The ``Command`` that was pressed."""

    def __init__(self, step: Step, title: str, actions: Actions) -> None:
        """Show nothing yet."""
        super().__init__(title)
        self.step = step
        self.standing: Standing | None = None
        self._title = title
        self._actions = actions
        self._number = 0
        self._possible: frozenset[Command] = frozenset()
        self._badge = label()
        self._badge.setProperty("part", "step")
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._word = label(part="small")
        self.corner.insertWidget(0, self._badge)
        self.corner.addWidget(self._word)
        self.corner.setSpacing(10)

    def stand(self, number: int, standing: Standing | None) -> None:
        """Stand as the ``number``th step; with no standing the return does not have it."""
        self._number, self.standing = number, standing
        self.adapt()

    def offer(self, possible: frozenset[Command]) -> None:
        """Enable what is possible at this moment."""
        self._possible = possible
        for button in self.findChildren(CommandButton):
            button.setEnabled(button.command in possible)

    @property
    def primary(self) -> CommandButton | None:
        """Give the button that stands out."""
        buttons = (button for button in self.findChildren(CommandButton) if button.property("part") == "primary")
        return next((button for button in buttons if not button.isHidden()), None)

    def facts(self, details: JobDetails) -> object:
        """Give what the step depends on beside its standing; ``None`` hides it."""
        raise NotImplementedError

    @override
    def subject(self, details: JobDetails) -> object:
        """Depend on the standing, too."""
        facts = None if self.standing is None else self.facts(details)
        return None if facts is None else (details.job.id, self.standing, facts)

    def button(self, command: Command, words: str = "", part: str = "") -> CommandButton:
        """Make a button of the step."""
        made = CommandButton(self._actions, command, part)
        made.say_words(words)
        made.setEnabled(command in self._possible)
        made.wanted.connect(self.wanted)
        return made

    def adapt(self) -> None:
        """Say and draw how far the step is."""
        if self.standing is None:
            return
        word, theme = _(_WORDS[self.standing]), Theme.current()
        self._word.setText(word)
        set_property(self._word, "ink", "success" if self.standing is Standing.NOW else "")
        set_property(self._badge, "step", self.standing.value)
        set_property(self, "step", self.standing.value)
        set_property(self.heading, "part", "heading" if self.standing is not Standing.LATER else "muted")
        if self.standing is Standing.DONE:
            self._badge.setPixmap(theme.pixmap("done", Role.SUCCESS, theme.metrics.icon, self.devicePixelRatioF()))
        else:
            self._badge.setText(str(self._number))
        told = _("Step {number}: {title}, {standing}")
        self.setAccessibleName(told.format(number=self._number, title=_(self._title), standing=word))
        self._badge.setAccessibleName(word)


def add_left(widget: QWidget, body: QVBoxLayout) -> None:
    """Add a widget that is no wider than it has to be."""
    body.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)


def later(text: str) -> QLabel:
    """Say in a line what a step will be about."""
    return label(text, "muted", wraps=True)
