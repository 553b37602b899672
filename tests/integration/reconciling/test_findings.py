"""What a comparison finds, keeps and takes words about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.notification import NotificationId
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.engine.reconciling import Reconciler
from tests.builders import (
    NOW,
    ORDER_ID,
    a_document,
    a_paper,
)
from tests.counter import OPERATOR, Counter, ask
from tests.integration.reconciling.conftest import TODAY, codes, gap_in_numbers, sold

pytestmark = pytest.mark.anyio


async def test_a_document_without_an_order_is_found(shop: Counter, reconciler: Reconciler) -> None:
    named = a_paper(a_document(nnf=8), order_texts=[ORDER_ID])
    for paper in (named, a_paper(a_document(nnf=9))):
        await shop.filing.take([shop.folder.put(f"{paper.document.number}.xml", paper)])

    single, others = await reconciler.reconcile(TODAY)

    assert (single.problem.code, single.problem.facts["number"]) == (ProblemCode.DOCUMENT_WITHOUT_INVOICE, "8")
    assert others.problem.code is ProblemCode.TILL_DOCUMENTS


async def test_a_gap_in_the_numbers_is_found(shop: Counter, reconciler: Reconciler) -> None:
    await gap_in_numbers(shop)

    assert ProblemCode.NUMBER_GAP in codes(await reconciler.reconcile(TODAY))


async def test_a_gap_since_the_days_before_is_found(shop: Counter, reconciler: Reconciler) -> None:
    yesterday = a_document(nnf=8, issued_at=NOW - timedelta(days=1))
    for document in (yesterday, a_document(nnf=10)):
        await shop.filing.take([shop.folder.put(f"{document.number}.xml", Paper(document, b"<nfeProc/>"))])

    assert ProblemCode.NUMBER_GAP in codes(await reconciler.reconcile(TODAY))


async def test_an_invoice_that_vtex_shows_a_moment_later_has_not_vanished(
    shop: Counter, reconciler: Reconciler
) -> None:
    shop.vtex.shows_posts = False
    await sold(shop)
    shop.clock.move(-timedelta(seconds=1))

    async def show() -> None:
        if shop.vtex.count("background_order") == 2:
            shop.vtex.show_post(ORDER_ID, shop.vtex.posts[0][1])

    shop.vtex.hooks["background_order"] = show

    assert await reconciler.reconcile(TODAY) == ()


async def test_an_invoice_that_does_not_show_is_given_its_time_before_it_is_told(
    shop: Counter, reconciler: Reconciler
) -> None:
    shop.vtex.shows_posts = False
    await sold(shop)
    shop.clock.move(-timedelta(seconds=1))

    assert ProblemCode.INVOICE_VANISHED in codes(await reconciler.reconcile(TODAY))
    assert shop.vtex.count("background_order") == 2


async def test_an_invoice_that_vtex_does_not_show_after_its_time_has_vanished(
    shop: Counter, reconciler: Reconciler
) -> None:
    shop.vtex.shows_posts = False
    await sold(shop)
    shop.clock.move(timedelta(minutes=2))

    assert ProblemCode.INVOICE_VANISHED in codes(await reconciler.reconcile(TODAY))


async def test_a_job_that_goes_on_while_it_is_read_is_read_again(shop: Counter, reconciler: Reconciler) -> None:
    async with shop.at_work():
        job = await shop.documented()

        async def submit() -> None:
            shop.vtex.hooks.clear()
            await shop.submit(job)

        shop.vtex.hooks["notifications"] = submit
        done = await reconciler.compare(TODAY)

    assert done.findings == ()
    assert shop.vtex.count("background_order") == 2


async def test_a_job_that_never_rests_is_taken_as_it_was_last(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()

    async def announce() -> None:
        shop.announce(notification_id=NotificationId(f"more-{shop.vtex.count('notifications')}"))

    shop.vtex.hooks["notifications"] = announce

    await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 3


async def test_the_last_comparison_of_a_day_is_kept(shop: Counter, reconciler: Reconciler) -> None:
    assert reconciler.last(TODAY) is None

    done = await reconciler.compare(TODAY)

    assert reconciler.last(TODAY) is done
    assert reconciler.last(TODAY - timedelta(days=1)) is None
    assert done.at == shop.clock.now()


async def test_a_word_about_a_finding_stays_with_it(shop: Counter, reconciler: Reconciler) -> None:
    await gap_in_numbers(shop)
    first, *others = await reconciler.reconcile(TODAY)

    note = reconciler.note(first.identity, f" {OPERATOR} ", "for another till, CPF 529.982.247-25")

    kept = reconciler.last(TODAY)
    assert kept is not None
    assert kept.findings == (replace(first, note=note), *others)
    assert await reconciler.reconcile(TODAY) == kept.findings
    assert (note.operator, note.at) == (OPERATOR, shop.clock.now())
    assert "982.247" not in note.reason


@pytest.fixture
async def gap(shop: Counter, reconciler: Reconciler) -> str:
    """Give the identity of a finding: the numbers of two documents leave one out."""
    await gap_in_numbers(shop)
    (gap,) = (each for each in await reconciler.reconcile(TODAY) if each.problem.code is ProblemCode.NUMBER_GAP)
    return gap.identity


async def test_a_word_about_a_finding_is_in_the_audit_trail(shop: Counter, reconciler: Reconciler, gap: str) -> None:
    reconciler.note(gap, OPERATOR, "void at SEFAZ")

    (entry,) = shop.commands.key_sender.audit.entries(gap)
    assert (entry.deed, entry.who, entry.facts) == (Deed.FINDING_NOTED, OPERATOR, {"reason": "void at SEFAZ"})


@pytest.mark.parametrize(("operator", "reason"), [("", "void"), (OPERATOR, " ")])
async def test_a_word_without_a_name_or_a_reason_is_none(
    reconciler: Reconciler, gap: str, operator: str, reason: str
) -> None:
    with pytest.raises(errors.NothingSaidError):
        reconciler.note(gap, operator, reason)


@pytest.mark.parametrize("finding", ["number_gap:65:1:7-7", "x" * 100_000])
@pytest.mark.usefixtures("gap")
async def test_a_word_about_what_no_comparison_found_is_not_kept(
    shop: Counter, reconciler: Reconciler, finding: str
) -> None:
    with pytest.raises(errors.UnknownFindingError):
        reconciler.note(finding, OPERATOR, "void at SEFAZ")

    assert list(shop.commands.key_sender.audit.entries(finding)) == []


async def test_the_command_tells_findings_with_their_fix_and_words(shop: Counter) -> None:
    await shop.filing.take([shop.folder.put("note.xml", a_paper(a_document(nnf=8), order_texts=[ORDER_ID]))])

    told = await ask(shop, "reconcile", date=TODAY.isoformat())
    (finding,) = told["findings"]
    noted = await ask(shop, "note_finding", finding=finding["finding"], operator=OPERATOR, reason="sold by hand")
    (again,) = (await ask(shop, "reconcile", date=TODAY.isoformat()))["findings"]

    assert told.keys() == {"date", "at", "read", "listed", "unread", "findings"}
    assert (finding["settled"], finding["parts"]) == (False, [])
    assert (finding["problem"], finding["fix"], finding["amount"]) == ("document_without_invoice", "open_file", 9990)
    assert finding["note"] is None
    assert again == {**finding, "note": noted, "settled": True}
    assert noted["reason"] == "sold by hand"
