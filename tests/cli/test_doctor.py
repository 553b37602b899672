"""``doctor``: what is in order, what is not, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer import __version__
from desktop_invoicer.assets import asset
from desktop_invoicer.credentials import MemoryVault
from desktop_invoicer.persistence.tables import REVISIONS
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import ACCOUNT, CommandLine, settings


def levels(findings: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(finding["topic"], finding["level"]) for finding in findings}


def test_a_desk_that_is_set_up_is_in_order(loaded: CommandLine) -> None:
    done = loaded("doctor", "--json")

    assert done.code == 0
    assert levels(done.json["findings"]) == {
        ("settings", "ok"),
        ("rules", "ok"),
        ("returns", "ok"),
        ("keyring", "ok"),
        ("credentials", "ok"),
        ("database", "ok"),
        ("disk", "ok"),
        ("receiver", "warning"),  # the settings of the test have it off
        ("origins", "ok"),
        ("clock", "ok"),
    }
    assert all(list(finding) == ["topic", "level", "message", "next_action"] for finding in done.json["findings"])


def test_what_programs_read_has_stable_keys(loaded: CommandLine) -> None:
    done = loaded("doctor", "--json")

    assert list(done.json) == ["ok", "version", "schema", "platform", "running", "health", "findings"]
    assert list(done.json["platform"]) == ["system", "python", "architecture", "frozen"]
    assert (done.json["ok"], done.json["running"], done.json["health"]) == (True, False, None)
    assert (done.json["version"], done.json["schema"]) == (__version__, REVISIONS[-1])


def test_an_empty_desk_is_told_where_to_begin(di: CommandLine) -> None:
    done = di("doctor")

    assert (done.code, done.err) == (1, "")
    printed = "".join(done.out.split())  # a long path is broken anywhere
    assert f"No VTEX account is set up in {di.home.config_file}.".replace(" ", "") in printed
    assert "→ Add an [[accounts]] table with the account's name." in done.said


def test_looking_changes_nothing(di: CommandLine) -> None:
    di("doctor")

    assert not di.home.database_file.exists()


@pytest.mark.parametrize("text", ["receiver = nonsense", '[store]\ncnpj = "1"', "\x00", 'token = "S3CRET-x"'])
@pytest.mark.parametrize("command", ["doctor", "jobs", "run"])
def test_broken_settings_are_told_and_never_quoted(di: CommandLine, command: str, text: str) -> None:
    di.configure(text)

    done = di(command)

    assert done.code == 1
    assert "The settings cannot be used" in done.said
    assert "S3CRET" not in done.said


@pytest.mark.parametrize(
    ("text", "level", "told"),
    [
        ("", "ok", "One person is enough for a refund. Managers: whoever works here."),
        ("managers = ['Ana Souza']", "ok", "One person is enough for a refund. Managers: Ana Souza."),
        (
            "approval_above = 50000\nmanagers = ['Ana Souza', 'Rui Lima']",
            "ok",
            "Refunds above R$ 500.00 need the word of a manager: Ana Souza, Rui Lima.",
        ),
        (
            "approval_above = 0",
            "warning",
            "Refunds above R$ 0.00 need a second person, whoever that is: no managers are named.",
        ),
    ],
)
def test_who_has_a_say_in_a_refund_is_told(loaded: CommandLine, text: str, level: str, told: str) -> None:
    loaded.configure(f"{loaded.home.config_file.read_text('utf-8')}\n[returns]\n{text}\n")

    all_of_them = loaded("doctor", "--json").json["findings"]

    (found,) = [finding for finding in all_of_them if finding["topic"] == "returns"]
    assert (found["level"], found["message"]) == (level, told)


def test_missing_credentials_are_told_with_the_command(di: CommandLine, account: Simulator) -> None:
    di.configure(settings(account.origin))

    done = di("doctor", "--json")

    assert done.code == 1
    missing = next(finding for finding in done.json["findings"] if finding["topic"] == "credentials")
    assert (missing["level"], missing["next_action"]) == ("error", f"desktop-invoicer credentials set {ACCOUNT}")


def test_the_owner_of_the_catalogue_needs_credentials_too(desk: CommandLine) -> None:
    text = desk.home.config_file.read_text("utf-8")
    desk.configure(text.replace("[[accounts]]", '[[accounts]]\ncatalog_account = "farm"'))

    found = [finding for finding in desk("doctor", "--json").json["findings"] if finding["topic"] == "credentials"]

    assert [finding["level"] for finding in found] == ["ok", "warning"]
    assert found[1]["next_action"] == "desktop-invoicer credentials set farm"


def test_a_receiver_without_its_token_is_told(desk: CommandLine, account: Simulator) -> None:
    desk.configure(settings(account.origin).replace("enabled = false", "port = 8798"))

    assert "The receiver expects a token" in desk("doctor").said


def test_a_desk_without_a_keyring_is_told(desk: CommandLine) -> None:
    desk.vault = MemoryVault("no keyring here.")

    done = desk("doctor")

    assert done.code == 1
    assert "No keyring can be used: no keyring here." in done.said


def test_an_origin_that_does_not_answer_is_told(desk: CommandLine) -> None:
    desk.configure(settings("http://127.0.0.1:9"))

    done = desk("doctor")

    assert done.code == 1
    assert f"http://127.0.0.1:9 of account {ACCOUNT} cannot be reached" in done.said


def test_a_watched_folder_that_is_not_there_is_told(desk: CommandLine) -> None:
    text = desk.home.config_file.read_text("utf-8")
    desk.configure(f'{text}\n[documents]\nwatch = ["/nowhere/at/all"]\n')

    done = desk("doctor")

    assert done.code == 1
    assert "/nowhere/at/all is not there" in done.said


def test_a_watched_folder_is_told_with_its_xml(desk: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "nota.xml").touch()
    text = desk.home.config_file.read_text("utf-8")
    desk.configure(f"{text}\n[documents]\nwatch = ['{tmp_path}']\n")

    found = [finding for finding in desk("doctor", "--json").json["findings"] if finding["topic"] == "folders"]

    assert [finding["level"] for finding in found] == ["ok"]
    assert found[0]["message"].endswith("can be read. XML files in it: 1.")


def test_a_home_that_is_no_folder_is_told(di: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_INVOICER_HOME", "/dev/null/desk")

    done = di("doctor")

    assert done.code == 1
    assert "/dev/null cannot be written." in done.said


def findings(di: CommandLine, topic: str) -> list[tuple[str, str]]:
    found = di("doctor", "--json").json["findings"]
    return [(finding["level"], finding["message"]) for finding in found if finding["topic"] == topic]


def rules_findings(di: CommandLine) -> list[tuple[str, str]]:
    return findings(di, "rules")


def test_the_date_of_the_fiscal_rules_is_told(desk: CommandLine) -> None:
    (found,) = rules_findings(desk)

    assert found == ("ok", "The fiscal rules are those that come with the program, of 2026-11-20.")


def test_newer_fiscal_rules_are_told_with_their_file(desk: CommandLine) -> None:
    text = asset("rules", "rules.toml").read_text("utf-8")
    desk.home.rules_file.write_text(text.replace("\ndate = 2026-11-20", "\ndate = 2027-01-02", 1), "utf-8")

    (found,) = rules_findings(desk)

    assert found == ("ok", f"The fiscal rules are those of {desk.home.rules_file}, of 2027-01-02.")


def test_a_newer_list_of_marketplaces_is_told_with_its_file(desk: CommandLine) -> None:
    file = desk.home.marketplaces_file
    text = asset("rules", "marketplaces.toml").read_text("utf-8")
    file.write_text(text.replace("\ndate = 2026-11-21", "\ndate = 2027-01-02", 1), "utf-8")

    assert findings(desk, "marketplaces") == [
        ("ok", f"What marketplaces need is taken from {file}, of 2027-01-02."),
    ]


def test_a_list_of_marketplaces_that_cannot_be_used_is_told(desk: CommandLine) -> None:
    desk.home.marketplaces_file.write_text("schema = 1", "utf-8")

    ((level, message),) = findings(desk, "marketplaces")

    assert level == "warning"
    assert "date: is missing" in message


def test_fiscal_rules_that_cannot_be_used_are_told(desk: CommandLine) -> None:
    desk.home.rules_file.write_text("schema = 1", "utf-8")

    found = rules_findings(desk)

    assert [level for level, _ in found] == ["warning", "ok"]
    assert "date: is missing" in found[0][1]
