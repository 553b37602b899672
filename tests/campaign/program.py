"""The program of a desk in a process of its own, whose clock can be moved and whose keyring can be locked.

Everything else is the command line as it is typed: settings, sockets, database, signals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from desktop_invoicer.bootstrap import Tempo, program
from desktop_invoicer.credentials import MemoryVault, Vault
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.watcher import Rhythm
from desktop_invoicer.errors import KeyringError
from desktop_invoicer.fiscal.folders.tempo import Tempo as FolderTempo
from tests.flow.command_process import Command, become
from tests.flow.desk_process import FixedVault
from tests.soak.clock import MovedClock

PACE = 1 / 100
"""So much faster a desk waits, and so much faster the account is late."""
DETAILS = timedelta(seconds=15)
"""How long the details of a request may be missing: longer than the pace has it, since two desks are told in turn."""
REASON = "the keyring is locked"


@dataclass(frozen=True, slots=True)
class DeskFiles:
    """What a desk's program shares with the campaign, below its home."""

    root: Path

    @property
    def clock(self) -> Path:
        """By how much the desk's clock is ahead."""
        return self.root / "clock-is-ahead"

    @property
    def lock(self) -> Path:
        """How often a program may still read from the keyring; the file is not there while the keyring is open."""
        return self.root / "keyring-is-locked"


class ClosingVault(FixedVault):
    """A keyring that somebody locks after it was read so many times."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self._calls = calls

    def get(self, service: str, name: str) -> str | None:
        self._calls -= 1
        if self._calls < 0:
            raise KeyringError(REASON)
        return super().get(service, name)


def be(command: Command) -> None:
    """Be the program."""
    files = DeskFiles(command.root)
    clock = MovedClock(files.clock)
    setattr(program, "SystemClock", lambda: clock)  # noqa: B010 (of this process alone)
    become(command, _vault(files.lock), tempo())


def tempo() -> Tempo:
    """Give the waits of a desk for which time passes a hundred times as fast."""
    patience = replace(Patience().hurried(PACE), details=DETAILS)
    rhythm = Rhythm(round=timedelta(seconds=1), sources=timedelta(seconds=15))
    return Tempo(patience, rhythm, rest=1.0, folders=FolderTempo().hurried(PACE))


def _vault(lock: Path) -> Vault:
    """Open the keyring: a locked one is found out at once, or in the middle."""
    if not lock.exists():
        return FixedVault()
    calls = int(lock.read_text("utf-8"))
    return ClosingVault(calls) if calls else MemoryVault(REASON)
