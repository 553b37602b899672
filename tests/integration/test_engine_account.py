"""What an account or a marketplace wants with an invoice, on its way from the settings to the post."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.journal import Entry, Step, TimelineEntry
from desktop_invoicer.domain.notification import AccountName, InvoiceType, NotificationId
from desktop_invoicer.domain.policy import AccountPolicy, KeyDemand
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId, Stage
from tests.builders import (
    ACCOUNT,
    ORDER_ID,
    a_document,
    a_key,
    a_notification,
    a_scanned_document,
    an_earlier_invoice,
    an_order,
)
from tests.counter import Counter, counter

pytestmark = pytest.mark.anyio

XML = "<nfeProc>São João</nfeProc>"
EMBEDDING = AccountPolicy(embeds_xml=True)
SILENT = errors.VtexSilentError("cut")


@pytest.fixture
def policies() -> dict[AccountName, AccountPolicy]:
    return {}


@pytest.fixture
def shop(tmp_path: Path, policies: dict[AccountName, AccountPolicy]) -> Iterator[Counter]:
    with counter(tmp_path, policies=policies) as made:
        yield made


async def loaded(shop: Counter, marketplace: str = "") -> JobId:
    job = shop.receive(an_order(marketplace=marketplace))
    await shop.settle()
    return job


async def attached(shop: Counter, document: Document | None = None) -> JobId:
    job = await loaded(shop)
    await shop.desk.attach(job, Paper(document or a_document(), XML.encode()))
    return job


# the XML


async def test_an_account_that_wants_the_xml_gets_the_very_document(
    shop: Counter, policies: dict[AccountName, AccountPolicy], caplog: pytest.LogCaptureFixture
) -> None:
    policies[ACCOUNT] = EMBEDDING
    with caplog.at_level(logging.DEBUG):
        async with shop.at_work():
            job = await attached(shop)
            await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED
    assert shop.vtex.embedded == [XML]
    assert "nfeProc" not in caplog.text


@pytest.mark.parametrize("policy", [None, AccountPolicy(KeyDemand.ALWAYS)])
async def test_any_other_account_gets_no_xml(
    shop: Counter, policies: dict[AccountName, AccountPolicy], policy: AccountPolicy | None
) -> None:
    policies.update({} if policy is None else {ACCOUNT: policy})
    async with shop.at_work():
        await shop.submit(await attached(shop))

    assert shop.vtex.embedded == [None]


async def test_an_account_that_wants_the_xml_gets_that_of_the_last_document_attached(
    shop: Counter, policies: dict[AccountName, AccountPolicy]
) -> None:
    policies[ACCOUNT] = EMBEDDING
    async with shop.at_work():
        job = await attached(shop, a_document(nnf=41))
        await shop.desk.attach(job, Paper(a_document(), b"<second/>"))
        await shop.submit(job)

    assert shop.vtex.embedded == ["<second/>"]


async def test_a_key_alone_is_refused_where_the_xml_is_wanted(
    shop: Counter, policies: dict[AccountName, AccountPolicy]
) -> None:
    policies[ACCOUNT] = EMBEDDING
    async with shop.at_work():
        job = await loaded(shop)
        with pytest.raises(errors.DocumentRefusedError) as refused:
            await shop.desk.attach(job, Paper(a_scanned_document()))

    assert refused.value.problems == (Problem(ProblemCode.XML_NEEDED),)


async def test_a_key_alone_is_not_sent_where_the_xml_is_wanted_by_now(
    shop: Counter, policies: dict[AccountName, AccountPolicy]
) -> None:
    async with shop.at_work():
        job = await loaded(shop)
        await shop.desk.attach(job, Paper(a_scanned_document()))
        policies[ACCOUNT] = EMBEDDING
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.XML_NEEDED
    assert shop.vtex.posts == []


async def test_what_is_written_of_a_post_does_not_hold_the_xml_again(
    shop: Counter, policies: dict[AccountName, AccountPolicy]
) -> None:
    policies[ACCOUNT] = EMBEDDING
    async with shop.at_work():
        job = await attached(shop)
        await shop.submit(job)

    assert "nfeProc" not in repr(shop.journal.effects(job))
    assert shop.journal.document_xml(job) == XML.encode()


async def test_a_job_without_a_document_has_no_xml(shop: Counter) -> None:
    async with shop.at_work():
        assert shop.journal.document_xml(await loaded(shop)) is None


# the key


async def test_a_marketplace_that_needs_the_key_is_told_when_the_order_is_loaded(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop, "Mercado Exemplo")

    content = shop.journal.content(job)
    assert content is not None
    assert Problem(ProblemCode.ACCESS_KEY_NEEDED, {"marketplace": "Mercado Exemplo"}) in content.draft.notices


async def test_an_order_of_the_stores_own_is_told_nothing_of_it(shop: Counter) -> None:
    async with shop.at_work():
        job = await loaded(shop)

    content = shop.journal.content(job)
    assert content is not None
    assert content.draft.notices == ()


async def documented_before(shop: Counter, document: Document, marketplace: str = "") -> JobId:
    """Leave a job as another program may have: with a document that would be refused today."""
    job = await loaded(shop, marketplace)
    await shop.attach(job)
    now = shop.clock.now()
    step = Step(
        replace(shop.job(job).held(None, now), document=document),
        TimelineEntry(now, Entry.DOCUMENT_ATTACHED),
        attachment=Paper(document),
        releases_document=True,
    )
    shop.journal.apply(step)
    return job


CF_E = a_document(key=a_key(model="59"))


@pytest.mark.parametrize("marketplace", ["", "Mercado Exemplo"])
async def test_what_would_be_refused_by_now_is_not_sent(shop: Counter, marketplace: str) -> None:
    async with shop.at_work():
        job = await documented_before(shop, CF_E, marketplace)
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.MODEL_UNKNOWN
    assert shop.vtex.posts == []


# the number


def of_series(serie: int) -> Document:
    return a_document(key=a_key(serie=serie))


async def test_a_number_that_a_job_of_the_order_may_have_posted_is_left_to_it(shop: Counter) -> None:
    order = an_order(quantity=3, goods=29970)
    async with shop.at_work():
        asked = [a_notification(notification_id=f"of-{units}", units={0: units}) for units in (1, 2)]
        first, second = [shop.receive(order, request) for request in asked]
        await shop.settle()
        shop.vtex.fails["post_invoice"].append(SILENT)
        for serie, job in ((1, first), (2, second)):
            await shop.attach(job, replace(of_series(serie), value=shop.job(job).value))
            await shop.submit(job)
        assert shop.problem(first) is ProblemCode.OUTCOME_UNKNOWN
        for _ in range(8):
            await shop.later(timedelta(minutes=1))

    assert [shop.stage(job) for job in (first, second)] == [Stage.CLOSED] * 2
    assert [invoice.number for _, invoice in shop.vtex.posts] == ["4200265", "42"]


async def test_a_post_that_is_tried_again_keeps_its_number_although_a_shorter_one_is_free_by_now(shop: Counter) -> None:
    other = an_earlier_invoice(number="42", key=a_key(serie=9).text, value=100, units={})
    order = an_order(invoices=[other])
    async with shop.at_work():
        job = shop.receive(order)
        await shop.settle()
        shop.vtex.fails["post_invoice"].append(SILENT)
        await shop.attach(job, a_document(value=shop.job(job).value))
        await shop.submit(job)
        shop.vtex.orders[ORDER_ID] = replace(order, invoices=(replace(other, number="7"),))
        for _ in range(8):
            await shop.later(timedelta(minutes=1))

    tried = [effect.invoice.number for effect in shop.journal.effects(job) if effect.invoice]
    assert tried == ["4200165", "4200165"]
    assert shop.stage(job) is Stage.CLOSED


async def test_a_return_with_the_number_of_the_sale_gets_one_of_its_own(shop: Counter) -> None:
    sold = an_earlier_invoice(number="42", key=a_key(serie=1, nnf=42).text)
    order = an_order(invoices=[sold], status="invoiced")
    notification = a_notification(type_=InvoiceType.INPUT, notification_id=NotificationId("back"))
    entry = a_document(key=a_key(model="55"), is_entry=True)
    async with shop.at_work():
        job = shop.receive(order, notification)
        await shop.settle()
        await shop.attach(job, entry)
        await shop.submit(job, confirmed=True)

    assert [invoice.number for _, invoice in shop.vtex.posts] == ["4200155"]


@pytest.mark.parametrize("number", ["000042", "4200165"])
async def test_a_number_as_another_program_spells_it_may_be_of_the_same_document(shop: Counter, number: str) -> None:
    order = an_order(quantity=2, goods=19980)
    async with shop.at_work():
        job = await shop.documented(order)
        there = an_earlier_invoice(number=number, value=100, key="", units={})
        shop.vtex.orders[ORDER_ID] = replace(order, invoices=(there,))
        await shop.submit(job)

    assert shop.problem(job) is ProblemCode.INVOICE_ALREADY_THERE
    assert shop.vtex.posts == []
