"""Two desks on one account, its till and its clerk, and everything that goes wrong, all together."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from desktop_invoicer.simulator import Faults, Simulator, Story
from desktop_invoicer.simulator.drop_folder import DropFolder
from desktop_invoicer.simulator.records import Notification
from tests.campaign.desk import AnswerError, Desk
from tests.campaign.people import Clerk, Till
from tests.campaign.plan import DESKS, Plan
from tests.campaign.program import PACE
from tests.campaign.strikes import Striker
from tests.flow.command_process import Done
from tests.flow.desk_process import ACCOUNT, TOKEN
from tests.flow.store import Json

BATCH = 12
"""Orders that are asked for together."""
PRESSES = 5000
"""So often a request is pressed again that no desk takes, within minutes: each time it is a new one."""
AHEAD = 160
"""So many sales more than are posted may be asked for, so that what strikes finds work under way everywhere."""
STANDSTILL = 2.0
"""Seconds without a post after which it goes on all the same."""
BOTH, OTHER = 0.12, 0.08
"""How often both desks are told of a request, and how often the other desk than that of its order."""
END = 180.0
"""Seconds after the last post in which everything has to come to rest when nothing strikes any more."""
RESTS = 5
"""So often both desks have to be idle, second by second."""


@dataclass(slots=True)
class DeskEnd:
    """What is left of a desk."""

    name: str
    jobs: list[Json]
    lives: list[Done]
    kills: int
    refused_starts: list[str]
    log: str
    audit: Done
    integrity: list[str]
    """What SQLite and its cipher say of the database, nothing else than ``ok`` when all is well."""


@dataclass(slots=True)
class Outcome:
    """What came of a campaign."""

    plan: Plan
    ledger: Json
    desks: list[DeskEnd]
    accepted: set[tuple[str, str]]
    """Order and notification of every request that was answered with success."""
    remaining: set[tuple[str, str]]
    """Those that VTEX still holds."""
    served: set[str]
    """Orders of which nothing but sales is asked for, with the right documents: all of them can be sent."""
    confirmed: Counter[tuple[str, int]]
    struck: Counter[str]
    typed: list[tuple[str, Done]]
    failures: list[str]
    """What went wrong with the campaign itself."""
    seconds: float


@dataclass
class Campaign:
    """One campaign, beside a simulated account that is being served."""

    plan: Plan
    root: Path
    simulator: Simulator
    say: Callable[[str], None]
    _accepted: set[tuple[str, str]] = field(default_factory=set)
    _failures: list[str] = field(default_factory=list)
    _left: int = 0
    """Sales that were not posted when nothing moved any more."""

    def __post_init__(self) -> None:
        """Set the desks up."""
        watched = self.root / "xml"
        watched.mkdir()
        self._desks = [
            Desk(f"desk-{number}", self.root / str(number), watched, self.simulator.origin)
            for number in range(1, DESKS + 1)
        ]
        self.simulator.notify_each = self._told
        self.simulator.notify_headers = {"Authorization": TOKEN}
        self._drops = DropFolder(watched, self.simulator, self.plan.seed)

    def run(self) -> Outcome:
        """Let everything happen, let it come to rest, and look at what is left."""
        begun = time.monotonic()
        for desk in self._desks:
            desk.start()
        striker = Striker(self._desks, self.simulator)
        till, clerk = (
            Till(self.simulator, self._drops, self.plan.seed),
            Clerk(self.simulator, self._desks, self.plan.seed),
        )
        clerk.start()
        try:
            self._ask_for_invoices(till, striker)
        finally:
            till.close()
            self._failures += striker.end()
        asked = time.monotonic()
        self._come_to_rest()
        clerk.close()
        self.say(f"asked for in {asked - begun:.0f} s, at rest {time.monotonic() - asked:.0f} s later")
        self._failures += [*till.failures, *clerk.failures]
        for desk in self._desks:
            desk.stop()
        filed = self.simulator.account.books().filed
        return Outcome(
            plan=self.plan,
            ledger=self.simulator.ledger(),
            desks=[_end_of(desk) for desk in self._desks],
            accepted=self._accepted,
            remaining={(view.notification.order_id, view.notification.id) for view in filed if not view.deleted},
            served={
                order
                for order, story in self.simulator.stories.items()
                if story.outcome == "closed" and till.serves(story)
            },
            confirmed=clerk.confirmed,
            struck=striker.struck,
            typed=[*striker.typed, *clerk.typed],
            failures=self._failures,
            seconds=time.monotonic() - begun,
        )

    def _ask_for_invoices(self, till: Till, striker: Striker) -> None:
        """Press for one batch of orders after the other, and strike when it is time."""
        blows, names = list(self.plan.blows()), self.plan.stories()
        pressed = sales = told_at = 0
        while pressed < self.plan.notifications:
            while blows and blows[0].after <= pressed:
                striker.strike(blows.pop(0))
            stories = self.simulator.add_stories([next(names) for _ in range(BATCH)])
            till.sell(stories)
            accepted = self.simulator.press_next(len(stories), attempts=PRESSES)
            self._accepted |= {(notification.order_id, notification.id) for notification in accepted}
            till.serve(stories)
            pressed = len(self._accepted)
            sales += _sales_in(stories)
            self._wait_for_posts(sales - AHEAD)
            if pressed - told_at >= 500:
                told_at = pressed
                self.say(f"{pressed} accepted, {self.simulator.account.posted} posts, {striker.struck.total()} strikes")
        for blow in blows:
            striker.strike(blow)

    def _wait_for_posts(self, enough: int) -> None:
        """Let the desks keep up, as long as they go on; what waits for somebody at a standstill is not waited for."""
        posted, moved_at = self.simulator.account.posted, time.monotonic()
        while posted < enough - self._left:
            time.sleep(0.05)
            if (now := self.simulator.account.posted) != posted:
                posted, moved_at = now, time.monotonic()
            elif time.monotonic() - moved_at > STANDSTILL:
                self._left = enough - posted

    def _come_to_rest(self) -> None:
        """Wait until both desks are idle, a few times without a break; they may take long as long as they go on."""
        posted, moved_at, rests = -1, time.monotonic(), 0
        while rests < RESTS:
            if (now := self.simulator.account.posted) != posted:
                posted, moved_at = now, time.monotonic()
            if time.monotonic() - moved_at > END:
                self._failures.append("the desks do not come to rest")
                return
            time.sleep(1)
            rests = rests + 1 if all(map(_is_idle, self._desks)) else 0

    def _told(self, notification: Notification) -> Sequence[str]:
        """Tell the desk of the order, sometimes the other one, and sometimes both."""
        home = _draw(self.plan.seed, notification.order_id).randrange(DESKS)
        luck = _draw(self.plan.seed, notification.id).random()
        desks = [*self._desks[home:], *self._desks[:home]]
        chosen = desks if luck < BOTH else desks[1:2] if luck < BOTH + OTHER else desks[:1]
        return [desk.url for desk in chosen]


def run(plan: Plan, root: Path, say: Callable[[str], None] = lambda _: None) -> Outcome:
    """Run a campaign to its end."""
    simulator = Simulator(ACCOUNT, seed=plan.seed, faults=Faults.named(plan.line_faults), pace=PACE)
    with simulator.serve():
        return Campaign(plan, root, simulator, say).run()


def _draw(seed: int, what: str) -> Random:
    return Random(f"{seed} {what}")  # noqa: S311 (repeatable, not secret)


def _sales_in(stories: Sequence[Story]) -> int:
    return sum(
        press.invoice_type == "Output" for story in stories if story.outcome == "closed" for press in story.presses
    )


def _is_idle(desk: Desk) -> bool:
    try:
        return bool(desk.ask("is_idle"))
    except AnswerError:
        return False


def _end_of(desk: Desk) -> DeskEnd:
    """Look at a desk whose program is stopped."""
    return DeskEnd(
        name=desk.name,
        jobs=desk.type("jobs", "--json").json,
        lives=desk.lives,
        kills=desk.kills,
        refused_starts=desk.refused_starts,
        audit=desk.type("audit", "verify"),
        integrity=list(_integrity(desk)),
        log="".join(file.read_text("utf-8", "replace") for file in sorted(desk.home.logs.glob("*.log*"))),
    )


def _integrity(desk: Desk) -> Iterator[str]:
    connection = desk.connect()
    try:
        yield from (str(row[0]) for row in connection.execute("PRAGMA integrity_check"))
        yield from (str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check"))
        yield from (f"{row}" for row in connection.execute("PRAGMA foreign_key_check"))
    finally:
        connection.close()
