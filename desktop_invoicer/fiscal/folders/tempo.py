"""How quickly watched folders are looked through and read, and what share of the machine that may take."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds, shares of time, and sizes."""

    look: float = 3
    """Between two looks through a folder, at least."""
    looking: float = 0.1
    """The most of the time that looking through a folder may take: what costs more is done more rarely."""
    breath: float = 0.003
    """The pause after ``files_a_breath`` of a look, in which others get their turn."""
    files_a_breath: int = 500
    flock: float = 0.03
    """Events come in flocks; this is waited for the rest of one."""
    settle: float = 0.4
    """A file is read when it has not changed for this time."""
    reading: float = 0.25
    """The most of the time that reading many files may take."""
    longest_rest: float = 5
    batch_files: int = 50
    batch_bytes: int = 8 * 1024 * 1024
    retry: float = 1
    """Until the first new attempt at what failed; every further one waits twice as long."""
    slowest_retry: float = 60
    patience: float = 15
    """A file that is cut or locked is told only after this time: whoever writes it may not be done."""
    youth: float = 60
    """A cut file that was not changed for this time before it was found is not waited for."""
    stop: float = 10
    """The most that stopping waits for a read or a delivery under way."""

    def hurried(self, pace: float) -> Tempo:
        """Give the same tempo with waits shortened: ``pace`` 0.01 waits a hundredth. Shares stay what they are."""
        return replace(
            self,
            look=self.look * pace,
            breath=self.breath * pace,
            flock=self.flock * pace,
            settle=self.settle * pace,
            longest_rest=self.longest_rest * pace,
            retry=self.retry * pace,
            slowest_retry=self.slowest_retry * pace,
            patience=self.patience * pace,
            youth=self.youth * pace,
        )
