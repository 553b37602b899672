"""One cause: what is wrong, how sure that is, whose turn it is, and the one thing that can be done here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.domain.cause import Cause
from desktop_invoicer.messages import explain, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.head import Mark
from desktop_invoicer.ui.job.pieces import holding, with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.why.moves import (
    BUTTONS,
    LIKELIHOODS,
    Move,
    is_done_here,
    link_words,
    move_of,
    others_of,
    place_words,
)


class CauseCard(Card):
    """Tells a cause by its number. ``wanted`` brings the ``Move`` that was pressed, and the cause."""

    wanted = Signal(object, object)

    def __init__(self, number: int, cause: Cause, parent: QWidget | None = None) -> None:
        """Tell a cause; the first one's button stands out."""
        super().__init__("", parent)
        self._cause = cause
        told = explain(cause.problem, cause.job)
        badge = label(str(number))
        badge.setProperty("part", "step")
        badge.setProperty("step", "now" if number == 1 else "")
        badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark = Mark(tinted=True)
        mark.show_mark(*self._likelihood())
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(label(told.sentence, "strong", wraps=True, selectable=True))
        words.addWidget(with_icon("person", f"{capital(word(told.owner))}: {told.step}"))
        words.addWidget(self._place())
        if told.detail:
            words.addWidget(label(told.detail, "small", wraps=True, selectable=True))
        self._add_buttons(words, is_first=number == 1)
        first.addLayout(words, 1)
        first.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self.content.addLayout(first)
        name = _("Cause {number}: {sentence}")
        self.setAccessibleName(name.format(number=number, sentence=told.sentence))

    def _likelihood(self) -> tuple[str, str, Tone]:
        icon, tone = LIKELIHOODS[self._cause.likelihood]
        return icon, capital(word(self._cause.likelihood)), tone

    def _place(self) -> QWidget:
        if is_done_here(self._cause):
            return with_icon("done", place_words(self._cause), Role.SUCCESS)
        return with_icon("info", place_words(self._cause))

    def _add_buttons(self, words: QVBoxLayout, *, is_first: bool) -> None:
        move, buttons = move_of(self._cause), Flow(8)
        if move is not None:
            buttons.addWidget(self._button(move, "primary" if is_first else ""))
        for other in others_of(self._cause):
            buttons.addWidget(self._button(other, "quiet"))
        if buttons.count():
            words.addSpacing(4)
            words.addWidget(holding(buttons))

    def _button(self, move: Move, part: str) -> Button:
        words, icon = BUTTONS[move]
        made = Button(words, icon, part)
        if move is Move.LINK:
            made.setText(link_words(self._cause))
            made.setAccessibleName(made.text())
        made.setObjectName(f"move_{move.name.lower()}")
        made.clicked.connect(partial(self.wanted.emit, move, self._cause))
        return made
