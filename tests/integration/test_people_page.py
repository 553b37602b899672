"""What the page about people says of roles is what the desk goes by."""

from __future__ import annotations

import re
from pathlib import Path

from desktop_invoicer.domain.people import LEAST, Action, Role
from desktop_invoicer.domain.pin import DESK_PERIOD, DESK_TRIES, FIRST_WAIT, LONGEST, LONGEST_WAIT, SHORTEST
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.messages.words import word

PAGE = (Path(__file__).parents[2] / "docs" / "people.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (.+) \(`(\w+)`\) \| (.) \| (.) \| (.) \| (.) \|$", re.MULTILINE)


def test_the_table_is_the_one_of_the_code() -> None:
    activate(Language.EN)
    told = [(words, action, *marks) for words, action, *marks in ROW.findall(PAGE)]

    may = {action: ["●" if role.is_at_least(LEAST[action]) else "–" for role in Role] for action in Action}
    assert told == [(word(action), action.value, *may[action]) for action in Action]


def test_the_figures_are_those_of_the_code() -> None:
    assert f"{SHORTEST} to {LONGEST} digits" in PAGE
    assert f"{FIRST_WAIT.total_seconds():.0f} seconds" in PAGE
    assert f"up to {LONGEST_WAIT.total_seconds() / 60:.0f} minutes" in PAGE
    assert f"| {DESK_TRIES} within {DESK_PERIOD.total_seconds() / 60:.0f} minutes" in PAGE
