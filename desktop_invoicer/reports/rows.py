"""What is told of each job of a day, a row a job: the columns that the files for spreadsheets share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum, auto

from desktop_invoicer.domain.day import DayJob, Dimension, Figure, figures_of, model_of
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.messages.words import word
from desktop_invoicer.reports.content import LABELS, part_name
from desktop_invoicer.reports.pending import Pending, pending

Cell = str | int | datetime | None


class Form(Enum):
    """What a column holds."""

    TEXT = auto()
    KEY = auto()
    """The 44 characters of an access key."""
    AMOUNT = auto()
    """In cents."""
    COUNT = auto()
    MOMENT = auto()
    """By the store's clock, without a zone; ``None`` where it did not happen."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A job as a part of its day; ``pending`` tells why it is not sent."""

    report: DayReport
    job: DayJob
    pending: Pending | None

    @property
    def zone(self) -> tzinfo:
        """Where the store's clock stands."""
        return self.report.day.day.zone


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its English heading, what it holds, and how wide it is in characters."""

    heading: str
    form: Form
    width: int
    give: Callable[[Listed], Cell]


def listed(report: DayReport) -> Iterator[Listed]:
    """Give every job of a day, oldest first."""
    unsent = {row.job.job.id: row for row in pending(report)}
    return (Listed(report, job, unsent.get(job.job.id)) for job in report.day.jobs)


def by_clock(at: datetime, zone: tzinfo) -> datetime:
    """Give what the store's clock showed at a moment."""
    return at.astimezone(zone).replace(tzinfo=None)


def _counted_as(row: Listed) -> str:
    """Name the figure in which a job counts, beside being asked for."""
    counted = (figure for figure in figures_of(row.job, row.report.day.day) if figure is not Figure.ASKED)
    return ", ".join(_(LABELS[figure]) for figure in counted)


def _operation(row: Listed) -> str:
    operation = row.job.job.operation
    return part_name(Dimension.OPERATION, operation.value if operation else "")


def _channel(row: Listed) -> str:
    channel = row.job.job.channel
    return part_name(Dimension.CHANNEL, channel.value if channel else "")


def _value(row: Listed) -> int | None:
    """Give what was sent, or is to be; nothing while that is unknown."""
    return row.job.job.value if row.job.sent is None else row.job.sent.value


def _key(row: Listed) -> str:
    if row.job.sent is not None:
        return row.job.sent.key
    document = row.job.job.document
    return "" if document is None else document.key.text


FIELDS = (
    Field(N_("Order"), Form.TEXT, 18, lambda row: shown(row.job.job.order_id)),
    Field(N_("Account"), Form.TEXT, 16, lambda row: shown(row.job.job.account)),
    Field(N_("Operation"), Form.TEXT, 22, _operation),
    Field(N_("Channel"), Form.TEXT, 18, _channel),
    Field(N_("Document"), Form.TEXT, 16, lambda row: part_name(Dimension.MODEL, model_of(row.job.job))),
    Field(N_("Counted as"), Form.TEXT, 12, _counted_as),
    Field(N_("Asked for at"), Form.MOMENT, 16, lambda row: by_clock(row.job.job.received_at, row.zone)),
    Field(N_("Sent at"), Form.MOMENT, 16, lambda row: by_clock(row.job.sent.at, row.zone) if row.job.sent else None),
    Field(N_("Value, R$"), Form.AMOUNT, 14, _value),
    Field(N_("Of it freight, R$"), Form.AMOUNT, 14, lambda row: row.job.freight),
    Field(N_("Invoice number"), Form.TEXT, 12, lambda row: shown(row.job.sent.number) if row.job.sent else ""),
    Field(N_("Chave de acesso"), Form.KEY, 48, _key),
    Field(N_("Buyer"), Form.TEXT, 28, lambda row: shown(row.job.job.buyer)),
    Field(N_("Confirmed by"), Form.TEXT, 16, lambda row: part_name(Dimension.OPERATOR, row.job.job.confirmed_by)),
    Field(N_("Desk"), Form.TEXT, 14, lambda row: shown(row.report.desk)),
    Field(N_("Why not sent"), Form.TEXT, 50, lambda row: row.pending.message.sentence if row.pending else ""),
    Field(N_("Whose turn"), Form.TEXT, 14, lambda row: word(row.pending.message.owner) if row.pending else ""),
    Field(N_("What to do"), Form.TEXT, 50, lambda row: row.pending.message.step if row.pending else ""),
)
