"""The report on A4: the totals large, then the day as bars, then every detail a manager has to know."""

from __future__ import annotations

from desktop_invoicer.domain.closing import DayState
from desktop_invoicer.domain.day import Figures
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.messages import explain
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.day_words import weekday_and_day
from desktop_invoicer.messages.figures import amount, capital, moment, money, number, shown
from desktop_invoicer.messages.words import word
from desktop_invoicer.reports import content
from desktop_invoicer.reports.canvas import ALARM, BRAND, HAIRLINE, INK, MUTED, Box, Canvas, Type, Weight
from desktop_invoicer.reports.chart import draw_hours, draw_legend, draw_parts
from desktop_invoicer.reports.flow import Flow
from desktop_invoicer.reports.pending import Pending, Turn, pending, turns
from desktop_invoicer.reports.table import Column, Group, Row, Table

WIDTH, HEIGHT, MARGIN = 210, 297, 15

_OVERLINE = Type(8.5, Weight.STRONG, MUTED)
_NAME = Type(20, Weight.STRONG)
_HEADING = Type(12, Weight.STRONG)
_SUBHEADING = Type(9, Weight.STRONG)
_PLAIN = Type(9)
_OWNER = Type(10.5, Weight.STRONG)
_SMALL = Type(7.5, ink=MUTED)
_LARGE = Type(15, Weight.STRONG)
_STATES = {DayState.OPEN: MUTED, DayState.CLOSED: BRAND, DayState.REOPENED: ALARM}
_IN_A_ROW = 4
_CARD = 22.5
_CHART = 42.0
_REAIS = "R$"
_NONE = "–"
_SIGNATURE = 30.0


def draw_a4(canvas: Canvas, report: DayReport) -> None:
    """Draw a report, with as many pages as it takes."""
    flow = Flow(canvas, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN - _SMALL.height - 4, lambda: _page(canvas, report))
    _header(flow, report)
    _headlines(flow, report)
    _bars(flow, report)
    _parts(flow, report)
    _pending(flow, report)
    _findings(flow, report)
    _signature(flow, report)


def _page(canvas: Canvas, report: DayReport) -> float:
    """Begin a page: its foot, and from the second one on what it belongs to."""
    canvas.new_page(WIDTH, HEIGHT)
    foot = HEIGHT - MARGIN - _SMALL.height
    canvas.rule(MARGIN, foot - 1, WIDTH - MARGIN)
    canvas.text(MARGIN, foot, f"{content.made(report)} · desktop-invoicer", _SMALL)
    canvas.page_number(WIDTH - MARGIN, foot, _SMALL)
    if canvas.page == 1:
        return MARGIN
    canvas.text(MARGIN, MARGIN, canvas.fitted(content.title(report), WIDTH - 2 * MARGIN, _SMALL), _SMALL)
    return MARGIN + _SMALL.height + 3


def _header(flow: Flow, report: DayReport) -> None:
    canvas, top = flow.canvas, flow.y
    stamp = _stamp(flow, report)
    canvas.text(flow.left, flow.y, _("Day close").upper(), _OVERLINE)
    flow.gap(_OVERLINE.height)
    for line in canvas.wrapped(shown(report.store), flow.room - stamp - 5, _NAME):
        canvas.text(flow.left, flow.y, line, _NAME)
        flow.gap(_NAME.height)
    canvas.text(flow.left, flow.y, weekday_and_day(report.day.day.date), _HEADING)
    flow.gap(_HEADING.height)
    flow.paragraph(content.place(report), _SMALL)
    flow.y = max(flow.y, top + 20)
    flow.gap(1)
    for sentence in content.standing(report):
        flow.paragraph(sentence, _PLAIN)
    flow.gap(3)


def _stamp(flow: Flow, report: DayReport) -> float:
    """Draw how the day stands into the upper right corner; gives the width of it."""
    state = content.state(report)
    style = Type(13, Weight.STRONG, _STATES[state])
    text = content.state_word(report).upper()
    width = flow.canvas.width(text, style) + 10
    flow.canvas.frame(Box(flow.right - width, flow.y, width, style.height + 5), _STATES[state], thickness=0.7)
    flow.canvas.text_around(flow.right - width / 2, flow.y + 2.5, text, style)
    return width


def _headlines(flow: Flow, report: DayReport) -> None:
    """Draw the large figures as cards; an amount is written smaller before it is cut."""
    canvas, gutter = flow.canvas, 3
    width = (flow.room - gutter * (_IN_A_ROW - 1)) / _IN_A_ROW
    cards = content.headlines(report)
    for place, card in enumerate(cards):
        left = flow.left + place % _IN_A_ROW * (width + gutter)
        ink = ALARM if card.is_alarming else INK
        canvas.frame(Box(left, flow.y, width, _CARD), ink if card.is_alarming else HAIRLINE, thickness=0.3)
        canvas.text(left + 3, flow.y + 2, canvas.fitted(card.label, width - 6, _SUBHEADING), _SUBHEADING)
        large = Type(_LARGE.size, _LARGE.weight, ink)
        large = large.sized(min(1, (width - 6) / canvas.width(card.value, large)))
        canvas.text(left + 3, flow.y + 2 + _SUBHEADING.height, card.value, large)
        top = flow.y + 2 + _SUBHEADING.height + _LARGE.height
        for line in canvas.wrapped(card.note, width - 6, _SMALL):
            canvas.text(left + 3, top, line, _SMALL)
            top += _SMALL.height
        if place % _IN_A_ROW == _IN_A_ROW - 1:
            flow.gap(_CARD + gutter)
    flow.paragraph(content.accounted(report), _PLAIN)
    flow.gap(4)


def _bars(flow: Flow, report: DayReport) -> None:
    flow.need(_HEADING.height + _CHART)
    canvas, middle = flow.canvas, flow.left + flow.room * 0.66
    canvas.text(flow.left, flow.y, _("By hour, in reais"), _HEADING)
    draw_legend(canvas, middle, flow.y + 1)
    canvas.text(middle + 8, flow.y, _("By channel"), _HEADING)
    flow.gap(_HEADING.height + 1)
    draw_hours(canvas, Box(flow.left, flow.y, middle - flow.left, _CHART), content.hours(report))
    draw_parts(canvas, middle + 8, flow.y, flow.right - middle - 8, content.channels(report))
    flow.gap(_CHART + 5)


def _parts(flow: Flow, report: DayReport) -> None:
    """Draw one table, so that its columns stand below each other."""
    columns = (
        Column("", share=1),
        Column(_("Asked for"), is_right=True),
        Column(_("Invoiced"), is_right=True),
        Column(_REAIS, is_right=True),
        Column(_("Of it freight"), is_right=True),
        Column(_("Went back"), is_right=True),
        Column(_REAIS, is_right=True),
        Column(_("Not sent"), is_right=True),
        Column(_REAIS, is_right=True),
    )
    rows: list[Row | Group] = []
    for dimension, name in content.DIMENSIONS.items():
        parts = [_part(part, figures) for part, figures in content.parts(report, dimension)]
        rows += [Group(_(name)), *parts] if parts else []
    if rows:
        Table(columns, rows).draw(flow)


def _part(name: str, figures: Figures) -> Row:
    back = figures.returned + figures.cancelled
    return (
        name,
        _count(figures.asked.count),
        _count(figures.invoiced.count),
        _amount(figures.invoiced.value),
        _amount(figures.invoiced.freight),
        _count(back.count),
        _amount(back.value),
        _count(figures.unsent.count),
        _amount(figures.unsent.value),
    )


def _count(count: int) -> str:
    return number(count) if count else _NONE


def _amount(cents: int) -> str:
    return amount(cents) if cents else _NONE


def _pending(flow: Flow, report: DayReport) -> None:
    _section(flow, _("Not sent"))
    owned = turns(pending(report))
    if not owned:
        flow.paragraph(_("Nothing is left: everything that was asked for is sent or given up."), _PLAIN)
    for place, turn in enumerate(owned):
        flow.gap(6 if place else 0)
        _turn(flow, report, turn)


def _turn(flow: Flow, report: DayReport, turn: Turn) -> None:
    """Draw what one owner has to do: what is the matter and what to do about it, then which orders."""
    flow.need(40)
    tally = f"{content.orders(turn.tally.count)}, {money(turn.tally.value)}"
    flow.pair(capital(word(turn.owner)), tally, _OWNER)
    columns = [
        Column(_("Order"), share=3),
        Column(_("Buyer"), share=5),
        Column(_("Asked for at")),
        Column(_REAIS, is_right=True),
    ]
    rows: list[Row | Group] = []
    for kind in turn.kinds:
        rows.append(Group(kind.sentence, f"→ {kind.step}"))
        rows.extend(_pending_row(report, row) for row in kind.rows)
    Table(columns, rows).draw(flow)


def _pending_row(report: DayReport, row: Pending) -> Row:
    job = row.job.job
    value = _NONE if job.value is None else amount(job.value)
    return shown(job.order_id), shown(job.buyer), moment(job.received_at, report.day.day.zone), value


def _findings(flow: Flow, report: DayReport) -> None:
    _section(flow, _("Findings"))
    if not report.findings:
        flow.paragraph(content.compared(report), _PLAIN)
        return
    columns = (
        Column(_("Order"), share=3),
        Column(_("What does not agree"), share=10),
        Column(_("Whose turn"), share=2),
        Column(_REAIS, is_right=True),
    )
    Table(columns, [_finding_row(finding) for finding in report.findings]).draw(flow)


def _finding_row(finding: Finding) -> Row:
    message = explain(finding.problem, finding.job)
    said = [message.sentence, f"→ {message.step}"]
    if finding.note is not None:
        said.append(content.noted(finding.note))
    return shown(finding.order_id or ""), "\n".join(said), word(message.owner), _amount(finding.amount)


def _section(flow: Flow, heading: str) -> None:
    flow.gap(6)
    flow.need(_HEADING.height + 5 * _PLAIN.height)
    flow.canvas.text(flow.left, flow.y, heading, _HEADING)
    flow.gap(_HEADING.height)
    flow.rule(INK, thickness=0.3)
    flow.gap(2)


def _signature(flow: Flow, report: DayReport) -> None:
    """Leave room for a manager's hand."""
    flow.need(_SIGNATURE)
    flow.gap(_SIGNATURE - 2 * _SMALL.height)
    middle = flow.left + flow.room * 0.62
    signed = _("Manager, signature")
    if report.closing is not None:
        signed = flow.canvas.fitted(f"{signed}: {shown(report.closing.manager)}", middle - 8 - flow.left, _SMALL)
    for left, right, label in ((flow.left, middle - 8, signed), (middle, flow.right, _("Date"))):
        flow.canvas.rule(left, flow.y, right, INK, thickness=0.25)
        flow.canvas.text(left, flow.y + 0.8, label, _SMALL)
