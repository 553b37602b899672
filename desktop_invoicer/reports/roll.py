"""The report on the paper of a receipt printer: one piece as long as its content, black only, nothing small."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.messages import explain
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.catalogue import ngettext
from desktop_invoicer.messages.day_words import weekday_and_day
from desktop_invoicer.messages.figures import amount, capital, money, number, shown
from desktop_invoicer.messages.words import word
from desktop_invoicer.reports import content
from desktop_invoicer.reports.canvas import BLACK, Box, Canvas, Type, Weight
from desktop_invoicer.reports.flow import Flow
from desktop_invoicer.reports.pending import Kind, pending, turns

WIDTH, MARGIN = 80, 4
"""A printer of 80 mm prints 72 mm."""
LONGEST = 5000.0
"""Longer pages cannot be shown by every reader of PDF."""
MOST_ROWS = 20
"""So many kinds, and so many of each, are named; the A4 report names every one."""

_NAME = Type(15, Weight.STRONG, BLACK)
_STATE = Type(13, Weight.STRONG, BLACK)
_HEADING = Type(11, Weight.STRONG, BLACK)
_STRONG = Type(9.5, Weight.STRONG, BLACK)
_PLAIN = Type(9, ink=BLACK)
_BAR = 2.6


def draw_roll(canvas: Canvas, report: DayReport, length: float) -> float:
    """Draw a report on pieces of paper of ``length``; gives how much of them was needed."""

    def begin() -> float:
        canvas.new_page(WIDTH, length)
        return MARGIN

    flow = Flow(canvas, MARGIN, WIDTH - MARGIN, LONGEST - MARGIN, begin)
    _header(flow, report)
    _figures(flow, report)
    _bars(flow, report)
    _pending(flow, report)
    _findings(flow, report)
    _signature(flow, report)
    return flow.y + MARGIN if canvas.page == 1 else LONGEST


def _header(flow: Flow, report: DayReport) -> None:
    flow.centred(_("Day close").upper(), _STRONG)
    flow.centred(shown(report.store), _NAME)
    flow.centred(weekday_and_day(report.day.day.date), _HEADING)
    flow.centred(content.place(report), _PLAIN)
    flow.gap(2)
    height = _STATE.height + 3
    flow.canvas.frame(Box(flow.left + 0.3, flow.y, flow.room - 0.6, height), BLACK, thickness=0.6)
    flow.gap(1.5)
    flow.centred(content.state_word(report).upper(), _STATE)
    flow.gap(2.5)
    for sentence in content.standing(report):
        flow.paragraph(sentence, _PLAIN)


def _figures(flow: Flow, report: DayReport) -> None:
    _section(flow, _("The day"))
    for headline in content.headlines(report):
        flow.pair(headline.label, headline.value, _STRONG)
        flow.paragraph(headline.note, _PLAIN, indent=3)
    flow.gap(1.5)
    flow.paragraph(content.accounted(report), _PLAIN)


def _bars(flow: Flow, report: DayReport) -> None:
    """Draw level bars: paper is long, and narrow."""
    bars = [bar for bar in content.hours(report) if bar.invoiced.count]
    _section(flow, _("Invoiced by hour, in reais"))
    _draw_bars(flow, [(f"{bar.hour:02}h", amount(bar.invoiced.value), bar.invoiced.value) for bar in bars])
    _section(flow, _("Invoiced by channel"))
    channels = [(name, figures.invoiced) for name, figures in content.channels(report)]
    most = max([1, *(tally.value for _name, tally in channels)])
    for name, tally in channels:
        flow.pair(name, money(tally.value), _PLAIN)
        flow.canvas.bar(Box(flow.left, flow.y + 0.3, flow.room * max(tally.value, 0) / most, _BAR), BLACK)
        flow.gap(_BAR + 2)


def _draw_bars(flow: Flow, bars: Sequence[tuple[str, str, int]]) -> None:
    if not bars:
        flow.paragraph(_("Nothing yet."), _PLAIN)
        return
    canvas = flow.canvas
    left = flow.left + max(canvas.width(label, _PLAIN) for label, _text, _value in bars) + 2
    right = flow.right - max(canvas.width(text, _PLAIN) for _label, text, _value in bars) - 2
    most = max(1, *(value for _label, _text, value in bars))
    for label, text, value in bars:
        flow.need(_PLAIN.height)
        canvas.text(flow.left, flow.y, label, _PLAIN)
        length = (right - left) * max(value, 0) / most
        canvas.bar(Box(left, flow.y + (_PLAIN.height - _BAR) / 2, length, _BAR), BLACK)
        canvas.text_before(flow.right, flow.y, text, _PLAIN)
        flow.gap(_PLAIN.height)


def _pending(flow: Flow, report: DayReport) -> None:
    _section(flow, _("Not sent"))
    owned = turns(pending(report))
    if not owned:
        flow.paragraph(_("Nothing is left: everything that was asked for is sent or given up."), _PLAIN)
    for turn in owned:
        flow.pair(capital(word(turn.owner)), content.orders(turn.tally.count), _STRONG)
        for kind in turn.kinds[:MOST_ROWS]:
            _kind(flow, kind)
        _and_more(flow, sum(len(kind.rows) for kind in turn.kinds[MOST_ROWS:]))
        flow.gap(1.5)


def _kind(flow: Flow, kind: Kind) -> None:
    flow.paragraph(kind.sentence, _PLAIN)
    flow.paragraph(f"→ {kind.step}", _PLAIN)
    for row in kind.rows[:MOST_ROWS]:
        value = row.job.job.value
        flow.pair(shown(row.job.job.order_id), "" if value is None else amount(value), _PLAIN)
    _and_more(flow, len(kind.rows) - MOST_ROWS)
    flow.gap(1.5)


def _findings(flow: Flow, report: DayReport) -> None:
    _section(flow, _("Findings"))
    findings = report.findings or ()
    if not findings:
        flow.paragraph(content.compared(report), _PLAIN)
    for finding in findings[:MOST_ROWS]:
        message = explain(finding.problem, finding.job)
        if finding.order_id or finding.amount:
            flow.pair(shown(finding.order_id or ""), amount(finding.amount) if finding.amount else "", _STRONG)
        flow.paragraph(message.sentence, _PLAIN)
        flow.paragraph(f"→ {message.step}", _PLAIN)
        if finding.note is not None:
            flow.paragraph(content.noted(finding.note), _PLAIN)
        flow.gap(1.5)
    _and_more(flow, len(findings) - MOST_ROWS)


def _and_more(flow: Flow, count: int) -> None:
    if count > 0:
        text = ngettext("… and {count} more: see the A4 report.", "… and {count} more: see the A4 report.", count)
        flow.paragraph(text.format(count=number(count)), _PLAIN)


def _section(flow: Flow, heading: str) -> None:
    flow.gap(3)
    flow.rule(BLACK, thickness=0.4)
    flow.gap(1.5)
    flow.paragraph(heading, _HEADING)
    flow.gap(0.5)


def _signature(flow: Flow, report: DayReport) -> None:
    flow.gap(18)
    flow.rule(BLACK, thickness=0.3)
    flow.gap(0.8)
    flow.centred(_("Manager, signature"), _PLAIN)
    if report.closing is not None:
        flow.centred(shown(report.closing.manager), _PLAIN)
    flow.gap(2)
    flow.centred(content.made(report), _PLAIN)
    flow.centred("desktop-invoicer", _PLAIN)
