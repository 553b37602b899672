"""``returns``, and what people say about a return before its money goes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import load_config
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import ACCOUNT, CommandLine
from tests.cli.papers import document_of

RETURN, CANCELLATION, ELSEWHERE, UNREADABLE = (f"v7000000{number}gvea-01" for number in (1, 2, 3, 4))
CPF = "191"
"""The end of every buyer's CPF in the stories."""


@pytest.fixture
def account() -> Iterator[Simulator]:
    """Give an account with a return, a cancellation, a return of another store, and one that cannot be read."""
    simulator = Simulator(ACCOUNT)
    simulator.add_stories(["return", "cancellation", "store-return-elsewhere", "unreadable-observation"])
    with simulator.serve():
        simulator.request_all()
        yield simulator


def shown(desk: CommandLine, job: int) -> Any:  # noqa: ANN401 (JSON)
    return desk("jobs", "show", str(job), "--json").json


def documented(desk: CommandLine, account: Simulator, job: int, folder: Path) -> None:
    """Attach an NF-e of entry to a return."""
    file = document_of(account, shown(desk, job), folder)
    assert desk("document", str(job), "--xml", str(file)).code == 0


# what may come back


def test_an_order_tells_what_was_bought_what_is_left_and_what_it_is_worth(loaded: CommandLine) -> None:
    done = loaded("returns", RETURN)

    assert done.code == 0
    assert f"{RETURN} R$ 99.80" in done.said
    assert "in the store" in done.said
    assert "Paid: Visa •0000 R$ 99.80" in done.said
    assert "2 units may come back: R$ 99.80" in done.said
    assert "Paid R$ 99.80, refunded R$ 0.00" in done.said
    assert not any(line.endswith(" ") for line in done.out.splitlines())


def test_the_note_of_the_sale_and_the_way_are_told(loaded: CommandLine) -> None:
    said = loaded("returns", CANCELLATION).said

    assert "Sold by NFC-e 3002, series 1 R$ 99.80" in said
    assert "Cancel NFC-e 3002 in the fiscal program: " in said
    assert "minutes left" in said
    assert "checked on 2026-11-20" in said


def test_what_is_asked_for_is_told_with_its_next_command(loaded: CommandLine) -> None:
    said = loaded("returns", ELSEWHERE).said

    assert "Asked for in VTEX job 3 return in another store loaded R$ 49.90" in said
    assert "desktop-invoicer jobs take-over 3 --manager NAME --reason TEXT" in said


def test_an_order_has_the_promised_keys(loaded: CommandLine) -> None:
    answer = loaded("returns", RETURN, "--json").json

    (found,), seen = answer["orders"], answer["returns"]
    assert found.keys() == {"account", "order", "buyer", "value", "ordered_at", "jobs"}
    assert seen.keys() == {
        "account",
        "order",
        "status",
        "value",
        "ordered_at",
        "in_store",
        "buyer",
        "refunds_nothing",
        "payments",
        "returnable",
        "originals",
        "route",
        "jobs",
    }
    assert seen["returnable"]["left"] == 9980
    assert [original["number"] for original in seen["originals"]] == ["3001"]


@pytest.mark.parametrize("text", ["2", CANCELLATION.replace("-", ""), f" {CANCELLATION} "])
def test_an_order_is_found_by_its_job_and_however_its_id_is_written(loaded: CommandLine, text: str) -> None:
    assert loaded("returns", text, "--json").json["returns"]["order"] == CANCELLATION


def test_a_return_is_found_by_the_key_of_its_sale(loaded: CommandLine) -> None:
    key = shown(loaded, 2)["earlier_invoices"][0]["key"]

    assert loaded("returns", key, "--json").json["returns"]["order"] == CANCELLATION


def test_several_orders_of_a_buyer_are_listed(loaded: CommandLine) -> None:
    listed, answer = loaded("returns", CPF), loaded("returns", CPF, "--json").json

    assert (listed.code, answer["returns"]) == (0, None)
    assert [found["order"] for found in answer["orders"]] == [UNREADABLE, ELSEWHERE, CANCELLATION, RETURN]
    assert "Several orders are meant. See one of them: desktop-invoicer returns ORDER" in listed.said
    assert "R$ 99.80" in listed.out


def test_an_order_that_no_job_knows_is_asked_of_vtex(desk: CommandLine) -> None:
    done = desk("returns", RETURN)

    assert done.code == 0
    assert f"desktop-invoicer jobs add {RETURN}" in done.said


@pytest.mark.parametrize("text", ["nobody", "123", "9" * 44])
def test_what_no_order_answers_to_is_told(di: CommandLine, text: str) -> None:
    done = di("returns", text)

    assert (done.code, done.out) == (1, "")
    assert f"This desk knows no order by “{text}”." in done.said


@pytest.mark.parametrize("text", ["529.982.247-25", "52998224725", "529982247-25"])
def test_a_cpf_that_nobody_has_is_not_repeated(di: CommandLine, text: str) -> None:
    done = di("returns", text)

    assert done.code == 1
    assert "This desk knows no order by “•••••••••25”." in done.said


def test_an_order_that_vtex_does_not_know_either_is_told(loaded: CommandLine) -> None:
    done = loaded("returns", "v12345678gvea-01")

    assert (done.code, done.out) == (1, "")
    assert "VTEX knows no order “v12345678gvea-01”." in done.said


def test_orders_of_another_account_are_left_out(loaded: CommandLine) -> None:
    done = loaded("returns", RETURN, "--account", "lojafarmleblon")

    assert done.code == 1
    assert "“lojafarmleblon”" in done.said


@pytest.mark.parametrize("text", ["", "  ", "x" * 501, "a\x00b"])
def test_what_names_no_order_is_wrong_usage(di: CommandLine, text: str) -> None:
    assert di("returns", text).code == 2


# what people say


def test_a_job_tells_its_way_and_what_is_still_to_be_settled(loaded: CommandLine) -> None:
    said = loaded("jobs", "show", "2").said

    assert "The way Cancel NFC-e 3002 in the fiscal program:" in said
    assert "Still to be settled reversal on the card terminal" in said
    assert "→ desktop-invoicer jobs reversal 2 --authorisation TEXT" in said


def test_a_sale_tells_nothing_of_returns(loaded: CommandLine, account: Simulator) -> None:
    account.add_stories(["anonymous-pickup"])
    account.request_all()
    loaded("run", "--until-idle")

    said = loaded("jobs", "show", "5").said

    assert "The way" not in said
    assert "Sold by" not in said


@pytest.mark.parametrize("meant", ["cancellation", "store-return", "return"])
def test_an_unreadable_request_is_settled(loaded: CommandLine, meant: str) -> None:
    done = loaded("jobs", "settle", "4", "--as", meant, "--json")

    assert (done.code, done.json["operation"]) == (0, meant.replace("-", "_"))
    assert done.json["hold"]["kind"] == "waiting_for_document"


def test_a_return_that_belongs_to_another_store_is_settled_as_such(loaded: CommandLine) -> None:
    done = loaded("jobs", "settle", "4", "--as", "store-return", "--store", "lojafarmipanema", "--json")

    assert (done.code, done.json["hold"]["problem"]) == (0, "other_store")


def test_the_return_of_another_store_is_taken_over_by_a_manager(loaded: CommandLine) -> None:
    done = loaded("jobs", "take-over", "3", "--manager", "Rui", "--reason", "the goods are here", "--json")

    assert (done.code, done.json["hold"]["kind"]) == (0, "waiting_for_document")
    assert "Settled by Rui" in loaded("jobs", "show", "3").said


def test_only_a_manager_of_the_settings_takes_over(loaded: CommandLine) -> None:
    text = loaded.home.config_file.read_text("utf-8")
    loaded.configure(text + '\n[returns]\nmanagers = ["Rui"]\n')

    done = loaded("jobs", "take-over", "3", "--manager", "Eva", "--reason", "the goods are here")

    assert (done.code, done.out) == (1, "")
    assert "Eva" in done.said


def test_a_reversal_is_noted_with_what_the_slip_says(loaded: CommandLine) -> None:
    at = f"{datetime.now(UTC).astimezone() - timedelta(hours=1):%Y-%m-%dT%H:%M:%S}"
    done = loaded("jobs", "reversal", "2", "--authorisation", " A1  77 ", "--at", at, "--json")

    job = shown(loaded, 2)
    assert (done.code, job["unsettled"]) == (0, [])
    assert job["settlements"][0]["facts"]["authorisation"] == "A1 77"


def test_a_refund_is_approved_by_a_manager(loaded: CommandLine) -> None:
    done = loaded("jobs", "approve", "1", "--manager", "Rui")

    assert (done.code, shown(loaded, 1)["settlements"][0]["operator"]) == (0, "Rui")


def test_what_is_not_due_is_not_settled(loaded: CommandLine) -> None:
    done = loaded("jobs", "without-refund", "1", "--reason", "paid back in cash")

    assert (done.code, done.out) == (1, "")
    assert "Nothing was changed." in done.said


@pytest.mark.parametrize(
    "arguments",
    [
        ("settle", "4"),
        ("settle", "4", "--as", "theft"),
        ("settle", "4", "--as", "return", "--store", "lojafarmipanema"),
        ("settle", "4", "--as", "store-return", "--store", "not a store"),
        ("take-over", "3", "--manager", "Rui"),
        ("take-over", "3", "--manager", "  ", "--reason", "the goods are here"),
        ("reversal", "2", "--authorisation", "..."),
        ("reversal", "2", "--authorisation", "x" * 101),
        ("reversal", "2", "--authorisation", "A1", "--at", "2999-01-01"),
        ("reversal", "2", "--authorisation", "A1", "--at", "2020-01-01"),
        ("reversal", "2", "--authorisation", "A1", "--at", "0001-01-01"),
        ("without-refund", "1", "--reason", ""),
        ("approve", "1", "--manager", "x" * 101),
    ],
    ids=" ".join,
)
def test_what_says_nothing_is_wrong_usage(di: CommandLine, arguments: tuple[str, ...]) -> None:
    assert di("jobs", *arguments).code == 2


# sending


def test_a_refund_is_told_before_it_is_confirmed(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    documented(loaded, account, 1, tmp_path)

    said = loaded("submit", "1", stdin="n\n").said

    assert "Refund of R$ 49.90 To: Maria Exemplo •••••••••91, order v70000001gvea-01" in said
    assert "Paid: Visa •0000 R$ 99.80 By: fiscal document" in said
    assert "VTEX refunds by itself once this is sent. Do not give money back in another way." in said
    assert "VTEX will refund R$ 49.90 to the buyer of order v70000001gvea-01. Go on? [y/N]" in said
    assert not account.ledger()["refunds"]


def test_nobody_is_asked_to_confirm_before_everything_is_settled(
    loaded: CommandLine, account: Simulator, tmp_path: Path
) -> None:
    documented(loaded, account, 2, tmp_path)

    done = loaded("submit", "2", stdin="y\n")

    assert (done.code, done.out) == (1, "")
    assert "Go on?" not in done.said
    assert "First has to be settled: reversal on the card terminal." in done.said
    assert "→ desktop-invoicer jobs reversal 2 --authorisation TEXT" in done.said
    assert not account.ledger()["refunds"]


def test_not_even_yes_sends_what_is_unsettled(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    documented(loaded, account, 2, tmp_path)

    done = loaded("submit", "2", "--yes")

    assert (done.code, done.out) == (1, "")
    assert "First the card terminal has to give back R$ 99.80." in done.said
    assert not account.ledger()["refunds"]


def test_a_settled_cancellation_goes_out_once_it_is_confirmed(
    loaded: CommandLine, account: Simulator, tmp_path: Path
) -> None:
    documented(loaded, account, 2, tmp_path)
    loaded("jobs", "reversal", "2", "--authorisation", "A1 77")
    loaded("jobs", "approve", "2", "--manager", "Rui")

    done = loaded("submit", "2", stdin="y\n")

    assert (done.code, done.out) == (0, f"2  {CANCELLATION}  done  R$ 99.80\n")
    assert "Given back on the card terminal: A1 77" in done.said
    assert "Allowed by Rui" in done.said
    assert "VTEX books it once this is sent. Give nothing back besides." in done.said
    assert "VTEX will book R$ 99.80, which the card terminal gave back, for order" in done.said
    assert "VTEX refunds by itself" not in done.said
    assert "The way" not in loaded("jobs", "show", "2").said
    assert [refund["value"] for refund in account.ledger()["refunds"]] == [9980]


def test_a_return_without_refund_is_called_so_and_asked_about(
    desk: CommandLine, account: Simulator, tmp_path: Path
) -> None:
    account.add_stories(["return-before-invoicing"])
    account.request_all()
    desk("run", "--until-idle")
    job = next(job["job"] for job in desk("jobs", "--json").json if job["hold"]["problem"] == "not_fully_invoiced")
    desk("jobs", "without-refund", str(job), "--reason", "paid back in cash")
    documented(desk, account, job, tmp_path)

    said = desk("submit", str(job), stdin="n\n").said

    assert "No refund To: " in said
    assert "VTEX will refund NOTHING to the buyer of order" in said
    assert "VTEX refunds by itself" not in said


def test_a_marketplace_that_refunds_is_named(desk: CommandLine, account: Simulator, tmp_path: Path) -> None:
    account.add_stories(["marketplace-return"])
    account.request_all()
    desk("run", "--until-idle")
    job = next(job["job"] for job in desk("jobs", "--json").json if job["order"].startswith("MLB"))
    documented(desk, account, job, tmp_path)

    said = desk("submit", str(job), stdin="n\n").said

    assert "Tell the buyer that MLB refunds, not this store." in said
    assert "MLB will refund R$ 278.40 to the buyer of order MLB-2000000005-01. Go on? [y/N]" in said
    assert "VTEX refunds by itself" not in said


def test_the_running_program_takes_the_words_and_sends(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    with Program(loaded.home, load_config(loaded.home), loaded.vault, Parts()):
        assert loaded("jobs", "settle", "4", "--as", "cancellation").code == 0
        documented(loaded, account, 4, tmp_path)
        assert loaded("jobs", "reversal", "4", "--authorisation", "A1 77").code == 0
        done = loaded("submit", "4", "--yes")

    assert (done.code, done.out) == (0, f"4  {UNREADABLE}  done  R$ 49.90\n")
    assert [refund["value"] for refund in account.ledger()["refunds"]] == [4990]
