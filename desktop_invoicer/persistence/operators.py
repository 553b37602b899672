"""The people of the desk in the database; of their PINs it holds hashes alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from desktop_invoicer.domain.audit import AuditEntry
from desktop_invoicer.domain.people import Operator, OperatorId, Registered, Role
from desktop_invoicer.domain.pin import DESK_TRIES
from desktop_invoicer.domain.policy import plain_name
from desktop_invoicer.persistence.audit import write_audit
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import operators, wrong_pins

_HERE = select(operators).where(operators.c.retired_at.is_(None))
_NEWEST = select(wrong_pins.c.id).order_by(wrong_pins.c.id.desc()).limit(DESK_TRIES)


class OperatorTable:
    """The people of this desk, and its last wrong PINs. Safe from any thread."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def registered(self) -> tuple[Registered, ...]:
        """Give everybody who is not retired."""
        with self._database.reading() as connection:
            return tuple(map(_registered, connection.execute(_HERE)))

    def add(self, name: str, role: Role, pin: str, entry: AuditEntry) -> Registered:
        """Add somebody with the hash of a PIN; who was retired under that name comes back."""
        values = {"name": name, "role": role.value, "pin": pin, "since": entry.at}
        anew = {**values, "retired_at": None, "failures": 0, "waits_until": None}
        adding = insert_or(operators).values(plain_name=plain_name(name), **values)
        adding = adding.on_conflict_do_update([operators.c.plain_name], set_=anew)
        with self._database.writing() as connection:
            row = connection.execute(adding.returning(operators)).one()
            write_audit(connection, entry)
            return _registered(row)

    def change(self, registered: Registered, entry: AuditEntry) -> None:
        """Keep what somebody has become."""
        values = _kept(registered)
        with self._database.writing() as connection:
            connection.execute(update(operators).where(operators.c.id == registered.operator.id).values(values))
            write_audit(connection, entry)

    def retire_all(self, entry: AuditEntry) -> None:
        """Retire everybody."""
        with self._database.writing() as connection:
            here = operators.c.retired_at.is_(None)
            connection.execute(update(operators).where(here).values(retired_at=entry.at))
            write_audit(connection, entry)

    def wrong_pins(self) -> tuple[datetime, ...]:
        """Give when the last wrong PINs were, the oldest first."""
        with self._database.reading() as connection:
            return tuple(connection.execute(select(wrong_pins.c.at).order_by(wrong_pins.c.id)).scalars())

    def note_wrong_pin(self, registered: Registered | None, entry: AuditEntry) -> None:
        """Keep that a PIN was wrong, and what it made of whoever it was tried for; ``None``: nobody has that name."""
        with self._database.writing() as connection:
            connection.execute(insert(wrong_pins).values(at=entry.at))
            connection.execute(delete(wrong_pins).where(wrong_pins.c.id.not_in(_NEWEST)))
            if registered is not None:
                here = operators.c.id == registered.operator.id
                connection.execute(update(operators).where(here).values(_kept(registered)))
            write_audit(connection, entry)


def _registered(row: Row[Any]) -> Registered:
    operator = Operator(OperatorId(row.id), row.name, Role(row.role), row.since, row.retired_at)
    return Registered(operator, row.pin, row.failures, row.waits_until)


def _kept(registered: Registered) -> dict[str, object]:
    return {
        "role": registered.operator.role.value,
        "pin": registered.pin,
        "retired_at": registered.operator.retired_at,
        "failures": registered.failures,
        "waits_until": registered.waits_until,
    }
