"""Lines of an audit trail as they are stored."""

from __future__ import annotations

import json
from datetime import timedelta

from desktop_invoicer.domain.audit import AuditEntry, AuditLine, Deed
from tests.builders import NOW


def chain(count: int) -> list[AuditLine]:
    """Make a whole trail of so many lines."""
    lines: list[AuditLine] = []
    previous = ""
    for number in range(1, count + 1):
        facts: dict[str, str | int] = {"value": 100 * number, "reason": "não é nosso"}
        entry = AuditEntry(NOW + timedelta(minutes=number), "ana", Deed.CONFIRMED, f"loja/v{number}/{number}", facts)
        line = AuditLine(
            number,
            entry.at.isoformat(timespec="microseconds"),
            entry.who,
            entry.deed.value,
            entry.subject,
            json.dumps(facts, ensure_ascii=False, separators=(",", ":")),
            previous,
            entry.hash_after(previous),
        )
        lines.append(line)
        previous = line.hash
    return lines
