"""The VTEX accounts of this desk: added, removed, and each with its settings, credentials and address."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from desktop_invoicer.config import values
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.settings import reading
from desktop_invoicer.ui.settings.account import RIGHT_ACCOUNT, AccountGroup
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.choice import Choice, ChoiceField
from desktop_invoicer.ui.settings.credentials import CredentialsCard
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.group import Group, refusal
from desktop_invoicer.ui.settings.notifier import NotifierCard
from desktop_invoicer.ui.settings.tab_order import tab_before
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:
    from desktop_invoicer.config import Settings
    from desktop_invoicer.config.file import Value


class AddAccountCard(Card):
    """Adds an account by its name; the first one is this counter's."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Ask for a name."""
        super().__init__(N_("Add an account"), parent)
        self._book = book
        self.field = TextField(
            N_("Name of the account in VTEX"),
            reading.text(values.account_name),
            RIGHT_ACCOUNT,
            N_("The first part of the address: lojafarmgavea in https://lojafarmgavea.myvtex.com."),
        )
        self.add = Button(N_("Add account"), "add")
        self.content.addWidget(self.field)
        self.content.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self.give)
        self.field.line.returnPressed.connect(self.give)

    def give(self) -> None:
        """Add the account whose name was typed."""
        name = self.field.line.text().strip()
        if name and self.field.judge():
            self._book.keep(self, added(name, self._book.settings), self._on_added, self._on_refused)

    def _on_added(self) -> None:
        self.field.line.clear()
        self.field.show_value("")

    def _on_refused(self, error: InvoicerError) -> None:
        self.field.show_refusal(refusal(error))


class _StoreAccountGroup(Group):
    """Which of the accounts is this counter's."""

    def __init__(self, book: SettingsBook) -> None:
        super().__init__(book, N_("This counter"))
        self.field = ChoiceField(
            N_("Account of this counter"), (), N_("Orders that another account sold are told apart by it.")
        )
        self.bind(self.field, "store.account", lambda settings: settings.store.account)

    def offer(self, names: list[AccountName]) -> None:
        """Offer the accounts there are."""
        self.field.offer([Choice(name, name) for name in names])
        if self.book.settings is not None:
            self.field.show_value(self.book.settings.store.account)
        self.setVisible(len(names) > 1)


class AccountsSection(Adapting, QWidget):
    """Everything about the accounts; one of them in view."""

    def __init__(self, workplace: Workplace, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show no account yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._book = book
        self._names: list[AccountName] = []
        self._chosen = AccountName("")
        self.adding = AddAccountCard(book)
        self._chips = QHBoxLayout()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(16)
        self._store = _StoreAccountGroup(book)
        self.remove = Button("", "remove", "danger")
        self.remove.clicked.connect(self._on_remove)
        self._below = QWidget()
        self._lay_out()
        book.loaded.connect(self._on_loaded)

    @property
    def chosen(self) -> AccountName:
        """Give the account in view; empty when there is none."""
        return self._chosen

    def choose(self, name: AccountName) -> None:
        """Bring an account into view."""
        if name != self._chosen:
            self._chosen = name
            self._show_cards()

    def remove_account(self, name: AccountName) -> None:
        """Take an account out of the file; the counter goes to one that is left."""
        settings = self._book.settings
        if settings is not None:
            self._book.keep(self, removed(name, settings), self.adding.field.setFocus, self._on_refused)

    def adapt(self) -> None:
        """Name the account that would be removed."""
        text = _("Remove account {account}").format(account=self._chosen)
        self.remove.setText(text)
        self.remove.setAccessibleName(text)

    def _lay_out(self) -> None:
        """Bring the cards in before what stands below them: Tab goes by the order of coming."""
        layout = _column(self)
        layout.addLayout(self._chips)
        layout.addLayout(self._cards)
        below = _column(self._below)
        below.addWidget(self._store)
        below.addWidget(self.adding)
        below.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_account()
        if self._book.settings is not None:
            self._on_loaded(self._book.settings)
        layout.addWidget(self._below)

    def _on_loaded(self, settings: Settings) -> None:
        names = [account.name for account in settings.accounts]
        if names == self._names:
            return
        fresh = [name for name in names if name not in self._names]
        is_first_look = not self._names
        self._names = names
        if self._chosen not in names or (fresh and not is_first_look):
            self._chosen = fresh[0] if fresh else next(iter(names), AccountName(""))
        self._store.offer(names)
        self._show_account()

    def _show_account(self) -> None:
        _empty(self._chips)
        for name in self._names if len(self._names) > 1 else ():
            chip = Button("", part="chip")
            chip.setText(name)
            chip.setAccessibleName(name)
            chip.setCheckable(True)
            chip.setChecked(name == self._chosen)
            chip.setAutoExclusive(True)
            chip.clicked.connect(partial(self.choose, name))
            self._chips.addWidget(chip)
        self._chips.addStretch()
        self._show_cards()

    def _show_cards(self) -> None:
        _empty(self._cards)
        if self._chosen:
            cards = [
                CredentialsCard(self._workplace, self._chosen),
                NotifierCard(self._workplace, self._chosen),
                AccountGroup(self._book, self._chosen),
            ]
            for card in cards:
                self._cards.addWidget(card)
            if self._below.parentWidget() is self:  # else it comes below them by itself
                tab_before(cards, self._store.field.control)
        self.remove.setVisible(bool(self._chosen))
        self.adapt()

    def _on_remove(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(_("Remove account"))
        box.setText(_("Remove {account} from this desk?").format(account=self._chosen))
        box.setInformativeText(
            _("Its jobs stay where they are and go no further. Its credentials stay in the keyring.")
        )
        keep = box.addButton(_("Keep it"), QMessageBox.ButtonRole.RejectRole)
        remove = box.addButton(_("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        remove.clicked.connect(partial(self.remove_account, self._chosen))
        box.open()

    def _on_refused(self, error: InvoicerError) -> None:
        self._workplace.tasks.refused.emit(error)


def added(name: str, settings: Settings | None) -> dict[str, Value]:
    """Give what adding an account changes: the first one is the counter's own."""
    changes: dict[str, Value] = {f"accounts.{name}.name": name}
    if settings is None or not settings.accounts:
        changes["store.account"] = name
    return changes


def removed(name: AccountName, settings: Settings) -> dict[str, Value]:
    """Give what removing an account changes: the counter goes to one that is left."""
    changes: dict[str, Value] = {f"accounts.{name}": None}
    if settings.store.account == name:
        changes["store.account"] = next((other.name for other in settings.accounts if other.name != name), None)
    return changes


def _column(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(16)
    return layout


def _empty(layout: QHBoxLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
