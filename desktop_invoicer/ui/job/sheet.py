"""The sheet of a job: head, banner and cards, which scroll, and foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.banner import Banner
from desktop_invoicer.ui.job.candidates_card import CandidatesCard
from desktop_invoicer.ui.job.checks_card import ChecksCard
from desktop_invoicer.ui.job.details_card import DetailsCard
from desktop_invoicer.ui.job.document_card import DocumentCard
from desktop_invoicer.ui.job.foot import Foot
from desktop_invoicer.ui.job.head import Head
from desktop_invoicer.ui.job.items_card import ItemsCard
from desktop_invoicer.ui.job.notices import Notices
from desktop_invoicer.ui.job.people_card import PeopleCard
from desktop_invoicer.ui.job.request_card import RequestCard
from desktop_invoicer.ui.job.timeline_card import TimelineCard
from desktop_invoicer.ui.job.value_card import ValueCard
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class Sheet(Adapting, QWidget):
    """Everything of one job, on one long page between a head and a foot that stay."""

    wanted = Signal(object)
    """The ``Command`` that was pressed."""

    def __init__(self, actions: Actions) -> None:
        """Show nothing yet."""
        super().__init__()
        self.head = Head()
        self.banner = Banner(actions)
        self.foot = Foot(actions)
        self._loading = label(part="muted", wraps=True)
        self._loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.say(self._loading.setText, N_("Loading from VTEX"))
        request = RequestCard()
        self.candidates = CandidatesCard(actions)
        self.document = DocumentCard(actions)
        self.cards: tuple[DetailsCard, ...] = (
            ChecksCard(fits=False),
            self.document,
            ChecksCard(fits=True),
            Notices(),
            ItemsCard(),
            ValueCard(),
            PeopleCard(),
            request,
            TimelineCard(),
        )
        self._scroll = QScrollArea()
        self._details: JobDetails | None = None
        self._waiting: list[DetailsCard] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._on_turn)
        self._lay_out()
        self.banner.wanted.connect(self.wanted)
        self.foot.wanted.connect(self.wanted)
        request.wanted.connect(self.wanted)

    def show_details(self, details: JobDetails, *, names_account: bool, watches: bool) -> None:
        """Show a job; what is the same as before is left alone, and the page stays where it was scrolled.

        With ``watches``, documents come by themselves out of watched folders. A card that has to be built anew takes a
        turn of the event loop for itself, so that no press has to wait.
        """
        is_other = self._details is None or self._details.job.id != details.job.id
        self._details = details
        self.document.watches = watches
        self.head.show_job(details.job, names_account=names_account)
        self._loading.setVisible(details.content is None and not details.job.stage.is_end)
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)
            for card in self.cards:
                card.hide_details()
        self._waiting = list(self.cards)
        self._on_turn()

    def offer(self, job: Job, possible: frozenset[Command]) -> None:
        """Show what may be done with a job, and enable what is possible at this moment."""
        self.banner.show_job(job, possible)
        self.foot.show_job(job, possible)

    def invite(self, *, welcome: bool) -> None:
        """Show that what is held over the panel may be let go."""
        set_tone(self.document, Tone.SUCCESS if welcome else None)

    def focus_primary(self) -> None:
        """Put the focus on what is to be done next, or else where the keys scroll."""
        button = self.foot.primary or self.candidates.primary
        (button if button is not None and button.isEnabled() else self._scroll).setFocus()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 4, 20, 20)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self._loading)
        column.addWidget(self.candidates)
        for card in self.cards:
            column.addWidget(card)
        column.addStretch()
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setProperty("part", "read")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say(self._scroll.setAccessibleName, N_("Details of the order"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.foot)

    @Slot()
    def _on_turn(self) -> None:
        """Let cards show the job until one of them had work to do; the others follow."""
        while self._waiting and self._details is not None:
            if self._waiting.pop(0).show_details(self._details):
                self._turn.start()
                return
