"""Credentials in the operating system's keyring, and only there (docs/adr/004).

Nothing here ever shows a secret: not in ``repr``, not in an exception, not in a log.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.errors import KeyringError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "desktop-invoicer"
DATABASE_KEY = "database-key"
PATIENCE = 30.0
"""Seconds that a keyring may take: a person may have to type the password that opens it."""

_NATIVE = {
    "win32": ("keyring.backends.Windows.WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS.Keyring",),
    "linux": ("keyring.backends.SecretService.Keyring", "keyring.backends.kwallet.DBusKeyring"),
}
_LIBRARY = "keyring.backends."
_CHAINER = "keyring.backends.chainer.ChainerBackend"  # whoever chooses it chooses all
_CHOICE = "PYTHON_KEYRING_BACKEND"
_ACCOUNT = re.compile(r"[a-z0-9-]{1,63}")
_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")  # what an HTTP header can carry
_DATABASE_KEY_BYTES = 32

_T = TypeVar("_T")


class Vault(Protocol):
    """Keeps secrets by service and name. Every call raises ``KeyringError`` when the keyring refuses or is silent."""

    @property
    def is_kept(self) -> bool:
        """Tell whether secrets outlive this run."""
        ...

    @property
    def reason(self) -> str:
        """Say why they do not, in technical words; empty when they do."""
        ...

    def get(self, service: str, name: str) -> str | None:
        """Give a secret, ``None`` when there is none."""
        ...

    def set(self, service: str, name: str, value: str) -> None:
        """Keep a secret in place of the former one."""
        ...

    def delete(self, service: str, name: str) -> None:
        """Forget a secret; one that is gone already counts as forgotten."""
        ...


class MemoryVault:
    """Keeps secrets for this run only, because no keyring can be used."""

    is_kept = False

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self._values: dict[tuple[str, str], str] = {}

    def get(self, service: str, name: str) -> str | None:
        """Give a secret, ``None`` when there is none."""
        return self._values.get((service, name))

    def set(self, service: str, name: str, value: str) -> None:
        """Keep a secret in place of the former one."""
        self._values[service, name] = value

    def delete(self, service: str, name: str) -> None:
        """Forget a secret."""
        self._values.pop((service, name), None)


class KeyringVault:
    """Keeps secrets in one keyring of the system; no call lasts longer than ``patience`` seconds."""

    is_kept = True
    reason = ""

    def __init__(self, backend: KeyringBackend, patience: float = PATIENCE) -> None:
        self._backend = backend
        self._patience = patience

    def get(self, service: str, name: str) -> str | None:
        """Give a secret, ``None`` when there is none."""
        return _within(self._patience, lambda: self._backend.get_password(service, name))

    def set(self, service: str, name: str, value: str) -> None:
        """Keep a secret in place of the former one."""
        _within(self._patience, lambda: self._backend.set_password(service, name, value), hidden=value)

    def delete(self, service: str, name: str) -> None:
        """Forget a secret; one that is gone already counts as forgotten."""
        if self.get(service, name) is not None:
            _within(self._patience, lambda: self._backend.delete_password(service, name))

    def probe(self) -> None:
        """Write, read back and forget a value: what was picked need not be usable."""
        name, value = f"probe-{secrets.token_hex(8)}", secrets.token_hex(8)
        self.set(SERVICE, name, value)
        found = self.get(SERVICE, name)
        self.delete(SERVICE, name)
        if found != value:
            reason = "it does not give back what was written"
            raise KeyringError(reason)


def open_vault(patience: float = PATIENCE) -> Vault:
    """Choose the system's keyring; where none can be used, memory for this run, with the reason."""
    backends, refusals = _native_backends(patience)
    for backend in backends:
        vault = KeyringVault(backend, patience)
        try:
            vault.probe()
        except KeyringError as refusal:
            refusals.append(f"{_name(type(backend))}: {refusal.reason}")
        else:
            return vault
    return MemoryVault("; ".join(refusals) or "no keyring of the system's own is chosen")


class Secret(StrEnum):
    """What is kept for an account, by the name of its entry."""

    APP_KEY = "app-key"
    APP_TOKEN = "app-token"  # noqa: S105 (the entry's name)
    USER_TOKEN = "user-token"  # noqa: S105 (the entry's name)
    RECEIVER_TOKEN = "receiver-token"  # noqa: S105 (the entry's name)


@dataclass(frozen=True, slots=True)
class AccountCredentials:
    """What is kept for one account; empty where there is nothing."""

    app_key: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    user_token: str = field(default="", repr=False)
    receiver_token: str = field(default="", repr=False)

    @property
    def can_ask_vtex(self) -> bool:
        """Tell whether VTEX can be asked: an application key with its token or a user's."""
        return bool(self.app_key and (self.app_token or self.user_token))

    @property
    def values(self) -> tuple[str, ...]:
        """Give every secret there is, for whoever has to hide them."""
        return tuple(filter(None, (self.app_key, self.app_token, self.user_token, self.receiver_token)))


def read_credentials(vault: Vault, account: AccountName) -> AccountCredentials:
    """Read what is kept for an account."""
    app_key, app_token, user_token, receiver_token = (vault.get(_service(account), secret) or "" for secret in Secret)
    return AccountCredentials(app_key, app_token, user_token, receiver_token)


def write_credentials(vault: Vault, account: AccountName, values: Mapping[Secret, str | None]) -> None:
    """Keep the secrets given, forget those given as ``None``, leave the others.

    Raises:
        ValueError: a value is empty or could not travel in an HTTP header; nothing was written.

    """
    service = _service(account)
    stripped = {secret: value if value is None else value.strip() for secret, value in values.items()}
    for secret, value in stripped.items():
        if value is not None and not _VALUE.fullmatch(value):
            msg = f"{secret} must be plain printable characters"
            raise ValueError(msg)
    for secret, value in stripped.items():
        if value is None:
            vault.delete(service, secret)
        else:
            vault.set(service, secret, value)


def clear_credentials(vault: Vault, account: AccountName) -> None:
    """Forget everything that is kept for an account."""
    for secret in Secret:
        vault.delete(_service(account), secret)


def read_database_key(vault: Vault) -> bytes | None:
    """Give the database's raw key, ``None`` when there is none yet."""
    text = vault.get(SERVICE, DATABASE_KEY)
    if text is None:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _DATABASE_KEY_BYTES:
        reason = f"its entry {DATABASE_KEY} is no key of this program"
        raise KeyringError(reason)
    return key


def make_database_key(vault: Vault) -> bytes:
    """Make the database's raw key and keep it. One that is there already is given, never replaced."""
    if (key := read_database_key(vault)) is not None:
        return key
    vault.set(SERVICE, DATABASE_KEY, secrets.token_bytes(_DATABASE_KEY_BYTES).hex())
    key = read_database_key(vault)
    if key is None:
        reason = "it did not keep the database's key"
        raise KeyringError(reason)
    return key


def _service(account: AccountName) -> str:
    if not _ACCOUNT.fullmatch(account):
        msg = f"{account[:80]!r} is no account"
        raise ValueError(msg)
    return f"{SERVICE}:{account}"


def _native_backends(patience: float) -> tuple[list[KeyringBackend], list[str]]:
    """Make the system's own keyrings, best first, and say why the others cannot be had.

    Foreign ones are not even imported, however they were installed.
    """
    choice = os.environ.get(_CHOICE, "")
    found: list[KeyringBackend] = []
    refusals = []
    for name in _NATIVE.get(sys.platform, ()):
        if choice in {"", _CHAINER, name}:
            try:
                found.append(_within(patience, partial(_load, name)))
            except KeyringError as refusal:
                refusals.append(f"{name.removeprefix(_LIBRARY)}: {refusal.reason}")
    return sorted(found, key=lambda backend: float(backend.priority), reverse=True), refusals


def _load(name: str) -> KeyringBackend:
    from keyring.core import load_keyring

    return load_keyring(name)


def _within(patience: float, work: Callable[[], _T], hidden: str = "") -> _T:
    """Do ``work`` in a thread of its own and give its result; a keyring that hangs is left behind.

    Raises:
        KeyringError: it refused, or gave no answer in time. The text never holds ``hidden``.

    """
    results: list[_T] = []
    failures: list[str] = []

    def run() -> None:
        try:
            results.append(work())
        except Exception as exc:  # noqa: BLE001 (every backend raises the errors of its own libraries)
            words = f"{_name(type(exc))}: {exc}"
            failures.append(words.replace(hidden, "…") if hidden else words)

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(patience)
    if results:
        return results[0]
    raise KeyringError(failures[0] if failures else f"no answer in {patience:g} seconds")


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}".removeprefix(_LIBRARY)
