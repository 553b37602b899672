"""The audit trail: what left the desk or was decided there; entries are added, never changed, and chained by hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from json import dumps, loads
from typing import Any

BEFORE = "before "
"""Begins the name of a fact that tells what another one was before."""


class Deed(StrEnum):
    """What was done."""

    # to a job
    DOCUMENT_ATTACHED = "document_attached"
    DOCUMENT_RELEASED = "document_released"
    CONFIRMED = "confirmed"
    """Somebody said that the amount goes out."""
    SETTLED = "settled"
    """Somebody settled what VTEX or the card terminal left open; the fact ``matter`` says what."""
    POST_BEGUN = "post_begun"
    """An invoice is about to be posted."""
    POST_CONFIRMED = "post_confirmed"
    POST_FOUND = "post_found"
    """VTEX shows an invoice of ours whose answer was lost."""
    POST_NOT_DONE = "post_not_done"
    POST_REFUSED = "post_refused"
    DELETE_BEGUN = "delete_begun"
    """The notification is about to be deleted."""
    CLOSED = "closed"
    RETRIED = "retried"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    # to a day
    DAY_CLOSED = "day_closed"
    DAY_REOPENED = "day_reopened"
    READY_SENT = "ready_sent"
    """Somebody had everything that was ready sent."""
    FINDING_NOTED = "finding_noted"
    KEY_SENT = "key_sent"
    """An access key is about to be sent again for an invoice that VTEX holds."""
    KEY_ANSWERED = "key_answered"
    """What came of it."""
    # to the desk itself
    FILE_SET_ASIDE = "file_set_aside"
    FILE_TAKEN_BACK = "file_taken_back"
    CREDENTIALS_SET = "credentials_set"
    """Only the names of what was set and cleared are told."""
    SETTINGS_CHANGED = "settings_changed"
    DAY_EXPORTED = "day_exported"
    TRAIL_EXPORTED = "trail_exported"
    BACKED_UP = "backed_up"
    SUPPORT_WRITTEN = "support_written"
    """A bundle of figures and redacted logs was made for whoever helps."""
    RESTORED = "restored"
    ERASED = "erased"
    """Personal data of jobs that ended long ago was erased."""
    # to people
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    """A wrong PIN; the subject is whose it would have been, if anybody's."""
    SIGNED_OUT = "signed_out"
    ALLOWED = "allowed"
    """Somebody allowed a single act on the spot; the facts tell which, and whose."""
    OPERATOR_ADDED = "operator_added"
    PIN_SET = "pin_set"
    PIN_RESCUED = "pin_rescued"
    """The system's user gave an administrator another PIN, without an administrator's word."""
    ROLE_SET = "role_set"
    OPERATOR_RETIRED = "operator_retired"
    PINS_OFF = "pins_off"
    # to the program
    PROGRAM_STARTED = "program_started"
    PROGRAM_ENDED = "program_ended"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One deed: who, when, what, about what (``subject``), and its facts. No secrets, no tax ids of persons.

    Nobody (``who`` empty) did what the program did by itself. The subject of a job is ``account/order/job``.
    """

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
        return _hash(previous, _moment(self.at), self.who, self.deed.value, self.subject, facts)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A line of the trail exactly as it is stored, sound or damaged; ``facts`` is JSON."""

    number: int
    at: str
    who: str
    deed: str
    subject: str
    facts: str
    previous: str
    hash: str

    @property
    def is_whole(self) -> bool:
        """Tell whether the content is what the hash was made of, to the last character."""
        try:
            facts, at = loads(self.facts), datetime.fromisoformat(self.at)
            is_as_written = isinstance(facts, dict) and _compact(facts) == self.facts and _moment(at) == self.at
        except (ValueError, OverflowError, RecursionError):
            return False
        if not is_as_written:
            return False
        said = (self.previous, self.at, self.who, self.deed, self.subject, dict(sorted(facts.items())))
        return self.hash == _hash(*said)

    @property
    def told(self) -> Mapping[str, str | int] | str:
        """Give the facts; their text where that cannot be read (any more)."""
        try:
            facts = loads(self.facts)
        except (ValueError, RecursionError):
            return self.facts
        return facts if isinstance(facts, dict) else self.facts


@dataclass(frozen=True, slots=True)
class TrailHead:
    """The newest line of the trail, by which everything before it can be checked: its number and its hash."""

    number: int = 0
    hash: str = ""


NO_HEAD = TrailHead()
"""Of a trail without any line."""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which lines somebody wants to see: ``since`` (included) ``until`` (not), of a person, of a subject and below."""

    since: datetime | None = None
    until: datetime | None = None
    who: str | None = None
    subject: str = ""


def _hash(*said: str | Mapping[str, Any]) -> str:
    return sha256(_compact(said).encode()).hexdigest()


def _compact(value: object) -> str:
    return dumps(value, ensure_ascii=False, separators=(",", ":"))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
