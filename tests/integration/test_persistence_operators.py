"""The people of the desk in its database, and the hashes of their PINs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import func, select

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.people import Registered, Role
from desktop_invoicer.domain.pin import DESK_TRIES
from desktop_invoicer.engine.people_ports import Pins
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.operators import OperatorTable
from desktop_invoicer.persistence.pins import Argon2Pins
from desktop_invoicer.persistence.tables import wrong_pins
from tests.builders import NOW
from tests.counter import KEY
from tests.fakes import FakePins

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
REFUSED = AuditEntry(NOW, "", Deed.SIGN_IN_REFUSED, "Ana")


@pytest.fixture
def roster(database: Database) -> OperatorTable:
    return OperatorTable(database)


def an_entry(deed: Deed, subject: str = "Ana") -> AuditEntry:
    return AuditEntry(NOW, "root", deed, subject)


def added(roster: OperatorTable, name: str = "Ana", role: Role = Role.CLERK) -> Registered:
    return roster.add(name, role, f"hash of {name}", an_entry(Deed.OPERATOR_ADDED, name))


def test_who_was_added_is_read_back(roster: OperatorTable, tmp_path: Path, database: Database) -> None:
    ana = added(roster, "Ana Souza", Role.MANAGER)
    database.close()

    with_new = Database(tmp_path / "invoicer.db", KEY)
    (read,) = OperatorTable(with_new).registered()
    with_new.close()

    assert read == ana
    assert (read.operator.name, read.operator.role, read.operator.since) == ("Ana Souza", Role.MANAGER, NOW)


def test_what_somebody_has_become_is_kept(roster: OperatorTable) -> None:
    ana = added(roster)
    manager = replace(ana.operator, role=Role.MANAGER)
    become = replace(ana, operator=manager, pin="another hash", failures=4, waits_until=NOW + timedelta(minutes=1))

    roster.change(become, an_entry(Deed.ROLE_SET))

    assert roster.registered() == (become,)


def test_who_is_retired_is_not_listed_and_comes_back_as_the_same_person(roster: OperatorTable) -> None:
    ana = added(roster)
    gone = replace(ana, operator=replace(ana.operator, retired_at=NOW), failures=7, waits_until=NOW)
    roster.change(gone, an_entry(Deed.OPERATOR_RETIRED))
    assert roster.registered() == ()

    back = roster.add("ANÁ", Role.RETURNS, "hash", an_entry(Deed.OPERATOR_ADDED))

    assert roster.registered() == (back,)
    assert (back.operator.id, back.operator.name, back.failures, back.waits_until) == (ana.operator.id, "ANÁ", 0, None)


def test_everybody_is_retired_at_once(roster: OperatorTable) -> None:
    for name in ("Ana", "Bia"):
        added(roster, name)

    roster.retire_all(an_entry(Deed.PINS_OFF, ""))

    assert roster.registered() == ()


def test_a_wrong_pin_is_kept_with_what_it_made_of_whoever_it_was_tried_for(roster: OperatorTable) -> None:
    ana, bia = added(roster), added(roster, "Bia")
    missed = replace(ana, failures=3, waits_until=NOW + timedelta(seconds=30))

    roster.note_wrong_pin(missed, REFUSED)
    roster.note_wrong_pin(None, replace(REFUSED, subject="", at=NOW + timedelta(seconds=1)))

    assert roster.registered() == (missed, bia)
    assert roster.wrong_pins() == (NOW, NOW + timedelta(seconds=1))


def test_no_more_wrong_pins_are_kept_than_count(roster: OperatorTable, database: Database) -> None:
    moments = [NOW + timedelta(seconds=number) for number in range(DESK_TRIES + 5)]
    for at in moments:
        roster.note_wrong_pin(None, replace(REFUSED, at=at))

    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(wrong_pins)).scalar() == DESK_TRIES
    assert roster.wrong_pins() == tuple(moments[5:])


def test_every_change_stands_in_the_audit_trail(roster: OperatorTable, database: Database) -> None:
    ana = added(roster)
    roster.change(ana, an_entry(Deed.PIN_SET))
    roster.note_wrong_pin(ana, REFUSED)
    roster.retire_all(an_entry(Deed.PINS_OFF))

    deeds = [entry.deed for entry in AuditTable(database).entries("Ana")]

    assert deeds == [Deed.OPERATOR_ADDED, Deed.PIN_SET, Deed.SIGN_IN_REFUSED, Deed.PINS_OFF]


def test_a_change_that_cannot_be_told_is_not_made(roster: OperatorTable, database: Database) -> None:
    ana = added(roster)
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE audit")

    with pytest.raises(errors.StorageError):
        roster.change(replace(ana, failures=3), an_entry(Deed.PIN_SET))
    with pytest.raises(errors.StorageError):
        roster.note_wrong_pin(ana, REFUSED)

    assert roster.registered() == (ana,)
    assert roster.wrong_pins() == ()


# hashes


@pytest.fixture(params=[FakePins, lambda: Argon2Pins(CHEAP)], ids=["fake", "argon2"])
def pins(request: pytest.FixtureRequest) -> Pins:
    made: Pins = request.param()
    return made


def test_a_pin_is_told_from_others_by_its_hash(pins: Pins) -> None:
    kept = pins.hashed("4071")

    assert pins.checked(kept, "4071") == kept
    assert [pins.checked(kept, other) for other in ("4072", "407", "40711", "", "\ud800")] == [None] * 5


@pytest.mark.parametrize("pin", ["4071", "", "\ud800"])
def test_nothing_matches_who_is_not_there(pins: Pins, pin: str) -> None:
    assert pins.checked(None, pin) is None


def test_two_people_with_one_pin_have_two_hashes() -> None:
    pins = Argon2Pins(CHEAP)

    assert pins.hashed("4071") != pins.hashed("4071")


def test_a_hash_is_argon2id_as_the_standard_advises_and_does_not_hold_the_pin() -> None:
    kept = Argon2Pins().hashed("407182")

    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY
    assert RFC_9106_LOW_MEMORY.type is Type.ID
    assert "407182" not in kept


def test_trying_a_name_that_nobody_has_costs_as_much() -> None:
    pins = Argon2Pins()

    assert extract_parameters(pins._nobodys) == extract_parameters(pins.hashed("4071"))  # noqa: SLF001 (never leaves it)


def test_a_hash_of_another_cost_is_made_anew_when_its_pin_comes() -> None:
    old, now = Argon2Pins(CHEAP), Argon2Pins(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    kept = old.hashed("4071")

    renewed = now.checked(kept, "4071")

    assert renewed is not None
    assert renewed != kept
    assert now.checked(renewed, "4071") == renewed
    assert now.checked(kept, "4072") is None


def test_a_pin_is_in_no_byte_of_the_database(roster: OperatorTable, tmp_path: Path, database: Database) -> None:
    roster.add("Ana", Role.ADMINISTRATOR, Argon2Pins(CHEAP).hashed("260419"), an_entry(Deed.OPERATOR_ADDED))
    with database.reading() as connection:
        dump = "\n".join(
            repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())  # noqa: S608 (its own names)
            for (table,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").all()
        )
    database.close()

    assert "260419" not in dump
    assert not any(b"260419" in file.read_bytes() for file in tmp_path.iterdir())
