"""A desk that is as the test says, and does what is wanted of it at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from desktop_invoicer.domain.audit import AuditEntry, AuditLine, AuditQuery, Deed, TrailHead
from desktop_invoicer.domain.audit_check import AnchorState, AuditVerdict
from desktop_invoicer.domain.health import Condition, Health, Part, PartHealth, QueueHealth
from desktop_invoicer.domain.keeping import Backup
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.problem import Problem, ProblemCode
from tests.builders import ACCOUNT, NOW
from tests.ui.asked_desk import AskedDesk

FOLDER, LOST = "/srv/xml", "/srv/nota/emitidas"


def ago(**time: float) -> datetime:
    """Give a moment before now."""
    return datetime.now(UTC) - timedelta(**time)


def well() -> tuple[PartHealth, ...]:
    """Give every part of a desk on which all is well."""
    return (
        PartHealth(Part.ENGINE, Condition.WELL, last_success=ago(seconds=1), facts={"lag_milliseconds": 2}),
        PartHealth(Part.DATABASE, Condition.WELL, last_success=ago(seconds=30), facts={"bytes": 48 * 2**20}),
        PartHealth(Part.KEYRING, Condition.WELL),
        PartHealth(Part.VTEX, Condition.WELL, ACCOUNT, last_success=ago(minutes=2, seconds=5)),
        PartHealth(Part.RECEIVER, Condition.WELL, "http://127.0.0.1:8710", None, ago(minutes=7), {"accepted": 134}),
        PartHealth(Part.POLLING, Condition.WELL, ACCOUNT, None, ago(seconds=8), {"watched_orders": 1204}),
        PartHealth(Part.FOLDERS, Condition.WELL, FOLDER, None, ago(seconds=3), {"files": 611}),
        PartHealth(Part.CLOCK, Condition.WELL, last_success=ago(minutes=2)),
        PartHealth(Part.DISK, Condition.WELL, facts={"free_bytes": 84 * 2**30}),
        PartHealth(Part.BACKUP, Condition.WELL, "", None, ago(hours=11), {"bytes": 12 * 2**20, "jobs": 4312}),
        PartHealth(Part.AUDIT, Condition.WELL, facts={"lines": 20_431}),
    )


def wrong(part: Part, code: ProblemCode, condition: Condition = Condition.TROUBLE, **facts: str | int) -> PartHealth:
    """Give a part of which something is wrong; facts tell what it is about."""
    subject = str(facts.get("folder") or facts.get("account") or "")
    return PartHealth(part, condition, subject, Problem(code, facts))


def some_trouble() -> tuple[PartHealth, ...]:
    """Give the parts of a desk with two troubles and a warning."""
    troubles = {
        Part.VTEX: wrong(Part.VTEX, ProblemCode.CREDENTIALS, account=ACCOUNT),
        Part.FOLDERS: wrong(Part.FOLDERS, ProblemCode.FOLDER_UNREACHABLE, folder=LOST),
        Part.CLOCK: wrong(Part.CLOCK, ProblemCode.CLOCK_OFF, Condition.WARNING, seconds=95),
    }
    return tuple(troubles.get(part.part, part) for part in well())


def a_line(number: int, deed: str = Deed.CONFIRMED, who: str = "Ana", order: str = "v1-01", **facts: int) -> AuditLine:
    """Make a line of the trail."""
    entry = AuditEntry(NOW + timedelta(minutes=number), who, Deed.CONFIRMED, f"{ACCOUNT}/{order}/{number}", facts)
    told = str(facts).replace("'", '"')
    return AuditLine(number, entry.at.isoformat(), who, deed, entry.subject, told, "", f"hash {number}")


class FakeDesk(AskedDesk):
    """Is well unless a test says otherwise."""

    def __init__(self, backup_folder: str = "") -> None:
        super().__init__()
        self.settings = SimpleNamespace(keeping=SimpleNamespace(backup_folder=backup_folder))
        self.health_ = Health(datetime.now(UTC), NOW, "1.2.3", well(), QueueHealth(5, 2, ago(hours=3), 1))
        self.lines = tuple(a_line(number) for number in (3, 2, 1))
        self.verdict = AuditVerdict(NOW, 20_431, TrailHead(20_431, "hash"), AnchorState.KEPT)

    @property
    def commands(self) -> SimpleNamespace:
        return SimpleNamespace(health_desk=self, keeping=self, auditing=self, desk=self, watching=self)

    def be(self, *parts: PartHealth) -> Health:
        """Be like this from now on, with the parts that are not named as they were."""
        changed = {(part.part, part.subject) for part in parts}
        kept = tuple(part for part in self.health_.parts if (part.part, part.subject) not in changed)
        self.health_ = replace(self.health_, parts=(*kept, *parts))
        return self.health_

    def health(self) -> Health:
        self.heard("health")
        return self.health_

    async def back_up(self, path: Path, operator: str, passphrase: str | None = None) -> Backup:
        self.heard(f"back up {path} by {operator} {passphrase}")
        return Backup(path, NOW, 12 * 2**20, 4312)

    async def verify(self) -> AuditVerdict:
        self.heard("verify")
        return self.verdict

    def entries(self, query: AuditQuery, before: int | None, limit: int) -> tuple[AuditLine, ...]:
        assert (query, before) == (AuditQuery(), None)
        self.heard("entries")
        return self.lines[:limit]

    async def export(self, path: Path, operator: str) -> int:
        self.heard(f"export {path} by {operator}")
        return len(self.lines)

    async def support_facts(self, operator: str) -> dict[str, object]:
        self.heard(f"support facts for {operator}")
        return {"jobs": {}}

    def resume(self, account: AccountName) -> None:
        self.heard(f"resume {account}")

    async def knock(self, account: AccountName) -> None:
        self.heard(f"knock {account}")
