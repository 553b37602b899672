"""The audit trail as people use it: looking at it, checking it as a whole, and taking it elsewhere.

Nothing here keeps the loop: the trail is read in slices on another thread, and so is the keyring asked.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_invoicer import __version__, errors
from desktop_invoicer.domain.audit import BEFORE, NO_HEAD, AuditEntry, AuditLine, AuditQuery, Deed, TrailHead
from desktop_invoicer.domain.audit_check import AuditVerdict, ChainCheck
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.people import Action
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.day_ports import AuditAnchor, AuditTrail

AUDITING = "auditing"
"""The name of the endless work."""
SLICE = 500
"""Lines that are read at a time."""
BETWEEN_ANCHORS = 3600.0
"""Seconds after which the head is kept outside the database once more."""
AT_THE_END = 3.0
"""Seconds that the keyring has when the program ends."""

SETTINGS, TRAIL = "settings", "audit"
"""Subjects of their own."""

Facts = Mapping[str, str | int]
Pages = Iterator[Sequence[AuditLine]]

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Auditing:
    """Who knows the audit trail. Runs on the engine's loop."""

    context: Context
    trail: AuditTrail
    anchor: AuditAnchor
    write_file: Callable[[Pages, Path, TrailHead], int]
    """Writes lines as a file, whole or not at all, and gives their number; blocks."""
    between_anchors: float = BETWEEN_ANCHORS
    at_the_end: float = AT_THE_END
    last: AuditVerdict | None = None
    """What the last check since the start of the program found."""
    is_cut: bool = False
    """Whether the head that was kept outside is not in the trail any more."""

    @property
    def head(self) -> TrailHead:
        """Give the number and the hash of the newest line: whoever has them can check everything before."""
        return self.trail.head()

    def note(self, who: str, deed: Deed, subject: str = "", facts: Facts | None = None) -> None:
        """Write down a deed that is no part of another transaction."""
        self.trail.add(AuditEntry(self.context.clock.now(), who, deed, subject, facts or {}))

    def entries(self, query: AuditQuery, before: int | None, limit: int) -> tuple[AuditLine, ...]:
        """Give the newest ``limit`` lines that are asked for, of those below a number; newest first.

        Where few are asked for of many, it takes a while: call it in a thread of its own.
        """
        return self.trail.page(query, before, limit)

    async def verify(self) -> AuditVerdict:
        """Check the whole trail: every line, the chain, both ends, and what keeps it from being changed."""
        check = ChainCheck(await asyncio.to_thread(self.anchor.read))
        first = -(2**63)  # somebody may have put lines before the first one
        try:
            state = await asyncio.to_thread(self.trail.state)
            while lines := await asyncio.to_thread(self.trail.lines, first, state.last, SLICE):
                await asyncio.to_thread(check.follow, lines)
                first = lines[-1].number + 1
            check.end(state)
        except errors.StorageError as exc:
            check.break_off(exc.reason)
        self.last = check.verdict(self.context.clock.now())
        return self.last

    async def export(
        self, path: Path, operator: str, since: datetime | None = None, until: datetime | None = None
    ) -> int:
        """Write the trail of a time to a file; give the number of lines.

        Raises:
            SignInNeededError, NotPermittedError: who asks may not.
            UnknownReportFormatError, ReportUnwritableError: it cannot be written there; nothing was left there.

        """
        with self.context.people.permit(operator, Action.EXPORT, TRAIL) as who:
            head = self.head
            first, last = await asyncio.to_thread(self.trail.span, AuditQuery(since, until))
            pages = self._pages(first, min(last, head.number))
            lines = await asyncio.to_thread(self.write_file, pages, path, head)
        self.note(who, Deed.TRAIL_EXPORTED, TRAIL, {"file": path.name, "lines": lines})
        return lines

    def note_credentials(self, who: str, account: AccountName, values: Mapping[str, str | None]) -> None:
        """Write down which entries of an account were set and which were cleared, never to what."""
        told = {
            "set": ", ".join(sorted(name for name, value in values.items() if value is not None)),
            "cleared": ", ".join(sorted(name for name, value in values.items() if value is None)),
        }
        self.note(who, Deed.CREDENTIALS_SET, account, {name: names for name, names in told.items() if names})

    def begin(self, schema: str, settings: Facts) -> None:
        """Write down that the program runs, and what somebody changed in its settings before."""

        def write() -> None:
            self.note("", Deed.PROGRAM_STARTED, "", {"version": __version__, "schema": schema})
            self.note_settings("", settings)

        _unless_troubled(write)

    def note_settings(self, who: str, settings: Facts) -> None:
        """Write down which settings are not as the trail knows them; nothing where all are."""
        known: dict[str, str | int] = {}
        for entry in self.trail.entries(SETTINGS):
            known |= entry.facts
        facts: dict[str, str | int] = {}
        for name in sorted(settings.keys() | {name for name in known if not name.startswith(BEFORE)}):
            before, now = known.get(name, ""), settings.get(name, "")
            if before != now:
                facts |= {BEFORE + name: before, name: now} if name in known else {name: now}
        if facts:
            self.note(who, Deed.SETTINGS_CHANGED, SETTINGS, facts)

    async def run(self) -> None:
        """Keep the head outside the database, now and from time to time, until cancelled."""
        while True:
            await asyncio.to_thread(_unless_troubled, self._renew)
            await asyncio.sleep(self.between_anchors)

    async def end(self) -> None:
        """Write down that the program ends, and keep the head outside; a silent keyring does not keep it running."""
        _unless_troubled(lambda: self.note("", Deed.PROGRAM_ENDED))
        last = threading.Thread(target=_unless_troubled, args=(self._renew,), name="anchor", daemon=True)
        last.start()
        await asyncio.to_thread(last.join, self.at_the_end)

    def _renew(self) -> None:
        """Keep the head outside. One that the trail does not hold any more stays there: it is the proof."""
        head, kept = self.trail.head(), self.anchor.read().head
        self.is_cut = kept != NO_HEAD and self.trail.hash_of(kept.number) != kept.hash
        if self.is_cut:
            _log.error("line %d of the audit trail is not the one that the keyring remembers", kept.number)
        elif head != kept:
            self.anchor.keep(head)

    def _pages(self, first: int, last: int) -> Pages:
        while lines := self.trail.lines(first, last, SLICE):
            yield lines
            first = lines[-1].number + 1


def _unless_troubled(work: Callable[[], None]) -> None:
    """Do what can wait for the next time; a full disk keeps nobody from starting or ending the program."""
    try:
        work()
    except (errors.StorageError, errors.StorageBusyError) as exc:
        _log.warning("the audit trail cannot be written or kept now: %s", exc)
