"""What a program consists of, and how patient it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.keeping import KeepingTempo
from desktop_invoicer.engine.watcher import Rhythm
from desktop_invoicer.fiscal.folders.tempo import Tempo as FolderTempo
from desktop_invoicer.vtex.budget import REST


@dataclass(frozen=True, slots=True)
class Tempo:
    """How patient a desk is: with VTEX, between two rounds of polling, and after a 429 (in seconds)."""

    patience: Patience = field(default_factory=Patience)
    rhythm: Rhythm = field(default_factory=Rhythm)
    rest: float = REST
    folders: FolderTempo = field(default_factory=FolderTempo)
    keeping: KeepingTempo = field(default_factory=KeepingTempo)


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a program runs beside the engine."""

    works: bool = True
    """Whether jobs are taken on their way."""
    receives: bool = False
    polls: bool = False
    watches_folders: bool = False
    """Whether the files that the fiscal program drops are taken."""
    listens: bool = True
    """Whether commands are taken from other processes of the same user."""
    has_window: bool = False
    """Whether whoever starts the program again finds a window to raise."""
