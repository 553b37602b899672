"""What can be done about a part of the program, each as a button."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from desktop_invoicer.domain.health import Part, PartHealth
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.status.words import is_wrong


class Move(Enum):
    """Something a person can do from the status page."""

    SETTINGS = auto()
    CREDENTIALS = auto()
    RETRY = auto()
    RESTART = auto()
    OPEN_FOLDER = auto()
    BACK_UP = auto()
    VERIFY = auto()
    SHOW_TRAIL = auto()
    CHECK = auto()


BUTTONS: Mapping[Move, tuple[str, str]] = {
    Move.SETTINGS: (N_("Settings"), "settings"),
    Move.CREDENTIALS: (N_("Set credentials"), "key"),
    Move.RETRY: (N_("Try again"), "retry"),
    Move.RESTART: (N_("Start again"), "refresh"),
    Move.OPEN_FOLDER: (N_("Open folder"), "folder"),
    Move.BACK_UP: (N_("Back up now"), "save"),
    Move.VERIFY: (N_("Verify now"), "lock"),
    Move.SHOW_TRAIL: (N_("Show entries"), "timeline"),
    Move.CHECK: (N_("Check this desk"), "doctor"),
}
"""What each is called, and its icon."""
PLACES: Mapping[Part, Place] = {
    Part.VTEX: Place.ACCOUNTS,
    Part.RECEIVER: Place.RECEIVER,
    Part.POLLING: Place.RECEIVER,
    Part.FOLDERS: Place.DOCUMENTS,
}
"""Where in the settings a part is put right."""
_ALWAYS: Mapping[Part, tuple[Move, ...]] = {
    Part.BACKUP: (Move.BACK_UP,),
    Part.AUDIT: (Move.VERIFY, Move.SHOW_TRAIL),
}
"""What is of use although nothing is wrong."""
_REMEDIES: Mapping[Part, tuple[Move, ...]] = {
    Part.ENGINE: (Move.RESTART,),
    Part.DATABASE: (Move.CHECK,),
    Part.KEYRING: (Move.CHECK,),
    Part.VTEX: (Move.RETRY,),
    Part.RECEIVER: (Move.RESTART, Move.SETTINGS),
    Part.POLLING: (Move.CHECK,),
    Part.FOLDERS: (Move.OPEN_FOLDER, Move.SETTINGS),
    Part.CLOCK: (Move.CHECK,),
    Part.DISK: (Move.OPEN_FOLDER,),
}
_BY_CODE: Mapping[ProblemCode, tuple[Move, ...]] = {
    ProblemCode.CREDENTIALS: (Move.CREDENTIALS, Move.RETRY),
    ProblemCode.PART_DIED: (Move.RESTART,),
    ProblemCode.VTEX_RESTS: (),
}
"""What helps against a certain problem, whatever part has it."""


def moves_of(part: PartHealth) -> tuple[Move, ...]:
    """Give what can be done about a part now, the best first."""
    always = _ALWAYS.get(part.part, ())
    if not is_wrong(part):
        return always
    if part.problem is not None and part.problem.code in _BY_CODE:
        return (*_BY_CODE[part.problem.code], *always)
    return (*_REMEDIES.get(part.part, ()), *always)
