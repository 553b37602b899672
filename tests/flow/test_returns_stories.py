"""Every story of a return, with a person at the desk: each refund happens once and is right to the cent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.stories import STORIES
from tests.flow.returns_clerk import IMPOSSIBLE, a_desk, obstacle

pytestmark = pytest.mark.slow

RETURNS = [story.name for story in Simulator().add_stories(len(STORIES)) if story.presses[0].invoice_type == "Input"]
WITHOUT_REFUND = {"return-before-invoicing"}


@dataclass(frozen=True, slots=True)
class Day:
    """What came of a day at the returns desk."""

    simulator: Simulator
    jobs: list[JobDetails]

    def of(self, story: str) -> list[JobDetails]:
        """Give the returns of a story."""
        return [found for found in self.jobs if self.simulator.stories[found.job.order_id].name == story]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """Give a day on which nothing goes wrong."""
    with a_desk(tmp_path_factory.mktemp("day"), RETURNS) as clerk:
        return Day(clerk.simulator, clerk.serve_all())


def judge(day: Day) -> None:
    """Hold a day against the ledger."""
    ledger = day.simulator.ledger()
    assert ledger["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}
    assert ledger["breaches"] == []
    paid = [(refund["order"], refund["number"]) for refund in ledger["refunds"]]
    assert len(set(paid)) == len(paid)
    for story in day.simulator.stories.values():
        due = sum(press.expected_value for press in story.presses)
        refunded = 0 if story.name in WITHOUT_REFUND else due
        order = ledger["orders"][story.order_id]
        assert (story.name, order["posted_return"], order["refunded"]) == (story.name, due, refunded)


def test_every_refund_happens_once_and_to_the_cent(day: Day) -> None:
    judge(day)


def test_every_refund_happens_once_whatever_goes_wrong(tmp_path: Path) -> None:
    with a_desk(tmp_path, RETURNS, "all", seed=2) as clerk:
        day = Day(clerk.simulator, clerk.serve_all())

    judge(day)


def test_what_was_sold_in_parts_goes_back_in_parts_each_by_the_note_that_sold_it(tmp_path: Path) -> None:
    with a_desk(tmp_path, ["freight-250-over-3"]) as clerk:
        sales = [sale.job for sale in clerk.serve_all()]
        returns = [clerk.take_back(sales[0].order_id, 0) for _ in sales]
        named = [clerk.references(back) for back in returns]

    ledger = clerk.simulator.ledger()
    assert ledger["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}
    assert [refund["value"] for refund in ledger["refunds"]] == [1083, 1084, 1083]
    assert sorted(named) == sorted((sale.document.key.text,) for sale in sales if sale.document)


@pytest.mark.parametrize("story", RETURNS)
def test_a_return_ends_closed_or_says_why_it_cannot(day: Day, story: str) -> None:
    assert {obstacle(found.job) for found in day.of(story)} == {IMPOSSIBLE.get(story)}
    assert {found.job.stage is Stage.CLOSED for found in day.of(story)} == {story not in IMPOSSIBLE}


def test_the_words_of_vtex_reach_whoever_asked_for_the_refund(day: Day) -> None:
    (refused,) = day.of("return-refused")

    assert refused.job.hold is not None
    assert refused.job.hold.problem is not None
    assert day.simulator.stories[refused.job.order_id].quirks.refund_refusal in str(
        refused.job.hold.problem.facts["words"]
    )


def test_vtex_takes_a_return_before_full_invoicing_and_says_why_it_refunds_nothing(day: Day) -> None:
    (found,) = day.of("return-before-invoicing")

    (stalled,) = day.simulator.ledger()["refunds_not_started"]
    assert (stalled["order"], stalled["value"]) == (found.job.order_id, found.job.value)
    assert stalled["why"] == "the order is not fully invoiced"


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        ("cancellation", DocumentKind.CANCELLATION),
        ("cancellation-late", DocumentKind.CANCELLATION),  # the state takes late ones
        ("cancellation-out-of-time", DocumentKind.NOTE),
    ],
)
def test_a_sale_is_cancelled_as_long_as_its_window_is_open(day: Day, story: str, kind: DocumentKind) -> None:
    (found,) = day.of(story)

    assert found.job.document is not None
    assert found.job.document.kind is kind


@pytest.mark.parametrize("story", ["return-freight-250-over-3", "return-prices-59-60-60"])
def test_after_returns_one_by_one_nothing_is_left(day: Day, story: str) -> None:
    ledger = day.simulator.ledger()
    (order,) = {found.job.order_id for found in day.of(story)}

    assert ledger["orders"][order]["refunded"] == ledger["orders"][order]["invoiced"]


def test_a_sku_on_two_lines_goes_back_in_one_row(day: Day) -> None:
    (found,) = day.of("return-same-sku-on-two-lines")
    posted = [invoice for invoice in day.simulator.ledger()["invoices"] if invoice["ours"]]

    (rows,) = (invoice["items"] for invoice in posted if invoice["order"] == found.job.order_id)
    assert [row["quantity"] for row in rows] == [2]
