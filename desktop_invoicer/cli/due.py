"""Which document is due, for people: in short, and with the rules behind it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from rich.text import Text

from desktop_invoicer.cli.output import out, tell
from desktop_invoicer.domain.decision import STRICTNESS, Against, Missing, Reason
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.figures import day

Json = dict[str, Any]


def print_due(decided: Json) -> None:
    """Print which document is due, what is missing, what else would do, and what is good to know."""
    reasons = "; ".join(word(Reason(reason)) for reason in decided["reasons"])
    tell(_("Due: {document} — {reasons}").format(document=decided["document"], reasons=reasons), 0)
    for missing in decided["missing"]:
        tell(_("Missing: {what}").format(what=word(Missing(missing))), 2, "yellow")
    for model in STRICTNESS:
        if model.value in decided["alternatives"]:
            tell(_("{model} is accepted, too").format(model=word(model)), 2, "dim")
    for note in decided["notes"]:
        tell(word(Reason(note)), 2, "dim")


def print_explanation(explained: Json) -> None:
    """Print which document an order takes, with the rules behind each reason."""
    decided = explained["decision"]
    if explained["rules_problem"] is not None:
        tell(explained["rules_problem"]["message"], 0, "yellow")
        tell(f"→ {explained['rules_problem']['next_action']}", 0)
    head = Text(f"{explained['order']}  {money(explained['value'])}")
    if explained["job"] is not None:
        head.append("  " + _("job {job}").format(job=explained["job"]), style="dim")
    out.print(head)
    for problem in (*explained["problems"], *explained["notices"]):
        tell(f"• {problem['message']}", 2, "yellow")
    _print_decision(decided)


def _print_decision(decided: Json) -> None:
    out.print(Text(decided["document"], style="bold"))
    _print_reasons(decided, decided["reasons"])
    for missing in decided["missing"]:
        tell(_("Missing: {what}").format(what=word(Missing(missing))), 0, "yellow")
    said = {*decided["reasons"], *decided["notes"]}
    _print_reasons(
        decided, dict.fromkeys(ground["reason"] for ground in decided["grounds"] if ground["reason"] not in said)
    )
    for model in STRICTNESS:
        if model.value != decided["model"] and decided["against"] is not None:
            tell(f"{word(model)}: {word(Against(decided['against']))}", 0)
    if decided["notes"]:
        out.print(Text(_("Good to know"), style="bold"))
        _print_reasons(decided, decided["notes"])
    if decided["rules_date"] is not None:
        dated = day(date.fromisoformat(decided["rules_date"]))
        tell(_("Rules of {day}").format(day=dated), 0, "dim")


def _print_reasons(decided: Json, reasons: Iterable[str]) -> None:
    """Print reasons, with the rules behind each below it."""
    for reason in reasons:
        tell(word(Reason(reason)))
        for ground in decided["grounds"]:
            if ground["reason"] == reason:
                tell(ground["message"], 4, "dim")
