"""How this window looks and behaves: in force at once, and kept apart from ``config.toml``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.settings import reading
from desktop_invoicer.ui.settings.choice import Choice, ChoiceField, SwitchField
from desktop_invoicer.ui.settings.field import Field, TextField
from desktop_invoicer.ui.theme.metrics import LARGEST_SCALE, SMALLEST_SCALE, Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme

APPEARANCES = (
    Choice(Appearance.SYSTEM.value, N_("As the system")),
    Choice(Appearance.LIGHT.value, N_("Light")),
    Choice(Appearance.DARK.value, N_("Dark")),
)
DENSITIES = (
    Choice(Density.TOUCH.value, N_("Touch"), N_("Everything is large enough for a finger.")),
    Choice(Density.COMPACT.value, N_("Compact"), N_("More rows at once, for a mouse.")),
)
SCALES = tuple(Choice(str(scale), f"{scale} %") for scale in range(SMALLEST_SCALE, LARGEST_SCALE + 1, 10))
SLOWEST_SCANNER, LONGEST_WAIT = 200, 24 * 60


class WindowSection(QWidget):
    """Fields for what ``Preferences`` keeps."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        """Show what is in force."""
        super().__init__(parent)
        self._preferences = preferences
        self._bound: list[tuple[Field, Callable[[], object]]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for card in (self._look(), self._attention(), self._refunds(), self._scanner()):
            layout.addWidget(card)
        Theme.current().changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is in force, which keys may have changed elsewhere."""
        for field, value in self._bound:
            field.show_value(value())

    def _look(self) -> Card:
        card = Card(N_("Appearance"))
        kept = self._preferences
        self._bind(card, ChoiceField(N_("Colours"), APPEARANCES), lambda: kept.appearance.value, "look/appearance")
        self._bind(card, ChoiceField(N_("Size of text"), SCALES), lambda: kept.scale, "look/scale")
        self._bind(card, ChoiceField(N_("Density"), DENSITIES), lambda: kept.density.value, "look/density")
        return card

    def _attention(self) -> Card:
        card = Card(N_("Sounds and notices"))
        kept = self._preferences
        self._bind(card, SwitchField(N_("Sounds"), N_("On scans, arrivals and trouble.")), lambda: kept.sounds, _SOUNDS)
        notices = SwitchField(N_("Notices of the system"), N_("Also seen while another window is in front."))
        self._bind(card, notices, lambda: kept.notices, "desk/notices")
        reminder = TextField(
            N_("Remind after minutes"),
            reading.number(_within(LONGEST_WAIT)),
            N_("A whole number of minutes; 0 never reminds."),
            N_("Of an order that waits for its document this long. 0 never reminds."),
        )
        reminder.show_default("30")
        self._bind(card, reminder, lambda: kept.text(_REMINDER), _REMINDER)
        return card

    def _refunds(self) -> Card:
        card = Card(N_("Refunds"))
        held = SwitchField(
            N_("Keep the button of a refund pressed"),
            N_("Without it, the button is pressed twice: for who cannot hold."),
        )
        self._bind(card, held, lambda: self._preferences.holds, "confirm/hold")
        return card

    def _scanner(self) -> Card:
        card = Card(N_("Scanner"))
        kept = self._preferences
        scanner = SwitchField(
            N_("Recognise a scanner wherever the focus is"), N_("Without it, scan into the field at the top.")
        )
        self._bind(card, scanner, lambda: kept.text(_SCANNER, "yes") == "yes", _SCANNER)
        speed = TextField(
            N_("Longest pause between two keys of a scanner, in milliseconds"),
            reading.number(_within(SLOWEST_SCANNER, 5)),
            N_("A whole number from 5 to 200."),
            N_("Raise it if scans arrive in pieces, lower it if quick typing is taken for a scan."),
        )
        speed.show_default("35")
        self._bind(card, speed, lambda: kept.text(_GAP), _GAP)
        return card

    def _bind(self, card: Card, field: Field, value: Callable[[], object], key: str) -> None:
        card.content.addWidget(field)
        self._bound.append((field, value))
        field.entered.connect(partial(self._on_entered, field, key))

    def _on_entered(self, field: Field, key: str, value: object) -> None:
        if value is None:
            self._preferences.forget(key)
        else:
            self._preferences.keep(key, ("yes" if value else "no") if isinstance(value, bool) else str(value))
        if key.startswith("look/"):
            kept = self._preferences
            Theme.current().apply(kept.appearance, kept.density, kept.scale)
        field.show_kept()


_SOUNDS = "desk/sounds"
_REMINDER = "desk/remind_minutes"
_SCANNER = "scanner/enabled"
_GAP = "scanner/gap_ms"


def _within(most: int, least: int = 0) -> Callable[[int], int]:
    def check(number: int) -> int:
        if not least <= number <= most:
            raise ValueError(number)
        return number

    return check
