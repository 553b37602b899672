"""The report of a day of 2,000 orders in each format, against the same rows written by the same library alone.

For the PDF on A4 none of the orders is sent, so that each has a row of its own. A CSV alone takes no time that could be
compared; it has to stay far below the workbook with the same rows.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial

from xlsxwriter import Workbook

from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.messages.figures import amount, moment
from desktop_invoicer.reports.canvas import Canvas, Type
from desktop_invoicer.reports.pdf import render
from desktop_invoicer.reports.rows import FIELDS, listed
from desktop_invoicer.reports.separated import render_csv
from desktop_invoicer.reports.workbook import render_xlsx
from tests.benchmarks.comparison import Comparison, Target, in_turn
from tests.report_builders import a_day_job, a_day_report, some_findings

ORDERS = 2_000
LINES = 50
"""On a page of plain text."""
PLAIN = Type(8)

Rows = Sequence[Sequence[str]]


def compare() -> Iterator[Comparison]:
    """Write each format in turn with its plain sister."""
    report = a_day_report(ORDERS, findings=some_findings())
    rows = [[str(field.give(row) or "") for field in FIELDS] for row in listed(report)]
    unsent = a_day_report([a_day_job(number, is_sent=False) for number in range(ORDERS * 5 // 4)])
    names = [_cells(unsent, number) for number in range(len(unsent.day.unsent))]
    written: dict[str, tuple[Callable[[], bytes], Callable[[], bytes], float]] = {
        "pdf-a4": (partial(render, unsent), partial(_plain_pdf, unsent, names), 3),
        "pdf-80mm": (partial(render, report, PaperSize.ROLL_80), partial(_plain_pdf, unsent, names), 1),
        "xlsx": (partial(render_xlsx, report), partial(_plain_xlsx, rows), 2),
    }
    for name, (ours, plain, bound) in written.items():
        pairs = in_turn(partial(_milliseconds, ours), partial(_milliseconds, plain))
        sides = ("{:.0f} ms", "the rows alone {:.0f} ms")
        yield Comparison(f"report-of-{ORDERS}-orders-{name}", Target(bound, is_least=False), sides, pairs)
    pairs = in_turn(partial(_milliseconds, partial(render_csv, report)), partial(_milliseconds, written["xlsx"][0]))
    sides = ("{:.0f} ms", "as a workbook {:.0f} ms")
    yield Comparison(f"report-of-{ORDERS}-orders-csv", Target(0.5, is_least=False), sides, pairs)


def _cells(report: DayReport, number: int) -> tuple[str, str, str, str]:
    job = report.day.unsent[number].job
    return job.order_id, job.buyer, moment(job.received_at), amount(job.value or 0)


def _plain_pdf(report: DayReport, rows: Rows) -> bytes:
    with closing(Canvas("rows", report.made_at)) as canvas:
        for number, cells in enumerate(rows):
            if number % LINES == 0:
                canvas.new_page(210, 297)
            for place, cell in enumerate(cells):
                canvas.text(15 + 45 * place, 15 + 5 * (number % LINES), cell, PLAIN)
        return canvas.output()


def _plain_xlsx(rows: Rows) -> bytes:
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)
    return file.getvalue()


def _milliseconds(write: Callable[[], bytes]) -> float:
    begin = time.perf_counter()
    write()
    return (time.perf_counter() - begin) * 1000
