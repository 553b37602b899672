"""The figures of a campaign: lines for the terminal, rows for the docs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from desktop_invoicer.domain.workflow import Stage
from tests.campaign.campaign import Outcome

OTHERS = 12
"""Reasons of waiting that are told one by one."""


def figures(outcome: Outcome, wrong: Sequence[str]) -> list[tuple[str, str]]:
    """Give what came of a campaign, as pairs of a name and its figures."""
    ledger = outcome.ledger
    notifications, verdict = ledger["notifications"], ledger["verdict"]
    ours = [entry for entry in ledger["invoices"] if entry["ours"]]
    sold = [entry["value"] for entry in ours if entry["type"] == "Output"]
    back = [entry["value"] for entry in ours if entry["type"] == "Input"]
    told_twice = len(_both(outcome))
    return [
        ("seed", str(outcome.plan.seed)),
        ("what strikes", outcome.plan.only),
        ("requests pressed", f"{notifications['requested']}"),
        ("notifications accepted", f"{notifications['accepted']}, {told_twice} of them known at both desks"),
        ("invoiced and deleted", f"{notifications['deleted']}"),
        ("wait for somebody", f"{notifications['remaining']}: {_reasons(outcome)}"),
        ("invoices", f"{len(sold)}, {sum(sold)} cents"),
        ("refunds", f"{len(ledger['refunds'])}, {sum(back)} cents; {sum(outcome.confirmed.values())} confirmations"),
        ("lost", str(verdict["lost"])),
        ("doubled", str(verdict["doubled"])),
        ("cents off", str(verdict["cents_off"])),
        ("breaches of the contract", str(len(ledger["breaches"]))),
        ("posted again, and taken once by VTEX", str(sum(post["count"] > 1 for post in ledger["posts"]))),
        ("programs killed", " + ".join(str(desk.kills) for desk in outcome.desks)),
        ("programs that could not start at first", str(sum(len(desk.refused_starts) for desk in outcome.desks))),
        ("strikes", _counted(outcome.struck)),
        ("faults on the line", _counted(Counter(ledger["faults"]))),
        ("commands typed meanwhile", _counted(Counter(f"{name} ({done.code})" for name, done in outcome.typed))),
        ("minutes", f"{outcome.seconds / 60:.1f}"),
        ("verdict", "all is well" if not wrong else f"{len(wrong)} faults"),
    ]


def as_text(outcome: Outcome, wrong: Sequence[str]) -> str:
    """Write the figures, and everything that is wrong."""
    lines = [f"{name + ':':40}{value}" for name, value in figures(outcome, wrong)]
    return "\n".join([*lines, *wrong, *([] if not wrong else [f"again: {command(outcome)}"])])


def as_markdown(outcome: Outcome, wrong: Sequence[str]) -> str:
    """Write the figures as a table for the docs."""
    rows = [f"| {name} | {value} |" for name, value in figures(outcome, wrong)]
    head = f"`{command(outcome)}`, {datetime.now(UTC):%Y-%m-%d}:"
    return "\n".join([head, "", "| | |", "|---|---|", *rows])


def command(outcome: Outcome) -> str:
    """Give what is typed to have the same plan again."""
    plan = outcome.plan
    only = "" if plan.only == "all" else f" --only {plan.only}"
    return f'make campaign ARGS="--notifications {plan.notifications} --seed {plan.seed}{only}"'


def _both(outcome: Outcome) -> set[tuple[str, str]]:
    known = [{(job["order"], job["notification"]) for job in desk.jobs} for desk in outcome.desks]
    return set.intersection(*known)


def _reasons(outcome: Outcome) -> str:
    reasons = Counter[str]()
    for desk in outcome.desks:
        for job in desk.jobs:
            if (job["order"], job["notification"]) in outcome.remaining and not Stage(job["stage"]).is_end:
                hold = job["hold"] or {"problem": "nothing", "owner": "nobody"}
                reasons[f"{hold['problem']} ({hold['owner']})"] += 1
    rest = sum(count for _, count in reasons.most_common()[OTHERS:])
    return ", ".join([*_most(reasons), *([f"{rest} others"] if rest else [])])


def _most(reasons: Counter[str]) -> Iterator[str]:
    yield from (f"{count} {reason}" for reason, count in reasons.most_common(OTHERS))


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "none"
