"""The audit trail of a whole day: everything that left the desk is in it, and nothing of any buyer is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pytest

from desktop_invoicer.domain.audit import AuditLine, AuditQuery
from desktop_invoicer.domain.audit_check import AuditVerdict
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN, Simulator, people
from desktop_invoicer.simulator.people import STORE_ADDRESS, Address, Buyer
from desktop_invoicer.simulator.stories import STORIES
from tests.flow.returns_clerk import CLERK, a_desk
from tests.waiting import PATIENCE

pytestmark = pytest.mark.slow

SALES = ("anonymous-pickup", "pickup-with-cpf", "company-buyer", "delivery", "gift")
RETURNS = [story.name for story in Simulator().add_stories(len(STORIES)) if story.presses[0].invoice_type == "Input"]
SHORTEST = 4
"""Characters of a datum that means somebody: a house's number alone does not."""


@dataclass(frozen=True, slots=True)
class Day:
    """What is left of a day."""

    ledger: Mapping[str, Any]
    lines: Sequence[AuditLine]
    raw: str
    """What VTEX sent, as the journal keeps it."""
    verdict: AuditVerdict

    def facts(self, order: str, *deeds: str, who: str = "") -> list[Mapping[str, Any]]:
        """Give the facts of what somebody did to an order."""
        return [
            json.loads(line.facts)
            for line in self.lines
            if line.subject.split("/")[1:2] == [order] and line.deed in deeds and line.who == who
        ]


async def left_of(commands: Commands) -> tuple[Sequence[AuditLine], str]:
    lines = commands.auditing.entries(AuditQuery(), None, 10**6)[::-1]
    contents = (commands.desk.details(job.id).content for job in commands.desk.jobs())
    return lines, "".join(content.raw_order for content in contents if content is not None)


@pytest.fixture(scope="module", params=["none", "all"])
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """Give a day of sales and every return, on which nothing goes wrong or everything does."""
    with a_desk(tmp_path_factory.mktemp("day"), [*SALES, *RETURNS], request.param, seed=7) as clerk:
        clerk.serve_all()
        verdict = clerk.program.begin(lambda commands: commands.auditing.verify()).result(PATIENCE)
        lines, raw = clerk.program.begin(left_of).result(PATIENCE)
        return Day(clerk.simulator.ledger(), lines, raw, verdict)


def data_of_people() -> Iterator[str]:
    """Give every datum of the people whom the simulator invents."""
    for person in vars(people).values():
        if isinstance(person, Buyer | Address) and person is not STORE_ADDRESS:
            for field in fields(person):
                datum = getattr(person, field.name)
                if datum is not None and len(datum) >= SHORTEST and "*" not in datum:
                    yield datum
                    yield "".join(filter(str.isalnum, datum))


def test_no_line_holds_anything_of_a_buyer_or_a_secret(day: Day) -> None:
    told = "\n".join(f"{line.who} {line.subject} {line.facts}" for line in day.lines).casefold()

    assert {datum for datum in data_of_people() if datum.casefold() in told} == set()
    assert APP_KEY.casefold() not in told
    assert APP_TOKEN.casefold() not in told


def test_the_same_data_came_from_vtex(day: Day) -> None:
    """Else the search above would find nothing because there was nothing."""
    assert people.PERSON.cpf is not None
    assert people.PERSON.cpf in day.raw
    assert people.HOME.street in day.raw


def test_every_invoice_that_vtex_took_was_written_down_before_and_after(day: Day) -> None:
    ours = [invoice for invoice in day.ledger["invoices"] if invoice["ours"]]

    assert ours
    for invoice in ours:
        begun = day.facts(invoice["order"], "post_begun")
        known = day.facts(invoice["order"], "post_confirmed", "post_found")
        assert (invoice["number"], invoice["value"]) in [(facts["number"], facts["value"]) for facts in begun]
        assert invoice["number"] in [facts["number"] for facts in known]


def test_every_refund_was_confirmed_by_a_person_with_its_amount(day: Day) -> None:
    assert day.ledger["refunds"]
    for refund in day.ledger["refunds"]:
        words = day.facts(refund["order"], "confirmed", who=CLERK)
        assert refund["value"] in [facts["value"] for facts in words]


def test_the_trail_of_the_day_is_whole(day: Day) -> None:
    assert day.verdict.is_sound
    assert day.verdict.lines == len(day.lines)
