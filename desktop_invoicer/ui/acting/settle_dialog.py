"""What all dialogs have in common in which somebody says what a return needs a person's word for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.parts.deliberate_button import DeliberateButton
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.engine.desk import JobDetails

WIDTH = 580
Word = Callable[["Commands"], Awaitable[Any]]
"""Has something written down, on the engine's loop."""


class SettleDialog(Dialog):
    """Has one word written down, and stays while the desk refuses it. ``settled`` brings the ``Job``.

    A subclass names itself by ``TITLE`` and ``TAKE``, both marked, lays out its fields in ``lay_out`` and calls
    ``offer`` after each change of them.
    """

    TITLE: ClassVar[str]
    TAKE: ClassVar[str]
    LOOK: ClassVar[tuple[str, str]] = ("done", "primary")
    """Icon and part of the button that has the word written down."""

    IS_OF_MANAGER: ClassVar[bool] = False
    """Whether it is written down with the name of a manager rather than with that of who works here."""

    settled = Signal(object)

    def __init__(self, workplace: Workplace, details: JobDetails, parent: QWidget) -> None:
        """Ask about a job."""
        super().__init__(self.TITLE, N_("Back"), WIDTH, parent)
        self.workplace = workplace
        self.details = details
        self.job = details.job
        self.take = DeliberateButton(self.TAKE, *self.LOOK)
        self.refused = Notice()
        self._is_asking = False
        self._subject = label(part="muted", wraps=True)
        self._signed = label(part="small", wraps=True)
        self.content.addWidget(self._subject)
        self.lay_out()
        self.content.addWidget(self.refused)
        self.content.addWidget(self._signed)
        self.foot.addWidget(self.take)
        self.take.clicked.connect(self._on_taken)
        key = QShortcut(workplace.actions.of(Command.SUBMIT).shortcut(), self)
        key.setAutoRepeat(False)
        key.activated.connect(self.take.click)
        self.adapt()
        self.offer()

    @abstractmethod
    def lay_out(self) -> None:
        """Put what is to be known and said into ``content``."""

    @abstractmethod
    def word(self) -> Word | None:
        """Give what has the word written down; ``None`` while something is not said yet."""

    def refuse(self) -> None:
        """Hear that the desk refused the word, and forget what has to be typed again."""

    def adapt(self) -> None:
        """Say whose return it is, and who says so, in the language in use."""
        job = self.job
        self._subject.setText("  ·  ".join(part for part in (shown(job.buyer), job.order_id) if part))
        told = _("Written down with your name, {operator}, and the time.")
        self._signed.setText(told.format(operator=shown(self.workplace.operator)))
        self._signed.setVisible(not self.IS_OF_MANAGER)
        self.take.show_key(self.workplace.actions.key(Command.SUBMIT))

    def offer(self) -> None:
        """Let the word be taken once everything is said."""
        self.refused.tell("")
        self.take.setEnabled(self.word() is not None and not self._is_asking)

    @override
    def outdated_by(self, job: Job) -> bool:
        """Tell whether it is about something else now; what the word itself changes does not count."""
        is_other = (self.job.operation, self.job.value) != (job.operation, job.value)
        return not self._is_asking and (is_other or Act.SETTLE not in acts_on(job))

    def _on_taken(self) -> None:
        word = self.word()
        if word is None or self._is_asking:
            return
        self._is_asking = True
        self.take.setEnabled(False)
        self.workplace.link.ask(self, word, self._on_settled, self._on_refused)

    def _on_settled(self, job: Job) -> None:
        self.settled.emit(job)
        self.accept()

    def _on_refused(self, error: InvoicerError) -> None:
        self.refuse()
        self._stay(refusal(error, self.job.id), Tone.ERROR)

    def _stay(self, text: str, tone: Tone) -> None:
        self._is_asking = False
        self.offer()
        self.refused.tell(text, tone)
