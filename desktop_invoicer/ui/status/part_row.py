"""One part of the program: how it is, since when, and what can be done about it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop_invoicer.domain.health import Condition, PartHealth
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import holding
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.paths import LONGEST, ending
from desktop_invoicer.ui.parts.text import label, set_property, set_tone
from desktop_invoicer.ui.status.moves import BUTTONS, Move, moves_of
from desktop_invoicer.ui.status.words import LOOKS, is_wrong, last_words, name_of, spoken, step_of, told
from desktop_invoicer.ui.theme.theme import Theme

LOUD, QUIET = (16, 12, 16, 12), (0, 6, 0, 6)
LONGEST_SUBJECT = 44
"""Letters of an address or a path that are shown; its end tells more than its beginning."""


class PartRow(Adapting, QFrame):
    """A quiet line where all is well, a tinted one with a button where something is wrong."""

    wanted = Signal(object, object)
    """The ``Move`` that was pressed, and the ``PartHealth``."""

    def __init__(self, part: PartHealth, now: datetime) -> None:
        """Show a part as it is now."""
        super().__init__()
        self.setObjectName(f"part_{part.part.value}")
        self._part, self._now = part, now
        self._offered: tuple[tuple[Move, ...], Condition] | None = None
        self._icon = QLabel()
        self._name = label(part="strong")
        self._facts = label(part="muted")
        self._told = label(wraps=True, selectable=True)
        self._step = label(wraps=True)
        self._last = label(part="muted")
        self._head, self._foot = Flow(8), Flow(8)
        self._buttons: list[Button] = []
        self._row = QHBoxLayout(self)
        self._lay_out()
        self.show_part(part, now)

    @property
    def part(self) -> PartHealth:
        """Give what is shown."""
        return self._part

    def show_part(self, part: PartHealth, now: datetime) -> None:
        """Show the part as it is by now; its buttons stay where the same can be done."""
        self._part, self._now = part, now
        offer = moves_of(part), part.condition
        if offer != self._offered:
            self._offered = offer
            self._offer(offer[0])
        self.adapt()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        part, theme, is_loud = self._part, Theme.current(), is_wrong(self._part)
        icon, role, tone = LOOKS[part.condition]
        self._icon.setPixmap(theme.pixmap(icon, role, theme.metrics.icon, self.devicePixelRatioF()))
        self._name.setText(name_of(part))
        has_sentence = part.problem is not None  # which takes a line of its own, where it can wrap
        quiet = (ending(part.subject, LONGEST_SUBJECT), "" if has_sentence else told(part))
        self._facts.setText(" · ".join(filter(None, quiet)))
        self._facts.setToolTip(shown(part.subject, LONGEST))
        self._facts.setVisible(bool(self._facts.text()))
        self._told.setText(told(part))
        self._told.setVisible(has_sentence)
        set_property(self._told, "part", "" if is_loud else "muted")
        self._step.setText(step_of(part))
        self._step.setVisible(is_loud)
        self._last.setText(last_words(part, self._now))
        self._row.setContentsMargins(*(LOUD if is_loud else QUIET))
        for beside in (self._icon, self._last):
            self._row.setAlignment(beside, Qt.AlignmentFlag.AlignTop if is_loud else Qt.AlignmentFlag.AlignVCenter)
        set_tone(self, tone if is_loud else None)
        self.setAccessibleName(spoken(part, self._now))
        self.setAccessibleDescription(self._step.text())

    def _offer(self, moves: tuple[Move, ...]) -> None:
        """Show a button for each move: small in a quiet line, and standing out where it puts trouble right."""
        for gone in self._buttons:
            gone.hide()
            gone.deleteLater()
        self._buttons = []
        is_loud = is_wrong(self._part)
        for at, move in enumerate(moves):
            urges = self._part.condition is Condition.TROUBLE and not at
            words, icon = BUTTONS[move]
            button = Button(words, icon, "primary" if urges else "" if is_loud else "inline")
            button.setObjectName(f"move_{move.name.lower()}")
            button.setAccessibleDescription(name_of(self._part))
            button.clicked.connect(partial(self._on_pressed, move))
            (self._foot if is_loud else self._head).addWidget(button)
            self._buttons.append(button)
        self._below.setVisible(is_loud and bool(moves))

    def _lay_out(self) -> None:
        self._head.addWidget(self._name)
        self._head.addWidget(self._facts)
        self._below = holding(self._foot)
        words = QVBoxLayout()
        words.setSpacing(4)
        for part in (holding(self._head), self._told, self._step, self._below):
            words.addWidget(part)
        self._foot.setContentsMargins(0, 6, 0, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self._icon)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._last)

    def _on_pressed(self, move: Move) -> None:
        self.wanted.emit(move, self._part)
