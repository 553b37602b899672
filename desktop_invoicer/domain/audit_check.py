"""Checking the audit trail: line after line, in any number of pieces, without holding what was checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_invoicer.domain.audit import NO_HEAD, AuditLine, TrailHead
from desktop_invoicer.domain.problem import Problem, ProblemCode

MOST_FINDINGS = 100
"""So many findings are told one by one; all are counted."""


class AnchorState(StrEnum):
    """What is known of the trail's head outside the database, where whoever changes the database does not reach."""

    KEPT = "kept"
    NONE = "none"
    """None was kept here yet: this home is new, or was moved."""
    SILENT = "silent"
    """The keyring does not say it now."""
    IMPOSSIBLE = "impossible"
    """No keyring can keep it on this machine."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head as it was kept outside the database, and why there may be none."""

    state: AnchorState
    head: TrailHead = NO_HEAD


@dataclass(frozen=True, slots=True)
class TrailState:
    """What the database says of the trail as a whole, at one moment."""

    last: int
    """The number of the newest line."""
    counter: int
    """The highest number that was ever given to a line."""
    is_guarded: bool
    """Whether exactly those triggers are there that refuse to change and to delete lines."""


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What a check of the whole trail found. Each finding is a problem that names line, moment and deed."""

    at: datetime
    lines: int
    head: TrailHead
    anchor: AnchorState
    findings: tuple[Problem, ...] = ()
    found: int = 0
    """How many findings there are; only the first ones are told."""

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was changed, taken out, put in or cut off."""
        return not self.found


@dataclass(slots=True)
class ChainCheck:
    """Follows the chain. ``head`` is the last line that was followed, ``lines`` how many there were."""

    anchor: Anchor
    head: TrailHead = NO_HEAD
    lines: int = 0
    found: int = 0
    _findings: list[Problem] = field(default_factory=list)

    def follow(self, lines: Iterable[AuditLine]) -> None:
        """Check the lines that come next, by their numbers."""
        for line in lines:
            self._follow(line)

    def end(self, state: TrailState) -> None:
        """Compare the end of what was followed with what the database and the anchor say."""
        anchored = self.anchor.head.number
        last = max(state.counter, anchored)
        if last > self.head.number:
            self._find(ProblemCode.AUDIT_CUT, first=self.head.number + 1, last=last)
        if state.counter < self.head.number:
            self._find(ProblemCode.AUDIT_COUNTER, counter=state.counter, last=self.head.number)
        if not state.is_guarded:
            self._find(ProblemCode.AUDIT_UNGUARDED)

    def break_off(self, reason: str) -> None:
        """Note that the database does not give the next line."""
        self._find(ProblemCode.AUDIT_UNREADABLE, number=self.head.number + 1, reason=reason)

    def verdict(self, now: datetime) -> AuditVerdict:
        """Say what was found."""
        return AuditVerdict(now, self.lines, self.head, self.anchor.state, tuple(self._findings), self.found)

    def _follow(self, line: AuditLine) -> None:
        expected, told = self.head.number + 1, _told(line)
        if line.previous != self.head.hash and line.number > expected:
            self._find(ProblemCode.AUDIT_MISSING, first=expected, last=line.number - 1, **told)
        elif line.previous != self.head.hash or line.number != expected:
            self._find(ProblemCode.AUDIT_UNLINKED, **told)
        if not line.is_whole:
            self._find(ProblemCode.AUDIT_CHANGED, **told)
        if line.number == self.anchor.head.number and line.hash != self.anchor.head.hash:
            self._find(ProblemCode.AUDIT_REPLACED, **told)
        self.head = TrailHead(max(line.number, self.head.number), line.hash)
        self.lines += 1

    def _find(self, code: ProblemCode, **facts: str | int) -> None:
        self.found += 1
        if len(self._findings) < MOST_FINDINGS:
            self._findings.append(Problem(code, facts))


def _told(line: AuditLine) -> dict[str, str | int]:
    """Name a line as it stands there; where it was changed, so may be what it says of itself."""
    return {"number": line.number, "at": line.at, "deed": line.deed, "subject": line.subject}
