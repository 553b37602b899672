"""The head of the audit trail in the keyring, where whoever changes the database does not reach it."""

from __future__ import annotations

import logging
from hashlib import sha256
from pathlib import Path

from desktop_invoicer.credentials import SERVICE, Vault
from desktop_invoicer.domain.audit import TrailHead
from desktop_invoicer.domain.audit_check import Anchor, AnchorState
from desktop_invoicer.errors import KeyringError

_log = logging.getLogger(__name__)


class KeyringAnchor:
    """Remembers the head of one database's trail. A database that was moved is another one: it has none yet."""

    def __init__(self, vault: Vault, database: Path) -> None:
        """Use a keyring; the file's place tells several homes of one user apart."""
        self._vault = vault
        self._name = f"audit-anchor-{sha256(str(database.resolve()).encode()).hexdigest()[:16]}"

    def read(self) -> Anchor:
        """Give what was kept last."""
        if not self._vault.is_kept:
            return Anchor(AnchorState.IMPOSSIBLE)
        try:
            text = self._vault.get(SERVICE, self._name)
        except KeyringError as exc:
            _log.warning("the head of the audit trail cannot be read: %s", exc)
            return Anchor(AnchorState.SILENT)
        number, _, hash_ = (text or "").partition(":")
        if not (number.isascii() and number.isdigit()):
            return Anchor(AnchorState.NONE)
        return Anchor(AnchorState.KEPT, TrailHead(int(number), hash_))

    def keep(self, head: TrailHead) -> None:
        """Keep the head in place of the former one; nothing happens where nothing can keep it now."""
        if self._vault.is_kept:
            try:
                self._vault.set(SERVICE, self._name, f"{head.number}:{head.hash}")
            except KeyringError as exc:
                _log.warning("the head of the audit trail cannot be kept: %s", exc)

    def forget(self) -> None:
        """Forget it, since the database was knowingly replaced by an older one."""
        self._vault.delete(SERVICE, self._name)
