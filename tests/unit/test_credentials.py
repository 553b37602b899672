"""Keeping secrets, with a backend that is made of a dictionary."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from desktop_invoicer.credentials import (
    DATABASE_KEY,
    SERVICE,
    AccountCredentials,
    KeyringVault,
    MemoryVault,
    Secret,
    Vault,
    clear_credentials,
    make_database_key,
    open_vault,
    read_credentials,
    read_database_key,
    write_credentials,
)
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.errors import KeyringError

ACCOUNT = AccountName("lojatestegavea")
OTHER = AccountName("lojatesteleblon")
SENTINEL = "S3CRET-of-tests"


class FakeBackend(KeyringBackend):
    """A backend in memory; ``trouble`` runs before each call."""

    priority = 1.0

    def __init__(self, trouble: Callable[[str], None] = lambda _: None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.trouble = trouble
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self.trouble("get")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.trouble(f"set {password}")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.trouble("delete")
        del self.kept[service, username]


def locked(_: str) -> None:
    reason = "Failed to unlock the collection!"
    raise KeyringLocked(reason)


def talkative(call: str) -> None:
    raise RuntimeError(call)


@pytest.fixture(params=["keyring", "memory"])
def vault(request: pytest.FixtureRequest) -> Vault:
    return KeyringVault(FakeBackend()) if request.param == "keyring" else MemoryVault("there is none")


def test_a_secret_is_kept_replaced_and_forgotten(vault: Vault) -> None:
    assert vault.get("service", "name") is None

    vault.set("service", "name", "a")
    vault.set("service", "name", "b")
    assert vault.get("service", "name") == "b"

    vault.delete("service", "name")
    vault.delete("service", "name")
    assert vault.get("service", "name") is None


def test_entries_are_named_as_the_interface_says() -> None:
    backend = FakeBackend()

    write_credentials(
        KeyringVault(backend),
        ACCOUNT,
        {Secret.APP_KEY: "k", Secret.APP_TOKEN: "t", Secret.USER_TOKEN: "u", Secret.RECEIVER_TOKEN: "r"},
    )
    make_database_key(KeyringVault(backend))

    assert set(backend.kept) == {
        ("desktop-invoicer:lojatestegavea", "app-key"),
        ("desktop-invoicer:lojatestegavea", "app-token"),
        ("desktop-invoicer:lojatestegavea", "user-token"),
        ("desktop-invoicer:lojatestegavea", "receiver-token"),
        ("desktop-invoicer", "database-key"),
    }


def test_credentials_of_accounts_do_not_mix(vault: Vault) -> None:
    write_credentials(vault, ACCOUNT, {Secret.APP_KEY: "k", Secret.APP_TOKEN: "t"})
    write_credentials(vault, OTHER, {Secret.APP_KEY: "other"})
    clear_credentials(vault, OTHER)

    assert read_credentials(vault, ACCOUNT) == AccountCredentials("k", "t")
    assert read_credentials(vault, OTHER) == AccountCredentials()


def test_writing_leaves_what_is_not_named_and_forgets_what_is_none(vault: Vault) -> None:
    write_credentials(vault, ACCOUNT, {Secret.APP_KEY: "k", Secret.APP_TOKEN: "t"})

    write_credentials(vault, ACCOUNT, {Secret.APP_TOKEN: None, Secret.USER_TOKEN: " u\n"})

    assert read_credentials(vault, ACCOUNT) == AccountCredentials("k", user_token="u")


@pytest.mark.parametrize("value", ["", " ", "a\nb", "a\x00", "ção"])
def test_what_no_header_can_carry_is_refused_as_a_whole(vault: Vault, value: str) -> None:
    with pytest.raises(ValueError, match="app-token must be"):
        write_credentials(vault, ACCOUNT, {Secret.APP_KEY: "k", Secret.APP_TOKEN: value})

    assert read_credentials(vault, ACCOUNT) == AccountCredentials()


@pytest.mark.parametrize("account", ["", "Loja", "a:b", "../a", "a" * 64])
def test_what_is_no_account_has_no_credentials(vault: Vault, account: str) -> None:
    with pytest.raises(ValueError, match="is no account"):
        read_credentials(vault, AccountName(account))


@pytest.mark.parametrize(
    ("credentials", "enough"),
    [
        (AccountCredentials("k", "t"), True),
        (AccountCredentials("k", user_token="u"), True),
        (AccountCredentials("k"), False),
        (AccountCredentials(app_token="t"), False),
        (AccountCredentials(), False),
    ],
)
def test_vtex_can_be_asked_with_a_key_and_either_token(credentials: AccountCredentials, *, enough: bool) -> None:
    assert credentials.can_ask_vtex is enough


def test_the_database_key_is_made_once(vault: Vault) -> None:
    assert read_database_key(vault) is None

    key = make_database_key(vault)

    assert len(key) == 32
    assert make_database_key(vault) == read_database_key(vault) == key


@pytest.mark.parametrize("text", ["", "00", "x" * 64])
def test_a_spoilt_database_key_is_told_and_never_replaced(vault: Vault, text: str) -> None:
    vault.set(SERVICE, DATABASE_KEY, text)

    with pytest.raises(KeyringError, match="no key of this program"):
        make_database_key(vault)

    assert vault.get(SERVICE, DATABASE_KEY) == text


def test_a_keyring_that_forgets_what_it_took_is_told() -> None:
    class Forgetful(FakeBackend):
        def set_password(self, service: str, username: str, password: str) -> None:
            pass

    vault = KeyringVault(Forgetful())

    with pytest.raises(KeyringError, match="give back"):
        vault.probe()
    with pytest.raises(KeyringError, match="did not keep"):
        make_database_key(vault)


def test_a_probe_leaves_nothing_behind() -> None:
    backend = FakeBackend()

    KeyringVault(backend).probe()

    assert backend.kept == {}


def test_a_locked_keyring_is_told_in_its_own_words() -> None:
    with pytest.raises(KeyringError, match="KeyringLocked: Failed to unlock"):
        KeyringVault(FakeBackend(locked)).get("service", "name")


def test_a_silent_keyring_does_not_hold_us_up() -> None:
    released = threading.Event()

    def hang(_: str) -> None:
        released.wait(10)

    with pytest.raises(KeyringError, match=r"no answer in 0\.05 seconds"):
        KeyringVault(FakeBackend(hang), patience=0.05).get("service", "name")

    released.set()


def test_a_secret_never_shows(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    vault = KeyringVault(FakeBackend(talkative))
    memory = MemoryVault("none")
    memory.set("service", "name", SENTINEL)

    with pytest.raises(KeyringError) as refusal:
        vault.set("service", "name", SENTINEL)
    with pytest.raises(ValueError, match="printable") as wrong:
        write_credentials(memory, ACCOUNT, {Secret.APP_KEY: SENTINEL + "\n" + SENTINEL})

    shown = [refusal.value, refusal.value.__context__, wrong.value, memory, AccountCredentials(*[SENTINEL] * 4)]
    assert SENTINEL not in repr(shown) + "".join(map(str, shown)) + caplog.text


def test_a_keyring_that_is_not_the_systems_own_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

    vault = open_vault()

    assert not vault.is_kept
    assert vault.reason
