"""Let a store live for weeks in minutes, and judge whether the program stays as light as it was.

``python -m tests.soak --days 30 --seed 1`` prints a table for the program without a window and one for the window,
each with what grew with a thousand notifications. ``--leak memory`` lets it leak on purpose, which has to be found.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.soak.judging import Judged, judge
from tests.soak.process import LEAKS
from tests.soak.store_life import Outcome, Plan, faults_of, live

WINDOW = 5
"""The window lives for one of so many days."""


def main() -> int:
    """Run what is wished, print what came of it, and fail when something grows or got lost."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--a-day", type=int, default=100, help="orders of one day")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--leak", choices=LEAKS, default="", help="leak on purpose")
    wish = parser.parse_args()
    plans = [
        Plan(wish.days, wish.a_day, wish.seed, leak=wish.leak),
        Plan(max(wish.days // WINDOW, 3), wish.a_day, wish.seed, has_window=True, leak=wish.leak),
    ]
    well = [_is_well(plan) for plan in plans]
    return int(not all(well))


def _is_well(plan: Plan) -> bool:
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        outcome = live(plan, Path(folder))
    judged, faults = judge(outcome.samples), list(faults_of(outcome))
    print(*report(outcome, judged), *faults, "", sep="\n")  # noqa: T201
    return not faults and all(measure.is_flat for measure in judged)


def report(outcome: Outcome, judged: list[Judged]) -> list[str]:
    """Write what came of a life, in lines."""
    plan, took = outcome.plan, f"in {outcome.seconds:.0f} s"
    came = f"{outcome.notifications} notifications, {outcome.commands} commands, {outcome.calls.total()} refused calls"
    return [
        f"{'window' if plan.has_window else 'run'}: {plan.days} days, seed {plan.seed}: {came} {took}",
        f"{'':10}{'after warm-up':>14}{'at the end':>12}{'highest':>10}{'per 1,000':>12}{'allowed':>10}",
        *map(_line, judged),
    ]


def _line(judged: Judged) -> str:
    limit = judged.limit
    allowed = f"≤ {limit.most:g}" if limit.slope is None else f"{limit.slope:g}"
    figures = f"{judged.first:14.1f}{judged.last:12.1f}{judged.highest:10.1f}{judged.slope:12.2f}{allowed:>10}"
    return f"{limit.name:10}{figures}  {'flat' if judged.is_flat else 'GROWS'}"


if __name__ == "__main__":
    sys.exit(main())
