"""The head of the audit trail in the keyring."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_invoicer.bootstrap.anchor import KeyringAnchor
from desktop_invoicer.credentials import SERVICE, MemoryVault
from desktop_invoicer.domain.audit import TrailHead
from desktop_invoicer.domain.audit_check import Anchor, AnchorState
from desktop_invoicer.errors import KeyringError

HEAD = TrailHead(1204, "ab" * 32)


class KeptVault(MemoryVault):
    """A keyring that keeps what it is given, and may be locked."""

    is_kept = True
    is_locked = False

    def __init__(self) -> None:
        super().__init__("")
        self.names: set[str] = set()

    def get(self, service: str, name: str) -> str | None:
        self._open()
        return super().get(service, name)

    def set(self, service: str, name: str, value: str) -> None:
        self._open()
        self.names.add(name)
        super().set(service, name, value)

    def _open(self) -> None:
        if self.is_locked:
            reason = "locked"
            raise KeyringError(reason)


@pytest.fixture
def vault() -> KeptVault:
    return KeptVault()


@pytest.fixture
def anchor(vault: KeptVault, tmp_path: Path) -> KeyringAnchor:
    return KeyringAnchor(vault, tmp_path / "invoicer.db")


def test_a_head_that_was_kept_is_read_again(anchor: KeyringAnchor) -> None:
    assert anchor.read() == Anchor(AnchorState.NONE)

    anchor.keep(HEAD)

    assert anchor.read() == Anchor(AnchorState.KEPT, HEAD)


def test_two_homes_of_one_user_do_not_share_a_head(anchor: KeyringAnchor, vault: KeptVault, tmp_path: Path) -> None:
    anchor.keep(HEAD)

    assert KeyringAnchor(vault, tmp_path / "other" / "invoicer.db").read() == Anchor(AnchorState.NONE)


def test_a_head_that_was_forgotten_is_none(anchor: KeyringAnchor) -> None:
    anchor.keep(HEAD)

    anchor.forget()

    assert anchor.read() == Anchor(AnchorState.NONE)


def test_a_locked_keyring_is_silent_and_keeps_nobody_waiting(anchor: KeyringAnchor, vault: KeptVault) -> None:
    vault.is_locked = True

    anchor.keep(HEAD)

    assert anchor.read() == Anchor(AnchorState.SILENT)
    assert vault.names == set()


def test_without_a_keyring_nothing_is_remembered(tmp_path: Path) -> None:
    anchor = KeyringAnchor(MemoryVault("none"), tmp_path / "invoicer.db")

    anchor.keep(HEAD)

    assert anchor.read() == Anchor(AnchorState.IMPOSSIBLE)


@pytest.mark.parametrize("text", ["", "head", "-1:ab", "²:ab"])
def test_what_is_no_head_of_ours_counts_as_none(anchor: KeyringAnchor, vault: KeptVault, text: str) -> None:
    anchor.keep(HEAD)
    (name,) = vault.names
    vault.set(SERVICE, name, text)

    assert anchor.read() == Anchor(AnchorState.NONE)
