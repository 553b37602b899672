"""Why an order is not invoiced: finding which one is meant, and reading what there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.cause import Likelihood, Repair
from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.diagnosing import Diagnoser
from desktop_invoicer.engine.truth_reader import MOST_ASKED
from tests.builders import (
    ACCOUNT,
    NOW,
    ORDER_ID,
    OTHER_ACCOUNT,
    a_cancellation,
    a_document,
    a_key,
    a_notification,
    an_earlier_invoice,
    an_order,
)
from tests.counter import Counter, ask, counter
from tests.fakes import FakeVtex

pytestmark = pytest.mark.anyio

TODAY = NOW.date()
FOREIGN = OrderId("MKT-4711")
SOLD_LONG_AGO = "2026-11-01T12:00:00.0000000+00:00"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter that waits for VTEX no longer than a moment."""
    with counter(tmp_path, patience=Patience().hurried(0.0001)) as made:
        yield made


@pytest.fixture
def diagnoser(shop: Counter) -> Diagnoser:
    return shop.commands.diagnoser


def stuck(order_id: str = FOREIGN) -> Order:
    """Give an order of CNova that was invoiced without a key."""
    invoices = [an_earlier_invoice(number="42", key="")]
    order = an_order(order_id=order_id, status="invoiced", invoices=invoices, last_change=SOLD_LONG_AGO)
    return replace(order, marketplace="CNova", affiliate="CNV", connectors=("CN-Viavarejo-Integration",))


def sound(order_id: str = ORDER_ID) -> Order:
    """Give an order that this store sold and that is invoiced."""
    return an_order(order_id=order_id, status="invoiced", invoices=[an_earlier_invoice()], last_change=SOLD_LONG_AGO)


def row(order: Order, affiliate: str = "") -> ListedOrder:
    return ListedOrder(order.order_id, order.status, order.value, affiliate=affiliate)


async def sold(shop: Counter) -> JobId:
    """Sell a whole order, to the end, so long ago that VTEX has settled it."""
    async with shop.at_work():
        job = await shop.documented()
        await shop.submit(job)
    shop.vtex.shows(replace(shop.vtex.orders[ORDER_ID], status="invoiced"))
    shop.clock.move(timedelta(hours=1))
    return job


def codes(found: Diagnosis) -> list[ProblemCode]:
    return [cause.problem.code for cause in found.causes]


# one order


async def test_nothing_is_wrong_with_an_order_that_is_invoiced(shop: Counter, diagnoser: Diagnoser) -> None:
    await sold(shop)

    found = await diagnoser.diagnose(ACCOUNT, ORDER_ID)

    assert found.is_sound
    assert (found.status, found.value, found.invoiced) == ("invoiced", 9990, 9990)


async def test_a_missing_key_is_named_with_its_repair_and_page(shop: Counter, diagnoser: Diagnoser) -> None:
    shop.vtex.shows(stuck())

    found = await diagnoser.diagnose(ACCOUNT, FOREIGN)

    (cause,) = found.causes
    assert (cause.problem.code, cause.likelihood) == (ProblemCode.KEY_MISSING, Likelihood.CERTAIN)
    assert (cause.repair, cause.link) == (Repair.SEND_KEY, shop.vtex.order_page(FOREIGN))


async def test_a_job_that_waits_is_the_cause(shop: Counter, diagnoser: Diagnoser) -> None:
    async with shop.at_work():
        job = await shop.load()

    found = await diagnoser.diagnose(ACCOUNT, ORDER_ID)

    assert [cause.job for cause in found.causes] == [job]


async def test_a_document_that_was_cancelled_is_known(shop: Counter, diagnoser: Diagnoser) -> None:
    await shop.filing.take([shop.folder.put("event.xml", Paper(a_cancellation(), b"<procEventoNFe/>"))])
    order = stuck()
    shop.vtex.shows(replace(order, invoices=(an_earlier_invoice(number="42", key=a_key().text),)))

    assert codes(await diagnoser.diagnose(ACCOUNT, FOREIGN)) == [ProblemCode.KEY_CANCELLED]


async def test_an_order_that_vtex_does_not_know_is_told(diagnoser: Diagnoser) -> None:
    with pytest.raises(errors.UnknownOrderError):
        await diagnoser.diagnose(ACCOUNT, FOREIGN)


async def test_what_vtex_says_beside_is_told_as_it_is(shop: Counter, diagnoser: Diagnoser) -> None:
    shop.vtex.fails["background_order"].append(errors.VtexRefusedError(400, "no"))

    with pytest.raises(errors.VtexRefusedError):
        await diagnoser.diagnose(ACCOUNT, FOREIGN)


# which one is meant


async def test_an_order_is_meant_by_its_id_its_sequence_and_its_jobs_number(
    shop: Counter, diagnoser: Diagnoser
) -> None:
    job = await sold(shop)

    for text in (ORDER_ID, "502556", str(job), ORDER_ID.replace("-", "")):
        assert (await diagnoser.diagnose_meant(text)).order_id == ORDER_ID


async def test_a_jobs_number_is_meant_before_an_order_that_has_it_in_its_id(
    shop: Counter, diagnoser: Diagnoser
) -> None:
    job = await sold(shop)
    shop.receive(an_order(order_id=f"v7053011{job}str-01"), a_notification(order_id=f"v7053011{job}str-01"))

    assert (await diagnoser.diagnose_meant(str(job))).order_id == ORDER_ID


async def test_several_orders_are_not_chosen_from(shop: Counter, diagnoser: Diagnoser) -> None:
    async with shop.at_work():
        await shop.load()
        await shop.load("v70530117str-01")

    with pytest.raises(errors.UnknownJobError) as refusal:
        await diagnoser.diagnose_meant("191")
    assert set(refusal.value.candidates) == {ORDER_ID, "v70530117str-01"}


async def test_an_order_that_no_job_knows_is_asked_of_every_account(shop: Counter, diagnoser: Diagnoser) -> None:
    other = FakeVtex(OTHER_ACCOUNT)
    other.shows(stuck())
    context = replace(shop.context, accounts={OTHER_ACCOUNT: other, ACCOUNT: shop.vtex})
    both = replace(diagnoser, desk=replace(shop.desk, context=context))

    found = await both.diagnose_meant(f" {FOREIGN}\n")

    assert (found.account, found.order_id) == (OTHER_ACCOUNT, FOREIGN)
    assert shop.vtex.count("background_order") == 1


async def test_an_order_of_a_named_account_is_asked_there_alone(shop: Counter, diagnoser: Diagnoser) -> None:
    shop.vtex.shows(stuck())

    assert (await diagnoser.diagnose_meant(FOREIGN, ACCOUNT)).account == ACCOUNT
    with pytest.raises(errors.UnknownAccountError):
        await diagnoser.diagnose_meant(FOREIGN, AccountName("nobody"))


async def test_the_job_of_another_account_is_not_meant(shop: Counter, diagnoser: Diagnoser) -> None:
    await sold(shop)

    with pytest.raises(errors.UnknownAccountError):
        await diagnoser.diagnose_meant(ORDER_ID, OTHER_ACCOUNT)


async def test_an_order_that_no_account_has_is_told(diagnoser: Diagnoser) -> None:
    with pytest.raises(errors.UnknownOrderError):
        await diagnoser.diagnose_meant("v9-01")


@pytest.mark.parametrize(
    "text", ["529.982.247-25", "52998224725", a_key().text, a_key().text[:-1], "../v9-01", "..", "v9?01", "v 9"]
)
async def test_what_is_no_id_of_an_order_is_not_asked_of_vtex(shop: Counter, diagnoser: Diagnoser, text: str) -> None:
    with pytest.raises(errors.UnknownOrderError) as refusal:
        await diagnoser.diagnose_meant(text)

    assert shop.vtex.calls == []
    assert "52998224725" not in str(refusal.value).replace(".", "").replace("-", "")


# a whole day


async def test_a_day_is_its_jobs_and_the_orders_of_marketplaces(shop: Counter, diagnoser: Diagnoser) -> None:
    await sold(shop)
    online = sound("v80000000str-01")
    for order in (stuck(), online):
        shop.vtex.shows(order)
    shop.vtex.listed = (row(stuck(), affiliate="CNV"), row(online))

    found = await diagnoser.diagnose_day(TODAY)

    assert [(each.order_id, each.is_sound) for each in found] == [(ORDER_ID, True), (FOREIGN, False)]


async def test_an_order_that_vtex_does_not_give_has_that_as_its_cause(shop: Counter, diagnoser: Diagnoser) -> None:
    shop.receive()
    shop.vtex.fails["background_order"].append(errors.VtexRefusedError(500, "broken"))

    (found,) = await diagnoser.diagnose_day(TODAY)

    assert (found.status, codes(found)) == ("", [ProblemCode.VTEX_REFUSED])


async def test_an_order_listed_under_what_is_no_id_keeps_no_other_from_being_told(
    shop: Counter, diagnoser: Diagnoser
) -> None:
    shop.vtex.shows(stuck())
    shop.vtex.listed = (replace(row(stuck(), affiliate="CNV"), order_id=OrderId("../x")), row(stuck(), affiliate="CNV"))

    found = await diagnoser.diagnose_day(TODAY)

    assert {each.order_id: each.status for each in found} == {"../x": "", FOREIGN: "invoiced"}


async def test_a_day_without_a_list_cannot_be_told(shop: Counter, diagnoser: Diagnoser) -> None:
    shop.vtex.fails["orders_between"].append(errors.CredentialsRefusedError(ACCOUNT, 403))

    with pytest.raises(errors.CredentialsRefusedError):
        await diagnoser.diagnose_day(TODAY)


async def test_of_a_large_day_nothing_is_asked_about_orders_that_are_surely_sound(
    shop: Counter, diagnoser: Diagnoser
) -> None:
    await sold(shop)
    others = [stuck(f"MKT-{number}") for number in range(MOST_ASKED)]
    for order in others:
        shop.vtex.shows(order)
    shop.vtex.listed = (row(shop.vtex.orders[ORDER_ID]), *(row(order, "CNV") for order in others))
    shop.vtex.calls.clear()

    found = await diagnoser.diagnose_day(TODAY)

    assert found[-1] == Diagnosis(ACCOUNT, ORDER_ID, "invoiced", "", Cents(9990), Cents(9990), ())
    assert len(found) == MOST_ASKED + 1
    assert shop.vtex.count("background_order") == MOST_ASKED


async def test_how_far_it_is_is_told(shop: Counter, diagnoser: Diagnoser) -> None:
    shop.receive()
    told: list[tuple[int, int]] = []

    await diagnoser.diagnose_day(TODAY, lambda done, total: told.append((done, total)))

    assert told == [(1, 1)]


# commands


async def test_the_command_tells_causes_repairs_and_what_can_be_sent(shop: Counter) -> None:
    shop.vtex.shows(stuck())
    await shop.filing.take([shop.folder.put("note.xml", Paper(a_document(), b"<nfeProc/>"))])
    shop.vtex.shows(replace(stuck(), invoices=(replace(stuck().invoices[0], issued_at=a_document().issued_at),)))

    told = await ask(shop, "diagnose", order=FOREIGN)

    assert told.keys() == {
        "account",
        "order",
        "status",
        "marketplace",
        "value",
        "invoiced",
        "sound",
        "causes",
        "bridge",
        "offers",
    }
    (cause,) = told["causes"]
    assert (told["sound"], cause["problem"], cause["repair"]) == (False, "key_missing", "send_key")
    assert cause.keys() >= {"likelihood", "owner", "message", "next_action", "facts", "link", "job"}
    assert told["offers"] == [{"number": "42", "value": 9990, "shown": None, "key": a_key().text}]
    assert told["bridge"] == shop.vtex.bridge_page()


async def test_a_sound_order_says_so(shop: Counter) -> None:
    await sold(shop)

    told = await ask(shop, "diagnose", order=ORDER_ID, account=ACCOUNT)

    assert (told["sound"], told["causes"], told["offers"]) == (True, [], [])


async def test_a_day_is_today_unless_it_is_named(shop: Counter) -> None:
    shop.receive()

    today = await ask(shop, "diagnose_day")

    assert [told["order"] for told in today] == [ORDER_ID]
    assert await ask(shop, "diagnose_day", date=TODAY.isoformat()) == today
    assert await ask(shop, "diagnose_day", date="2026-11-01") == []


async def test_an_order_of_an_account_that_is_gone_has_no_pages(shop: Counter) -> None:
    shop.receive()
    await shop.settle()
    shop.context.accounts.pop(ACCOUNT)  # type: ignore[attr-defined]  # the counter's is a dict

    (told,) = await ask(shop, "diagnose_day")

    assert (told["status"], told["bridge"]) == (None, None)
    assert [cause["problem"] for cause in told["causes"]] == ["credentials"]


async def test_the_command_tells_what_vtex_did_with_a_key(shop: Counter) -> None:
    shop.vtex.shows(stuck())
    shop.vtex.fails["post_invoice"].append(errors.VtexRefusedError(400, "number exists"))

    told = await ask(shop, "send_key", account=ACCOUNT, order=FOREIGN, number="42", key=a_key().text, operator="ana")

    assert (told["outcome"], told["words"], told["owner"]) == ("refused", "number exists", "manager")
    assert "number exists" in told["message"]
    assert told["next_action"]
