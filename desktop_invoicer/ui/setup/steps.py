"""The steps of the assistant. Each is saved as it is done; ``done`` tells that the next one may come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.config import values
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.diagnosis.findings import Findings
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.settings import reading
from desktop_invoicer.ui.settings.account import RIGHT_ACCOUNT
from desktop_invoicer.ui.settings.accounts import added
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.credentials import CredentialsCard
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.group import Group, refusal
from desktop_invoicer.ui.settings.notifier import NotifierCard
from desktop_invoicer.ui.workplace import Workplace


class Step(QWidget):
    """One page of the assistant."""

    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty step."""
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def enter(self) -> None:
        """Come into view."""

    def finish(self) -> None:
        """Save what is not saved yet; ``done`` follows unless something is wrong or worth a look first."""
        self.done.emit()


class GroupStep(Step):
    """Groups of the settings, as the settings page shows them."""

    def __init__(self, groups: Sequence[Group], parent: QWidget | None = None) -> None:
        """Show the groups below each other."""
        super().__init__(parent)
        self.groups = groups
        self._is_leaving = False
        for group in groups:
            self.column.addWidget(group)
            group.refused.connect(self._on_reason_to_stay)
            group.settled.connect(self._on_settled)
        if len(groups) == 1:
            groups[0].heading.hide()  # the step itself is called so

    def enter(self) -> None:
        """Stay until the next step is asked for."""
        self._is_leaving = False

    def finish(self) -> None:
        """Go on when nothing is wrong, once everything is written; what is refused is told at its field."""
        self._is_leaving = self._are_right()
        if self._is_leaving:
            self._give()
        if self._is_leaving and not self._is_writing():
            self._is_leaving = False
            self.done.emit()

    def _are_right(self) -> bool:
        wrong = [group for group in self.groups if not group.is_right]
        return not wrong

    def _give(self) -> None:
        for group in self.groups:
            group.give()

    def _is_writing(self) -> bool:
        return any(group.is_writing for group in self.groups)

    def _on_reason_to_stay(self) -> None:
        self._is_leaving = False

    def _on_settled(self) -> None:
        if self._is_leaving:  # something else may have been typed meanwhile
            self.finish()


class AccountStep(Step):
    """Asks for the first account; one that is there already is only named."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Ask for the account's name."""
        super().__init__(parent)
        self._book = book
        self.field = TextField(
            N_("Name of the account in VTEX"),
            reading.text(values.account_name),
            RIGHT_ACCOUNT,
            N_("The first part of the address: lojafarmgavea in https://lojafarmgavea.myvtex.com."),
        )
        card = Card("")
        card.content.addWidget(self.field)
        self.column.addWidget(card)

    def enter(self) -> None:
        """Show the account there is."""
        account = first_account(self._book)
        self.field.line.setReadOnly(bool(account))
        if account:
            self.field.show_value(account)

    def finish(self) -> None:
        """Add the account and have the desk take it up at once: the next step asks VTEX."""
        name = self.field.line.text().strip()
        if first_account(self._book):
            self.done.emit()
        elif not name:
            self.field.show_wrong(_(RIGHT_ACCOUNT))
        elif self.field.judge():
            self._book.keep(self, added(name, self._book.settings), self._on_added, self._on_refused)

    def _on_added(self) -> None:
        self._book.restart()
        self.done.emit()

    def _on_refused(self, error: InvoicerError) -> None:
        self.field.show_refusal(refusal(error))


class CredentialsStep(Step):
    """Sets the credentials; what was typed is tried before anything else comes."""

    def __init__(self, workplace: Workplace, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Wait until it is known whose credentials they are."""
        super().__init__(parent)
        self._workplace = workplace
        self._book = book
        self.card: CredentialsCard | None = None

    def enter(self) -> None:
        """Show the card of the account."""
        if self.card is None:
            self.card = CredentialsCard(self._workplace, first_account(self._book))
            self.column.addWidget(self.card)

    def finish(self) -> None:
        """Try what was typed; go on when nothing is left to try."""
        if self.card is not None and self.card.is_typed:
            self.card.keep_typed()
        else:
            self.done.emit()


class ReceiverStep(GroupStep):
    """Where VTEX calls this desk, and the token that proves who calls."""

    def __init__(self, workplace: Workplace, book: SettingsBook, group: Group, parent: QWidget | None = None) -> None:
        """Wait until it is known which account calls."""
        super().__init__([group], parent)
        self._workplace = workplace
        self._book = book
        self.card: NotifierCard | None = None

    def enter(self) -> None:
        """Show address and token of the account, first: they are what has to be pasted."""
        super().enter()
        if self.card is None:
            self.card = NotifierCard(self._workplace, first_account(self._book))
            self.card.token_shown.connect(self._on_reason_to_stay)
            self.card.refused.connect(self._on_reason_to_stay)
            self.card.settled.connect(self._on_settled)
            self.column.insertWidget(0, self.card)
            self.groups[0].heading.show()

    @override
    def _are_right(self) -> bool:
        is_token_right = self.card is None or self.card.own.judge()
        return super()._are_right() and is_token_right

    @override
    def _give(self) -> None:
        super()._give()
        if self.card is not None:
            self.card.own.give()

    @override
    def _is_writing(self) -> bool:
        return super()._is_writing() or (self.card is not None and self.card.is_asking)


class EndStep(Step):
    """The doctor's findings."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.findings = Findings(workplace)
        self.column.addWidget(self.findings)

    def enter(self) -> None:
        """Look at the desk as it is now."""
        self.findings.examine()


def first_account(book: SettingsBook) -> AccountName:
    """Give the account that the assistant sets up: this counter's, else the first; empty when there is none."""
    settings = book.settings
    if settings is None or not settings.accounts:
        return AccountName("")
    return settings.store.account or settings.accounts[0].name
