"""What this desk sold, it knows row by row: a document that takes back something else is refused."""

from __future__ import annotations

from desktop_invoicer.domain.check import CheckName, Verdict
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import DocumentItem, Paper
from desktop_invoicer.domain.fit import misfits
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import JobId, Stage
from tests.builders import (
    ORDER_ID,
    a_cancellation,
    a_document,
    a_key,
    a_notification,
    a_paper,
    an_item,
    an_order,
)
from tests.counter import OPERATOR, Counter

SOLD = a_key()
SALE = a_paper(
    a_document(value=19980), items=[an_item("100", number=1), an_item("101", number=2)], order_texts=[ORDER_ID]
)


async def asked_back(shop: Counter, units: dict[int, int], observation: str) -> JobId:
    """Sell an order of two items with its XML, and let some of it be asked back."""
    sale = shop.receive(an_order(lines=2), a_notification(units={0: 1, 1: 1}, notification_id="sale"))
    await shop.settle()
    await shop.desk.attach(sale, SALE, OPERATOR)
    await shop.submit(sale)
    assert shop.stage(sale) is Stage.CLOSED
    asked = a_notification(units=units, observation=observation, type_=InvoiceType.INPUT, notification_id="back")
    job = shop.receive(shop.vtex.orders[ORDER_ID], asked)
    await shop.settle()
    return job


def refusal(shop: Counter, job: JobId, paper: Paper) -> list[ProblemCode]:
    return [problem.code for problem in misfits(shop.desk.fit(job, paper))]


def an_entry(row: DocumentItem) -> Paper:
    document = a_document(model=DocumentModel.NFE, nnf=77, is_entry=True)
    return a_paper(document, items=[row], references=[row.original], purpose="4")


async def test_a_return_takes_back_the_row_by_which_this_desk_sold_the_item(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop, {1: 1}, 'inStore: {"tradeAccount": "lojatestegavea"}')

        right, wrong = (an_entry(an_item("101", original=SOLD.text, original_number=number)) for number in (2, 1))

        assert refusal(shop, job, right) == []
        assert refusal(shop, job, wrong) == [ProblemCode.ITEM_REFERENCE_WRONG]


async def test_an_event_that_cancels_the_whole_note_gives_back_no_part_of_it(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop, {1: 1}, "inStore")

        assert refusal(shop, job, Paper(a_cancellation(key=SOLD))) == [ProblemCode.EVENT_CANCELS_MORE]


async def test_an_event_that_cancels_what_was_sold_gives_all_of_it_back(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop, {0: 1, 1: 1}, "inStore")

        checks = {check.name: check.verdict for check in shop.desk.fit(job, Paper(a_cancellation(key=SOLD)))}

    assert checks[CheckName.VALUE] is checks[CheckName.ORIGINAL] is Verdict.OK


async def test_of_a_note_that_is_cancelled_no_goods_come_back(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop, {1: 1}, 'inStore: {"tradeAccount": "lojatestegavea"}')
        event = Paper(a_cancellation(key=SOLD), b"<evento/>")
        await shop.filing.take([shop.folder.put("cancelled.xml", event)])

        entry = an_entry(an_item("101", original=SOLD.text, original_number=2))

        assert refusal(shop, job, entry) == [ProblemCode.ORIGINAL_CANCELLED]
