"""Who acts on the command line: nobody is asked where PINs are off; elsewhere name and PIN, and a manager's word."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.cli.caller import TRIES
from desktop_invoicer.config import load_config
from desktop_invoicer.domain.people import Role
from desktop_invoicer.engine.commands import Commands
from tests.cli.conftest import CommandLine, Done
from tests.cli.terminal import talked
from tests.flow.desk_process import FixedVault

ADMIN, ADMIN_PIN = "Ana Souza", "480216"
CLERK, CLERK_PIN = "Beto Lima", "7351"
MANAGER, MANAGER_PIN = "Carla Dias", "902847"
WHO_ALLOWS = "Who allows it here? Name, or nothing"


def added(di: CommandLine, name: str, role: str, pin: str, by: tuple[str, str] | None = None) -> Done:
    """Register somebody, by the word of an administrator once there is one."""
    if by is None:
        return di("--pin-stdin", "operators", "add", name, "--role", role, stdin=f"{pin}\n")
    who, proof = by
    words = ("--operator", who, "--pin-stdin", "operators", "add", name, "--role", role)
    return di(*words, stdin=f"{proof}\n{pin}\n")


@pytest.fixture
def di(di: CommandLine) -> CommandLine:
    """Give the command line with a keyring that other processes find, too."""
    di.vault = FixedVault()
    return di


@pytest.fixture
def staffed(loaded: CommandLine) -> CommandLine:
    """Give a desk at which an administrator, a clerk and a manager sign in."""

    async def register(commands: Commands) -> None:
        await commands.people.add(ADMIN, ADMIN, Role.ADMINISTRATOR, ADMIN_PIN)
        await commands.people.sign_in(ADMIN, ADMIN_PIN)
        await commands.people.add(ADMIN, CLERK, Role.CLERK, CLERK_PIN)
        await commands.people.add(ADMIN, MANAGER, Role.MANAGER, MANAGER_PIN)

    with Program(loaded.home, load_config(loaded.home), loaded.vault, Parts(works=False, listens=False)) as program:
        program.begin(register).result()
    return loaded


def acting(di: CommandLine, who: str, pin: str, *arguments: str) -> Done:
    """Give a command as somebody."""
    return di("--operator", who, "--pin-stdin", *arguments, stdin=f"{pin}\n")


# who is on the list


def test_at_a_desk_without_pins_nobody_is_asked(loaded: CommandLine) -> None:
    told = loaded("operators")

    assert "Nobody signs in here" in told.said
    assert loaded("jobs", "retry", "1").code == 0


def test_people_are_listed_with_their_roles(staffed: CommandLine) -> None:
    found = staffed("operators", "--json").json

    assert found["uses_pins"]
    assert [(each["name"], each["role"]) for each in found["operators"]] == [
        (ADMIN, "administrator"),
        (CLERK, "clerk"),
        (MANAGER, "manager"),
    ]
    assert "Beto Lima clerk" in staffed("operators").said


def test_since_when_somebody_signs_in_is_told_as_the_language_writes_days(staffed: CommandLine) -> None:
    (since,) = {each["since"] for each in staffed("operators", "--json").json["operators"] if each["name"] == ADMIN}
    settings = staffed.home.config_file.read_text("utf-8")
    staffed.home.config_file.write_text('language = "pt-BR"\n' + settings, "utf-8")

    assert f"{datetime.fromisoformat(since).astimezone():%d/%m/%Y}" in staffed("operators").said


def test_the_first_to_come_is_an_administrator(loaded: CommandLine) -> None:
    done = added(loaded, CLERK, "clerk", CLERK_PIN)

    assert done.code == 1
    assert not loaded("operators", "--json").json["uses_pins"]


def test_only_an_administrator_adds_people(staffed: CommandLine) -> None:
    done = added(staffed, "Davi", "clerk", "5820", (MANAGER, MANAGER_PIN))

    assert done.code == 1
    assert "administrator" in done.said
    assert len(staffed("operators", "--json").json["operators"]) == 3


def test_a_role_changes_and_somebody_leaves(staffed: CommandLine) -> None:
    assert acting(staffed, ADMIN, ADMIN_PIN, "operators", "role", CLERK, "--role", "returns").code == 0
    assert acting(staffed, ADMIN, ADMIN_PIN, "operators", "retire", MANAGER).code == 0

    found = staffed("operators", "--json").json["operators"]
    assert [(each["name"], each["role"]) for each in found] == [(ADMIN, "administrator"), (CLERK, "returns")]


def test_everybody_sets_their_own_pin(staffed: CommandLine) -> None:
    words = ("--operator", CLERK, "--pin-stdin", "operators", "pin", CLERK)
    assert staffed(*words, stdin=f"{CLERK_PIN}\n6294\n").code == 0

    assert acting(staffed, CLERK, CLERK_PIN, "jobs", "retry", "1").code == 1
    assert acting(staffed, CLERK, "6294", "jobs", "retry", "1").code == 0


def test_a_weak_pin_is_refused(staffed: CommandLine) -> None:
    done = staffed("--operator", CLERK, "--pin-stdin", "operators", "pin", CLERK, stdin=f"{CLERK_PIN}\n1234\n")

    assert done.code == 1
    assert "4 to 12 digits" in done.said


def test_pins_are_switched_off_by_an_administrator(staffed: CommandLine) -> None:
    assert acting(staffed, MANAGER, MANAGER_PIN, "operators", "switch-off", "--yes").code == 1
    assert acting(staffed, ADMIN, ADMIN_PIN, "operators", "switch-off", "--yes").code == 0

    assert not staffed("operators", "--json").json["uses_pins"]


def test_an_administrator_without_a_pin_is_rescued_by_who_owns_the_computer(staffed: CommandLine) -> None:
    assert staffed("--pin-stdin", "operators", "rescue", ADMIN, stdin="731946\n").code == 0

    assert acting(staffed, ADMIN, "731946", "operators", "retire", CLERK).code == 0
    assert any(line["deed"] == "pin_rescued" for line in staffed("audit", "--json").json)


def test_nobody_but_an_administrator_is_rescued(staffed: CommandLine) -> None:
    assert staffed("--pin-stdin", "operators", "rescue", CLERK, stdin="731946\n").code == 1

    assert acting(staffed, CLERK, CLERK_PIN, "jobs", "retry", "1").code == 0


@pytest.mark.parametrize("command", [("pin", CLERK), ("switch-off",), ("add", "Davi Reis", "--role", "clerk")])
def test_without_a_terminal_nobody_is_asked_for_a_pin(staffed: CommandLine, command: tuple[str, ...]) -> None:
    done = staffed("operators", *command)

    assert done.code == 2
    assert "--pin-stdin" in done.said
    assert "Your name" not in done.said


def test_where_nobody_signs_in_a_pin_is_nobodys(loaded: CommandLine) -> None:
    done = loaded("--pin-stdin", "operators", "pin", CLERK, stdin="628401\n")

    assert done.code == 1
    assert f"Nobody is called “{CLERK}”" in done.said


def test_the_doctor_knows_who_is_a_manager_here(staffed: CommandLine) -> None:
    told = [finding["message"] for finding in staffed("doctor", "--json").json["findings"]]

    assert any("Managers are those on the list of people" in message for message in told)


# who acts


def test_looking_takes_no_pin(staffed: CommandLine) -> None:
    assert staffed("jobs").code == 0
    assert staffed("jobs", "show", "1").code == 0
    assert staffed("close-day").code == 0


def test_acting_without_a_terminal_needs_the_pin_on_standard_input(staffed: CommandLine) -> None:
    done = staffed("jobs", "retry", "1")

    assert done.code == 1
    assert "--pin-stdin" in done.said


def test_whoever_signed_in_is_noted_and_not_the_systems_user(staffed: CommandLine) -> None:
    assert acting(staffed, CLERK, CLERK_PIN, "jobs", "retry", "1").code == 0

    retried = [line for line in staffed("audit", "--json").json if line["deed"] == "retried"]
    assert retried[-1]["who"] == CLERK


def test_a_wrong_pin_changes_nothing(staffed: CommandLine) -> None:
    done = acting(staffed, CLERK, "0000", "jobs", "dismiss", "1", "--reason", "tried out")

    assert done.code == 1
    assert "wrong" in done.said
    assert staffed("jobs", "show", "1", "--json").json["stage"] != "dismissed"


def test_what_takes_a_manager_is_refused_to_a_clerk(staffed: CommandLine) -> None:
    done = acting(staffed, CLERK, CLERK_PIN, "jobs", "dismiss", "1", "--reason", "tried out")

    assert done.code == 1
    assert "manager" in done.said
    assert staffed("jobs", "show", "1", "--json").json["stage"] != "dismissed"


def test_personal_data_takes_a_manager(staffed: CommandLine) -> None:
    assert staffed("jobs", "raw", "1").code == 1
    assert acting(staffed, CLERK, CLERK_PIN, "jobs", "raw", "1").code == 1
    assert acting(staffed, MANAGER, MANAGER_PIN, "jobs", "raw", "1").code == 0


def test_the_manager_who_signs_the_day_off_gives_their_own_pin(staffed: CommandLine) -> None:
    words = ("--pin-stdin", "close-day", "--close", "--manager", MANAGER, "--reason", "counted", "--json")

    assert staffed(*words, stdin=f"{CLERK_PIN}\n").code == 1
    done = staffed(*words, stdin=f"{MANAGER_PIN}\n")

    assert done.code == 0
    assert done.json["closing"]["manager"] == MANAGER


def test_pins_stand_in_no_file_of_the_home(staffed: CommandLine) -> None:
    acting(staffed, CLERK, CLERK_PIN, "jobs", "retry", "1")

    files = [file for file in staffed.home.settings.rglob("*") if file.is_file()]
    assert files
    assert not [file.name for file in files if MANAGER_PIN.encode() in file.read_bytes()]


# at a terminal


@pytest.mark.usefixtures("staffed")
def test_name_and_pin_are_asked_and_the_pin_is_not_echoed() -> None:
    code, seen = talked([("name", CLERK), ("PIN", CLERK_PIN)], "jobs", "retry", "1")

    assert code == 0
    assert CLERK in seen
    assert CLERK_PIN not in seen


@pytest.mark.usefixtures("staffed")
def test_a_wrong_pin_may_be_typed_again_and_not_for_ever() -> None:
    code, seen = talked([("PIN", "0000"), ("PIN", CLERK_PIN)], "--operator", CLERK, "jobs", "retry", "1")
    assert code == 0
    assert "wrong" in seen

    code, seen = talked([("PIN", "0000")] * TRIES, "--operator", CLERK, "jobs", "retry", "1")
    assert code == 1


def test_a_manager_allows_it_on_the_spot(staffed: CommandLine) -> None:
    answers = [("Your PIN", CLERK_PIN), (WHO_ALLOWS, MANAGER), (f"PIN of {MANAGER}", MANAGER_PIN)]

    code, seen = talked(answers, "--operator", CLERK, "jobs", "dismiss", "1", "--reason", "tried out")

    assert code == 0, seen
    assert MANAGER_PIN not in seen
    assert staffed("jobs", "show", "1", "--json").json["stage"] == "dismissed"
    lines = [(line["deed"], line["who"]) for line in staffed("audit", "--json").json]
    assert ("allowed", MANAGER) in lines
    assert ("dismissed", CLERK) in lines


def test_nobody_has_to_allow_it(staffed: CommandLine) -> None:
    answers = [("Your PIN", CLERK_PIN), (WHO_ALLOWS, "")]

    code, _seen = talked(answers, "--operator", CLERK, "jobs", "dismiss", "1", "--reason", "tried out")

    assert code == 1
    assert staffed("jobs", "show", "1", "--json").json["stage"] != "dismissed"


def test_a_new_pin_is_typed_twice(staffed: CommandLine) -> None:
    new = [(f"New PIN of {CLERK}", "628401"), ("once more", "628402")]
    code, seen = talked([("Your PIN", CLERK_PIN), *new], "--operator", CLERK, "operators", "pin", CLERK)

    assert code == 2
    assert "not the same" in seen
    assert acting(staffed, CLERK, CLERK_PIN, "jobs", "retry", "1").code == 0
