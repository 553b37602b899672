"""The credentials in use, read once from the keyring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop_invoicer import errors, logs
from desktop_invoicer.credentials import AccountCredentials, Secret, Vault, read_credentials, write_credentials
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.vtex.client import Credentials


class CredentialBook:
    """The accounts' credentials as the keyring gave them: asking it takes too long to do it before each request."""

    def __init__(self, vault: Vault, accounts: Iterable[AccountName]) -> None:
        """Read everything once; ``KeyringError`` when the keyring refuses."""
        self._vault = vault
        self._read: dict[AccountName, AccountCredentials] = {}
        for account in accounts:
            self._take(account)

    @property
    def is_kept(self) -> bool:
        """Tell whether credentials outlive this run."""
        return self._vault.is_kept

    def of(self, account: AccountName) -> AccountCredentials:
        """Give an account's credentials, empty ones where none are kept."""
        return self._read.get(account, AccountCredentials())

    def for_vtex(self, account: AccountName) -> Credentials:
        """Give what VTEX has to see; ``CredentialsMissingError`` when it is not there."""
        found = self.of(account)
        if not found.can_ask_vtex:
            raise errors.CredentialsMissingError(account)
        return Credentials(found.app_key, found.app_token, found.user_token)

    def names(self, account: AccountName) -> list[str]:
        """Give the names of the entries that are kept."""
        found = self.of(account)
        return [secret.value for secret in Secret if getattr(found, secret.name.lower())]

    def store(self, account: AccountName, values: Mapping[str, str | None]) -> None:
        """Keep values by entry name, and use them from now on."""
        write_credentials(self._vault, account, {Secret(name): value for name, value in values.items()})
        self._take(account)

    def _take(self, account: AccountName) -> None:
        self._read[account] = found = read_credentials(self._vault, account)
        logs.hide_secrets(*found.values)
