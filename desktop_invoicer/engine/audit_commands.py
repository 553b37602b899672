"""The commands about the audit trail, JSON in and JSON out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_invoicer.domain.audit import AuditLine, AuditQuery
from desktop_invoicer.domain.audit_check import AuditVerdict
from desktop_invoicer.engine.auditing import Auditing
from desktop_invoicer.engine.told import text
from desktop_invoicer.engine.views import Json, problem_view

MOST_LISTED = 1000
"""Lines that one answer holds."""


@dataclass(frozen=True, slots=True)
class AuditCommands:
    """Answers commands about the trail. Moments are in ISO 8601 with their offset."""

    auditing: Auditing

    @property
    def known(self) -> Mapping[str, Callable[..., Awaitable[Any]]]:
        """Give every command by its name."""
        return {"audit": self.audit, "audit_verify": self.verify, "audit_export": self.export}

    async def audit(  # noqa: PLR0913 (one for each way to ask)
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        who: str | None = None,
        subject: str = "",
        before: int | None = None,
        limit: int = MOST_LISTED,
    ) -> list[Json]:
        """List the newest lines that are asked for, oldest first; ``before`` a number, to go back further."""
        query = AuditQuery(_moment(since), _moment(until), who, subject)
        lines = await asyncio.to_thread(self.auditing.entries, query, before, min(limit, MOST_LISTED))
        return [line_view(line) for line in reversed(lines)]

    async def verify(self) -> Json:
        """Check the whole trail."""
        return verdict_view(await self.auditing.verify())

    async def export(self, path: str, operator: str, since: str | None = None, until: str | None = None) -> Json:
        """Write the trail of a time to a file; the head is the one in the file."""
        head = self.auditing.head
        lines = await self.auditing.export(Path(path), text(operator), _moment(since), _moment(until))
        return {"path": path, "lines": lines, "number": head.number, "head": head.hash}


def line_view(line: AuditLine) -> Json:
    """Show a line as it is stored; ``facts`` as their JSON text where they are no JSON any more."""
    return {
        "number": line.number,
        "at": line.at,
        "who": line.who,
        "deed": line.deed,
        "subject": line.subject,
        "facts": line.told,
        "previous": line.previous,
        "hash": line.hash,
    }


def verdict_view(verdict: AuditVerdict) -> Json:
    """Show what a check found; each finding says what is wrong, whose turn it is, and what to do."""
    return {
        "sound": verdict.is_sound,
        "at": verdict.at.isoformat(),
        "lines": verdict.lines,
        "number": verdict.head.number,
        "head": verdict.head.hash,
        "anchor": verdict.anchor.value,
        "found": verdict.found,
        "findings": [problem_view(finding) for finding in verdict.findings],
    }


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
