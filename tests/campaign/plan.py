"""What strikes when: drawn from the seed alone, and counted in requests, not in seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from desktop_invoicer.simulator import FAULT_NAMES
from desktop_invoicer.simulator.stories import STORIES

DESKS = 2


class Strike(StrEnum):
    """What happens to a desk, beside what happens on the line to VTEX."""

    KILL = "kill"
    """SIGKILL, and a new start."""
    STOP = "stop"
    """SIGTERM, and a new start: perhaps one that polls, perhaps one that does not."""
    CLOCK = "clock"
    """The desk's clock jumps, and jumps back."""
    DATABASE_LOCKED = "database-locked"
    """Another program holds ``BEGIN EXCLUSIVE``."""
    DISK_FULL = "disk-full"
    """No file of the running program may grow."""
    KEYRING_LOCKED = "keyring-locked"
    """The keyring closes while the program reads from it at its start."""
    REFUSED = "credentials-refused"
    """VTEX takes no credentials."""
    PORT_TAKEN = "port-taken"
    """Another program listens where the receiver wants to at its start."""
    OTHER_COMMANDS = "other-commands"
    """``doctor``, ``backup`` and a look at the day are typed at the same time."""


EVERY: dict[Strike, int] = {
    Strike.KILL: 70,
    Strike.STOP: 400,
    Strike.CLOCK: 90,
    Strike.DATABASE_LOCKED: 300,
    Strike.DISK_FULL: 250,
    Strike.KEYRING_LOCKED: 300,
    Strike.REFUSED: 300,
    Strike.PORT_TAKEN: 500,
    Strike.OTHER_COMMANDS: 400,
}
"""One of them for about so many requests, and at least one in a run."""

LINE_FAULTS = tuple(name for name in FAULT_NAMES if name not in {"none", "all", "key-required"})
"""What the simulated account does wrong. Not ``key-required``: it is no fault, and strikes every order."""

NAMES = ("all", "none", *LINE_FAULTS, *Strike)
"""What ``--only`` takes."""

JUMPS = (-26 * 3600, -3 * 3600, -600, -45, 45, 3 * 3600, 26 * 3600)
"""By how many seconds a clock jumps. What waits for a moment half an hour ahead may wait that long once the clock is
right again (``LONGEST_WAIT``), so nothing between that and a minute."""

TAKEN_BACK = (
    "return",
    "cancellation",
    "cancellation-typed-output",
    "store-return",
    "return-freight-250-over-3",
    "return-prices-59-60-60",
    "return-same-sku-on-two-lines",
    "marketplace-return",
)
"""Returns that the clerk confirms; all others are left to wait for a person."""

RARE = {"two-hundred-lines": 0.05, "order-changed-after-request": 0.3, "already-invoiced": 0.3}
"""How often such a sale comes, against any other."""
SALES = tuple(name for name in STORIES if STORIES[name].__module__.rpartition(".")[2] != "return_stories")
LEFT = tuple(name for name in STORIES if name not in SALES and name not in TAKEN_BACK)
MIX = {
    **{name: 0.9 * RARE.get(name, 1.0) / len(SALES) for name in SALES},
    **dict.fromkeys(TAKEN_BACK, 0.08 / len(TAKEN_BACK)),
    **dict.fromkeys(LEFT, 0.02 / len(LEFT)),
}
"""How often each story is told."""


@dataclass(frozen=True, slots=True)
class Blow:
    """A strike that is due."""

    after: int
    """Requests that were accepted before it."""
    strike: Strike
    desk: int
    """Which desk it strikes."""
    seconds: float
    """How long it lasts, at least."""
    jump: int = 0
    """By how many seconds the clock jumps."""
    calls: int = 0
    """How much of the keyring is read before it is locked."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A campaign."""

    notifications: int
    seed: int = 1
    only: str = "all"

    @property
    def line_faults(self) -> str:
        """Name the faults of the simulated account."""
        return self.only if self.only in {"all", *LINE_FAULTS} else "none"

    def blows(self) -> Sequence[Blow]:
        """Draw what strikes, in the order in which it does."""
        drawn = [blow for strike in Strike if self.only in {"all", strike} for blow in self._of(strike)]
        return sorted(drawn, key=lambda blow: blow.after)

    def stories(self) -> Iterator[str]:
        """Draw the names of stories, without an end."""
        random = self._random("stories")
        while True:
            yield from random.choices(list(MIX), list(MIX.values()), k=100)

    def _of(self, strike: Strike) -> Iterator[Blow]:
        random = self._random(strike)
        for _ in range(max(self.notifications // EVERY[strike], 1)):
            yield Blow(
                after=random.randrange(self.notifications // 10, self.notifications),
                strike=strike,
                desk=random.randrange(DESKS),
                seconds=random.uniform(0.2, 3.0),
                jump=random.choice(JUMPS) if strike is Strike.CLOCK else 0,
                calls=random.randrange(7) if strike is Strike.KEYRING_LOCKED else 0,
            )

    def _random(self, what: str) -> Random:
        return Random(f"{self.seed} {what}")  # noqa: S311 (repeatable, not secret)
