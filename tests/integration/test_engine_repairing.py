"""Sending an access key again: only where nothing can be booked twice, and told as VTEX shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.cause import Repair
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.key_repair import KeyOutcome
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, OrderId
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.policy import AccountPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.repairing import KeySender
from tests.builders import (
    ACCOUNT,
    BUYER_CNPJ,
    ISSUED_AT,
    ORDER_ID,
    a_cancellation,
    a_document,
    a_key,
    a_notification,
    an_earlier_invoice,
    an_order,
)
from tests.counter import OPERATOR, Counter, counter

pytestmark = pytest.mark.anyio

KEY = a_key().text
NUMBER = "42"
KEYLESS = replace(an_earlier_invoice(number=NUMBER, key=""), issued_at=ISSUED_AT)
SUBJECT = f"{ACCOUNT}/{ORDER_ID}"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter that waits for VTEX no longer than a moment, and sends its XML along."""
    policies = {ACCOUNT: AccountPolicy(embeds_xml=True)}
    with counter(tmp_path, patience=Patience().hurried(0.0001), policies=policies) as made:
        made.vtex.shows_posts = False
        made.vtex.shows(an_order(status="invoiced", invoices=[KEYLESS]))
        yield made


@pytest.fixture
def sender(shop: Counter) -> KeySender:
    return shop.commands.key_sender


def shows(shop: Counter, *invoices: EarlierInvoice, order: Order | None = None) -> None:
    """Let the order show other invoices from now on."""
    shop.vtex.shows(replace(order or an_order(status="invoiced"), invoices=invoices))


def when_posted(shop: Counter, *invoices: EarlierInvoice) -> None:
    """Let the order show other invoices once something was posted."""

    async def post() -> None:
        shows(shop, *invoices)

    shop.vtex.hooks["post_invoice"] = post


def trail(shop: Counter) -> list[AuditEntry]:
    return list(shop.commands.key_sender.audit.entries(SUBJECT))


def outcomes(shop: Counter) -> list[str | int]:
    return [entry.facts["outcome"] for entry in trail(shop) if entry.deed is Deed.KEY_ANSWERED]


async def sent(sender: KeySender, key: str = KEY, number: str = NUMBER) -> KeyOutcome:
    return (await sender.send(ACCOUNT, ORDER_ID, number, key, OPERATOR)).outcome


async def refused(sender: KeySender, key: str = KEY, number: str = NUMBER) -> ProblemCode:
    """Send a key that is not sent, and give why."""
    with pytest.raises(errors.DocumentRefusedError) as refusal:
        await sent(sender, key, number)
    (problem,) = refusal.value.problems
    assert isinstance(problem, Problem)
    return problem.code


# which keys can be sent


async def test_an_invoice_without_a_key_is_offered(shop: Counter, sender: KeySender) -> None:
    good = an_earlier_invoice(number="43", value=1)
    shows(shop, KEYLESS, good, an_earlier_invoice(number="44", type_=InvoiceType.INPUT, key=""))

    (offer,) = await sender.offers(ACCOUNT, ORDER_ID)

    assert (offer.number, offer.value, offer.shown, offer.key) == (NUMBER, 9990, "", "")


async def test_nothing_is_offered_where_something_is_left_to_invoice(shop: Counter, sender: KeySender) -> None:
    shows(shop, replace(KEYLESS, value=Cents(9989)))

    assert await sender.offers(ACCOUNT, ORDER_ID) == ()


async def test_the_key_is_known_from_a_document_in_a_watched_folder(shop: Counter, sender: KeySender) -> None:
    await shop.filing.take([shop.folder.put("note.xml", Paper(a_document(), b"<nfeProc/>"))])

    (offer,) = await sender.offers(ACCOUNT, ORDER_ID)

    assert offer.key == KEY


async def test_the_key_is_known_from_what_this_desk_posted(shop: Counter, sender: KeySender) -> None:
    await invoiced_here(shop)
    shows(shop, an_earlier_invoice(number=NUMBER, key="123"))

    (offer,) = await sender.offers(ACCOUNT, ORDER_ID)

    assert (offer.shown, offer.key) == ("123", KEY)


async def test_the_document_of_another_orders_job_is_not_proposed(shop: Counter, sender: KeySender) -> None:
    await invoiced_here(shop, OrderId("v70530117str-01"))

    (offer,) = await sender.offers(ACCOUNT, ORDER_ID)

    assert offer.key == ""


async def test_an_order_that_vtex_does_not_know_is_told(sender: KeySender) -> None:
    with pytest.raises(errors.UnknownOrderError):
        await sender.offers(ACCOUNT, OrderId("v9-01"))


async def test_what_vtex_says_beside_is_told_as_it_is(shop: Counter, sender: KeySender) -> None:
    shop.vtex.fails["order"].append(errors.VtexRefusedError(400, "no"))

    with pytest.raises(errors.VtexRefusedError):
        await sender.offers(ACCOUNT, ORDER_ID)


async def invoiced_here(shop: Counter, order_id: OrderId = ORDER_ID) -> None:
    """Invoice an order at this counter."""
    shop.vtex.shows_posts = True
    async with shop.at_work():
        order = an_order(order_id=order_id)
        job = await shop.documented(order, a_notification(order_id=order_id, notification_id=f"of-{order_id}"))
        await shop.submit(job)
    shop.vtex.shows_posts = False
    shop.vtex.posts.clear()
    shop.vtex.embedded.clear()
    shop.clock.move(timedelta(minutes=5))


# sending


async def test_a_key_goes_out_with_the_very_invoice_that_vtex_holds(shop: Counter, sender: KeySender) -> None:
    when_posted(shop, replace(KEYLESS, key=KEY))

    assert await sent(sender) is KeyOutcome.TAKEN

    ((url, invoice),) = shop.vtex.posts
    assert url == shop.vtex.callback_url(ORDER_ID)
    assert (invoice.type, invoice.number, invoice.value, invoice.key) == (InvoiceType.OUTPUT, NUMBER, 9990, KEY)
    assert [(row.sku, row.price, row.quantity) for row in invoice.rows] == [("100", 9990, 1)]
    assert shop.vtex.embedded == [None]


async def test_intention_and_outcome_are_in_the_audit_trail(shop: Counter, sender: KeySender) -> None:
    when_posted(shop, replace(KEYLESS, key=KEY))

    await sent(sender)

    intention, outcome = trail(shop)
    assert (intention.deed, intention.who) == (Deed.KEY_SENT, OPERATOR)
    assert intention.facts == {"number": NUMBER, "key": KEY, "value": 9990, "xml": 0, "invoiced": 9990}
    assert (outcome.deed, outcome.who) == (Deed.KEY_ANSWERED, OPERATOR)
    assert outcome.facts == {"number": NUMBER, "key": KEY, "outcome": "taken"}


async def test_the_intention_is_written_before_anything_is_sent(shop: Counter, sender: KeySender) -> None:
    written: list[Deed] = []

    async def look() -> None:
        written.extend(entry.deed for entry in trail(shop))

    shop.vtex.hooks["post_invoice"] = look

    await sent(sender)

    assert written == [Deed.KEY_SENT]


async def test_the_xml_of_a_found_document_goes_along(shop: Counter, sender: KeySender) -> None:
    await shop.filing.take([shop.folder.put("note.xml", Paper(a_document(), b"<nfeProc/>"))])
    when_posted(shop, replace(KEYLESS, key=KEY))

    await sent(sender)

    assert shop.vtex.embedded == ["<nfeProc/>"]


async def test_the_xml_of_a_jobs_document_goes_along(shop: Counter, sender: KeySender) -> None:
    await invoiced_here(shop)
    shows(shop, KEYLESS)

    await sent(sender)

    assert shop.vtex.embedded == ["<nfeProc/>"]


async def test_a_file_that_was_changed_lets_the_key_go_alone(shop: Counter, sender: KeySender) -> None:
    await shop.filing.take([shop.folder.put("note.xml", Paper(a_document(), b"<nfeProc/>"))])
    shop.folder.papers.clear()

    await sent(sender)

    assert shop.vtex.embedded == [None]


async def test_no_xml_goes_where_the_account_does_not_want_it(tmp_path: Path) -> None:
    with counter(tmp_path, patience=Patience().hurried(0.0001)) as shop:
        shop.vtex.shows_posts = False
        shows(shop, KEYLESS)
        await shop.filing.take([shop.folder.put("note.xml", Paper(a_document(), b"<nfeProc/>"))])

        await sent(shop.commands.key_sender)

        assert shop.vtex.embedded == [None]


async def test_a_key_that_vtex_shows_is_not_sent(shop: Counter, sender: KeySender) -> None:
    shows(shop, replace(KEYLESS, key=f"NFe{KEY}"))

    assert await sent(sender) is KeyOutcome.TAKEN
    assert (shop.vtex.posts, trail(shop)) == ([], [])


# what vtex does with it


async def test_a_key_that_shows_later_is_waited_for(shop: Counter, sender: KeySender) -> None:
    looks = 0

    async def look() -> None:
        nonlocal looks
        looks += 1
        if looks == 4:
            shows(shop, replace(KEYLESS, key=KEY))

    shop.vtex.hooks["order"] = look

    assert await sent(sender) is KeyOutcome.TAKEN
    assert len(shop.vtex.posts) == 1


async def test_a_key_that_vtex_ignores_is_told_so(shop: Counter, sender: KeySender) -> None:
    assert await sent(sender) is KeyOutcome.NOT_TAKEN
    assert outcomes(shop) == ["not_taken"]
    assert len(shop.vtex.posts) == 1


async def test_what_vtex_did_not_take_is_not_proposed_again(shop: Counter, sender: KeySender) -> None:
    shows(shop, KEYLESS, order=an_order(marketplace="Casas Exemplo", marketplace_order_id="3000000001"))
    diagnoser = shop.commands.diagnoser
    before = await diagnoser.diagnose(ACCOUNT, ORDER_ID)

    await sent(sender)
    after = await diagnoser.diagnose(ACCOUNT, ORDER_ID)

    assert Repair.SEND_KEY in {cause.repair for cause in before.causes}
    assert Repair.SEND_KEY not in {cause.repair for cause in after.causes}


async def test_a_refusal_is_told_in_vtexs_words(shop: Counter, sender: KeySender) -> None:
    shop.vtex.fails["post_invoice"].append(errors.VtexRefusedError(400, "number exists, CPF 529.982.247-25"))

    answer = await sender.send(ACCOUNT, ORDER_ID, NUMBER, KEY, OPERATOR)

    assert answer.outcome is KeyOutcome.REFUSED
    assert answer.words.startswith("number exists")
    assert "982.247" not in answer.words
    assert trail(shop)[-1].facts["words"] == answer.words


async def test_a_refusal_of_what_vtex_took_all_the_same_is_no_refusal(shop: Counter, sender: KeySender) -> None:
    shop.vtex.fails["post_invoice"].append(errors.VtexRefusedError(400, "number exists"))
    when_posted(shop, replace(KEYLESS, key=KEY))

    answer = await sender.send(ACCOUNT, ORDER_ID, NUMBER, KEY, OPERATOR)

    assert (answer.outcome, answer.words) == (KeyOutcome.TAKEN, "")


async def test_a_lost_answer_is_read_back(shop: Counter, sender: KeySender) -> None:
    shop.vtex.fails_after["post_invoice"].append(errors.VtexSilentError("cut"))
    when_posted(shop, replace(KEYLESS, key=KEY))

    assert await sent(sender) is KeyOutcome.TAKEN
    assert len(shop.vtex.posts) == 1


async def test_a_lost_answer_that_does_not_show_stays_unknown(shop: Counter, sender: KeySender) -> None:
    shop.vtex.fails_after["post_invoice"].append(errors.VtexSilentError("cut"))

    assert await sent(sender) is KeyOutcome.UNKNOWN
    assert outcomes(shop) == ["unknown"]


async def test_an_order_that_cannot_be_read_afterwards_stays_unknown(shop: Counter, sender: KeySender) -> None:
    shop.vtex.fails["order"].extend([None, *[errors.VtexUnavailableError("away")] * 20])

    assert await sent(sender) is KeyOutcome.UNKNOWN


async def test_an_invoice_that_vtex_booked_again_is_told_loudly(shop: Counter, sender: KeySender) -> None:
    shop.vtex.shows_posts = True

    assert await sent(sender) is KeyOutcome.DOUBLED
    assert outcomes(shop) == ["doubled"]


@pytest.mark.parametrize("failure", [errors.VtexUnavailableError("away"), errors.CredentialsRefusedError(ACCOUNT, 403)])
async def test_what_was_surely_not_sent_is_told_and_written(
    shop: Counter, sender: KeySender, failure: Exception
) -> None:
    shop.vtex.fails["post_invoice"].append(failure)

    with pytest.raises(type(failure)):
        await sent(sender)

    assert outcomes(shop) == ["not_sent"]


# what must not be sent


async def test_a_lost_key_is_not_sent_again_while_it_may_still_show(shop: Counter, sender: KeySender) -> None:
    shop.vtex.fails_after["post_invoice"].append(errors.VtexSilentError("cut"))
    await sent(sender)

    assert await sent(sender) is KeyOutcome.UNKNOWN
    assert len(shop.vtex.posts) == 1


async def test_a_lost_key_may_be_sent_again_after_it_had_its_time(shop: Counter, sender: KeySender) -> None:
    shop.vtex.fails_after["post_invoice"].append(errors.VtexSilentError("cut"))
    await sent(sender)
    shop.clock.move(timedelta(minutes=2))
    when_posted(shop, replace(KEYLESS, key=KEY))

    assert await sent(sender) is KeyOutcome.TAKEN
    assert outcomes(shop) == ["unknown", "not_taken", "taken"]


async def died_while_sending(shop: Counter) -> None:
    """Begin to send a key, and end before VTEX answers."""
    shop.vtex.fails_after["post_invoice"].append(RuntimeError("killed"))
    with pytest.raises(RuntimeError):
        await sent(shop.commands.key_sender)


async def test_after_a_crash_the_next_look_reads_the_truth(shop: Counter, sender: KeySender) -> None:
    await died_while_sending(shop)
    shows(shop, replace(KEYLESS, key=KEY))

    assert await sender.offers(ACCOUNT, ORDER_ID) == ()
    assert outcomes(shop) == ["taken"]


async def test_after_a_crash_nothing_is_concluded_before_its_time(shop: Counter, sender: KeySender) -> None:
    await died_while_sending(shop)
    patience = shop.context.patience
    shop.clock.move(patience.answer + patience.invisible - timedelta(microseconds=1))

    await sender.offers(ACCOUNT, ORDER_ID)

    assert outcomes(shop) == []


async def test_two_windows_at_once_send_a_key_once(shop: Counter, sender: KeySender) -> None:
    async def post() -> None:
        for _ in range(9):
            await asyncio.sleep(0)
        shows(shop, replace(KEYLESS, key=KEY))

    shop.vtex.hooks["post_invoice"] = post

    assert set(await asyncio.gather(sent(sender), sent(sender))) == {KeyOutcome.TAKEN}
    assert len(shop.vtex.posts) == 1


async def test_a_key_of_one_invoice_keeps_that_of_another_from_nothing(shop: Counter, sender: KeySender) -> None:
    await died_while_sending(shop)
    shows(shop, KEYLESS, replace(KEYLESS, number="43"))

    assert await sent(sender, a_key(nnf=43).text, "43") is KeyOutcome.NOT_TAKEN


async def test_an_invoice_that_is_not_there_takes_no_key(sender: KeySender) -> None:
    assert await refused(sender, number="77") is ProblemCode.INVOICE_NOT_THERE


async def test_an_order_with_something_left_takes_no_key(shop: Counter, sender: KeySender) -> None:
    shows(shop, replace(KEYLESS, value=Cents(9989)))

    assert await refused(sender) is ProblemCode.ORDER_NOT_WHOLE
    assert shop.vtex.posts == []


async def test_a_key_of_another_store_is_refused(sender: KeySender) -> None:
    assert await refused(sender, a_key(cnpj=BUYER_CNPJ).text) is ProblemCode.CNPJ_NOT_OURS


async def test_the_key_of_a_cancelled_document_is_refused(shop: Counter, sender: KeySender) -> None:
    await shop.filing.take([shop.folder.put("event.xml", Paper(a_cancellation(), b"<procEventoNFe/>"))])

    assert await refused(sender) is ProblemCode.DOCUMENT_CANCELLED


async def test_the_key_of_a_document_with_another_value_is_refused(shop: Counter, sender: KeySender) -> None:
    await shop.filing.take([shop.folder.put("note.xml", Paper(a_document(value=9000), b"<nfeProc/>"))])

    assert await refused(sender) is ProblemCode.DOCUMENT_VALUE_DIFFERS


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (a_document(is_entry=True), ProblemCode.DIRECTION_WRONG),
        (a_document(is_authorised=False), ProblemCode.NOT_AUTHORISED),
    ],
)
async def test_the_key_of_a_document_that_sells_nothing_is_refused(
    shop: Counter, sender: KeySender, note: Document, code: ProblemCode
) -> None:
    await shop.filing.take([shop.folder.put("note.xml", Paper(note, b"<nfeProc/>"))])

    assert await refused(sender) is code


async def test_the_key_of_another_orders_document_is_refused(shop: Counter, sender: KeySender) -> None:
    await invoiced_here(shop, OrderId("v70530117str-01"))

    with pytest.raises(errors.DocumentUsedError):
        await sent(sender)


async def test_the_key_of_a_returns_document_is_refused(shop: Counter, sender: KeySender) -> None:
    sale = an_earlier_invoice(number="41", value=9990)
    async with shop.at_work():
        back = a_notification(type_=InvoiceType.INPUT, notification_id="back")
        job = shop.receive(an_order(status="invoiced", invoices=[sale]), back)
        await shop.settle()
        await shop.attach(job, entry())
    shows(shop, KEYLESS)

    with pytest.raises(errors.DocumentUsedError):
        await sent(sender, entry().key.text)


def entry() -> Document:
    return a_document(model="55", is_entry=True)


async def test_no_key_is_sent_while_an_invoice_of_the_order_is_under_way(shop: Counter, sender: KeySender) -> None:
    shop.vtex.fails_after["post_invoice"].append(errors.VtexSilentError("cut"))
    async with shop.at_work():
        job = await shop.documented()
        await shop.desk.submit(job, OPERATOR, confirmed=True)
        await shop.settle()
    shows(shop, KEYLESS)

    with pytest.raises(errors.NotAllowedNowError):
        await sent(sender)


async def test_nobody_sends_nothing(sender: KeySender) -> None:
    with pytest.raises(errors.NothingSaidError):
        await sender.send(ACCOUNT, ORDER_ID, NUMBER, KEY, " ")
