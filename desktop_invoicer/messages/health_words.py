"""The words for the parts of the program and how they are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from desktop_invoicer.domain.health import Condition, Part
from desktop_invoicer.messages.catalogue import N_

HEALTH_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    Part: {
        Part.ENGINE: N_("the program's work"),
        Part.DATABASE: N_("database"),
        Part.KEYRING: N_("keyring"),
        Part.VTEX: N_("answers of VTEX"),
        Part.RECEIVER: N_("receiver"),
        Part.POLLING: N_("polling"),
        Part.FOLDERS: N_("watched folder"),
        Part.CLOCK: N_("clock"),
        Part.DISK: N_("disk"),
        Part.BACKUP: N_("backup"),
        Part.AUDIT: N_("audit trail"),
    },
    Condition: {
        Condition.OFF: N_("switched off"),
        Condition.WELL: N_("all is well"),
        Condition.WARNING: N_("look at it"),
        Condition.TROUBLE: N_("does not work"),
    },
}
