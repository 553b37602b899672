"""The desk's commands and views: JSON in, JSON out."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import HoldKind, Stage
from desktop_invoicer.engine.events import WindowWanted
from tests.builders import (
    ACCOUNT,
    NOW,
    ORDER_ID,
    a_key,
    a_line,
    a_notification,
    a_scanned_document,
    an_earlier_invoice,
    an_order,
)
from tests.counter import Counter, ask
from tests.waiting import PATIENCE

pytestmark = pytest.mark.anyio

QR = "https://www.nfce.fazenda.rj.gov.br/consulta"
SECOND = OrderId("v2str-01")


async def test_a_sale_is_done_with_commands_alone(shop: Counter) -> None:
    shop.vtex.shows(an_order(freight=250), a_notification())
    async with shop.at_work():
        (added,) = await ask(shop, "add", account=ACCOUNT, order=ORDER_ID)
        (settled,) = await ask(shop, "settle", jobs=[added["job"]], seconds=PATIENCE)
        key, moment = a_key().text, "2026-11-20T12:00:00-03:00"
        attached = await ask(shop, "attach", job=ORDER_ID, key=key, value=settled["value"], issued_at=moment)
        await ask(shop, "submit", job=ORDER_ID, operator="ana", confirmed=False)
        (closed,) = await ask(shop, "settle", jobs=[added["job"]], seconds=PATIENCE)
        shown = await ask(shop, "show", job=ORDER_ID)
        await shop.settle()

        assert await ask(shop, "is_idle") is True
        assert await ask(shop, "jobs") == [closed]
        assert await ask(shop, "jobs", stage="received") == []
    assert (settled["stage"], settled["hold"]["kind"], settled["value"]) == ("loaded", "waiting_for_document", 10240)
    assert (attached["stage"], attached["document"]["key"]) == ("documented", key)
    assert (closed["stage"], closed["hold"]) == ("closed", None)
    assert shown["lines"][0]["freight"] == 250
    assert shown["effects"][0] | {"begun_at": ""} == {
        "kind": "post_invoice",
        "begun_at": "",
        "outcome": "done",
        "number": "42",
        "value": 10240,
    }
    assert shown["timeline"][0]["entry"] == "received"


async def test_a_document_comes_in_as_base64_of_its_xml(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        answer = await ask(shop, "attach", job=str(job), xml=base64.b64encode(b"<nothing/>").decode())

    assert answer["kind"] == "NoFiscalDocumentError"
    assert shop.stage(job) is Stage.LOADED


async def test_settling_gives_up_when_the_time_is_over(shop: Counter) -> None:
    job = shop.receive()

    (shown,) = await ask(shop, "settle", jobs=[job], seconds=0.06)

    assert shown["stage"] == "received"


async def test_an_error_says_what_to_do_and_who_does_it(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        answer = await ask(shop, "attach", job=str(job), key="123")

    assert answer["kind"] == "DocumentRefusedError"
    assert [problem["problem"] for problem in answer["problems"]] == ["key_length"]
    assert answer["message"]
    assert answer["owner"]


async def test_dismiss_and_retry_are_commands_too(shop: Counter) -> None:
    shop.receive()

    retried = await ask(shop, "retry", job=ORDER_ID, operator="ana")
    dismissed = await ask(shop, "dismiss", job=ORDER_ID, operator="ana", reason="test")

    assert (retried["stage"], dismissed["stage"]) == ("received", "dismissed")


async def test_a_reason_is_kept_in_one_line_and_without_personal_numbers(shop: Counter) -> None:
    job = shop.receive()
    await ask(
        shop, "dismiss", job=ORDER_ID, operator="ana", reason="Pix\udcff\nto 529.982.247-25, not 4111111111111111"
    )

    assert shop.journal.timeline(job)[-1].facts["reason"] == "Pix to •••••••••25, not •••• 1111"


async def test_a_named_notification_is_taken_without_asking_for_the_list(shop: Counter) -> None:
    (added,) = await ask(shop, "add", account=ACCOUNT, order=ORDER_ID, notification="n9")

    assert added["notification"] == "n9"
    assert shop.vtex.calls == []


async def test_new_credentials_let_paused_jobs_go_on_and_are_never_shown(shop: Counter) -> None:
    async with shop.at_work():
        shop.vtex.fails["notification"].append(errors.CredentialsRefusedError(ACCOUNT, 401))
        job = await shop.load()
        assert shop.problem(job) is ProblemCode.CREDENTIALS
        answer = await ask(shop, "set_credentials", account=ACCOUNT, values={"app-key": "k", "app-token": None})
        await shop.settle()

    assert answer == {"names": ["app-key"], "is_kept": True}
    assert shop.stage(job) is Stage.LOADED


async def test_a_check_of_credentials_tells_why_vtex_refuses_them(shop: Counter) -> None:
    fine = await ask(shop, "check_credentials", account=ACCOUNT)
    shop.vtex.fails["notifications"].append(errors.CredentialsRefusedError(ACCOUNT, 401))
    refused = await ask(shop, "check_credentials", account=ACCOUNT)

    assert fine == {"names": [], "refusal": None}
    assert refused["refusal"]["kind"] == "CredentialsRefusedError"


async def test_a_key_of_another_month_asks_for_its_day(shop: Counter) -> None:
    key = a_key(aamm="2610").text
    async with shop.at_work():
        job = await shop.load()
        asked = await ask(shop, "attach", job=str(job), key=key)
        attached = await ask(shop, "attach", job=str(job), key=key, issued_at="2026-10-30T12:00:00-03:00")

    assert [problem["problem"] for problem in asked["problems"]] == ["date_needed"]
    assert attached["document"]["issued_at"] == "2026-10-30T12:00:00-03:00"


async def test_an_offline_qr_code_is_attached_with_what_it_tells(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        attached = await ask(shop, "attach", job=str(job), key=f"{QR}?p={a_key()}|2|1|19|99.90|766f|1|0A1B")

    assert attached["document"]["value"] == 9990
    assert attached["document"]["issued_at"] == "2026-11-19T12:00:00-03:00"


# views


async def test_personal_data_stays_masked_in_details(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.load()
        shown = await ask(shop, "show", job=str(job))

    assert "00000000191" not in json.dumps(shown["buyer"])
    assert shown["ncms"] == {"0": {"ncm": "61091000", "source": "tax_code", "other": None}}
    assert shown["decision"]["document"] == "NFC-e"


async def test_the_raw_texts_are_shown_when_asked_for_alone(shop: Counter) -> None:
    bare = shop.receive(None, a_notification(notification_id="bare"))
    assert (await ask(shop, "raw", job=str(bare)))["order"] is None
    async with shop.at_work():
        job = await shop.load(SECOND)
        shown = await ask(shop, "show", job=str(job))
        raw = await ask(shop, "raw", job=str(job))

    assert raw["order"] == '{"orderId": "v2str-01"}'
    assert raw["order"] not in json.dumps(shown)


async def test_the_document_of_an_order_is_explained_by_command(shop: Counter) -> None:
    job = shop.receive()

    explained = await ask(shop, "decision", account=ACCOUNT, order=ORDER_ID)
    async with shop.at_work():
        of_job = await ask(shop, "decision", account=ACCOUNT, order=ORDER_ID, notification=a_notification().id)

    assert (explained["order"], explained["job"], explained["rules_problem"]) == (ORDER_ID, None, None)
    assert (of_job["job"], of_job["decision"]) == (job, explained["decision"])


async def test_the_window_is_brought_to_the_front_where_there_is_one(shop: Counter) -> None:
    with_window = replace(shop.commands, has_window=True)

    assert (await shop.commands.answer("raise_window", {}))["error"]["kind"] == "NoWindowError"
    assert await with_window.answer("raise_window", {}) == {"result": True}
    assert shop.events == [WindowWanted()]


async def test_a_desk_that_only_receives_does_no_work(shop: Counter) -> None:
    commands = replace(shop.commands, works=False)
    job = shop.receive()

    refused = await commands.answer("retry", {"job": str(job), "operator": "ana"})
    shown = await commands.answer("jobs", {})

    assert refused["error"]["kind"] == "OnlyReceivingError"
    assert [entry["job"] for entry in shown["result"]] == [job]


async def test_a_job_that_is_not_loaded_shows_what_is_known(shop: Counter) -> None:
    job = shop.receive()

    shown = await ask(shop, "show", job=str(job))

    assert (shown["operation"], shown["channel"], shown["document"], shown["value"]) == (None, None, None, None)
    assert "lines" not in shown


async def test_earlier_invoices_and_notices_are_shown(shop: Counter) -> None:
    earlier = an_earlier_invoice(number="7", value=4990, units={1: 1})
    order = an_order(lines=[a_line(0, goods=5000), a_line(1, goods=4990)], invoices=[earlier])
    async with shop.at_work():
        job = shop.receive(order, a_notification(changed_items=["900"]))
        await shop.settle()
        await shop.attach(job, a_scanned_document(key=a_key(nnf=8)))
        shown = await ask(shop, "show", job=str(job))

    assert shown["earlier_invoices"] == [
        {"number": "7", "type": "Output", "value": 4990, "key": a_key(nnf=7).text, "units": {"1": 1}, "ours": False}
    ]
    assert [notice["problem"] for notice in shown["notices"]] == ["changed_items"]
    assert shown["document"]["source"] == "key"


async def test_a_held_job_tells_its_problem_its_owner_and_until_when(shop: Counter) -> None:
    async with shop.at_work():
        job = shop.receive()
        shop.vtex.fails["order"].append(errors.VtexUnavailableError("down"))
        await shop.settle()
        (shown,) = await ask(shop, "jobs")

    hold = shown["hold"]
    assert (hold["kind"], hold["problem"], hold["owner"]) == ("retry_at", "waiting_for_vtex", "wait")
    assert hold["until"] > NOW.isoformat()
    assert shop.job(job).hold is not None
    assert HoldKind(hold["kind"]) is HoldKind.RETRY_AT
