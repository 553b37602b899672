"""What the file says of one VTEX account."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_invoicer.config import values
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.settings import reading
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.choice import Choice, ChoiceField, SwitchField
from desktop_invoicer.ui.settings.field import Field, TextField
from desktop_invoicer.ui.settings.group import Group
from desktop_invoicer.ui.settings.token_place import TokenPlaceField

if TYPE_CHECKING:
    from desktop_invoicer.config import Account, Settings

KEY_DEMANDS = (
    Choice("always", N_("Every order"), N_("No invoice goes out without a valid chave de acesso.")),
    Choice("marketplace", N_("Orders of marketplaces"), N_("Marketplaces refuse an invoice without chave de acesso.")),
    Choice("never", N_("No order"), N_("A document without a chave de acesso is enough.")),
)
RIGHT_ACCOUNT = N_("The account's name in VTEX: small letters, digits and hyphens, as in lojafarmgavea.")
RIGHT_ORIGIN = N_("An address and nothing else, as in https://lojafarmgavea.myvtex.com.")


class AccountGroup(Group):
    """How one account is asked, and what its orders need."""

    def __init__(self, book: SettingsBook, account: AccountName, parent: QWidget | None = None) -> None:
        """Show the account's own settings."""
        super().__init__(book, N_("In VTEX"), parent)
        self._account = account
        self._bind(
            TextField(N_("Account that owns the catalogue"), reading.text(values.account_name), RIGHT_ACCOUNT),
            "catalog_account",
        )
        self._bind(TextField(N_("Address of the store"), reading.text(values.origin), RIGHT_ORIGIN), "myvtex_origin")
        self._bind(TextField(N_("Address of the orders"), reading.text(values.origin), RIGHT_ORIGIN), "oms_origin")
        self._bind(
            TextField(
                N_("Product specifications that hold the NCM"),
                reading.several(values.product_specification),
                N_("Names with commas between them, as in NCM."),
                N_("Where the NCM of a product is found, the first one that has it. Commas between several."),
            ),
            "ncm_names",
        )
        self._bind(ChoiceField(N_("Chave de acesso is needed for"), KEY_DEMANDS), "require_access_key")
        self._bind(SwitchField(N_("Send the XML along"), N_("Some marketplaces want the whole document.")), "embed_xml")
        self._bind(
            SwitchField(
                N_("This desk has an Orders Feed of its own"),
                N_("Finds requests sooner. Its credentials need a feed that no other program reads."),
            ),
            "feed",
        )
        self._bind(TokenPlaceField(), "receiver_token")

    def _bind(self, field: Field, key: str) -> None:
        default = self._of(lambda account: _written(getattr(account, key))) if isinstance(field, TextField) else None
        self.bind(field, f"accounts.{self._account}.{key}", self._of(_reader(key, field)), default)

    def _of(self, value: Callable[[Account], str]) -> Callable[[Settings], str]:
        """Read from the account, as long as it is there."""

        def of(settings: Settings) -> str:
            account = settings.account(self._account)
            return "" if account is None else value(account)

        return of


def _reader(key: str, field: Field) -> Callable[[Account], str]:
    """Give what a field shows: what is left out of the file stands in a text field as a shadow only."""

    def read(account: Account) -> str:
        is_shadow = isinstance(field, TextField) and key not in account.model_fields_set
        return "" if is_shadow else _written(getattr(account, key))

    return read


def _written(value: object) -> str:
    """Write a value as it stands in a field; what is off is empty."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)
