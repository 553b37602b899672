"""Undoes the packing of an answer piece by piece, and never makes more of it than is wanted.

The library would unpack each piece as a whole, and as often as the answer says it was packed: a few kilobytes can
become gigabytes.
"""

from __future__ import annotations

import zlib
from typing import Protocol

import httpx

ACCEPTED = "gzip"
"""The only packing that is asked for."""

_GZIP = 16 + zlib.MAX_WBITS


class Unpack(Protocol):
    """Gives the content of the next piece, of at most so many bytes; what is beyond is lost."""

    def __call__(self, piece: bytes, most: int, /) -> bytes:
        """Unpack a piece."""
        ...


def unpacking(coding: str) -> Unpack:
    """Give what undoes a ``Content-Encoding``.

    Raises:
        httpx.DecodingError: it is none that was asked for; also where a piece is not packed so.

    """
    match coding.strip().lower():
        case "" | "identity":
            return lambda piece, most: piece[:most]
        case "gzip" | "x-gzip":
            return _gunzip()
        case _:
            msg = f"packed as {coding[:40]!r}"
            raise httpx.DecodingError(msg)


def _gunzip() -> Unpack:
    inner = zlib.decompressobj(_GZIP)

    def unpacked(piece: bytes, most: int) -> bytes:
        try:
            return inner.decompress(piece, most)
        except zlib.error as exc:
            msg = f"no gzip: {exc}"
            raise httpx.DecodingError(msg) from exc

    return unpacked
