"""``decision``: which document an order takes, and by which rules."""

from __future__ import annotations

from desktop_invoicer.assets import asset
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import CommandLine

ORDER = "v70000001gvea-01"


def test_an_order_without_a_job_is_explained_from_vtex_as_it_is_now(desk: CommandLine) -> None:
    explained = desk("decision", ORDER, "--json").json

    assert (explained["job"], explained["operation"], explained["value"]) == (None, "sale", 12990)
    assert explained["decision"]["document"] == "NFC-e"
    assert explained["decision"]["grounds"][0].keys() >= {"rule", "source", "checked_on", "certainty", "valid_from"}
    assert desk("jobs", "--json").json == []


def test_an_order_with_a_job_is_explained_as_the_job_was_decided(loaded: CommandLine) -> None:
    explained = loaded("decision", "v70000003gvea-01", "--json").json

    assert (explained["job"], explained["operation"]) == (3, "return")
    assert explained["decision"] == loaded("jobs", "show", "3", "--json").json["decision"]


def test_a_notification_is_explained_by_its_id(desk: CommandLine, account: Simulator) -> None:
    notification = account.account.books().filed[0].notification

    explained = desk("decision", notification.order_id, notification.id, "--json").json

    assert (explained["order"], explained["job"]) == (notification.order_id, None)


def test_people_are_told_the_model_the_reasons_their_sources_and_the_date_of_the_rules(desk: CommandLine) -> None:
    done = desk("decision", ORDER)

    assert "NFC-e\n" in done.out
    assert "pickup in the store, without the buyer's document" in done.said
    assert "NFC-e rules 707, 715 to 717: final consumer, same state · checked on 2026-11-20 · sure" in done.said
    assert "NF-e: it needs the buyer's CPF or CNPJ, which is not known" in done.said
    assert "Rules of 2026-11-20" in done.said
    assert not any(line.endswith(" ") for line in done.out.splitlines())


def test_newer_rules_beside_the_settings_count(desk: CommandLine) -> None:
    text = asset("rules", "rules.toml").read_text("utf-8")
    desk.home.rules_file.write_text(text.replace("\ndate = 2026-11-20", "\ndate = 2027-01-02", 1), "utf-8")

    assert desk("decision", ORDER, "--json").json["decision"]["rules_date"] == "2027-01-02"


def test_rules_that_cannot_be_used_are_told_and_the_shipped_ones_count(desk: CommandLine) -> None:
    desk.home.rules_file.write_text("rules = 1", "utf-8")

    done, told = desk("decision", ORDER, "--json"), desk("decision", ORDER)

    assert (done.code, done.json["rules_problem"]["kind"]) == (0, "RulesUnreadableError")
    assert done.json["decision"]["document"] == "NFC-e"
    assert "The newer fiscal rules cannot be used" in told.said


def test_an_order_that_vtex_does_not_have_is_told(desk: CommandLine) -> None:
    done = desk("decision", "v12345678gvea-01")

    assert (done.code, done.out) == (1, "")
    assert "→ " in done.err
