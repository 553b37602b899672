"""Hashes of PINs: argon2id, each with a salt of its own."""

from __future__ import annotations

from base64 import b64encode
from secrets import token_bytes

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY


class Argon2Pins:
    """Takes 64 MB and about a twentieth of a second for each PIN. Safe from any thread."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Hash as RFC 9106 advises for a machine with little memory to spare, or as another ``hasher`` does."""
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._nobodys = self._unmatchable()

    def hashed(self, pin: str) -> str:
        """Give the hash of a PIN, another one each time."""
        return self._hasher.hash(_bytes(pin))

    def checked(self, kept: str | None, pin: str) -> str | None:
        """Give the hash to keep of a PIN that matches, made anew where its cost is not today's; else ``None``.

        It takes as long where there is no hash, which nothing matches.
        """
        known = kept or self._nobodys
        try:
            self._hasher.verify(known, _bytes(pin))
        except VerifyMismatchError:
            return None
        return self.hashed(pin) if self._hasher.check_needs_rehash(known) else known

    def _unmatchable(self) -> str:
        """Write random bytes as a hash with these parameters: what it is of, nobody knows."""
        hasher = self._hasher
        cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
        salt, digest = (
            b64encode(token_bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len)
        )
        return f"$argon2id$v=19${cost}${salt}${digest}"


def _bytes(pin: str) -> bytes:
    return pin.encode(errors="surrogatepass")  # whatever was typed: an error about it would show it
