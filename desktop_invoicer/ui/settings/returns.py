"""How goods are taken back, as the settings say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_invoicer.config import values
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import money
from desktop_invoicer.ui.settings import reading
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.choice import SwitchField
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.group import Group

if TYPE_CHECKING:
    from desktop_invoicer.config import Settings


class RefundGroup(Group):
    """What is given back, and what has to be written down before."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show what every refund of this desk goes by."""
        super().__init__(book, N_("Refunds"), parent)
        self.bind(
            SwitchField(
                N_("Refund the freight, too"),
                N_("Each item that comes back gives back its share of the freight. Off: the store keeps it."),
            ),
            "returns.freight",
            lambda settings: settings.returns.freight,
        )
        self.bind(
            SwitchField(
                N_("Write down the reversal on the card terminal"),
                N_("A cancellation is sent only after somebody has entered what the terminal's slip says."),
            ),
            "returns.terminal_reversal",
            lambda settings: settings.returns.terminal_reversal,
        )


class ApprovalGroup(Group):
    """Who has a say beside the clerk."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show the limit and the managers."""
        super().__init__(book, N_("Two people for a refund"), parent)
        self.bind(
            TextField(
                N_("A manager allows refunds above"),
                reading.amount,
                N_("An amount, as in 500,00."),
                N_("Nobody allows a refund of their own. Empty: one person is enough for any amount."),
            ),
            "returns.approval_above",
            _limit,
        )
        self.bind(
            TextField(
                N_("Managers"),
                reading.several(values.person),
                N_("Names with commas between them, as in Ana Souza, Rui Lima."),
                N_("They allow refunds, and take over returns of another store. Empty: everybody here may."),
            ),
            "returns.managers",
            lambda settings: ", ".join(settings.returns.managers),
        )


def _limit(settings: Settings) -> str:
    limit = settings.returns.approval_above
    return "" if limit is None else money(limit)
