"""The audit trail: what left the desk or was decided there; entries are added, never changed, and chained by hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from json import dumps


class Deed(StrEnum):
    """What was done."""

    DAY_CLOSED = "day_closed"
    DAY_REOPENED = "day_reopened"
    READY_SENT = "ready_sent"
    """Somebody had everything that was ready sent."""
    FINDING_NOTED = "finding_noted"
    KEY_SENT = "key_sent"
    """An access key is about to be sent again for an invoice that VTEX holds."""
    KEY_ANSWERED = "key_answered"
    """What came of it."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed: who, when, what, about what (``subject``), and its facts. No secrets, no tax ids of persons."""

    at: datetime
    who: str
    deed: Deed
    subject: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def hash_after(self, previous: str) -> str:
        """Give the hash that chains this entry to the one before; ``previous`` is empty for the first.

        It is the same whichever zone tells the moment.

        Raises:
            ValueError: ``at`` has no offset.

        """
        if self.at.utcoffset() is None:
            raise ValueError(self.at)
        facts = dict(sorted(self.facts.items()))
        said = [
            previous,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.who,
            self.deed.value,
            self.subject,
            facts,
        ]
        return sha256(dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
