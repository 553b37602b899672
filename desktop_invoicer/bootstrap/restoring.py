"""Taking a backup back while no program holds the home: all of it, or nothing was changed."""

from __future__ import annotations

import asyncio
import logging
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_invoicer import errors
from desktop_invoicer.bootstrap.anchor import KeyringAnchor
from desktop_invoicer.bootstrap.clock import SystemClock
from desktop_invoicer.bootstrap.people import wire_people
from desktop_invoicer.config import Home, Settings
from desktop_invoicer.control.lock import hold
from desktop_invoicer.credentials import Vault, make_database_key, read_database_key
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.people import LEAST, Action, Operator
from desktop_invoicer.persistence import backup, restoration
from desktop_invoicer.persistence.backup_file import Header, key_of, read_header
from desktop_invoicer.persistence.database import Database

__all__ = ["Header", "Restored", "Wish", "needs_administrator", "read_header", "restore"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants taken back, and how they prove that they may."""

    path: Path
    who: str
    passphrase: str | None = field(default=None, repr=False)
    administrator: str = ""
    pin: str = field(default="", repr=False)
    other_store: bool = False
    """Although the settings here name another store."""
    takes_settings: bool = False
    """The settings of the backup, too, where there are some here."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was taken back."""

    header: Header
    begun_again: int
    """Jobs that are read again from VTEX, since they may have been sent after the backup."""
    aside: Path | None
    """Where the former database is."""
    settings: tuple[str, ...]
    """The files of settings that were written."""


def needs_administrator(home: Home, vault: Vault) -> bool:
    """Tell whether people sign in by the database that is there, so that one of them has to allow it."""
    return bool(restoration.count_operators(home.database_file, read_database_key(vault)))


def restore(home: Home, settings: Settings, vault: Vault, wish: Wish) -> Restored:
    """Take a backup back.

    Raises:
        HomeHeldError: a program runs.
        KeyringError: nothing can keep the key of the database.
        BackupError: the backup cannot be used, for the reason that its class tells.
        WrongPinError, PinThrottledError, NotPermittedError: it takes an administrator of the desk that is here.
        StorageBusyError, StorageFullError, StorageReadOnlyError: who that is cannot be told now.

    """
    if not vault.is_kept:
        raise errors.KeyringError(vault.reason)
    with hold(home):
        backup.clear_leftovers(home.data)
        key = _key(wish, vault)
        backup.demand_room(wish.path, home.data)
        with backup.unpacked(wish.path, key, home.data) as found:
            if not wish.other_store:
                _refuse_other_store(wish.path, found.settings, settings)
            who = _allowed(home, settings, vault, wish)
            return _put_back(home, vault, wish, found, who)


def _put_back(home: Home, vault: Vault, wish: Wish, found: backup.Unpacked, who: str) -> Restored:
    """Let the desk's data be that of a backup from now on."""
    now, anchor = SystemClock().now(), KeyringAnchor(vault, home.database_file)
    aside = home.database_file.with_name(f"{home.database_file.stem}-before-{now:%Y%m%d-%H%M%S}.db")
    facts: dict[str, str | int] = {
        "made_at": found.header.made_at.isoformat(),
        "jobs": found.header.jobs,
        "former": aside.name,
        "head": anchor.read().head.number,
    }
    former_key = read_database_key(vault)
    entry = AuditEntry(now, who, Deed.RESTORED, wish.path.name, facts)
    begun_again = restoration.take_over(found, make_database_key(vault), entry)
    anchor.forget()  # first: what a keyring or a kill left of it would call the trail of the backup cut, for ever
    was_there = restoration.put_in_place(found.database, home.database_file, aside, former_key)
    written = _write_settings(home, found.settings, now, replaces=wish.takes_settings)
    return Restored(found.header, begun_again, aside if was_there else None, written)


def _key(wish: Wish, vault: Vault) -> bytes:
    """Give the key that opens a backup: out of the passphrase, or this desk's own."""
    salt = read_header(wish.path).salt
    if salt is not None:
        if wish.passphrase is None:
            raise errors.PassphraseNeededError(wish.path, "a passphrase opens it")
        return key_of(wish.passphrase, salt)
    key = read_database_key(vault)
    if key is None:
        raise errors.BackupOfOtherDeskError(wish.path, "the keyring holds no key")
    return key


def _refuse_other_store(path: Path, found: Mapping[str, bytes], settings: Settings) -> None:
    """Compare the store of a backup with that of this desk, as far as both are set up."""
    store: dict[str, Any] = tomllib.loads(found.get("config.toml", b"").decode("utf-8-sig")).get("store", {})
    cnpj = Settings.model_validate({"store": {"cnpj": store.get("cnpj", "")}}).store.cnpj
    for theirs, ours in ((cnpj, settings.store.cnpj), (store.get("account", ""), settings.store.account)):
        if theirs and ours and theirs != ours:
            raise errors.BackupOfOtherStoreError(path, f"{theirs}, and this desk is of {ours}")


def _allowed(home: Home, settings: Settings, vault: Vault, wish: Wish) -> str:
    """Give the name of whoever answers for it: an administrator where people sign in by the database that is here.

    One that is damaged knows nobody, as one that is gone: to be mended by a backup is what it needs.
    """
    key = read_database_key(vault)
    if key is None or not needs_administrator(home, vault):
        return wish.who
    try:
        operator = _recognised(home, settings, key, wish)
    except (errors.StorageFullError, errors.StorageReadOnlyError, errors.FutureDatabaseError):
        raise
    except errors.StorageError as exc:
        _log.warning("who may take a backup back cannot be told: %s", exc)
        return wish.who
    if not operator.may(Action.RESTORE):
        raise errors.NotPermittedError(operator.name, Action.RESTORE.value, LEAST[Action.RESTORE].value)
    return operator.name


def _recognised(home: Home, settings: Settings, key: bytes, wish: Wish) -> Operator:
    database = Database(home.database_file, key)
    try:
        people = wire_people(database, settings, SystemClock(), lambda: None)
        return asyncio.run(people.recognise(wish.administrator, wish.pin))
    finally:
        database.close()


def _write_settings(home: Home, found: Mapping[str, bytes], now: datetime, *, replaces: bool) -> tuple[str, ...]:
    """Write the settings that are not there, or all of them; those that were there stay beside."""
    written = []
    for file in home.settings_files:
        content = found.get(file.name)
        if content is None or (file.exists() and (not replaces or file.read_bytes() == content)):
            continue
        if file.exists():
            shutil.copy2(file, file.with_name(f"{file.stem}-before-{now:%Y%m%d-%H%M%S}{file.suffix}"))
        part = file.with_name(f".{file.name}.part")
        part.write_bytes(content)
        part.replace(file)
        written.append(file.name)
    return tuple(written)
