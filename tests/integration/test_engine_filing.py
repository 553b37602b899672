"""Files of watched folders: attached where they are beyond doubt, proposed otherwise, never lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.filing import FileGone, FileId, FileRead, FileState, FolderSeen, FoundFile, Pair, Stamp
from desktop_invoicer.domain.fit import misfits
from desktop_invoicer.domain.journal import Entry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import HoldKind, Job, Stage
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.events import FilesChanged, FolderChanged
from tests.builders import (
    BUYER_CNPJ,
    ORDER_ID,
    a_buyer,
    a_cancellation,
    a_document,
    a_key,
    a_notification,
    a_paper,
    an_earlier_invoice,
    an_item,
    an_order,
)
from tests.counter import OPERATOR, Counter, counter
from tests.waiting import eventually

OTHER_ORDER = "v70530117str-01"
SOLD = an_order(status="invoiced", invoices=[an_earlier_invoice()])
RETURNED = a_notification(observation='inStore: {"tradeAccount": "lojatestegavea"}', type_=InvoiceType.INPUT)
CANCELLED = a_notification(observation="inStore", type_=InvoiceType.INPUT)
ENTRY = a_document(model=DocumentModel.NFE, nnf=77, is_entry=True)
BROKEN = FileRead("/xml/cut.xml", Stamp(10, 1), problem=Problem(ProblemCode.KEY_CHECK_DIGIT))


@pytest.fixture
def automatic(tmp_path: Path) -> Iterator[Counter]:
    """Make a counter where exact sales go out by themselves."""
    with counter(tmp_path, automatic=True) as made:
        yield made


def states(shop: Counter) -> dict[str, FileState]:
    return {Path(found.path).name: found.state for found in files(shop)}


def files(shop: Counter, *wanted: FileState) -> tuple[FoundFile, ...]:
    return shop.filing.page(wanted or tuple(FileState), 0, 100).files


def named(order_id: str = ORDER_ID, nnf: int = 42, value: int = 9990) -> Paper:
    return a_paper(a_document(nnf=nnf, value=value), order_texts=[f"Pedido {order_id}"])


async def test_an_exact_document_is_attached_as_soon_as_it_is_found(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", named())])

    assert shop.job(job).document == a_document()
    assert shop.folder.read_again == []
    attached = shop.desk.details(job).timeline[-1]
    assert (attached.entry, attached.facts["file"]) == (Entry.DOCUMENT_ATTACHED, "a.xml")
    assert states(shop) == {"a.xml": FileState.ATTACHED}
    assert (files(shop)[0].job, files(shop)[0].order_id) == (job, ORDER_ID)


async def test_a_document_that_was_there_before_its_job_is_attached_when_the_job_waits(shop: Counter) -> None:
    await shop.filing.take([shop.folder.put("a.xml", named())])
    async with shop.at_work():
        job = await shop.load()
        await eventually(lambda: shop.job(job).document is not None)

    assert shop.folder.read_again == ["/xml/a.xml"]


async def test_jobs_and_files_that_a_stop_kept_apart_meet_at_the_next_start(shop: Counter) -> None:
    running = asyncio.create_task(shop.engine.run())
    job = await shop.load()
    running.cancel()
    shop.filing.files.note([shop.folder.put("a.xml", named())], shop.clock.now())

    async with shop.at_work():
        await eventually(lambda: shop.job(job).document is not None)


async def test_a_file_that_its_job_does_not_take_after_all_waits_for_a_person(
    shop: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> Job:
        raise errors.NotAllowedNowError(str(job), Stage.LOADED.value, "attach")

    monkeypatch.setattr(Desk, "attach_found", refused)
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", named())])

    assert shop.job(job).document is None
    assert states(shop) == {"a.xml": FileState.PROPOSED}


async def test_what_is_looked_at_in_a_full_folder_holds_up_no_other_work(
    shop: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shop.filing.take([shop.folder.put(f"{nnf}.xml", named("v1str-01", nnf)) for nnf in range(1, 9)])
    turns, seen_at = 0, list[int]()
    pairs_of_file = shop.files.pairs_of_file

    def seen(file_id: FileId) -> tuple[Pair, ...]:
        seen_at.append(turns)
        return pairs_of_file(file_id)

    async def go_on() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    monkeypatch.setattr(shop.files, "pairs_of_file", seen)
    other_work = asyncio.create_task(go_on())
    async with shop.at_work():
        await shop.load()
        await eventually(lambda: len(seen_at) == 8)
    other_work.cancel()

    assert len(set(seen_at)) == 8


async def test_an_exact_sale_goes_out_by_itself_where_the_store_wants_that(automatic: Counter) -> None:
    async with automatic.at_work():
        job = await automatic.load()
        await automatic.filing.take([automatic.folder.put("a.xml", named())])
        await automatic.settle()

    assert automatic.stage(job) is Stage.CLOSED
    assert len(automatic.vtex.posts) == 1


async def test_what_has_to_be_looked_at_never_goes_out_by_itself(automatic: Counter) -> None:
    async with automatic.at_work():
        job = await automatic.load()
        other_items = a_paper(items=[an_item(quantity=2)], order_texts=[ORDER_ID])
        await automatic.filing.take([automatic.folder.put("a.xml", other_items)])
        (found,) = files(automatic)
        assert found.state is FileState.PROPOSED

        await automatic.filing.attach(job, found.id, OPERATOR)
        await automatic.settle()

    hold = automatic.job(job).hold
    assert automatic.vtex.posts == []
    assert hold is not None
    assert hold.problem.facts["warnings"] == 1
    assert automatic.desk.details(job).timeline[-1].facts["warnings"] == "items"


async def test_buyer_value_and_items_are_enough_where_no_order_is_named(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", a_paper())])

    assert shop.job(job).document is not None


async def test_two_orders_of_the_same_buyer_value_and_items_are_left_to_a_person(shop: Counter) -> None:
    async with shop.at_work():
        jobs = [await shop.load(order) for order in (ORDER_ID, OTHER_ORDER)]
        await shop.filing.take([shop.folder.put("a.xml", a_paper())])
        (found,) = files(shop)

        assert found.state is FileState.PROPOSED
        assert [match.job.id for match in shop.filing.jobs_for(found.id)] == jobs
        assert all(match.is_exact for match in shop.filing.jobs_for(found.id))

        await shop.filing.attach(jobs[1], found.id, OPERATOR)

    assert [shop.stage(job) for job in jobs] == [Stage.LOADED, Stage.DOCUMENTED]
    assert shop.job(jobs[1]).operator == OPERATOR
    assert states(shop) == {"a.xml": FileState.ATTACHED}


async def test_a_second_order_that_is_one_of_very_many_of_its_value_is_not_overlooked(shop: Counter) -> None:
    async with shop.at_work():
        orders = [f"v{number}str-01" for number in range(10000, 10030)]
        for order_id in orders:
            buyer = a_buyer() if order_id in {orders[0], orders[-1]} else a_buyer(tax_id=BUYER_CNPJ)
            shop.receive(an_order(order_id=order_id, buyer=buyer), a_notification(order_id=order_id))
        await shop.settle()
        await shop.filing.take([shop.folder.put("a.xml", a_paper())])

    assert states(shop) == {"a.xml": FileState.PROPOSED}


async def test_two_documents_for_one_request_are_left_to_a_person(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        news = [shop.folder.put(f"{nnf}.xml", named(nnf=nnf)) for nnf in (1, 2)]
        await shop.filing.take(news)

        assert shop.job(job).document is None
        assert [match.document.key.nnf for match in shop.filing.files_for(job)] == [1, 2]
        assert set(states(shop).values()) == {FileState.PROPOSED}


async def test_two_requests_for_the_same_take_a_document_each_in_their_order(shop: Counter) -> None:
    order = an_order(quantity=2, goods=19980)
    async with shop.at_work():
        jobs = [shop.receive(order, a_notification(notification_id=f"n{number}")) for number in (1, 2)]
        await shop.settle()
        await shop.filing.take([shop.folder.put(f"{nnf}.xml", named(nnf=nnf)) for nnf in (1, 2)])
        await shop.settle()

    assert [document.key.nnf for job in jobs if (document := shop.job(job).document)] == [1, 2]


async def test_the_value_alone_only_proposes(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", a_paper(buyer=BUYER_CNPJ))])

        (match,) = shop.filing.files_for(job)

    assert (match.names_order, match.is_exact, match.may_be_attached) == (False, False, True)
    assert match.file == files(shop)[0]
    assert shop.job(job).document is None


async def test_a_return_is_never_attached_by_itself(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive(SOLD, RETURNED)
        await shop.settle()
        await shop.filing.take([shop.folder.put("a.xml", a_paper(ENTRY, order_texts=[ORDER_ID], purpose="4"))])

        (match,) = shop.filing.files_for(job)

    assert (match.names_order, match.is_exact, match.may_be_attached) == (True, False, True)
    assert shop.job(job).document is None


@pytest.mark.parametrize("comes_first", ["file", "job"])
async def test_a_return_note_is_proposed_where_the_order_was_sold_with_what_it_names(
    shop: Counter, comes_first: str
) -> None:
    back = an_item(original=a_key(nnf=41).text, original_number=1)
    entry = a_paper(replace(ENTRY, value=Cents(9000)), items=[back], references=[back.original], purpose="4")
    async with shop.at_work():
        if comes_first == "file":
            await shop.filing.take([shop.folder.put("a.xml", entry)])
        job = shop.receive(SOLD, RETURNED)
        await shop.settle()
        if comes_first == "job":
            await shop.filing.take([shop.folder.put("a.xml", entry)])
        await eventually(shop.filing.is_idle)

        assert states(shop) == {"a.xml": FileState.PROPOSED}
        (match,) = shop.filing.jobs_for(files(shop)[0].id)

    assert (match.job.id, match.names_order, match.may_be_attached) == (job, True, False)
    assert misfits(match.checks)[0].code is ProblemCode.DOCUMENT_VALUE_DIFFERS
    assert shop.job(job).document is None


async def test_an_event_is_proposed_to_the_cancellation_of_what_it_cancels(shop: Counter) -> None:
    event = Paper(a_cancellation(key=a_key(nnf=41)), b"<evento/>")
    other = Paper(a_cancellation(key=a_key(nnf=40)), b"<evento/>")
    async with shop.at_work():
        sale = await shop.load(OTHER_ORDER)
        job = shop.receive(SOLD, CANCELLED)
        await shop.settle()
        await shop.filing.take([shop.folder.put("a.xml", event), shop.folder.put("b.xml", other)])
        await eventually(shop.filing.is_idle)

        assert states(shop) == {"a.xml": FileState.PROPOSED, "b.xml": FileState.UNMATCHED}
        (match,) = shop.filing.files_for(job)
        assert shop.filing.files_for(sale) == ()
        assert (match.names_order, match.is_exact, match.may_be_attached) == (True, False, True)
        assert shop.job(job).document is None
        assert match.file is not None
        await shop.filing.attach(job, match.file.id, OPERATOR)

    assert shop.job(job).document == event.document
    assert states(shop)["a.xml"] is FileState.ATTACHED


async def test_an_event_that_is_dropped_on_nothing_finds_its_job(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive(SOLD, CANCELLED)
        await shop.settle()

        (match,) = shop.filing.jobs_of(Paper(a_cancellation(key=a_key(nnf=41))))

    assert (match.job.id, match.names_order, match.may_be_attached) == (job, True, True)


async def test_a_document_of_another_order_finds_no_job(shop: Counter) -> None:
    async with shop.at_work():
        await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", named(OTHER_ORDER, value=100))])

    assert states(shop) == {"a.xml": FileState.UNMATCHED}


async def test_a_document_is_not_proposed_because_another_one_is(shop: Counter) -> None:
    async with shop.at_work():
        await shop.load()
        misfit, foreign = named(value=100), a_paper(a_document(nnf=43, value=200))
        await shop.filing.take([shop.folder.put("a.xml", misfit), shop.folder.put("b.xml", foreign)])

    assert states(shop) == {"a.xml": FileState.PROPOSED, "b.xml": FileState.UNMATCHED}


async def test_the_same_file_again_changes_nothing(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        news = shop.folder.put("a.xml", named())
        await shop.filing.take([news])
        before = shop.job(job)
        await shop.filing.take([news])
        await shop.filing.take([shop.folder.put("copy.xml", named())])

    assert shop.job(job) == before
    assert states(shop) == {"a.xml": FileState.ATTACHED, "copy.xml": FileState.ATTACHED}


async def test_an_unreadable_file_is_listed_with_its_reason(shop: Counter) -> None:
    await shop.filing.take([BROKEN])

    (found,) = files(shop, FileState.UNREADABLE)
    assert (found.problem, found.document) == (BROKEN.problem, None)
    assert shop.filing.jobs_for(found.id) == ()
    assert shop.filing.page((), 0, 10).counts == {FileState.UNREADABLE: 1}


async def test_what_is_no_fiscal_document_is_known_and_not_listed(shop: Counter) -> None:
    await shop.filing.take([FileRead("/xml/status.xml", Stamp(10, 1))])

    assert files(shop) == ()
    assert shop.filing.files.known() == {"/xml/status.xml": Stamp(10, 1)}


async def test_a_file_that_becomes_readable_is_read_anew(shop: Counter) -> None:
    await shop.filing.take([replace(BROKEN, path="/xml/a.xml")])
    await shop.filing.take([shop.folder.put("a.xml", named())])

    assert states(shop) == {"a.xml": FileState.UNMATCHED}


async def test_a_file_that_is_gone_is_not_listed_and_its_document_stays(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", named())])
        await shop.filing.take([FileGone("/xml/a.xml")])

    assert files(shop) == ()
    assert shop.job(job).document is not None


async def test_a_file_set_aside_is_proposed_to_nobody_until_it_is_taken_back(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", a_paper(buyer=BUYER_CNPJ))])
        (found,) = files(shop)

        shop.filing.set_aside(found.id, OPERATOR)
        assert states(shop) == {"a.xml": FileState.SET_ASIDE}
        assert shop.filing.files_for(job) == ()

        await shop.filing.take_back(found.id)
        assert states(shop) == {"a.xml": FileState.PROPOSED}


async def test_copies_of_a_document_that_was_set_aside_are_set_aside(shop: Counter) -> None:
    a, b = (shop.folder.put(name, named()) for name in ("a.xml", "b.xml"))
    await shop.filing.take([a, b])
    shop.filing.set_aside(files(shop)[0].id, OPERATOR)
    await shop.filing.take([replace(a, stamp=Stamp(1000, 5)), shop.folder.put("c.xml", named())])
    await shop.filing.take([FileGone(path) for path in ("/xml/a.xml", "/xml/b.xml", "/xml/c.xml")] + [a])
    async with shop.at_work():
        job = await shop.load()
        assert shop.job(job).document is None
        assert states(shop) == {"a.xml": FileState.SET_ASIDE}

        await shop.filing.take([shop.folder.put("a.xml", named(nnf=43))])

    assert shop.job(job).document == a_document(nnf=43)


async def test_taking_a_file_back_takes_its_copies_back(shop: Counter) -> None:
    await shop.filing.take([shop.folder.put(name, named()) for name in ("a.xml", "b.xml")])
    one, other = files(shop)
    shop.filing.set_aside(one.id, OPERATOR)
    await shop.filing.take_back(other.id)

    assert states(shop) == {"a.xml": FileState.UNMATCHED, "b.xml": FileState.UNMATCHED}


@pytest.mark.parametrize("reason", ["replaced", "dismissed"])
async def test_a_document_that_a_person_took_away_goes_to_no_other_job_by_itself(shop: Counter, reason: str) -> None:
    order = an_order(quantity=2, goods=19980)
    async with shop.at_work():
        first = shop.receive(order, a_notification(notification_id="n1"))
        await shop.settle()
        await shop.filing.take([shop.folder.put("a.xml", named())])
        if reason == "replaced":
            await shop.attach(first, a_document(nnf=43))
        else:
            await shop.desk.dismiss(first, OPERATOR, "the wrong document")
        second = shop.receive(order, a_notification(notification_id="n2"))
        await shop.settle()
        await eventually(shop.filing.is_idle)

        (match,) = shop.filing.files_for(second)

    assert shop.job(second).document is None
    assert match.may_be_attached


async def test_a_document_of_a_request_that_vtex_took_back_is_free_for_the_next(shop: Counter) -> None:
    order = an_order(quantity=2, goods=19980)
    async with shop.at_work():
        first = shop.receive(order, a_notification(notification_id="n1"))
        await shop.settle()
        await shop.filing.take([shop.folder.put("a.xml", named())])
        shop.vtex.asked.clear()
        await shop.submit(first)
        await shop.miss_for_long()
        assert shop.stage(first) is Stage.WITHDRAWN
        second = shop.receive(order, a_notification(notification_id="n2"))
        await shop.settle()
        await eventually(lambda: shop.job(second).document is not None)


async def test_a_file_that_was_changed_since_is_not_attached(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", a_paper(buyer=BUYER_CNPJ))])
        (found,) = files(shop)
        shop.folder.papers[found.path] = named(nnf=43)

        with pytest.raises(errors.FileChangedError):
            await shop.filing.attach(job, found.id, OPERATOR)

    assert shop.job(job).document is None


async def test_a_file_that_holds_another_document_than_was_shown_is_not_attached(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", a_paper(buyer=BUYER_CNPJ))])
        (found,) = files(shop)
        await shop.filing.take([shop.folder.put("a.xml", a_paper(a_document(nnf=43), buyer=BUYER_CNPJ))])

        with pytest.raises(errors.FileChangedError):
            await shop.filing.attach(job, found.id, OPERATOR, shown=a_document().key)
        await shop.filing.attach(job, found.id, OPERATOR, shown=a_document(nnf=43).key)

    assert shop.job(job).document == a_document(nnf=43)


async def test_a_file_that_is_gone_when_its_job_comes_leaves_the_job_waiting(shop: Counter) -> None:
    await shop.filing.take([shop.folder.put("a.xml", named())])
    shop.folder.papers.clear()
    async with shop.at_work():
        job = await shop.load()
        await eventually(lambda: shop.folder.read_again == ["/xml/a.xml"])

    hold = shop.job(job).hold
    assert hold is not None
    assert hold.kind is HoldKind.WAITING_FOR_DOCUMENT


async def test_a_file_that_is_removed_while_candidates_are_looked_up_is_none(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", a_paper(buyer=BUYER_CNPJ))])
        shop.files.gone.add(files(shop)[0].id)

        assert shop.filing.files_for(job) == ()


@pytest.mark.parametrize("number", [9, 0, -1, 2**63, 10**30])
async def test_an_unknown_file_is_told(shop: Counter, number: int) -> None:
    with pytest.raises(errors.FileChangedError):
        shop.filing.file(FileId(number))


async def test_a_document_whose_cancellation_lies_in_the_folder_is_kept_out(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("cancelled.xml", Paper(a_cancellation(), b"<evento/>"))])
        await shop.filing.take([FileGone("/xml/cancelled.xml"), shop.folder.put("a.xml", named())])

        (match,) = shop.filing.files_for(job)

    assert not match.may_be_attached
    assert shop.job(job).document is None


@pytest.mark.parametrize(
    "event",
    [a_cancellation(environment=Environment.HOMOLOGATION), a_cancellation(is_authorised=False)],
    ids=["a test", "not registered"],
)
async def test_an_event_that_cancels_nothing_here_keeps_nothing_out(shop: Counter, event: Document) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("cancelled.xml", Paper(event, b"<evento/>"))])
        await shop.filing.take([shop.folder.put("a.xml", named())])

    assert shop.job(job).document is not None


async def test_a_document_cancelled_after_it_was_attached_is_not_posted(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        await shop.filing.take([shop.folder.put("a.xml", named())])
        await shop.filing.take([shop.folder.put("cancelled.xml", Paper(a_cancellation(), b"<evento/>"))])
        await shop.submit(job)

        assert shop.problem(job) is ProblemCode.DOCUMENT_CANCELLED
        assert shop.vtex.posts == []

        await shop.attach(job, a_document(nnf=43))
        await shop.submit(job)

    assert shop.stage(job) is Stage.CLOSED


async def test_a_document_dropped_on_nothing_finds_the_jobs_it_may_be_for(shop: Counter) -> None:
    async with shop.at_work():
        named_, other = [await shop.load(order) for order in (ORDER_ID, OTHER_ORDER)]

        found = shop.filing.jobs_of(named())

    assert [(match.job.id, match.names_order, match.file) for match in found] == [
        (named_, True, None),
        (other, False, None),
    ]


async def test_a_folder_is_told_as_it_was_found_last(shop: Counter) -> None:
    offline = FolderSeen("/xml", problem=Problem(ProblemCode.KEY_CHECK_DIGIT))
    await shop.filing.take([FolderSeen("/xml", 3), offline])

    assert shop.filing.folders == {"/xml": offline}
    assert FolderChanged(offline) in shop.events
    assert FilesChanged() not in shop.events


async def test_while_the_database_is_busy_files_wait_for_it(tmp_path: Path) -> None:
    with counter(tmp_path, patience=Patience().hurried(0.001)) as shop:
        await shop.filing.take([shop.folder.put("a.xml", named())])
        shop.files.fails["pairs_of_job"].append(errors.StorageBusyError())
        async with shop.at_work():
            job = await shop.load()
            await eventually(lambda: shop.job(job).document is not None)


async def test_a_defect_with_one_job_keeps_no_other_from_its_document(shop: Counter) -> None:
    shop.files.fails["pairs_of_job"].append(RuntimeError("a defect"))
    await shop.filing.take([shop.folder.put("a.xml", named(OTHER_ORDER))])
    async with shop.at_work():
        failing, other = [await shop.load(order) for order in (ORDER_ID, OTHER_ORDER)]
        await eventually(lambda: shop.job(other).document is not None)

    assert shop.job(failing).document is None


async def test_a_file_that_is_out_of_reach_for_a_moment_is_attached_later(tmp_path: Path) -> None:
    with counter(tmp_path, patience=Patience().hurried(0.001)) as shop:
        news = shop.folder.put("a.xml", named())
        await shop.filing.take([news])
        shop.folder.papers.clear()
        async with shop.at_work():
            job = await shop.load()
            await eventually(lambda: len(shop.folder.read_again) > 1)
            shop.folder.put("a.xml", named())
            await eventually(lambda: shop.job(job).document is not None)


async def test_what_a_person_attaches_eventually_stays(shop: Counter) -> None:
    going_on = slow_disk(shop)
    await shop.filing.take([shop.folder.put("a.xml", named())])
    async with shop.at_work():
        job = await shop.load()
        await shop.attach(job, a_document(nnf=43))
        going_on.set()
        await eventually(shop.filing.is_idle)

    assert shop.job(job).document == a_document(nnf=43)


async def test_what_a_person_attaches_while_the_order_is_busy_stays(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        async with shop.engine.order_lock(shop.job(job)):
            by_hand = asyncio.create_task(shop.desk.attach(job, Paper(a_document(nnf=43)), OPERATOR))
            await asyncio.sleep(0)
            by_itself = asyncio.create_task(shop.filing.take([shop.folder.put("a.xml", named())]))
            await asyncio.sleep(0)
        await asyncio.gather(by_hand, by_itself)
        await shop.settle()

    assert shop.job(job).document == a_document(nnf=43)


async def test_a_document_cancelled_while_its_order_is_busy_is_left_to_a_person(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        async with shop.engine.order_lock(shop.job(job)):
            by_itself = asyncio.create_task(shop.filing.take([shop.folder.put("a.xml", named())]))
            await asyncio.sleep(0)
            await shop.filing.take([shop.folder.put("cancelled.xml", Paper(a_cancellation(), b"<evento/>"))])
        await by_itself

    assert shop.job(job).document is None


async def test_a_document_goes_to_the_next_request_where_a_person_was_quicker_with_the_first(shop: Counter) -> None:
    going_on = slow_disk(shop)
    order = an_order(quantity=2, goods=19980)
    await shop.filing.take([shop.folder.put("a.xml", named())])
    async with shop.at_work():
        first, second = [shop.receive(order, a_notification(notification_id=f"n{number}")) for number in (1, 2)]
        await shop.settle()
        await shop.attach(first, a_document(nnf=43))
        going_on.set()
        await eventually(lambda: shop.job(second).document is not None)

    assert (shop.job(first).document, shop.job(second).document) == (a_document(nnf=43), a_document())


async def test_a_database_that_is_busy_at_the_start_stops_nothing(tmp_path: Path) -> None:
    with counter(tmp_path, patience=Patience().hurried(0.001)) as shop:
        await shop.filing.take([shop.folder.put("a.xml", named())])
        shop.files.fails["waiting_files"].append(errors.StorageBusyError())
        async with shop.at_work():
            job = await shop.load()
            await eventually(lambda: shop.job(job).document is not None)


async def test_a_defect_with_one_file_keeps_no_other_from_its_job(shop: Counter) -> None:
    async with shop.at_work():
        jobs = [await shop.load(order) for order in (ORDER_ID, OTHER_ORDER)]
        shop.files.fails["pairs_of_file"].append(RuntimeError("a defect"))
        news = [shop.folder.put(f"{nnf}.xml", named(order, nnf)) for nnf, order in ((1, ORDER_ID), (2, OTHER_ORDER))]
        await shop.filing.take(news)

    assert [shop.job(job).document is None for job in jobs] == [True, False]


async def test_news_that_a_busy_database_did_not_take_may_be_brought_again(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        shop.files.fails["pairs_of_file"].append(errors.StorageBusyError())
        news = [shop.folder.put("a.xml", named())]
        with pytest.raises(errors.StorageBusyError):
            await shop.filing.take(news)
        await shop.filing.take(news)

    assert shop.job(job).document == a_document()
    assert states(shop) == {"a.xml": FileState.ATTACHED}


async def test_the_desk_is_not_idle_before_watched_folders_have_told_everything(shop: Counter) -> None:
    has_told: list[bool] = []
    shop.filing.has_told_everything = lambda: bool(has_told)
    async with shop.at_work():
        assert not await shop.commands.is_idle()
        has_told.append(True)
        assert await shop.commands.is_idle()


async def test_the_desk_is_not_idle_while_the_documents_of_a_job_are_looked_for(shop: Counter) -> None:
    going_on = slow_disk(shop)
    await shop.filing.take([shop.folder.put("a.xml", named())])
    async with shop.at_work():
        job = await shop.load()
        assert not await shop.commands.is_idle()
        going_on.set()
        await eventually(lambda: shop.job(job).document is not None)
        await eventually(shop.filing.is_idle)


def slow_disk(shop: Counter) -> threading.Event:
    """Let files be read only once the event is set that this gives."""
    going_on, read = threading.Event(), shop.filing.read_file

    def read_later(found: FoundFile) -> Paper:
        assert going_on.wait(60)
        return read(found)

    shop.filing.read_file = read_later
    return going_on


async def test_the_number_of_a_file_that_is_gone_never_means_another(shop: Counter) -> None:
    await shop.filing.take([shop.folder.put("a.xml", named())])
    (gone,) = files(shop)
    await shop.filing.take([FileGone(gone.path), shop.folder.put("b.xml", named(nnf=43))])

    assert files(shop)[0].id != gone.id
