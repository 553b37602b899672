"""The commands about backups, JSON in and JSON out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_invoicer.domain.keeping import Backup
from desktop_invoicer.engine.keeping import Keeping
from desktop_invoicer.engine.views import Json


@dataclass(frozen=True, slots=True)
class KeepingCommands:
    """Answers commands about backups."""

    keeping: Keeping

    @property
    def known(self) -> Mapping[str, Callable[..., Awaitable[Any]]]:
        """Give every command by its name."""
        return {"back_up": self.back_up}

    async def back_up(self, path: str, operator: str, passphrase: str | None = None) -> Json:
        """Write a backup; with a passphrase other machines can open it."""
        return backup_view(await self.keeping.back_up(Path(path), operator, passphrase))


def backup_view(backup: Backup) -> Json:
    """Show a backup."""
    return {
        "path": str(backup.path),
        "made_at": backup.made_at.isoformat(),
        "size": backup.size,
        "jobs": backup.jobs,
        "is_portable": backup.is_portable,
    }
