"""The file of a backup: the whole database and the settings, encrypted, and it shows when it is damaged.

    desktop-invoicer backup     a line that says what it is
    {"version": 1, …}           a line of JSON: when it was made and how many jobs it holds, nothing personal
    the database                as SQLCipher encrypts it; the settings are a table of it
    seal                        32 bytes: HMAC-SHA256 of all before it, by the key that opens the database
    digest                      32 bytes: SHA-256 of all before it

The digest tells damage, the seal a wrong key. That key is the desk's own, or comes from a passphrase by Argon2id.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop_invoicer import errors
from desktop_invoicer.persistence.database import KEY_BYTES

SETTINGS_TABLE = "backup_settings"

_TITLE = b"desktop-invoicer backup\n"
_VERSION = 1
_CHUNK = 1024 * 1024
_LONGEST_HEADER = 4096
_TAIL = hashlib.sha256().digest_size
_SEALING = b"desktop-invoicer: the seal of a backup"


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself before it is opened."""

    made_at: datetime
    jobs: int
    salt: bytes | None
    """What a passphrase is turned into a key with; ``None`` where the desk's own key opens it."""


def key_of(passphrase: str, salt: bytes) -> bytes:
    """Turn a passphrase into a key (Argon2id, RFC 9106, second recommended choice)."""
    from argon2.low_level import Type, hash_secret_raw

    typed = unicodedata.normalize("NFC", passphrase).encode()  # an accent may be typed in two ways
    return hash_secret_raw(typed, salt, time_cost=3, memory_cost=2**16, parallelism=4, hash_len=KEY_BYTES, type=Type.ID)


def pack(header: Header, database: Path, key: bytes, path: Path) -> bool:
    """Write a file with a database in it, durably; tell whether it holds what was written."""
    told = {
        "version": _VERSION,
        "made_at": header.made_at.isoformat(),
        "jobs": header.jobs,
        "salt": None if header.salt is None else header.salt.hex(),
    }
    path.unlink(missing_ok=True)
    digest, seal = hashlib.sha256(), _seal(key)
    with os.fdopen(make(path), "wb") as file, database.open("rb") as source:

        def put(content: bytes) -> None:
            file.write(content)
            digest.update(content)
            seal.update(content)

        put(_TITLE + json.dumps(told).encode() + b"\n")
        while chunk := source.read(_CHUNK):
            put(chunk)
        put(seal.digest())
        file.write(digest.digest())
        file.flush()
        os.fsync(file.fileno())
    return _proved_digest(path) == digest.digest()


def read_header(path: Path) -> Header:
    """Read what a backup says of itself, once it is clear that it is one and was not damaged.

    Raises:
        BackupUnreadableError, NoBackupError, BackupDamagedError, FutureBackupError: it cannot be used.

    """
    with reading(path) as (_, header):
        return header


@contextmanager
def reading(path: Path) -> Iterator[tuple[BinaryIO, Header]]:
    """Open a file that is a whole backup, behind its header; raises as ``read_header``."""
    try:
        with path.open("rb") as file:
            if file.read(len(_TITLE)) != _TITLE:
                raise errors.NoBackupError(path, "it does not begin as one")
            line = file.readline(_LONGEST_HEADER)
            if _proved_digest(path) is None:
                raise errors.BackupDamagedError(path, "its digest is another")
            yield file, _header(path, line)
    except OSError as exc:
        raise errors.BackupUnreadableError(path, exc.strerror or str(exc)) from exc


def is_backup(path: Path) -> bool:
    """Tell whether a file is a backup, whole or not, and nothing else."""
    with path.open("rb") as file:
        return file.read(len(_TITLE)) == _TITLE


def unpack(path: Path, key: bytes, work: Path) -> Header:
    """Write the database of a backup to a new file, if ``key`` sealed it.

    Raises:
        PassphraseWrongError, BackupOfOtherDeskError: another key did; and as ``read_header``.

    """
    with reading(path) as (file, header):
        begin = file.tell()
        left = path.stat().st_size - begin - 2 * _TAIL
        file.seek(0)
        seal = _seal(key)
        seal.update(file.read(begin))
        with os.fdopen(make(work), "wb") as copy:
            while left > 0 and (chunk := file.read(min(_CHUNK, left))):
                copy.write(chunk)
                seal.update(chunk)
                left -= len(chunk)
        if hmac.compare_digest(file.read(_TAIL), seal.digest()):
            return header
    wrong = errors.BackupOfOtherDeskError if header.salt is None else errors.PassphraseWrongError
    raise wrong(path, "another key sealed it")


def make(path: Path) -> int:
    """Make a file that only this user can read, and open it."""
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)


def _header(path: Path, line: bytes) -> Header:
    told = json.loads(line)
    if told["version"] != _VERSION:
        raise errors.FutureBackupError(path, f"version {told['version']}, this program knows {_VERSION}")
    salt = None if told["salt"] is None else bytes.fromhex(told["salt"])
    return Header(datetime.fromisoformat(told["made_at"]), told["jobs"], salt)


def _proved_digest(path: Path) -> bytes | None:
    """Give the digest at the end of a file; ``None`` where it is not that of what stands before."""
    digest, left = hashlib.sha256(), path.stat().st_size - _TAIL
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
        return digest.digest() if file.read() == digest.digest() else None


def _seal(key: bytes) -> hmac.HMAC:
    """Begin a seal; its key is made of the one that encrypts, and tells nothing of it."""
    return hmac.new(hmac.digest(key, _SEALING, "sha256"), digestmod="sha256")
