"""The people of the desk, as its database knows them."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import timedelta

from desktop_invoicer.config import Settings
from desktop_invoicer.engine.doorkeeper import Doorkeeper
from desktop_invoicer.engine.people import People
from desktop_invoicer.engine.ports import Clock
from desktop_invoicer.engine.sessions import Sessions
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.operators import OperatorTable
from desktop_invoicer.persistence.pins import Argon2Pins

_LONGEST_SESSION = 60
"""Minutes after which a session is over that nobody uses, where the window never locks itself."""


def wire_people(database: Database, settings: Settings, clock: Clock, tell: Callable[[], None]) -> People:
    """Put together who knows the people; ``tell`` is called whenever they are others."""
    idle = timedelta(minutes=settings.people.lock_after or _LONGEST_SESSION)
    door = Doorkeeper(OperatorTable(database), Argon2Pins(), clock)
    return People(door, AuditTable(database), Sessions(idle), tell, _user())


def _user() -> str:
    """Give the system's user; a bare container knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
