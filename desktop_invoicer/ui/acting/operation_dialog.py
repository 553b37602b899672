"""What a notification asks for whose text cannot be read: somebody reads it and says so."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QWidget
from typing_extensions import override

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.acting.settle_dialog import SettleDialog, Word
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Theme

LONGEST = 1000
"""Characters of a text that cannot be read which are shown; *What VTEX sent* has it whole."""
ROUND, BESIDE = 16, 20
"""Points that a round button takes at the ordinary size of text, and that stand between it and its words."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the text may mean: the marked words for it, what comes of it, and whether another store is named."""

    operation: Operation
    text: str
    effect: str
    is_elsewhere: bool = False


MEANINGS = (
    Meaning(
        Operation.CANCELLATION,
        N_("The sale is cancelled here"),
        N_("The fiscal document is cancelled, and the money goes back on the card terminal of this store."),
    ),
    Meaning(
        Operation.STORE_RETURN,
        N_("The goods come back to this store"),
        N_("A return NF-e is issued. VTEX then gives the money back by itself."),
    ),
    Meaning(
        Operation.STORE_RETURN,
        N_("The goods come back to another store"),
        N_("It is that store's return. Here it waits until a manager takes it over."),
        is_elsewhere=True,
    ),
    Meaning(
        Operation.RETURN,
        N_("The goods come back in another way"),
        N_("By post, for instance. A return NF-e is issued, and VTEX then gives the money back by itself."),
    ),
)


class OperationDialog(SettleDialog):
    """Shows the text as it came, and chooses nothing by itself."""

    TITLE = N_("What does this request ask for?")
    TAKE = N_("That is what it asks for")

    @override
    def lay_out(self) -> None:
        """Put the text first, then everything it may mean."""
        self.setObjectName("operation_dialog")
        text = label(shown(self._observation, LONGEST), "quote", wraps=True, selectable=True)
        self.content.addLayout(column(self.name(N_("VTEX sent this text, which cannot be read:"), text), text))
        self.choices = QButtonGroup(self)
        self.store = QLineEdit()
        self.store.setMaxLength(100)
        self.store.textChanged.connect(self.offer)
        self._where = QWidget()
        self._card = Card("")
        for place, meaning in enumerate(MEANINGS):
            self._add(place, meaning)
        self.content.addWidget(self._card)
        self.choices.idToggled.connect(self._on_chosen)
        self._on_chosen()

    @override
    def word(self) -> Word | None:
        """Say what is asked for; of another store, which."""
        chosen, operator, job_id = self._chosen, self.workplace.operator, self.job.id
        if chosen is None or (chosen.is_elsewhere and not self._store):
            return None
        operation, store = chosen.operation, self._store if chosen.is_elsewhere else ""
        return lambda commands: commands.settling.settle_operation(job_id, operator, operation, store)

    @property
    def _observation(self) -> str:
        content = self.details.content
        return "" if content is None else content.notification.observation.strip()

    @property
    def _store(self) -> str:
        return self.store.text().strip()

    @property
    def _chosen(self) -> Meaning | None:
        place = self.choices.checkedId()
        return MEANINGS[place] if place >= 0 else None

    def _add(self, place: int, meaning: Meaning) -> None:
        choice = QRadioButton()
        self.say(choice.setText, meaning.text)
        self.say(choice.setAccessibleDescription, meaning.effect)
        self.choices.addButton(choice, place)
        effect = label(part="muted", wraps=True)
        indent = Theme.current().metrics.text(ROUND) + BESIDE
        effect.setContentsMargins(indent, 0, 0, 0)
        self.say(effect.setText, meaning.effect)
        together = column(choice, effect)
        together.setSpacing(0)
        self._card.content.addLayout(together)
        if meaning.is_elsewhere:
            self.say(self.store.setPlaceholderText, N_("Its name in VTEX"))
            self.say(self.store.setAccessibleName, N_("Name of the other store in VTEX"))
            row = QHBoxLayout(self._where)
            row.setContentsMargins(indent, 6, 0, 6)
            row.addWidget(self.store)
            together.addWidget(self._where)

    def _on_chosen(self) -> None:
        chosen = self._chosen
        self._where.setVisible(chosen is not None and chosen.is_elsewhere)
        self.offer()
