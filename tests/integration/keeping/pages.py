"""Reads what is on the disk: every page of an encrypted database and of its write-ahead log, free ones included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

_PAGE = 4096
_RESERVE = 80
_IV = 16
_SALT = 16
_LOG_HEADER = 32
_FRAME_HEADER = 24


def bytes_on_disk(path: Path, key: bytes) -> bytes:
    """Give everything that a database's files hold, decrypted: used pages, free ones, and the log."""
    log = path.with_name(f"{path.name}-wal")
    return b"".join((*_pages(path.read_bytes(), key), *_frames(log.read_bytes() if log.exists() else b"", key)))


def _pages(content: bytes, key: bytes) -> Iterator[bytes]:
    for begin in range(0, len(content), _PAGE):
        yield _decrypted(content[begin : begin + _PAGE], key, is_first=begin == 0)


def _frames(content: bytes, key: bytes) -> Iterator[bytes]:
    for begin in range(_LOG_HEADER, len(content), _FRAME_HEADER + _PAGE):
        number = int.from_bytes(content[begin : begin + 4], "big")
        yield _decrypted(content[begin + _FRAME_HEADER :][:_PAGE], key, is_first=number == 1)


def _decrypted(page: bytes, key: bytes, *, is_first: bool) -> bytes:
    end = _PAGE - _RESERVE
    cipher = Cipher(AES(key), CBC(page[end : end + _IV])).decryptor()
    return cipher.update(page[_SALT if is_first else 0 : end]) + cipher.finalize()
