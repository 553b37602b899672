"""What a report says on paper of either size: titles, the large figures, and how the day stands."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.domain.closing import DayClosing, DayState, changes_since
from desktop_invoicer.domain.day import Dimension, Figure, Figures, Tally
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.finding import FindingNote
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.messages.catalogue import N_, ngettext
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.day_words import part_word
from desktop_invoicer.messages.figures import capital, day, moment, money, number, shown
from desktop_invoicer.messages.words import word

LABELS = {
    Figure.ASKED: N_("Asked for"),
    Figure.INVOICED: N_("Invoiced"),
    Figure.RETURNED: N_("Returned"),
    Figure.CANCELLED: N_("Cancelled"),
    Figure.GIVEN_UP: N_("Given up"),
    Figure.UNSENT: N_("Not sent"),
}

DIMENSIONS = {
    Dimension.OPERATION: N_("By operation"),
    Dimension.MODEL: N_("By document"),
    Dimension.CHANNEL: N_("By channel"),
    Dimension.OPERATOR: N_("By operator"),
    Dimension.DESK: N_("By desk"),
}
"""What tables are told apart by; the hours are drawn."""

OPENING_HOURS = (8, 20)
"""The hours that a chart always shows, so that quiet days look like it."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A large figure, with what it is and what belongs to it."""

    label: str
    value: str
    note: str
    is_alarming: bool = False


@dataclass(frozen=True, slots=True)
class HourBar:
    """An hour of the store's clock: what was asked for and what was invoiced in it."""

    hour: int
    asked: Tally
    invoiced: Tally


def title(report: DayReport) -> str:
    """Name the document."""
    return _("Day close of {day}, {store}").format(day=day(report.day.day.date), store=shown(report.store))


def place(report: DayReport) -> str:
    """Name the desk and the account."""
    return _("Desk {desk}, VTEX account {account}").format(desk=shown(report.desk), account=shown(report.account))


def made(report: DayReport) -> str:
    """Tell when the figures were taken."""
    return _("Figures of {moment}").format(moment=moment(report.made_at, report.day.day.zone))


def state(report: DayReport) -> DayState:
    """Tell how the day stands."""
    return DayState.OPEN if report.closing is None else report.closing.state


def standing(report: DayReport) -> list[str]:
    """Tell how the day stands, and who signed it off and why, a sentence each."""
    closing, zone = report.closing, report.day.day.zone
    if closing is None:
        return [_("Nobody has signed this day off.")]
    said = [
        _("Signed off by {manager}, {moment}.").format(
            manager=shown(closing.manager), moment=moment(closing.closed_at, zone)
        )
    ]
    if closing.reason:
        pending = ngettext(
            "{count} order was not sent then:", "{count} orders were not sent then:", len(closing.pending)
        )
        said.append(f"{pending.format(count=number(len(closing.pending)))} “{shown(closing.reason)}”")
    if closing.reopened_at is not None:
        said.append(
            _("Something changed afterwards ({moment}): it has to be signed off again.").format(
                moment=moment(closing.reopened_at, zone)
            )
        )
        said.extend(_changes(closing, report))
    return said


def headlines(report: DayReport) -> list[Headline]:
    """Give the large figures, the most important first."""
    totals, findings = report.day.totals, report.findings
    invoiced = _("{count}, with freight of {freight}").format(
        count=orders(totals.invoiced.count), freight=money(totals.invoiced.freight)
    )
    found = Headline(_("Findings"), "–", _("not compared with VTEX yet"))
    if findings is not None:
        standing = sum(not finding.is_settled for finding in findings)
        found = Headline(_("Findings"), number(standing), _("VTEX, documents, journal"), bool(standing))
    return [
        Headline(_(LABELS[Figure.INVOICED]), money(totals.invoiced.value), invoiced),
        Headline(_(LABELS[Figure.RETURNED]), money(totals.returned.value), orders(totals.returned.count)),
        Headline(_(LABELS[Figure.CANCELLED]), money(totals.cancelled.value), orders(totals.cancelled.count)),
        Headline(_("Net"), money(totals.net), _("invoiced less what went back")),
        Headline(_(LABELS[Figure.ASKED]), number(totals.asked.count), money(totals.asked.value)),
        Headline(_(LABELS[Figure.GIVEN_UP]), number(totals.given_up.count), money(totals.given_up.value)),
        Headline(
            _(LABELS[Figure.UNSENT]),
            number(totals.unsent.count),
            money(totals.unsent.value),
            is_alarming=totals.unsent.count > 0,
        ),
        found,
    ]


def accounted(report: DayReport) -> str:
    """Tell that nothing fell through; if something did, say that instead."""
    balance = report.day.balance
    says = _(
        "Every request is accounted for: {brought_in} open before and {asked} asked for are {sent} sent, {given_up}"
        " given up and {left} left."
    )
    if not balance.is_even:
        says = _(
            "These figures do not add up, which is a defect of the program: {brought_in} open before and {asked} asked"
            " for, but {sent} sent, {given_up} given up and {left} left."
        )
    return says.format(
        brought_in=number(balance.brought_in),
        asked=number(balance.asked),
        sent=number(balance.sent),
        given_up=number(balance.given_up),
        left=number(balance.left),
    )


def orders(count: int) -> str:
    """Write a number of orders."""
    return ngettext("{count} order", "{count} orders", count).format(count=number(count))


def hours(report: DayReport) -> list[HourBar]:
    """Give the hours from opening to closing, and whatever came earlier or later."""
    known = {int(part): figures for part, figures in report.day.by.get(Dimension.HOUR, {}).items() if part}
    busy = [hour for hour, figures in known.items() if figures.asked.count or figures.invoiced.count]
    nothing = Figures()
    return [
        HourBar(hour, known.get(hour, nothing).asked, known.get(hour, nothing).invoiced)
        for hour in range(min([OPENING_HOURS[0], *busy]), max([OPENING_HOURS[1], *busy]) + 1)
    ]


def state_word(report: DayReport) -> str:
    """Name the state of the day."""
    return word(state(report))


def compared(report: DayReport) -> str:
    """Tell why there are no findings."""
    if report.findings is None:
        return _("VTEX, the documents and the journal were not compared for this day yet.")
    return _("VTEX, the documents and the journal agree.")


def noted(note: FindingNote) -> str:
    """Tell what a person said about a finding."""
    return _("{who} about it: “{reason}”").format(who=shown(note.operator), reason=shown(note.reason))


def parts(report: DayReport, dimension: Dimension) -> list[tuple[str, Figures]]:
    """Give the parts of a dimension by name: the largest first, what is not known last."""
    known = report.day.by.get(dimension, {})
    largest_first = sorted(known.items(), key=lambda item: (item[0] == "", -item[1].invoiced.value))
    return [(part_name(dimension, part), figures) for part, figures in largest_first]


def channels(report: DayReport) -> list[tuple[str, Figures]]:
    """Give the figures by channel; the ones that every store has are always there."""
    known = report.day.by.get(Dimension.CHANNEL, {})
    used = [part for part, figures in known.items() if figures.invoiced.count]
    return [
        (part_name(Dimension.CHANNEL, part), known.get(part, Figures()))
        for part in dict.fromkeys([*(channel.value for channel in Channel), *used])
    ]


def part_name(dimension: Dimension, part: str) -> str:
    """Name a part of the day where it stands alone; people and desks are written as they write themselves."""
    name = part_word(dimension, part)
    is_own_name = dimension in {Dimension.OPERATOR, Dimension.DESK} and name == shown(part)
    return name if is_own_name else capital(name)


def _changes(closing: DayClosing, report: DayReport) -> list[str]:
    """Tell what is not as it was signed."""
    return [
        _("{figure}: signed {then}, now {now}.").format(
            figure=_(LABELS[change.figure]), then=_tally(change.signed), now=_tally(change.now)
        )
        for change in changes_since(closing, report.day)
    ]


def _tally(tally: Tally) -> str:
    return f"{money(tally.value)} ({orders(tally.count)})"
