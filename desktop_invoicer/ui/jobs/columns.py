"""The columns of the table: what each is called, what it says of a job, and how people arranged them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from html import escape

from PySide6.QtCore import Qt

from desktop_invoicer.domain.listing import JobSort
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.workflow import HoldKind, Job
from desktop_invoicer.messages import explain, money, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.ui.jobs.state import state_words

PICKUP = N_("Pickup")
DELIVERY = N_("Delivery")
_CHANNELS = {Channel.PICKUP: PICKUP, Channel.DELIVERY: DELIVERY}
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_HIDDEN = re.compile("•{4,}")
"""What of a CPF or CNPJ is not shown; how much it is tells nothing."""
_PLACE = re.compile(r"(?P<name>[A-Z]+):(?P<width>[0-9]{1,4}):(?P<shown>[01])")


class Column(IntEnum):
    """The columns, in the order they have unless a person moves them."""

    STATE = 0
    AGE = 1
    ORDER = 2
    BUYER = 3
    CHANNEL = 4
    DUE = 5
    UNITS = 6
    VALUE = 7
    OPERATOR = 8


@dataclass(frozen=True, slots=True)
class Look:
    """A column's title, sort and width (points at a text scale of 100 %), and whether it holds figures."""

    title: str
    sort: JobSort
    width: int
    has_figures: bool = False


LOOKS: dict[Column, Look] = {
    Column.STATE: Look(N_("State"), JobSort.STATE, 192),
    Column.AGE: Look(N_("Age"), JobSort.ARRIVAL, 60),
    Column.ORDER: Look(N_("Order"), JobSort.ORDER, 156),
    Column.BUYER: Look(N_("Buyer"), JobSort.BUYER, 114),
    Column.CHANNEL: Look(N_("Channel"), JobSort.CHANNEL, 98),
    Column.DUE: Look(N_("Document"), JobSort.DUE, 92),
    Column.UNITS: Look(N_("Units"), JobSort.UNITS, 60, has_figures=True),
    Column.VALUE: Look(N_("Value"), JobSort.VALUE, 96, has_figures=True),
    Column.OPERATOR: Look(N_("Operator"), JobSort.OPERATOR, 92),
}

MOST_TELLING = (
    Column.STATE,
    Column.ORDER,
    Column.VALUE,
    Column.DUE,
    Column.CHANNEL,
    Column.BUYER,
    Column.AGE,
    Column.UNITS,
    Column.OPERATOR,
)
"""The last ones give way first where there is no room for all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person wants a column: a list of these is the order from left to right."""

    column: Column
    width: int
    is_shown: bool = True


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Tell where a column's text stands: figures at the right, one above the other."""
    side = Qt.AlignmentFlag.AlignRight if LOOKS[column].has_figures else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def age(since: datetime, now: datetime) -> str:
    """Say how long ago something was, in one unit."""
    seconds = int((now - since).total_seconds())
    if seconds < _MINUTE:
        return _("now")
    if seconds < _HOUR:
        return _("{count} min").format(count=seconds // _MINUTE)
    if seconds < _DAY:
        return _("{count} h").format(count=seconds // _HOUR)
    return _("{count} d").format(count=seconds // _DAY)


def channel_words(job: Job) -> str:
    """Say how the goods travel: of a sale its channel, of anything else what it is."""
    if job.operation is not None and job.operation is not Operation.SALE:
        return capital(word(job.operation))
    return "" if job.channel is None else _(_CHANNELS[job.channel])


def document_words(job: Job) -> str:
    """Say which document is due; a cancellation may take the event that cancels its note instead."""
    if job.due is None:
        return ""
    if job.operation is Operation.CANCELLATION:
        return _("Event/{note}").format(note=job.due.label)
    return job.due.label


def short_buyer(buyer: str) -> str:
    """Name a buyer with as much of the CPF as tells people apart."""
    return _HIDDEN.sub("•••", buyer)


def moves_by_itself(job: Job) -> bool:
    """Tell whether the desk is at work on a job."""
    return not job.stage.is_end and (job.hold is None or job.hold.kind is HoldKind.RETRY_AT)


_TEXTS: dict[Column, Callable[[Job], str]] = {
    Column.STATE: state_words,
    Column.AGE: lambda job: age(job.received_at, datetime.now(UTC)),
    Column.ORDER: lambda job: job.order_id,
    Column.BUYER: lambda job: short_buyer(job.buyer),
    Column.CHANNEL: channel_words,
    Column.DUE: document_words,
    Column.UNITS: lambda job: str(job.units) if job.units else "",
    Column.VALUE: lambda job: "" if job.value is None else money(job.value),
    Column.OPERATOR: lambda job: job.operator or (_("automatically") if moves_by_itself(job) else ""),
}


def cell(job: Job, column: Column) -> str:
    """Say what a column says of a job."""
    return _TEXTS[column](job)


def read_places(text: str) -> list[Place]:
    """Read how columns were arranged; what cannot be read, or is not told, is as it comes."""
    places = []
    for part in text.split():
        told = _PLACE.fullmatch(part)
        if told is not None and told["name"] in Column.__members__:
            places.append(Place(Column[told["name"]], int(told["width"]), told["shown"] == "1"))
    known = {place.column for place in places}
    if len(known) != len(places) or not any(place.is_shown for place in places):
        places, known = [], set()
    return places + [Place(column, look.width) for column, look in LOOKS.items() if column not in known]


def write_places(places: list[Place]) -> str:
    """Write how columns are arranged, for ``read_places``."""
    return " ".join(f"{place.column.name}:{place.width}:{int(place.is_shown)}" for place in places)


def tip(job: Job, column: Column) -> str:
    """Say what a job waits for, else the whole text; as markup of our own, so that no foreign text is read as such."""
    if column is Column.STATE and job.hold is not None:
        text = explain(job.hold.problem, job.id).sentence
    else:
        text = cell(job, column)
    return f"<qt>{escape(text)}</qt>" if text else ""
