"""The third step of a cancellation: the card terminal gives the money back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop_invoicer.domain.settlement import Matter, Settlement
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.job.pieces import with_icon
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.returns.step_card import StepCard, add_left, later
from desktop_invoicer.ui.returns.steps import Standing, Step
from desktop_invoicer.ui.theme.theme import Role

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class TerminalStep(StepCard):
    """What the slip of the terminal says, or the button to write it down."""

    def __init__(self, actions: Actions) -> None:
        """Show nothing yet."""
        super().__init__(Step.TERMINAL, N_("Card terminal"), actions)

    @override
    def facts(self, details: JobDetails) -> object:
        return details.job.value, _reversal(details)

    @override
    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        said, value = _reversal(details), details.job.value or 0
        if said is not None:
            told = _("{value} reversed: {authorisation}").format(
                value=money(value), authorisation=shown(str(said.facts.get("authorisation", "")))
            )
            body.addWidget(with_icon("done", told, Role.SUCCESS, "strong", below=_by_whom(said)))
        elif self.standing is Standing.NOW:
            told = _("Reverse {value} on the card terminal, then write down what its slip says.")
            body.addWidget(label(told.format(value=money(value)), wraps=True))
            add_left(self.button(Command.SUBMIT, _("Write down the reversal…"), "primary"), body)
        else:
            body.addWidget(later(_("The card is reversed on the terminal, and its slip written down.")))


def _reversal(details: JobDetails) -> Settlement | None:
    """Give the reversal that counts: of just this amount."""
    case, value = details.case, details.job.value
    if case is None or value is None or Matter.REVERSAL in case.due:
        return None
    return case.settlements.reversal(value)


def _by_whom(said: Settlement) -> str:
    reversed_at = said.facts.get("reversed_at")
    at = datetime.fromisoformat(reversed_at) if isinstance(reversed_at, str) else said.at
    return f"{shown(said.operator)}  ·  {moment(at)}"
