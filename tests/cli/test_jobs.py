"""``jobs``: list, show, add, retry and dismiss."""

from __future__ import annotations

import json

import pytest

from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import ACCOUNT, CommandLine

LISTED = {"job", "account", "order", "notification", "operation", "stage", "hold", "value", "document"}
HOLD = {"kind", "problem", "owner", "message"}


def test_an_empty_desk_says_so_and_has_no_json_objects(di: CommandLine) -> None:
    assert di("jobs").out == "No jobs.\n"
    assert di("jobs", "--json").json == []


def test_every_job_is_an_object_with_the_promised_keys(loaded: CommandLine) -> None:
    jobs = loaded("jobs", "--json").json

    assert [job["order"] for job in jobs] == sorted(job["order"] for job in jobs)
    assert all(job.keys() >= LISTED and job["hold"].keys() >= HOLD for job in jobs)
    assert {job["operation"] for job in jobs} == {"sale", "return"}
    assert {(job["account"], job["stage"], job["document"]) for job in jobs} == {(ACCOUNT, "loaded", None)}
    assert [job["value"] for job in jobs] == [12990, 17280, 4990]


def test_the_list_tells_people_what_each_job_waits_for(loaded: CommandLine) -> None:
    done = loaded("jobs")

    assert "v70000001gvea-01" in done.out
    assert "The NFC-e of R$ 129.90 is missing." in done.out
    assert not any(line.endswith(" ") for line in done.out.splitlines())


def test_a_stage_chooses_its_jobs(loaded: CommandLine) -> None:
    assert len(loaded("jobs", "--stage", "loaded", "--json").json) == 3
    assert loaded("jobs", "--stage", "closed", "--json").json == []


def test_an_unknown_stage_is_wrong_usage(di: CommandLine) -> None:
    done = di("jobs", "--stage", "lost")

    assert (done.code, done.out) == (2, "")
    assert "'documented'" in done.err


def test_a_job_is_shown_with_lines_decision_and_timeline(loaded: CommandLine) -> None:
    job = loaded("jobs", "show", "1", "--json").json

    assert job.keys() >= LISTED | {"lines", "freight", "decision", "earlier_invoices", "remaining", "timeline"}
    assert job["lines"][0].keys() >= {"item_index", "sku", "units", "goods", "freight", "remaining"}
    assert (job["remaining"], job["decision"]["document"]) == (0, "NFC-e")
    assert [entry["entry"] for entry in job["timeline"]] == ["received", "loaded"]


def test_a_job_is_shown_to_people(loaded: CommandLine) -> None:
    said = loaded("jobs", "show", "v70000003gvea-01").said

    assert "Due: NF-e — goods come back" in said
    assert "Earlier invoice 3003" in said
    assert "Observation: Tamanho errado, cliente devolveu" in said


def test_a_job_tells_what_else_would_do_and_what_is_good_to_know(loaded: CommandLine) -> None:
    said = loaded("jobs", "show", "2").said

    assert "Due: NF-e — the goods are delivered" in said
    assert "NFC-e is accepted, too" in said
    assert "the document is a test, without fiscal value" in said


def test_what_vtex_sent_is_printed_as_it_came(loaded: CommandLine) -> None:
    sent = loaded("jobs", "raw", "1").json

    assert json.loads(sent["order"])["orderId"] == "v70000001gvea-01"
    assert json.loads(sent["notification"])
    assert sent["refused"] is None


def test_an_order_id_finds_its_only_job(loaded: CommandLine) -> None:
    assert loaded("jobs", "show", " v70000002gvea-01 ", "--json").json["job"] == 2


@pytest.mark.parametrize("reference", ["99", "v99-01", "-1", "9" * 18])
def test_a_job_that_is_not_there_is_told_with_the_next_action(di: CommandLine, reference: str) -> None:
    done = di("jobs", "show", "--", reference)

    assert (done.code, done.out) == (1, "")
    assert f"There is no job “{reference}” on this desk." in done.said
    assert "→ " in done.err


@pytest.mark.parametrize(
    "reference", ["", "  ", "9" * 19, "9" * 6000, "x" * 5000, "a/../b?x=1", "..", "dois pedidos", "ç-01"]
)
def test_what_cannot_be_a_job_is_wrong_usage(di: CommandLine, reference: str) -> None:
    done = di("jobs", "show", "--", reference)

    assert (done.code, done.out) == (2, "")
    assert len(done.err) < 1000


def test_vtex_is_asked_about_an_order_now(desk: CommandLine) -> None:
    added = desk("jobs", "add", "v70000001gvea-01", "--json").json

    assert [(job["order"], job["stage"]) for job in added] == [("v70000001gvea-01", "loaded")]
    assert len(desk("jobs", "--json").json) == 1


def test_an_order_that_nobody_wants_invoiced_is_told(desk: CommandLine) -> None:
    done = desk("jobs", "add", "v12345678gvea-01")

    assert (done.code, done.out) == (0, "VTEX asks for no invoice of this order.\n")


def test_one_notification_is_taken_by_its_id(desk: CommandLine, account: Simulator) -> None:
    notification = account.account.books().filed[0].notification

    (added,) = desk("jobs", "add", notification.order_id, notification.id, "--json").json

    assert (added["notification"], added["stage"]) == (notification.id, "loaded")


def test_the_same_order_again_makes_no_second_job(desk: CommandLine) -> None:
    desk("jobs", "add", "v70000001gvea-01")
    desk("jobs", "add", "v70000001gvea-01")

    assert len(desk("jobs", "--json").json) == 1


def test_a_store_that_is_not_set_up_is_told_where(di: CommandLine) -> None:
    done = di("jobs", "add", "v70000001gvea-01")

    assert done.code == 1
    assert "No VTEX account is set up in" in done.said
    assert str(di.home.config_file) in done.err.replace("\n", "")


def test_an_unknown_account_is_named(desk: CommandLine) -> None:
    done = desk("jobs", "add", "v70000001gvea-01", "--account", "lojafarmleblon")

    assert done.code == 1
    assert "“lojafarmleblon”" in done.err


@pytest.mark.parametrize("order", ["a/../b", "", "x" * 201, "a b", "ç-01", "a%2fb", "a#b"])
def test_what_cannot_be_an_order_id_is_never_sent_to_vtex(desk: CommandLine, account: Simulator, order: str) -> None:
    assert desk("jobs", "add", order).code == 2
    assert account.account.books().outcomes.keys() == {f"v7000000{number}gvea-01" for number in (1, 2, 3)}


def test_a_retried_job_is_loaded_again(loaded: CommandLine) -> None:
    done = loaded("jobs", "retry", "1", "--json")

    assert (done.code, done.json["stage"]) == (0, "loaded")
    entries = [entry["entry"] for entry in loaded("jobs", "show", "1", "--json").json["timeline"]]
    assert entries == ["received", "loaded", "retried", "loaded"]


def test_a_dismissed_job_ends_with_its_reason(loaded: CommandLine) -> None:
    done = loaded("jobs", "dismiss", "1", "--reason", " cliente  desistiu ")

    assert done.code == 0
    assert "dismissed" in done.out
    assert "cliente desistiu" in loaded("jobs", "show", "1").out


def test_an_ended_job_cannot_be_dismissed(loaded: CommandLine) -> None:
    loaded("jobs", "dismiss", "1", "--reason", "cliente desistiu")

    done = loaded("jobs", "dismiss", "1", "--reason", "de novo")

    assert (done.code, done.out) == (1, "")
    assert "Nothing was changed." in done.said


def test_what_was_dismissed_by_mistake_is_taken_up_again(loaded: CommandLine) -> None:
    loaded("jobs", "dismiss", "1", "--reason", "cliente desistiu")

    done = loaded("jobs", "retry", "1", "--json")

    assert (done.code, done.json["stage"]) == (0, "loaded")


@pytest.mark.parametrize("reason", ["", "   ", "...", "x" * 501])
def test_a_reason_must_say_something(loaded: CommandLine, reason: str) -> None:
    done = loaded("jobs", "dismiss", "1", "--reason", reason)

    assert done.code == 2
    assert loaded("jobs", "show", "1", "--json").json["stage"] == "loaded"


def test_dismissing_without_a_reason_is_wrong_usage(loaded: CommandLine) -> None:
    assert loaded("jobs", "dismiss", "1").code == 2
