"""The sheet of a return: one column of steps, and one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.job.banner import Banner
from desktop_invoicer.ui.job.card_sheet import CardSheet
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.foot import PRIMARIES
from desktop_invoicer.ui.job.pieces import holding
from desktop_invoicer.ui.job.remedies import SETTLING, next_matter, primary, retry_words
from desktop_invoicer.ui.parts.text import set_tone
from desktop_invoicer.ui.returns.document_step import DocumentStep
from desktop_invoicer.ui.returns.head import CaseHead
from desktop_invoicer.ui.returns.items_step import ItemsStep
from desktop_invoicer.ui.returns.refund_step import RefundStep
from desktop_invoicer.ui.returns.step_card import StepCard
from desktop_invoicer.ui.returns.steps import Standing, is_blocked, standings
from desktop_invoicer.ui.returns.terminal_step import TerminalStep
from desktop_invoicer.ui.returns.way_step import WayStep
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

QUIET = (Command.OPEN_IN_VTEX, Command.RETRY, Command.DISMISS)
"""What else may be done with a return."""
BELOW = 10
"""Points that stay free below what is brought into view."""


class CaseSheet(CardSheet):
    """Head, what blocks the return, and its steps; below them, quietly, what else may be done."""

    def __init__(self, actions: Actions) -> None:
        """Show nothing yet."""
        self.document = DocumentStep(actions)
        way = WayStep(actions)
        self.steps: tuple[StepCard, ...] = (
            ItemsStep(actions),
            way,
            TerminalStep(actions),
            self.document,
            RefundStep(actions),
        )
        super().__init__(actions, self.steps)
        self.head = CaseHead()
        self.banner = Banner(actions)
        self._urged = {command: CommandButton(actions, command, "primary") for command in PRIMARIES}
        self._unblocking = QWidget()
        self._quiet = {command: CommandButton(actions, command, "quiet") for command in QUIET}
        self._lay_out()
        self._follow = QTimer(self, singleShot=True, interval=0)
        self._follow.timeout.connect(self._on_follow)
        self._now: StepCard | None = None
        self._followed: tuple[JobId, StepCard | None] | None = None
        way.ran_out.connect(self.outdated)
        self.banner.wanted.connect(self.wanted)
        for step in self.steps:
            step.wanted.connect(self.wanted)

    @override
    def prepare(self, details: JobDetails, *, names_account: bool, watches: bool) -> None:
        self.head.show_details(details)
        self.document.watches = watches
        how_far = standings(details)
        numbers = {step: number for number, step in enumerate(how_far, start=1)}
        for card in self.steps:
            card.stand(numbers.get(card.step, 0), how_far.get(card.step))
        self._now = next((card for card in reversed(self.steps) if card.standing is Standing.NOW), None)
        stands = details.job.id, self._now
        if stands != self._followed:
            self._followed = stands
            self._follow.start()

    @override
    def offer(self, job: Job, possible: frozenset[Command]) -> None:
        details, urged = self._details, None
        if details is not None and is_blocked(details):
            matter = next_matter(details)
            urged = primary(job, matter)
            self.banner.show_job(job, possible, matter)
            self._say_urged(job, matter)
        else:
            self.banner.hide()
        self._urge(urged, possible)
        for step in self.steps:
            step.offer(possible)
        for command, button in self._quiet.items():
            button.setVisible(command in possible and command is not urged)

    def _urge(self, urged: Command | None, possible: frozenset[Command]) -> None:
        """Offer below the banner what brings the return on."""
        self._unblocking.setVisible(urged is not None)
        for command, button in self._urged.items():
            button.setVisible(command is urged)
            button.setEnabled(command in possible)

    def _say_urged(self, job: Job, matter: Matter | None) -> None:
        self._urged[Command.SUBMIT].say_words(_("Send again…") if matter is None else _(SETTLING[matter]))
        self._urged[Command.RETRY].say_words(retry_words(job))

    @override
    def invite(self, *, welcome: bool) -> None:
        set_tone(self.document, Tone.SUCCESS if welcome else None)

    @override
    def focus_primary(self) -> None:
        buttons = (
            *self._urged.values(),
            self.banner.button,
            self.candidates.primary,
            None if self._now is None else self._now.primary,
        )
        chosen = next((one for one in buttons if one is not None and one.isVisible() and one.isEnabled()), None)
        (chosen or self._scroll).setFocus()

    def _lay_out(self) -> None:
        at = self.steps.index(self.document) + 1
        urged = Flow(8, self._unblocking)
        for button in self._urged.values():
            button.wanted.connect(self.wanted)
            urged.addWidget(button)
        self.fill_page(
            (self.banner, self._unblocking, self.loading, *self.steps[:at], self.candidates, *self.steps[at:])
        )
        foot, flow = QFrame(), Flow(8)
        foot.setProperty("part", "footer")
        for button in self._quiet.values():
            button.wanted.connect(self.wanted)
            flow.addWidget(button)
        row = QVBoxLayout(foot)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(holding(flow))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(foot)

    @Slot()
    def _on_follow(self) -> None:
        """Bring what is to be done now into view, once every card is built; what blocks the return stands on top."""
        if self._waiting:
            self._follow.start()
        elif self._now is not None:
            self._scroll.ensureWidgetVisible(self._now, 0, BELOW)
        elif not self.banner.isHidden():
            self._scroll.verticalScrollBar().setValue(0)
