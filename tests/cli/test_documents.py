"""``document`` and ``submit``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer.simulator.simulator import Simulator
from tests.builders import CNPJ, PROTOCOL, a_key
from tests.cli.conftest import CommandLine
from tests.cli.papers import document_of

STRANGE_KEY = "35260712ABC34501DE35650010000000421123456780"


def key_in(file: Path) -> str:
    return file.read_text("utf-8").split('Id="NFe')[1][:44]


def details(desk: CommandLine, job: int) -> Any:  # noqa: ANN401 (JSON)
    return desk("jobs", "show", str(job), "--json").json


@pytest.fixture
def returned(loaded: CommandLine, account: Simulator, tmp_path: Path) -> CommandLine:
    """Give a desk whose return, job 3, has its document."""
    file = document_of(account, details(loaded, 3), tmp_path)
    assert loaded("document", "3", "--xml", str(file)).code == 0
    return loaded


def test_an_authorised_xml_that_fits_is_attached(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    file = document_of(account, details(loaded, 1), tmp_path)

    done = loaded("document", "1", "--xml", str(file), "--json")

    assert done.code == 0
    assert (done.json["stage"], done.json["hold"]["problem"]) == ("documented", "confirmation_due")
    assert (done.json["document"]["value"], done.json["document"]["source"]) == (12990, "xml")


def test_a_scanned_key_is_attached_with_its_value(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    file = document_of(account, details(loaded, 1), tmp_path)
    key = key_in(file)

    done = loaded("document", "1", "--key", key, "--value", "12990", "--json")

    assert done.code == 0
    assert (done.json["stage"], done.json["document"]["key"]) == ("documented", key)


def test_the_date_is_asked_for_where_the_key_is_of_another_month(loaded: CommandLine) -> None:
    key = a_key(aamm="2509", cnpj=CNPJ).text

    asked = loaded("document", "1", "--key", key)
    wrong = loaded("document", "1", "--key", key, "--issued-at", "2025-10-01")
    given = loaded("document", "1", "--key", key, "--issued-at", "2025-09-30T10:00:00", "--json")

    assert (asked.code, wrong.code) == (1, 1)
    assert "issued in 2025-09, and the chave de acesso does not tell on which day" in asked.said
    assert "--issued-at DATE" in asked.said
    assert "issued in 2025-09, not on 2025-10-01" in wrong.said
    assert given.json["document"]["issued_at"].startswith("2025-09-30T10:00:00")


@pytest.fixture
def cancelled(desk: CommandLine, account: Simulator) -> CommandLine:
    """Give a desk that has also loaded a cancellation."""
    account.add_stories(["cancellation"])
    account.request_all()
    assert desk("run", "--until-idle").code == 0
    return desk


def test_a_cancellation_is_attached_by_the_cancelled_key_and_its_protocol(cancelled: CommandLine) -> None:
    job = cancelled.job("cancellation")["job"]
    sale = details(cancelled, job)["earlier_invoices"][0]["key"]

    done = cancelled("document", str(job), "--key", sale, "--protocol", "135 260000123456", "--json")

    document = done.json["document"]
    assert (done.json["stage"], document["kind"], document["source"]) == ("documented", "cancellation", "key")
    assert (document["number"], document["key"]) == (PROTOCOL, sale)


def test_a_protocol_that_is_none_is_told(cancelled: CommandLine) -> None:
    job = cancelled.job("cancellation")["job"]
    sale = details(cancelled, job)["earlier_invoices"][0]["key"]

    done = cancelled("document", str(job), "--key", sale, "--protocol", "12345")

    assert (done.code, done.out) == (1, "")
    assert "The protocol of a cancellation has 15 or 17 digits; this one has 5 characters." in done.said


def test_a_sale_is_not_invoiced_with_a_protocol(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    key = key_in(document_of(account, details(loaded, 1), tmp_path))

    done = loaded("document", "1", "--key", key, "--protocol", PROTOCOL)

    assert done.code == 1
    assert details(loaded, 1)["document"] is None


def test_a_wrong_digit_is_told_with_its_group(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    key = key_in(document_of(account, details(loaded, 1), tmp_path))

    done = loaded("document", "1", "--key", key.replace("11222333000181", "11222338000181"))

    assert done.code == 1
    assert "group 4, CNPJ of the issuer: “3800” should most likely be “3300”" in done.said


def test_every_problem_of_a_document_is_told_by_itself(loaded: CommandLine) -> None:
    done = loaded("document", "1", "--key", STRANGE_KEY, "--value", "5", "--issued-at", "2026-07-01")

    assert (done.code, done.out) == (1, "")
    assert "issued by CNPJ 12.ABC.345/01DE-35, but this store is 11.222.333/0001-81." in done.said
    assert "The document is for R$ 0.05, the invoice is for R$ 129.90" in done.said
    assert done.err.count("→ ") == 2
    assert details(loaded, 1)["document"] is None


def test_how_an_attached_document_fits_is_shown_the_worst_first(
    loaded: CommandLine, account: Simulator, tmp_path: Path
) -> None:
    delivery = details(loaded, 2)
    file = document_of(account, {**delivery, "decision": {"model": "65"}}, tmp_path)
    assert loaded("document", "2", "--xml", str(file)).code == 0

    checks = details(loaded, 2)["checks"]
    said = loaded("jobs", "show", "2").said

    assert (checks[0]["check"], checks[0]["problem"]["problem"]) == ("model", "model_alternative")
    assert {check["verdict"] for check in checks[1:]} <= {"ok", "unknown"}
    assert "look at it: model." in said
    assert "fits: " in said


def test_a_document_that_is_a_cent_off_is_refused(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    file = document_of(account, details(loaded, 1), tmp_path, extra=1)

    done = loaded("document", "1", "--xml", str(file))

    assert done.code == 1
    assert "R$ 0.01 apart" in done.said


def test_a_document_serves_one_job_only(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    file = document_of(account, details(loaded, 1), tmp_path)
    loaded("document", "1", "--xml", str(file))

    done = loaded("document", "2", "--xml", str(file))

    assert done.code == 1
    assert "If job 1 has it by mistake" in done.said


@pytest.mark.parametrize("key", ["", "123", STRANGE_KEY[:-1] + "1", "ç" * 44])
def test_a_mistyped_key_is_told(loaded: CommandLine, key: str) -> None:
    done = loaded("document", "1", "--key", key)

    assert (done.code, done.out) == (1, "")
    assert "chave de acesso" in done.said


@pytest.mark.parametrize("content", [b"", b"<html>", b"\x00" * 6_000_000], ids=["empty", "html", "huge"])
def test_a_file_that_is_no_fiscal_document_is_told(loaded: CommandLine, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(content)

    done = loaded("document", "1", "--xml", str(file))

    assert done.code == 1
    assert "This file is no NF-e, NFC-e or cancellation" in done.said


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--xml", "/nowhere/a.xml"),
        ("--xml", "/"),
        ("--xml", "README.md", "--key", STRANGE_KEY),
        ("--key", STRANGE_KEY, "--value", "-5"),
        ("--key", STRANGE_KEY, "--value", "1,50"),
        ("--key", STRANGE_KEY, "--value", "9" * 30),
        ("--key", STRANGE_KEY, "--issued-at", "ontem"),
        ("--key", STRANGE_KEY, "--issued-at", "0001-01-01"),
        ("--xml", "README.md", "--protocol", PROTOCOL),
        ("--key", STRANGE_KEY, "--protocol", PROTOCOL, "--value", "5"),
    ],
    ids=str,
)
def test_wrong_usage_of_document_changes_nothing(loaded: CommandLine, arguments: tuple[str, ...]) -> None:
    done = loaded("document", "1", *arguments)

    assert (done.code, done.out) == (2, "")
    assert details(loaded, 1)["document"] is None


def test_a_sale_goes_out_at_a_command(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    loaded("document", "1", "--xml", str(document_of(account, details(loaded, 1), tmp_path)))

    done = loaded("submit", "1")

    assert (done.code, done.out) == (0, "1  v70000001gvea-01  done  R$ 129.90\n")
    books = account.ledger()
    assert [(invoice["order"], invoice["value"]) for invoice in books["invoices"] if invoice["ours"]] == [
        ("v70000001gvea-01", 12990)
    ]
    assert books["notifications"]["deleted"] == 1


def test_a_job_without_a_document_is_not_sent(loaded: CommandLine, account: Simulator) -> None:
    done = loaded("submit", "1")

    assert (done.code, done.out) == (1, "")
    assert "sending is not possible now" in done.said
    assert not account.ledger()["posts"]


def test_a_return_is_refused_where_nobody_can_be_asked(returned: CommandLine, account: Simulator) -> None:
    done = returned("submit", "3")

    assert (done.code, done.out) == (1, "")
    assert "VTEX will refund R$ 49.90 to the buyer of order v70000003gvea-01. Go on?" in done.said
    assert "Nothing was sent." in done.said
    assert not account.ledger()["refunds"]


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_a_no_sends_no_return(returned: CommandLine, account: Simulator, answer: str) -> None:
    assert returned("submit", "3", stdin=answer).code == 1
    assert not account.ledger()["refunds"]


@pytest.mark.parametrize(("arguments", "answer"), [(["--yes"], ""), ([], "y\n")])
def test_a_confirmed_return_goes_out(
    returned: CommandLine, account: Simulator, arguments: list[str], answer: str
) -> None:
    done = returned("submit", "3", *arguments, stdin=answer)

    assert (done.code, done.out) == (0, "3  v70000003gvea-01  done  R$ 49.90\n")
    assert [refund["value"] for refund in account.ledger()["refunds"]] == [4990]


def test_submit_answers_in_json(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    loaded("document", "1", "--xml", str(document_of(account, details(loaded, 1), tmp_path)))

    assert loaded("submit", "1", "--json").json["stage"] == "closed"


def test_what_was_sent_is_not_sent_again(loaded: CommandLine, account: Simulator, tmp_path: Path) -> None:
    loaded("document", "1", "--xml", str(document_of(account, details(loaded, 1), tmp_path)))
    loaded("submit", "1")

    assert loaded("submit", "1").code == 1
    assert [post["count"] for post in account.ledger()["posts"]] == [1]
