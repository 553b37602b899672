"""What is known of one watched folder, and what a look through it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from math import inf

from desktop_invoicer.domain.filing import FileGone, FolderNews, FolderSeen, Stamp
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.fiscal.folders.file import is_gone, path_text
from desktop_invoicer.fiscal.folders.look import Look, belongs, inside

MANY = 10
"""So many files do not vanish and leave nothing behind: more likely the share is not connected to its mount point."""


@dataclass(slots=True)
class Shelf:
    """A watched folder. Times are those of a monotonic clock."""

    folder: str
    """As the settings name it."""
    left_out: frozenset[str] = frozenset()
    """Subfolders that are watched by themselves."""
    told: dict[str, Stamp] = field(default_factory=dict)
    """The files that need no reading, by path."""
    was_seen: bool = False
    """Whether it was looked through once: what is found later has just arrived."""
    look_at: float = -inf
    soonest_look_at: float = -inf
    seen: FolderSeen | None = None
    """What was told of the folder itself last."""

    def holds(self, path: str) -> bool:
        """Tell whether the text of a path is that of one in this folder."""
        others = (inside(path_text(other)) for other in self.left_out)
        return belongs(path, path_text(self.folder)) and not any(map(path.startswith, others))

    def news(self, look: Look, seen: Collection[str]) -> Iterator[FolderNews]:
        """Compare a finished look with what was told before; ``seen`` are the paths it came upon."""
        problem = look.problem
        if look.is_complete:
            missing = [path for path in self.told if path not in seen]
            if not seen and len(missing) >= MANY:
                facts: dict[str, str | int] = {"folder": path_text(self.folder), "files": len(missing)}
                problem = Problem(ProblemCode.FOLDER_EMPTIED, facts)
            else:
                yield from (FileGone(path) for path in missing if is_gone(path))
        now = FolderSeen(self.folder, len(seen), problem)
        if now != self.seen:
            yield now

    def note(self, news: FolderNews) -> None:
        """Remember what was told."""
        if isinstance(news, FolderSeen):
            self.seen = news
        elif isinstance(news, FileGone):
            self.told.pop(news.path, None)

    def plan_look(self, now: float, cost: float, share: float, interval: float) -> None:
        """Say when the next look is due after one that ended now; ``share`` is the most of the time looks may take."""
        self.soonest_look_at = now + cost * (1 / share - 1)
        self.look_at = max(self.soonest_look_at, now + interval)


def shelves(folders: Collection[str]) -> list[Shelf]:
    """Make a shelf of each folder; none of them holds what stands in another one."""
    return [
        Shelf(folder, frozenset(other for other in folders if other.startswith(inside(folder))))
        for folder in dict.fromkeys(folders)
    ]
