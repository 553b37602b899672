"""How far what a rule says may be trusted."""

from enum import StrEnum


class Certainty(StrEnum):
    """How sure it is that a rule says what the law says."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"
