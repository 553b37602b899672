"""What is told of an audit trail that somebody changed, or that cannot be checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.message import Owner, Text

_COMPARE = N_("Work can go on. Keep the last backup and an export of the audit trail, and have IT compare the two.")
_EXPORT = "audit export trail.jsonl"

AUDIT_TEXTS: Mapping[ProblemCode, Text] = {
    ProblemCode.AUDIT_CHANGED: Text(
        N_("Line {number} of the audit trail ({at:moment}, {subject}) was changed after it was written."),
        Owner.MANAGER,
        _COMPARE,
        _EXPORT,
    ),
    ProblemCode.AUDIT_MISSING: Text(
        N_("Lines {first} to {last} of the audit trail are missing, before line {number} ({at:moment}, {subject})."),
        Owner.MANAGER,
        _COMPARE,
        _EXPORT,
    ),
    ProblemCode.AUDIT_UNLINKED: Text(
        N_(
            "Line {number} of the audit trail ({at:moment}, {subject}) does not follow the line before it: one of the"
            " two was replaced, or lines were put in, taken out or moved between them."
        ),
        Owner.MANAGER,
        _COMPARE,
        _EXPORT,
    ),
    ProblemCode.AUDIT_CUT: Text(
        N_("The end of the audit trail is missing: lines {first} to {last} were written and are gone."),
        Owner.MANAGER,
        _COMPARE,
        _EXPORT,
    ),
    ProblemCode.AUDIT_REPLACED: Text(
        N_(
            "Line {number} of the audit trail ({at:moment}, {subject}) is not the one that the keyring remembers: the"
            " trail up to it was replaced by another one."
        ),
        Owner.MANAGER,
        _COMPARE,
        _EXPORT,
    ),
    ProblemCode.AUDIT_COUNTER: Text(
        N_("The counter of the audit trail stands at {counter}, though line {last} was written."),
        Owner.IT,
        _COMPARE,
        _EXPORT,
    ),
    ProblemCode.AUDIT_UNGUARDED: Text(
        N_("The database does not protect its audit trail any more: somebody removed or changed what refuses changes."),
        Owner.IT,
        _COMPARE,
        _EXPORT,
    ),
    ProblemCode.AUDIT_UNREADABLE: Text(
        N_("The audit trail cannot be read from line {number} on: the database is damaged."),
        Owner.IT,
        N_("Copy the database file to a safe place, then restore the last backup."),
        "restore {file}",
    ),
}
