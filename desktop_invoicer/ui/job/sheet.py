"""The sheet of a job: head, banner and cards, which scroll, and foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.job.banner import Banner
from desktop_invoicer.ui.job.card_sheet import CardSheet
from desktop_invoicer.ui.job.checks_card import ChecksCard
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.job.document_card import DocumentCard
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.foot import Foot
from desktop_invoicer.ui.job.head import Head
from desktop_invoicer.ui.job.items_card import ItemsCard
from desktop_invoicer.ui.job.notices import Notices
from desktop_invoicer.ui.job.people_card import PeopleCard
from desktop_invoicer.ui.job.remedies import next_matter
from desktop_invoicer.ui.job.request_card import RequestCard
from desktop_invoicer.ui.job.sending import sending_words
from desktop_invoicer.ui.job.timeline_card import TimelineCard
from desktop_invoicer.ui.job.value_card import ValueCard
from desktop_invoicer.ui.parts.text import set_tone
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class Sheet(CardSheet):
    """Everything of one job, on one long page between a head and a foot that stay."""

    def __init__(self, actions: Actions) -> None:
        """Show nothing yet."""
        self.document = DocumentCard(actions)
        request = RequestCard()
        before = (ChecksCard(fits=False), self.document, ChecksCard(fits=True), Notices())
        super().__init__(actions, (*before, ItemsCard(), ValueCard(), PeopleCard(), request, TimelineCard()))
        self.head = Head()
        self.banner = Banner(actions)
        self.foot = Foot(actions)
        self._to_returns = CommandButton(actions, Command.RETURNS, "inline")
        self._way_out = QWidget()
        self._lay_out()
        self.banner.wanted.connect(self.wanted)
        self.foot.wanted.connect(self.wanted)
        request.wanted.connect(self.wanted)

    @override
    def prepare(self, details: JobDetails, *, names_account: bool, watches: bool) -> None:
        self.document.watches = watches
        self.head.show_job(details.job, names_account=names_account)
        self._way_out.setVisible(details.case is not None and not details.job.stage.is_end)
        self._to_returns.say_words(_("Open at the returns desk"))

    @override
    def offer(self, job: Job, possible: frozenset[Command]) -> None:
        matter = None if self._details is None else next_matter(self._details)
        self.banner.show_job(job, possible, matter)
        content = None if self._details is None else self._details.content
        self.foot.show_job(job, possible, matter, sending_words(job, content))

    @override
    def invite(self, *, welcome: bool) -> None:
        set_tone(self.document, Tone.SUCCESS if welcome else None)

    @override
    def focus_primary(self) -> None:
        button = self.foot.primary or self.candidates.primary
        (button if button is not None and button.isEnabled() else self._scroll).setFocus()

    def _lay_out(self) -> None:
        self._to_returns.wanted.connect(self.wanted)
        Flow(0, self._way_out).addWidget(self._to_returns)
        self.fill_page((self.banner, self._way_out, self.loading, self.candidates, *self.cards))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.foot)
