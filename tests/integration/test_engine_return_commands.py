"""The commands of the returns desk: JSON in, JSON out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import Order, Payment
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.engine.words import LONGEST
from tests.builders import ACCOUNT, NOW, ORDER_ID, a_document, a_notification, an_earlier_invoice, an_order
from tests.counter import Counter, ask

pytestmark = pytest.mark.anyio

UNREADABLE = "inStore: {tradeAccount"
ELSEWHERE = 'inStore: {"tradeAccount": "lojafarmipanema"}'
CPF, CARD = "529.982.247-25", "4111 1111 1111 1111"
IMPOSSIBLE_MOMENTS = [
    "2026-11-20T11:30:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    (NOW + timedelta(minutes=3)).isoformat(),
]
RETURN_KEYS = {"returnable", "originals", "route", "settlements", "unsettled"}


def sold(*, status: str = "invoiced", invoiced: int = 9990) -> Order:
    """Give an order that was sold by a document, at the counter and by card."""
    sale = an_earlier_invoice(number="41", value=invoiced)
    order = an_order(status=status, quantity=2, goods=9990, invoices=[sale], is_in_store=True, created_at=NOW)
    return replace(order, payments=(Payment("Visa", Cents(9990), last_digits="1111"),))


async def asked_back(shop: Counter, observation: str = "inStore", order: Order | None = None) -> JobId:
    """Let a unit be asked back."""
    notification = a_notification(units={0: 1}, observation=observation, type_=InvoiceType.INPUT)
    job = shop.receive(order or sold(), notification)
    await shop.settle()
    return job


async def test_orders_are_found_by_what_people_know(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop)
        found = await ask(shop, "find_returns", text="000.000.001-91")

    assert [(order["account"], order["order"], order["value"]) for order in found] == [(ACCOUNT, ORDER_ID, 9990)]
    assert found[0].keys() == {"account", "order", "buyer", "value", "ordered_at", "jobs"}
    assert [listed["job"] for listed in found[0]["jobs"]] == [job]
    assert "00000000191" not in json.dumps(found)


@pytest.mark.parametrize("account", [None, ACCOUNT])
async def test_an_order_tells_what_may_be_returned(shop: Counter, account: str | None) -> None:
    async with shop.at_work():
        await asked_back(shop)
        shown = await ask(shop, "returns", order=ORDER_ID, account=account)

    assert (shown["order"], shown["status"], shown["in_store"]) == (ORDER_ID, "invoiced", True)
    assert shown["ordered_at"] == NOW.isoformat()
    assert shown["payments"] == [
        {"method": "Visa", "value": 9990, "interest": 0, "last_digits": "1111", "is_gift_card": False}
    ]
    assert shown["returnable"] == {
        "lines": [
            {
                "item_index": 0,
                "sku": "100",
                "name": "Camiseta 0",
                "channel": "pickup",
                "bought": 2,
                "sold": 2,
                "returned": 0,
                "left": 2,
                "value_left": 9990,
            }
        ],
        "paid": 9990,
        "refunded": 0,
        "kept": 0,
        "left": 9990,
        "units_left": 2,
    }
    assert [(sale["number"], sale["document"], sale["serie"]) for sale in shown["originals"]] == [("41", "NFC-e", 1)]
    assert shown["route"].keys() >= {"kind", "is_open", "reason", "number", "closes_at", "headline", "why", "options"}
    assert shown["route"]["options"][0]["kind"] == shown["route"]["kind"]
    assert [job["operation"] for job in shown["jobs"]] == ["cancellation"]


async def test_an_order_that_vtex_does_not_know_is_told(shop: Counter) -> None:
    assert (await ask(shop, "returns", order="v9-01"))["kind"] == "UnknownOrderError"


async def test_a_return_is_shown_with_its_case_and_what_is_unsettled(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop)
        shown = await ask(shop, "show", job=str(job))

    assert shown.keys() >= RETURN_KEYS
    assert (shown["unsettled"], shown["settlements"]) == (["reversal"], [])
    assert shown["payments"][0]["last_digits"] == "1111"


async def test_a_sale_has_no_case(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        shown = await ask(shop, "show", job=str(job))

    assert {name: shown[name] for name in RETURN_KEYS} == dict.fromkeys(RETURN_KEYS)


async def test_an_unreadable_request_is_settled_by_command(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop, UNREADABLE)
        before = await ask(shop, "show", job=str(job))
        await ask(shop, "settle_operation", job=str(job), operator="ana", operation="cancellation")
        await shop.settle()
        shown = await ask(shop, "show", job=str(job))

    assert before["unsettled"] == ["operation"]
    assert (shown["operation"], shown["unsettled"]) == ("cancellation", ["reversal"])
    assert shown["settlements"] == [
        {
            "matter": "operation",
            "operator": "ana",
            "at": NOW.isoformat(),
            "facts": {"observation": UNREADABLE, "operation": "cancellation", "store": ""},
        }
    ]


async def test_a_return_of_another_store_is_taken_over_by_command(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop, ELSEWHERE)
        taken = await ask(shop, "take_over", job=str(job), manager="rui", reason="the goods are here")
        await shop.settle()
        shown = await ask(shop, "show", job=str(job))

    assert taken["stage"] == "received"
    assert (shown["problems"], shown["unsettled"]) == ([], [])


async def test_a_return_without_refund_goes_on_by_command(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop, "wrong size", sold(status="handling", invoiced=4995))
        before = await ask(shop, "show", job=str(job))
        await ask(shop, "without_refund", job=str(job), operator="ana", reason="paid back in cash")
        await shop.settle()
        shown = await ask(shop, "show", job=str(job))

    assert (before["unsettled"], shown["unsettled"]) == (["no_refund"], [])


@pytest.mark.parametrize(
    ("told", "kept"), [(None, NOW.isoformat()), ("2026-11-20T11:30:00-03:00", "2026-11-20T14:30:00+00:00")]
)
async def test_a_reversal_is_noted_by_command(shop: Counter, told: str | None, kept: str) -> None:
    async with shop.at_work():
        job = await asked_back(shop)
        await ask(shop, "reversal", job=str(job), operator="ana", authorisation=" A1B2 ", reversed_at=told)
        (said,) = (await ask(shop, "show", job=str(job)))["settlements"]

    assert said["facts"] == {"value": 4995, "authorisation": "A1B2", "reversed_at": said["facts"]["reversed_at"]}
    assert datetime.fromisoformat(said["facts"]["reversed_at"]) == datetime.fromisoformat(kept)


async def test_a_manager_approves_by_command(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop)
        await ask(shop, "approve", job=str(job), manager="rui")
        (said,) = (await ask(shop, "show", job=str(job)))["settlements"]

    assert (said["matter"], said["operator"], said["facts"]["value"]) == ("approval", "rui", 4995)


async def test_what_cannot_be_settled_now_is_told(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop)
        refused = await ask(shop, "take_over", job=str(job), manager="rui", reason="why not")

    assert refused["kind"] == "NotAllowedNowError"


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("approve", {"manager": 5}),
        ("reversal", {"operator": "ana", "authorisation": ["x"]}),
        ("reversal", {"operator": "ana", "authorisation": "x", "reversed_at": "yesterday"}),
        ("reversal", {"operator": "ana", "authorisation": "x", "reversed_at": 5}),
        ("without_refund", {"operator": "ana", "reason": {"a": 1}}),
        ("settle_operation", {"operator": "ana", "operation": "theft"}),
    ],
)
async def test_what_is_no_word_of_a_person_is_not_kept(shop: Counter, command: str, arguments: dict[str, Any]) -> None:
    async with shop.at_work():
        job = await asked_back(shop)
        with pytest.raises((TypeError, ValueError)):
            await ask(shop, command, job=str(job), **arguments)

    assert shop.journal.settlements(job).said == ()


@pytest.mark.parametrize("moment", IMPOSSIBLE_MOMENTS)
async def test_no_reversal_is_noted_for_a_moment_that_cannot_be(shop: Counter, moment: str) -> None:
    async with shop.at_work():
        job = await asked_back(shop)
        told = {"operator": "ana", "authorisation": "x", "reversed_at": moment}
        refused = await ask(shop, "reversal", job=str(job), **told)

    assert refused["kind"] == errors.ImpossibleMomentError.__name__
    assert shop.journal.settlements(job).said == ()


EMPTY = ["", " \u202e", "..."]
"""What says nothing."""


@pytest.mark.parametrize("empty", EMPTY)
@pytest.mark.parametrize(
    ("observation", "command", "arguments", "left_out"),
    [
        ("inStore", "approve", {}, "manager"),
        ("inStore", "reversal", {"operator": "ana"}, "authorisation"),
        ("inStore", "reversal", {"authorisation": "x"}, "operator"),
        ("inStore", "dismiss", {"operator": "ana"}, "reason"),
        ("inStore", "dismiss", {"reason": "asked twice"}, "operator"),
        (ELSEWHERE, "take_over", {"manager": "rui"}, "reason"),
        (ELSEWHERE, "take_over", {"reason": "the goods are here"}, "manager"),
        (UNREADABLE, "settle_operation", {"operation": "cancellation"}, "operator"),
    ],
)
async def test_where_nothing_is_said_nobody_has_spoken(  # noqa: PLR0913, PLR0917 (a table of four and what is empty)
    shop: Counter, observation: str, command: str, arguments: dict[str, str], left_out: str, empty: str
) -> None:
    async with shop.at_work():
        job = await asked_back(shop, observation)
        before = shop.job(job)
        refused = await ask(shop, command, job=str(job), **arguments, **{left_out: empty})

    assert refused["kind"] == errors.NothingSaidError.__name__
    assert shop.job(job) == before


@pytest.mark.parametrize("left_out", ["operator", "reason"])
async def test_nobody_goes_without_a_refund_for_no_reason(shop: Counter, left_out: str) -> None:
    said = {"operator": "ana", "reason": "paid back in cash"} | {left_out: " "}
    async with shop.at_work():
        job = await asked_back(shop, "wrong size", sold(status="handling", invoiced=4995))
        refused = await ask(shop, "without_refund", job=str(job), **said)

    assert refused["kind"] == errors.NothingSaidError.__name__
    assert shop.journal.settlements(job).said == ()


async def test_what_people_say_is_kept_in_one_short_line(shop: Counter) -> None:
    said = "NSU\x00 1\n\x1b\u202e\ud800" + "9" * 10_000
    async with shop.at_work():
        job = await asked_back(shop)
        await ask(shop, "reversal", job=str(job), operator="ana", authorisation=said)
        (word,) = shop.journal.settlements(job).said

    assert str(word.facts["authorisation"]).startswith("NSU 1 999")
    assert len(str(word.facts["authorisation"])) == LONGEST


@pytest.mark.parametrize(
    ("observation", "command", "arguments"),
    [
        ("inStore", "reversal", {"operator": "ana", "authorisation": f"Pix para {CPF}, antes {CARD}"}),
        (ELSEWHERE, "take_over", {"manager": "rui", "reason": f"{CPF} traz o cartão {CARD}"}),
        (f"inStore: {CPF}", "settle_operation", {"operator": "ana", "operation": "cancellation"}),
    ],
)
async def test_no_personal_number_is_kept_with_a_word(
    shop: Counter, observation: str, command: str, arguments: dict[str, str]
) -> None:
    async with shop.at_work():
        job = await asked_back(shop, observation)
        before = await ask(shop, "show", job=str(job))
        await ask(shop, command, job=str(job), **arguments)
        await shop.settle()
        shown = await ask(shop, "show", job=str(job))

    assert len(shown["settlements"]) == 1
    assert [seen for seen in (before, shown) if CPF in json.dumps(seen) or CARD in json.dumps(seen)] == []


async def test_nothing_goes_out_but_the_value_that_was_seen(shop: Counter) -> None:
    async with shop.at_work():
        job = await asked_back(shop)
        refused = await ask(shop, "submit", job=str(job), operator="ana", confirmed=True, value=1)

    assert refused["kind"] == errors.StaleJobError.__name__


@pytest.mark.parametrize("confirmed", ["no", "false", "true", 1, [False], None])
async def test_only_true_confirms_a_refund(shop: Counter, confirmed: object) -> None:
    async with shop.at_work():
        job = await asked_back(shop, "wrong size")
        await shop.attach(job, a_document(model="55", value=4995, is_entry=True))
        refused = await ask(shop, "submit", job=str(job), operator="ana", confirmed=confirmed)
        await shop.settle()

    assert refused["kind"] == errors.ConfirmationMissingError.__name__
    assert shop.vtex.posts == []


@pytest.mark.parametrize("operator", ["", " "])
async def test_nobody_sends_a_refund_without_a_name(shop: Counter, operator: str) -> None:
    async with shop.at_work():
        job = await asked_back(shop, "wrong size")
        await shop.attach(job, a_document(model="55", value=4995, is_entry=True))
        refused = await ask(shop, "submit", job=str(job), operator=operator, confirmed=True)
        await shop.settle()

    assert refused["kind"] == errors.NothingSaidError.__name__
    assert shop.vtex.posts == []


@pytest.mark.parametrize("operator", [None, 5])
async def test_what_is_no_name_sends_no_refund(shop: Counter, operator: object) -> None:
    async with shop.at_work():
        job = await asked_back(shop, "wrong size")
        await shop.attach(job, a_document(model="55", value=4995, is_entry=True))
        with pytest.raises(TypeError):
            await ask(shop, "submit", job=str(job), operator=operator, confirmed=True)
        await shop.settle()

    assert shop.vtex.posts == []


async def test_a_desk_that_only_receives_takes_no_word_that_reads_anew(shop: Counter) -> None:
    commands = replace(shop.commands, works=False)
    async with shop.at_work():
        job = await asked_back(shop, UNREADABLE)
        answer = await commands.answer(
            "settle_operation", {"job": str(job), "operator": "ana", "operation": "cancellation"}
        )

    assert answer["error"]["kind"] == "OnlyReceivingError"
