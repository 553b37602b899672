"""The report of a day as a workbook: real numbers and dates, and charts of its own, to be worked with."""

from __future__ import annotations

import io

from xlsxwriter import Workbook

from desktop_invoicer.domain.day import Figure, Figures
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.messages import explain
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.day_words import weekday_and_day
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.messages.words import word
from desktop_invoicer.reports import content
from desktop_invoicer.reports.canvas import BRAND, SHADE
from desktop_invoicer.reports.pending import pending, turns
from desktop_invoicer.reports.rows import FIELDS, Cell, Form, by_clock, listed
from desktop_invoicer.reports.sheet import Column, Sheet, Styles

_CHART = {"width": 780, "height": 360}


def render_xlsx(report: DayReport) -> bytes:
    """Write a workbook of five sheets: the figures, every order, what is not sent, the findings, and the charts."""
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        created = by_clock(report.made_at, report.day.day.zone)
        book.set_properties({"title": content.title(report), "author": "desktop-invoicer", "created": created})
        styles = Styles(book)
        for write in (_summary, _orders, _unsent, _findings, _charts):
            write(book, styles, report)
    return file.getvalue()


def _summary(book: Workbook, styles: Styles, report: DayReport) -> None:
    columns = [Column("", Form.TEXT, 30)]
    for figure in Figure:
        columns += [
            Column(_(content.LABELS[figure]), Form.COUNT, 11),
            Column(_("Value, R$"), Form.AMOUNT, 16),
            Column(_("Of it freight, R$"), Form.AMOUNT, 14),
        ]
    sheet = Sheet(book, styles, _("Summary"), [*columns, Column(_("Net, R$"), Form.AMOUNT, 16)])
    sheet.write_line(shown(report.store), styles.title)
    sheet.write_line(weekday_and_day(report.day.day.date), styles.strong)
    for line in (content.place(report), content.made(report), *content.standing(report), content.accounted(report)):
        sheet.write_line(line)
    sheet.row += 1
    sheet.write_headings()
    sheet.write(_("The day"), *_figures(report.day.totals))
    for dimension, name in content.DIMENSIONS.items():
        sheet.write_line(_(name), styles.strong)
        for part, figures in content.parts(report, dimension):
            sheet.write(part, *_figures(figures))


def _figures(figures: Figures) -> list[Cell]:
    tallies = [figures.of(figure) for figure in Figure]
    return [*(cell for tally in tallies for cell in (tally.count, tally.value, tally.freight)), figures.net]


def _orders(book: Workbook, styles: Styles, report: DayReport) -> None:
    sheet = Sheet(book, styles, _("Orders"), [Column(_(field.heading), field.form, field.width) for field in FIELDS])
    sheet.write_headings()
    for row in listed(report):
        sheet.write(*(field.give(row) for field in FIELDS))
    sheet.end_list()


def _unsent(book: Workbook, styles: Styles, report: DayReport) -> None:
    columns = (
        Column(_("Order"), Form.TEXT, 18),
        Column(_("Whose turn"), Form.TEXT, 16),
        Column(_("Value, R$"), Form.AMOUNT, 14),
        Column(_("Asked for at"), Form.MOMENT, 16),
        Column(_("Buyer"), Form.TEXT, 28),
        Column(_("Why not sent"), Form.TEXT, 60),
        Column(_("What to do"), Form.TEXT, 60),
    )
    sheet = Sheet(book, styles, _(content.LABELS[Figure.UNSENT]), columns)
    sheet.write_headings()
    for turn in turns(pending(report)):
        for row in (row for kind in turn.kinds for row in kind.rows):
            job = row.job.job
            asked_at = by_clock(job.received_at, report.day.day.zone)
            told = (shown(job.buyer), row.message.sentence, row.message.step)
            sheet.write(shown(job.order_id), word(turn.owner), job.value, asked_at, *told)
    sheet.end_list()


def _findings(book: Workbook, styles: Styles, report: DayReport) -> None:
    columns = (
        Column(_("Order"), Form.TEXT, 18),
        Column(_("Whose turn"), Form.TEXT, 16),
        Column(_("Value, R$"), Form.AMOUNT, 14),
        Column(_("What does not agree"), Form.TEXT, 70),
        Column(_("What to do"), Form.TEXT, 70),
        Column(_("Note"), Form.TEXT, 40),
    )
    sheet = Sheet(book, styles, _("Findings"), columns)
    sheet.write_headings()
    for finding in report.findings or ():
        message = explain(finding.problem, finding.job)
        note = "" if finding.note is None else content.noted(finding.note)
        about = (shown(finding.order_id or ""), word(message.owner), finding.amount or None)
        sheet.write(*about, message.sentence, message.step, note)
    if not report.findings:
        sheet.write_line(content.compared(report))
    sheet.end_list()


def _charts(book: Workbook, styles: Styles, report: DayReport) -> None:
    columns = (
        Column(_("Hour"), Form.TEXT, 24),
        Column(_("Asked for"), Form.COUNT, 11),
        Column(_("Value, R$"), Form.AMOUNT, 16),
        Column(_("Invoiced"), Form.COUNT, 11),
        Column(_("Value, R$"), Form.AMOUNT, 16),
    )
    sheet = Sheet(book, styles, _("By hour"), columns)
    sheet.write_headings()
    for bar in content.hours(report):
        sheet.write(f"{bar.hour:02}h", bar.asked.count, bar.asked.value, bar.invoiced.count, bar.invoiced.value)
    _chart(book, sheet, _("By hour, in reais"), "column", (1, sheet.row - 1))
    sheet.write_line("")
    sheet.write_line(_("By channel"), styles.strong)
    first = sheet.row
    for name, figures in content.channels(report):
        sheet.write(name, figures.asked.count, figures.asked.value, figures.invoiced.count, figures.invoiced.value)
    _chart(book, sheet, _("By channel, in reais"), "bar", (first, sheet.row - 1))


def _chart(book: Workbook, sheet: Sheet, title: str, kind: str, rows: tuple[int, int]) -> None:
    """Draw what was asked for and what was invoiced, beside the rows they stand in."""
    first, last = rows
    chart = book.add_chart({"type": kind})
    for name, column, ink in ((_("asked for"), 2, SHADE), (_("invoiced"), 4, BRAND)):
        chart.add_series(
            {
                "name": name,
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": ink},
            }
        )
    chart.set_title({"name": title})
    chart.set_legend({"position": "bottom"})
    chart.set_size(_CHART)
    sheet.inner.insert_chart(first - 1, 6, chart, {"description": title})
