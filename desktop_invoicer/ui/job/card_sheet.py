"""What the sheets of a job have in common: cards below each other on a page that scrolls, built one after the other."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.candidates_card import CandidatesCard
from desktop_invoicer.ui.job.details_card import DetailsCard
from desktop_invoicer.ui.parts.text import label

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class CardSheet(Adapting, QWidget):
    """Everything of one job, on one long page."""

    wanted = Signal(object)
    """The ``Command`` that was pressed."""
    outdated = Signal()
    """Time has passed, and what is shown may not be so any more."""

    def __init__(self, actions: Actions, cards: Iterable[DetailsCard]) -> None:
        """Show nothing yet; whoever inherits lays it out."""
        super().__init__()
        self.candidates = CandidatesCard(actions)
        self.loading = label(part="muted", wraps=True)
        self.loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.say(self.loading.setText, N_("Loading from VTEX"))
        self.cards: Sequence[DetailsCard] = tuple(cards)
        self._scroll = QScrollArea()
        self._details: JobDetails | None = None
        self._waiting: list[DetailsCard] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._on_turn)

    def show_details(self, details: JobDetails, *, names_account: bool, watches: bool) -> None:
        """Show a job; what is the same as before is left alone, and the page stays where it was scrolled.

        With ``watches``, documents come by themselves out of watched folders. A card that has to be built anew takes a
        turn of the event loop for itself, so that no press has to wait.
        """
        is_other = self._details is None or self._details.job.id != details.job.id
        self._details = details
        self.loading.setVisible(details.content is None and not details.job.stage.is_end)
        self.prepare(details, names_account=names_account, watches=watches)
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)
            for card in self.cards:
                card.hide_details()
        self._waiting = list(self.cards)
        self._on_turn()

    @abstractmethod
    def prepare(self, details: JobDetails, *, names_account: bool, watches: bool) -> None:
        """Show what is not on a card."""

    @abstractmethod
    def offer(self, job: Job, possible: frozenset[Command]) -> None:
        """Show what may be done with a job, and enable what is possible at this moment."""

    @abstractmethod
    def invite(self, *, welcome: bool) -> None:
        """Show that what is held over the panel may be let go."""

    @abstractmethod
    def focus_primary(self) -> None:
        """Put the focus on what is to be done next, or else where the keys scroll."""

    def fill_page(self, parts: Iterable[QWidget]) -> None:
        """Put everything that scrolls below each other."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 4, 20, 20)
        column.setSpacing(12)
        for part in parts:
            column.addWidget(part)
        column.addStretch()
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setProperty("part", "read")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say(self._scroll.setAccessibleName, N_("Details of the order"))

    @Slot()
    def _on_turn(self) -> None:
        """Let cards show the job until one of them had work to do; the others follow."""
        while self._waiting and self._details is not None:
            if self._waiting.pop(0).show_details(self._details):
                self._turn.start()
                return
