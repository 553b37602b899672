"""A store's day of mixed orders and faults, closed from the command line by a program that is killed in the middle.

``python -m tests.flow.day_campaign --orders 2000 --seed 1`` prints what came of it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from desktop_invoicer.simulator import Faults, Simulator
from tests.flow.command_process import Running
from tests.flow.desk_process import ACCOUNT, PACE, wait
from tests.flow.store import Json, Store
from tests.flow.till import Till, at_random

KILLS = ((0.15, 0.45), (0.55, 0.85))
"""In which part of what is ready the program is killed, each time: from the least to the most."""
MOST_TRIES = 12
GOES_OUT = frozenset({"send", "goes_on"})
"""Prospects of jobs that still go out without anybody's word."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What kind of day it is."""

    orders: int
    seed: int = 1
    faults: str = "all"
    is_held: bool = False
    """Whether a program holds the home, to which every command is handed over, and which is killed."""


@dataclass(slots=True)
class Outcome:
    """What came of a day."""

    accepted: int = 0
    dry_run: Json = field(default_factory=dict)
    written_by_dry_run: list[str] = field(default_factory=list)
    killed_after: list[int] = field(default_factory=list)
    """How many invoices had been posted when the program was killed."""
    submissions: list[Json] = field(default_factory=list)
    """What the program told each time when everything ready was sent, without the times when it was killed."""
    day: Json = field(default_factory=dict)
    jobs: list[Json] = field(default_factory=list)
    ledger: Json = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


class Campaign:
    """One day."""

    def __init__(self, plan: Plan, root: Path, simulator: Simulator) -> None:
        """Set the store up beside a simulated account that is being served."""
        self._plan = plan
        self._simulator = simulator
        self._store = Store(root, simulator, plan.seed)
        self._store.set_up(simulator.origin)
        self._random = Random(plan.seed)  # noqa: S311 (repeatable, not secret)
        self._outcome = Outcome()

    def run(self) -> Outcome:
        """Let the day happen, and close it."""
        self._simulator.add_stories(self._plan.orders)
        for name, part in (("received", self._receive), ("dry run", self._dry_run), ("sent", self._send)):
            begun = time.monotonic()
            part()
            self._outcome.seconds[name] = time.monotonic() - begun
        self._outcome.day = self._look()
        self._outcome.jobs = self._store.type("jobs", "--json").json
        self._outcome.ledger = self._simulator.ledger()
        return self._outcome

    def _receive(self) -> None:
        with self._store.open_program() as line:
            self._outcome.accepted = self._simulator.request_all()
            Till(self._store, line, at_random(self._plan.seed)).serve()

    def _dry_run(self) -> None:
        before = self._simulator.ledger()
        self._outcome.dry_run = self._store.type("close-day", "--dry-run", "--json").json
        after = self._simulator.ledger()
        kept = ("invoices", "refunds", "notifications", "posts")
        self._outcome.written_by_dry_run = [name for name in kept if before[name] != after[name]]

    def _send(self) -> None:
        ready = Counter(job["prospect"] for job in self._outcome.dry_run["pending"])["send"]
        for least, most in KILLS:
            self._send_and_kill(round(ready * self._random.uniform(least, most)))
        while not self._outcome.submissions or any(job["prospect"] in GOES_OUT for job in self._look()["pending"]):
            assert len(self._outcome.submissions) < MOST_TRIES, "what is ready does not go out"
            with self._store.open_program() if self._plan.is_held else nullcontext():
                sent = self._store.type("close-day", "--submit", "--json").json
            self._outcome.submissions.append(sent["submission"])
            self._store.type("run", "--until-idle")

    def _send_and_kill(self, posts: int) -> None:
        """Send what is ready, and kill the program that sends once so many invoices were posted in all."""
        holder = Running(self._store.root, "run") if self._plan.is_held else None
        if holder is not None:
            self._store.reach().close()
        sending = Running(self._store.root, "close-day", "--submit", "--json")
        victim = (holder or sending).process
        while self._simulator.account.posted < posts and sending.process.is_alive():
            time.sleep(0.005)
        self._outcome.killed_after.append(self._simulator.account.posted)
        victim.kill()
        wait(victim)
        sending.end()

    def _look(self) -> Json:
        return self._store.type("close-day", "--json").json  # type: ignore[no-any-return]  # JSON


def run(plan: Plan, root: Path) -> Outcome:
    """Run a day to its end."""
    simulator = Simulator(ACCOUNT, seed=plan.seed, faults=Faults.named(plan.faults), pace=PACE)
    with simulator.serve():
        return Campaign(plan, root, simulator).run()


def faults_of(outcome: Outcome) -> list[str]:
    """Tell what is wrong with a day: in its figures, in what became of each job, and in what VTEX got."""
    return [*_ledger_faults(outcome), *_figure_faults(outcome), *_job_faults(outcome), *_line_faults(outcome)]


def _ledger_faults(outcome: Outcome) -> Iterator[str]:
    ledger = outcome.ledger
    yield from (f"{count} {name}" for name, count in ledger["verdict"].items() if count)
    yield from (f"breach: {breach}" for breach in ledger["breaches"])
    yield from (f"posted again: {post}" for post in ledger["posts"] if post["count"] != 1)
    yield from (f"money went out: {refund}" for refund in ledger["refunds"])
    yield from (f"the dry run changed the {name}" for name in outcome.written_by_dry_run)


def _figure_faults(outcome: Outcome) -> Iterator[str]:
    day, figures = outcome.day, outcome.day["figures"]
    sold = [invoice["value"] for invoice in outcome.ledger["invoices"] if invoice["ours"]]
    expected = {
        "asked": outcome.accepted,
        "invoiced": len(sold),
        "invoiced cents": sum(sold),
        "net": sum(sold),
        "returned": 0,
        "cancelled": 0,
        "unsent": len(day["pending"]),
        "unsent cents": sum(job["value"] or 0 for job in day["pending"]),
    }
    told = {name: figures[name]["count"] for name in ("asked", "invoiced", "returned", "cancelled", "unsent")} | {
        "net": figures["net"],
        "invoiced cents": figures["invoiced"]["value"],
        "unsent cents": figures["unsent"]["value"],
    }
    yield from (
        f"{name}: {told[name]} in the report, not {expected[name]}" for name in told if told[name] != expected[name]
    )
    if not day["balance"]["even"]:
        yield f"the balance is not even: {day['balance']}"
    for dimension, parts in day["by"].items():
        for name in ("asked", "invoiced", "unsent"):
            summed = {key: sum(part[name][key] for part in parts.values()) for key in figures[name]}
            if summed != figures[name]:
                yield f"{name} by {dimension} adds up to {summed}, not {figures[name]}"


def _job_faults(outcome: Outcome) -> Iterator[str]:
    jobs, pending = {job["job"]: job for job in outcome.jobs}, {job["job"]: job for job in outcome.day["pending"]}
    if len(jobs) != outcome.accepted:
        yield f"{len(jobs)} jobs for {outcome.accepted} requests"
    over = {number for number, job in jobs.items() if job["stage"] in {"closed", "withdrawn", "dismissed"}}
    foreseen = {job["job"] for job in outcome.dry_run["pending"] if job["prospect"] in GOES_OUT}
    sent = {number for number in over if jobs[number]["stage"] == "closed"}
    yield from (f"sent, though the dry run did not say so: {jobs[number]}" for number in sent - foreseen)
    yield from (f"fell through: {jobs[number]}" for number in jobs.keys() - over - pending.keys())
    yield from (f"over and pending: {jobs[number]}" for number in over & pending.keys())
    yield from (f"waits without a reason: {job}" for job in pending.values() if not (job["message"] and job["owner"]))
    posted = Counter[str]()
    for job in jobs.values():
        posted[job["order"]] += job["value"] if job["stage"] == "closed" else 0
    for order, entry in outcome.ledger["orders"].items():
        if entry["posted"] != posted[order]:
            yield f"{order}: {entry['posted']} cents in VTEX, {posted[order]} in the journal"
    if (left := outcome.ledger["notifications"]["remaining"]) != len(jobs.keys() - over):
        yield f"{left} notifications left for {len(jobs.keys() - over)} open jobs"


def _line_faults(outcome: Outcome) -> Iterator[str]:
    """Tell what the program said wrongly of what it sent."""
    sent = {job["job"] for job in outcome.jobs if job["stage"] == "closed"}
    for submission in outcome.submissions:
        if submission["running"] or submission["end"] != "done":
            yield f"submission {submission['submission']} did not end well: {submission['end']}"
        for line in submission["lines"]:
            if line["result"] == "failed" and not line["problem"]:
                yield f"failed without a reason: {line}"
            if (line["result"] == "sent" and line["job"] not in sent) or line["result"] in {"not_begun", "under_way"}:
                yield f"not sent: {line}"


def report(plan: Plan, outcome: Outcome) -> str:
    """Write what came of a day, in lines."""
    figures, ledger = outcome.day["figures"], outcome.ledger
    waiting = Counter((job["prospect"], job["problem"]) for job in outcome.day["pending"])
    took = ", ".join(f"{name} in {seconds:.0f} s" for name, seconds in outcome.seconds.items())
    sold = [invoice["value"] for invoice in ledger["invoices"] if invoice["ours"]]
    invoiced, unsent = figures["invoiced"], figures["unsent"]
    lines = [
        f"{plan.orders} orders, seed {plan.seed}, faults {plan.faults}: {outcome.accepted} requests; {took}",
        f"killed after {outcome.killed_after} invoices; sent in {len(outcome.submissions)} more tries",
        f"report: {invoiced['count']} invoices, {invoiced['value']} cents; {unsent['count']} unsent",
        f"ledger: {len(sold)} invoices, {sum(sold)} cents; {ledger['verdict']}",
        f"balance: {outcome.day['balance']}",
        f"faults that struck: {ledger['faults']}",
        *(f"waits: {count} x {prospect}, {problem}" for (prospect, problem), count in waiting.most_common()),
    ]
    return "\n".join(lines)


def main() -> int:
    """Run a day as wished, print what came of it, and fail when something is wrong with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", default="all")
    parser.add_argument("--held", action="store_true", help="hand every command to a program that holds the home")
    wish = parser.parse_args()
    plan = Plan(wish.orders, wish.seed, wish.faults, wish.held)
    with tempfile.TemporaryDirectory(prefix="day-campaign-") as folder:
        outcome = run(plan, Path(folder))
    wrong = faults_of(outcome)
    print(report(plan, outcome), *wrong, "all is well" if not wrong else f"{len(wrong)} faults", sep="\n")  # noqa: T201
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
