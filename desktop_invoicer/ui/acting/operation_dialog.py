"""What a notification asks for whose text cannot be read: somebody reads it and says so."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton
from typing_extensions import override

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.acting.settle_dialog import SettleDialog
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

LONGEST = 1000
"""Characters of a text that cannot be read which are shown; *What VTEX sent* has it whole."""
INDENT = 34
"""Points from the edge to the words beside a round button."""


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
        text = label(shown(self._observation, LONGEST), "verbatim", wraps=True, selectable=True)
        text.setProperty("size", "large")
        self.content.addLayout(column(self.name(N_("VTEX sent this text, which cannot be read:"), text), text))
        self.choices = QButtonGroup(self)
        self.store = QLineEdit()
        self.store.setMaxLength(100)
        self.store.textChanged.connect(self.offer)
        for place, meaning in enumerate(MEANINGS):
            self._add(place, meaning)
        self.choices.idToggled.connect(self._on_chosen)
        self._on_chosen()

    @property
    @override
    def is_complete(self) -> bool:
        """Need a choice, and the name of another store."""
        chosen = self._chosen
        return chosen is not None and (bool(self._store) or not chosen.is_elsewhere)

    @override
    def word(self, commands: Commands) -> Awaitable[Job]:
        """Say what is asked for."""
        chosen = MEANINGS[self.choices.checkedId()]
        store = self._store if chosen.is_elsewhere else ""
        return commands.settling.settle_operation(self.job.id, self.workplace.operator, chosen.operation, store)

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
        effect.setIndent(INDENT)
        self.say(effect.setText, meaning.effect)
        card = Card("")
        card.content.setSpacing(0)
        card.content.addWidget(choice)
        card.content.addWidget(effect)
        if meaning.is_elsewhere:
            self.say(self.store.setPlaceholderText, N_("Its name in VTEX"))
            self.say(self.store.setAccessibleName, N_("Name of the other store in VTEX"))
            card.content.addSpacing(8)
            card.content.addWidget(self.store)
        self.content.addWidget(card)

    def _on_chosen(self) -> None:
        chosen = self._chosen
        self.store.setVisible(chosen is not None and chosen.is_elsewhere)
        self.offer()
