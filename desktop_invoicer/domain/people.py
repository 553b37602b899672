"""Who works at the desk, and what each may do: one table, which the engine enforces and the window follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

OperatorId = NewType("OperatorId", int)


class Role(StrEnum):
    """What somebody is in the store; each may do what those before may."""

    CLERK = "clerk"
    RETURNS = "returns"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"

    def is_at_least(self, other: Role) -> bool:
        """Tell whether this role may do what ``other`` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)


class Action(StrEnum):
    """Everything that takes a person's right. Looking takes none: the screen and the system's user guard that."""

    ADD_ORDER = "add_order"
    ATTACH = "attach"
    SUBMIT_SALE = "submit_sale"
    RETRY = "retry"
    KEEP_FILES = "keep_files"
    """Set files of watched folders aside, and take them back."""
    SETTLE_RETURN = "settle_return"
    """Say what an unreadable request asks for, that the terminal reversed a payment, or that nothing is refunded."""
    SUBMIT_RETURN = "submit_return"
    APPROVE_REFUND = "approve_refund"
    TAKE_OVER = "take_over"
    DISMISS = "dismiss"
    SEND_READY = "send_ready"
    CLOSE_DAY = "close_day"
    NOTE_FINDING = "note_finding"
    SEND_KEY = "send_key"
    EXPORT = "export"
    """Write a report of a day or the audit trail to a file."""
    SHOW_RAW = "show_raw"
    """See what VTEX sent, personal data included."""
    BACK_UP = "back_up"
    SUPPORT = "support"
    """Write a bundle for whoever helps."""
    RESTORE = "restore"
    SET_CREDENTIALS = "set_credentials"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_PEOPLE = "manage_people"


LEAST: Mapping[Action, Role] = {
    Action.ADD_ORDER: Role.CLERK,
    Action.ATTACH: Role.CLERK,
    Action.SUBMIT_SALE: Role.CLERK,
    Action.RETRY: Role.CLERK,
    Action.KEEP_FILES: Role.CLERK,
    Action.SETTLE_RETURN: Role.RETURNS,
    Action.SUBMIT_RETURN: Role.RETURNS,
    Action.APPROVE_REFUND: Role.MANAGER,
    Action.TAKE_OVER: Role.MANAGER,
    Action.DISMISS: Role.MANAGER,
    Action.SEND_READY: Role.MANAGER,
    Action.CLOSE_DAY: Role.MANAGER,
    Action.NOTE_FINDING: Role.MANAGER,
    Action.SEND_KEY: Role.MANAGER,
    Action.EXPORT: Role.MANAGER,
    Action.SHOW_RAW: Role.MANAGER,
    Action.BACK_UP: Role.MANAGER,
    Action.SUPPORT: Role.MANAGER,
    Action.RESTORE: Role.ADMINISTRATOR,
    Action.SET_CREDENTIALS: Role.ADMINISTRATOR,
    Action.CHANGE_SETTINGS: Role.ADMINISTRATOR,
    Action.MANAGE_PEOPLE: Role.ADMINISTRATOR,
}
"""The least role that may do each thing by itself; for anybody else one of those may allow it on the spot."""


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who may sign in at this desk."""

    id: OperatorId
    name: str
    role: Role
    since: datetime
    retired_at: datetime | None = None

    def may(self, action: Action) -> bool:
        """Tell whether this person may do something without anybody else's word."""
        return self.retired_at is None and self.role.is_at_least(LEAST[action])


@dataclass(frozen=True, slots=True)
class Registered:
    """An operator with what the desk tells them by. ``pin`` is a hash, which is never shown either."""

    operator: Operator
    pin: str = field(repr=False)
    failures: int = 0
    """Wrong PINs in a row."""
    waits_until: datetime | None = None
    """By the desk's clock, which may have been set since."""
