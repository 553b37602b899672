"""The desk lists its jobs by pages, and remembers who worked on them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.views import job_view
from tests.builders import a_notification, an_order
from tests.counter import Counter

pytestmark = pytest.mark.anyio

ORDERS = [OrderId(f"v{number}str-01") for number in range(3)]
Wish = Callable[[Desk, JobId], Awaitable[object]]


async def some_jobs(shop: Counter) -> list[JobId]:
    jobs = [shop.receive(an_order(order_id=order), a_notification(order_id=order)) for order in ORDERS]
    await shop.settle()
    return jobs


async def test_the_desk_lists_and_counts_page_by_page(shop: Counter) -> None:
    async with shop.at_work():
        jobs = await some_jobs(shop)
        await shop.desk.dismiss(jobs[0], "ana", "why not")
        page = shop.desk.page(JobQuery(search="maria"), 1, 5)

        assert [job.id for job in page.jobs] == jobs[2:]
        assert not page.has_more
        assert shop.desk.counts(Section.OPEN)[JobFilter.ALL] == shop.desk.open_count() == 2
        assert shop.desk.counts(Section.ENDED, "maria")[JobFilter.PICKUP] == 1


async def test_a_loaded_job_shows_its_buyer_and_the_document_due(shop: Counter) -> None:
    async with shop.at_work():
        job, *_ = await some_jobs(shop)
    loaded = shop.job(job)
    view = job_view(loaded)

    assert (loaded.buyer, loaded.due) == ("Maria T. •••••••••91", DocumentModel.NFCE)
    assert (view["buyer"], view["due"], view["operator"]) == ("Maria T. •••••••••91", "NFC-e", "")


async def test_a_job_that_is_not_loaded_shows_neither(shop: Counter) -> None:
    view = job_view(shop.job(shop.announce()))

    assert (view["buyer"], view["due"], view["operator"]) == ("", None, "")


@pytest.mark.parametrize(
    "wish",
    [
        lambda desk, job: desk.retry(job, "bia"),
        lambda desk, job: desk.dismiss(job, "bia", "why not"),
        lambda desk, job: desk.submit(job, "bia", confirmed=True),
    ],
    ids=["retry", "dismiss", "submit"],
)
async def test_a_job_remembers_who_worked_on_it_last(shop: Counter, wish: Wish) -> None:
    async with shop.at_work():
        job = await shop.documented()
        await wish(shop.desk, job)
        await shop.settle()

    assert shop.job(job).operator == "bia"
