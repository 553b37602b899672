"""The banner: why a job does not move, who settles it, and the next step as a button."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job
from desktop_invoicer.messages import Message, Owner, explain, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import Identifier, holding
from desktop_invoicer.ui.job.remedies import ELSEWHERE, SETTLING, allowed, primary, remedy
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

_ICONS = {
    Tone.NEUTRAL: "waiting",
    Tone.INFO: "info",
    Tone.SUCCESS: "done",
    Tone.WARNING: "warning",
    Tone.ERROR: "error",
}
_OF_KIND = {
    HoldKind.WAITING_FOR_DOCUMENT: Tone.INFO,
    HoldKind.RETRY_AT: Tone.NEUTRAL,
    HoldKind.NEEDS_PERSON: Tone.WARNING,
    HoldKind.ACCOUNT_PAUSED: Tone.ERROR,
}
_SEVERE = frozenset(
    {ProblemCode.VTEX_REFUSED, ProblemCode.INTERNAL, ProblemCode.FOREIGN_CALLBACK, ProblemCode.RETURN_DOUBLED}
)


def tone_of(hold: Hold) -> Tone:
    """Tell how serious a hold is."""
    if hold.problem.code is ProblemCode.CONFIRMATION_DUE:
        return Tone.WARNING if hold.problem.facts.get("warnings") else Tone.SUCCESS
    return Tone.ERROR if hold.problem.code in _SEVERE else _OF_KIND[hold.kind]


class Banner(Adapting, QFrame):
    """Explains the hold of a job; hidden while there is none."""

    wanted = Signal(object)
    """The ``Command`` that was pressed."""

    def __init__(self, actions: Actions) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setObjectName("banner")
        self._actions = actions
        self._job: Job | None = None
        self._possible: frozenset[Command] = frozenset()
        self._matter: Matter | None = None
        self._icon = QLabel()
        self.sentence = label(part="strong", wraps=True, selectable=True)
        self.owner = label()
        self.step = label(wraps=True, selectable=True)
        self.button: CommandButton | None = None
        self._toggle = Button(N_("Details"), "chevron-down", "inline")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._on_toggled)
        self._detail = QVBoxLayout()
        self._detail_text: QWidget | None = None
        self._buttons = Flow(8)
        self._lay_out()
        self.hide()

    def show_job(self, job: Job, possible: frozenset[Command], matter: Matter | None = None) -> None:
        """Explain why ``job`` does not move. The next step is a button, unless the foot urges it already.

        ``matter`` has to be settled first.
        """
        if job.hold is None or job.stage.is_end:
            self._job = None
            self.hide()
            return
        self._job, self._possible, self._matter = job, possible, matter
        self.adapt()
        self.show()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        if self._job is None or self._job.hold is None:
            return
        hold, message = self._job.hold, explain(self._job.hold.problem, self._job.id)
        if Command.USE_FOUND in self._possible:
            message = replace(message, step=_("Its XML was found: look below whether it is the right one, and use it."))
        tone, theme = tone_of(hold), Theme.current()
        set_tone(self, tone)
        role = Role.MUTED if tone is Tone.NEUTRAL else Role(tone.value)
        self._icon.setPixmap(theme.pixmap(_ICONS[tone], role, theme.metrics.icon, self.devicePixelRatioF()))
        self.sentence.setText(message.sentence)
        self.owner.setText(owner_words(message))
        self.step.setText(message.step)
        self.setAccessibleName(message.sentence)
        self.setAccessibleDescription(f"{owner_words(message)}. {message.step}")
        self._offer_step(self._job, remedy(hold.problem))
        self._show_detail(message.detail)

    def _offer_step(self, job: Job, command: Command) -> None:
        is_offered = command is not primary(job, self._matter) and command in allowed(job, self._matter) | ELSEWHERE
        if self.button is not None and (self.button.command is not command or not is_offered):
            self.button.hide()
            self.button.deleteLater()
            self._buttons.removeWidget(self.button)
            self.button = None
        if self.button is None and is_offered:
            self.button = CommandButton(self._actions, command)
            self.button.setObjectName("remedy")
            self.button.wanted.connect(self.wanted)
            self._buttons.removeWidget(self._toggle)
            self._buttons.addWidget(self.button)
            self._buttons.addWidget(self._toggle)
            self.button.show()
        if self.button is not None:
            self.button.setEnabled(command in self._possible | ELSEWHERE)
            matter = self._matter if command is Command.SUBMIT else None
            self.button.say_words("" if matter is None else _(SETTLING[matter]))

    def _show_detail(self, detail: str) -> None:
        if self._detail_text is not None:
            self._detail_text.hide()
            self._detail_text.deleteLater()
        self._detail_text = Identifier(N_("detail"), detail, "copy_detail") if detail else None
        self._toggle.setVisible(bool(detail))
        if self._detail_text is not None:
            self._detail.addWidget(self._detail_text)
            self._detail_text.setVisible(self._toggle.isChecked())

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.sentence)
        words.addWidget(self.owner)
        words.addWidget(self.step)
        words.addLayout(self._detail)
        self._buttons.addWidget(self._toggle)
        words.addSpacing(4)
        words.addWidget(holding(self._buttons))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 10)
        layout.setSpacing(12)
        side = QVBoxLayout()
        side.addWidget(self._icon)
        side.addStretch()
        layout.addLayout(side)
        layout.addLayout(words, 1)

    @Slot(bool)
    def _on_toggled(self, open_: bool) -> None:
        self._toggle.setIcon(Theme.current().icon("chevron-up" if open_ else "chevron-down"))
        if self._detail_text is not None:
            self._detail_text.setVisible(open_)


def owner_words(message: Message) -> str:
    """Say who settles a problem."""
    owner = word(message.owner)
    return capital(owner) if message.owner is Owner.WAIT else _("Settled by: {owner}").format(owner=owner)
