"""The program that runs, if one does: how it says it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_invoicer.config import Home
from desktop_invoicer.control.client import ControlClient, RemoteError
from desktop_invoicer.doctor.finding import Finding, Level
from desktop_invoicer.domain.health import Condition, Part

Json = dict[str, Any]

_LEVELS = {Condition.WARNING.value: Level.WARNING, Condition.TROUBLE.value: Level.ERROR}
_LOOKED_AT = frozenset({Part.KEYRING.value, Part.FOLDERS.value, Part.DISK.value})
"""What is looked at from here as well."""


def running_health(home: Home) -> Json | None:
    """Ask the program that holds a home how it is; ``None`` when none does, or it does not answer."""
    holder = ControlClient.connect(home)
    if holder is None:
        return None
    with holder:
        try:
            result: Json | None = holder.call("health").get("result")
        except RemoteError:  # it ended meanwhile, or is older than this question
            return None
        return result


def running(health: Json | None) -> Iterator[Finding]:
    """Tell of each part that does not work as it should; what several suffer from is told once."""
    told: set[str] = set()
    for part in () if health is None else health["parts"]:
        problem, level = part["problem"], _LEVELS.get(part["condition"])
        if problem is None or level is None or part["part"] in _LOOKED_AT or problem["message"] in told:
            continue
        told.add(problem["message"])
        yield Finding(part["part"], level, problem["message"], problem["next_action"])
