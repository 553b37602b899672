"""The words for days, and for the parts into which their figures are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum

from desktop_invoicer.domain.day import EVENT, Dimension
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.figures import day, shown
from desktop_invoicer.messages.words import word

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)

_AUTOMATIC = "automatic"

_MEMBERS: Mapping[Dimension, Mapping[str, Enum]] = {
    Dimension.OPERATION: {each.value: each for each in Operation},
    Dimension.MODEL: {**{each.value: each for each in DocumentModel}, EVENT: DocumentKind.CANCELLATION},
    Dimension.CHANNEL: {each.value: each for each in Channel},
}


def weekday_and_day(when: date) -> str:
    """Say a date with its weekday."""
    return _("{weekday}, {day}").format(weekday=_(WEEKDAYS[when.weekday()]), day=day(when))


def part_word(dimension: Dimension, part: str) -> str:
    """Name a part of a day's figures: ``("model", "65")`` is NFC-e; people and desks keep their names."""
    member = _MEMBERS.get(dimension, {}).get(part)
    if member is not None:
        return word(member)
    if dimension is Dimension.HOUR and part:
        return _("{hour}h").format(hour=part)
    if dimension is Dimension.OPERATOR and part == _AUTOMATIC:
        return _("automatically")
    return shown(part) or (_("nobody yet") if dimension is Dimension.OPERATOR else _("not known yet"))
