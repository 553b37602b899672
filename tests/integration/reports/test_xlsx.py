"""The workbook, read back."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop_invoicer.domain.day import Dimension, Figure, Figures
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.reports.content import LABELS
from desktop_invoicer.reports.workbook import render_xlsx
from tests.report_builders import a_closing, a_day_job, a_day_report, some_findings


def opened(report: DayReport) -> Workbook:
    with warnings.catch_warnings(action="error"):
        return load_workbook(io.BytesIO(render_xlsx(report)))


@pytest.fixture(scope="module")
def busy_book(busy_day: DayReport) -> Workbook:
    activate(Language.EN)
    return opened(busy_day)


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    headings, *cells = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in cells]


def cents(cell: object) -> int:
    assert isinstance(cell, int | float)
    return round(cell * 100)


def summed(sheet: Worksheet, name: str) -> list[int]:
    """Give the figures of a line of the summary, in the order of the sheet, money in cents."""
    (line,) = (row for row in sheet.iter_rows(values_only=True) if row[0] == name)
    return [int(cell) if place % 3 == 0 and place < 18 else cents(cell) for place, cell in enumerate(line[1:])]


def as_written(figures: Figures) -> list[int]:
    tallies = [figures.of(figure) for figure in Figure]
    return [*(part for tally in tallies for part in (tally.count, tally.value, tally.freight)), figures.net]


def test_it_has_a_sheet_for_everything(busy_book: Workbook) -> None:
    assert busy_book.sheetnames == ["Summary", "Orders", "Not sent", "Findings", "By hour"]


def test_the_summary_holds_the_figures_to_the_cent(busy_book: Workbook, busy_day: DayReport) -> None:
    assert summed(busy_book["Summary"], "The day") == as_written(busy_day.day.totals)


def test_the_summary_tells_the_parts_apart(busy_book: Workbook, busy_day: DayReport) -> None:
    assert summed(busy_book["Summary"], "Sale") == as_written(busy_day.day.by[Dimension.OPERATION]["sale"])


@pytest.mark.parametrize("figure", [figure for figure in Figure if figure is not Figure.ASKED])
def test_orders_add_up_to_the_figures(busy_book: Workbook, busy_day: DayReport, figure: Figure) -> None:
    counted = [row for row in rows(busy_book["Orders"]) if row["Counted as"] == LABELS[figure]]

    tally = busy_day.day.totals.of(figure)
    assert len(counted) == tally.count > 0
    assert sum(cents(row["Value, R$"]) for row in counted) == tally.value
    assert sum(cents(row["Of it freight, R$"]) for row in counted) == tally.freight


def test_orders_are_a_list_to_filter_and_to_scroll(busy_book: Workbook) -> None:
    sheet = busy_book["Orders"]

    assert sheet.auto_filter.ref == "A1:R2001"
    assert sheet.freeze_panes == "B2"


def test_amounts_are_numbers_and_moments_are_dates(busy_book: Workbook) -> None:
    (value, asked_at) = (busy_book["Orders"][place] for place in ("I2", "G2"))

    assert (value.data_type, value.number_format) == ("n", '"R$" #,##0.00')
    assert (asked_at.data_type, asked_at.number_format) == ("d", "dd/mm/yyyy hh:mm")


def test_moments_are_by_the_clock_of_the_store() -> None:
    job = a_day_job(is_sent=True)
    zone = timezone(timedelta(hours=-5))

    (row,) = rows(opened(a_day_report([job], zone=zone))["Orders"])

    expected = job.job.received_at.astimezone(zone).replace(tzinfo=None)
    assert isinstance(row["Asked for at"], datetime)
    assert abs(row["Asked for at"] - expected) < timedelta(seconds=1)


def test_a_key_is_text(busy_book: Workbook) -> None:
    (key,) = busy_book["Orders"]["L2:L2"][0]

    assert key.data_type == "s"
    assert len(key.value) == 44


@pytest.mark.parametrize("text", ["=1+1", "＝1+1", "+1", "-1", "@A1", "\t=1", "\u200b=1", "{=1}", "http://x/", "1e5"])  # noqa: RUF001
def test_a_foreign_text_is_text(text: str) -> None:
    job = a_day_job(is_sent=True)

    book = opened(a_day_report([replace(job, job=replace(job.job, buyer=text))], store=text))

    for cell in (book["Orders"]["M2"], book["Summary"]["A1"]):
        assert (cell.data_type, cell.value) == ("s", text.strip("\t\u200b"))
        assert cell.hyperlink is None


def test_nothing_in_a_workbook_is_a_formula(busy_book: Workbook) -> None:
    assert {cell.data_type for sheet in busy_book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_what_is_not_sent_is_listed_with_its_owner(busy_book: Workbook, busy_day: DayReport) -> None:
    unsent = rows(busy_book["Not sent"])

    assert len(unsent) == busy_day.day.totals.unsent.count
    assert sum(cents(row["Value, R$"]) for row in unsent) == busy_day.day.totals.unsent.value
    assert all(row["Whose turn"] and row["Why not sent"] and row["What to do"] for row in unsent)


def test_findings_are_listed_with_their_notes(busy_book: Workbook) -> None:
    noted, *others = rows(busy_book["Findings"])

    assert noted["Note"] == "Rui Lima about it: “emitida à mão pela matriz”"
    assert cents(noted["Value, R$"]) == some_findings()[0].amount
    assert len(others) == len(some_findings()) - 1


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        (None, "VTEX, the documents and the journal were not compared for this day yet."),
        ((), "VTEX, the documents and the journal agree."),
    ],
)
def test_a_day_without_findings_says_why(findings: tuple[()] | None, said: str) -> None:
    assert opened(a_day_report(1, findings=findings))["Findings"]["A2"].value == said


def test_hours_add_up_to_the_day(busy_book: Workbook, busy_day: DayReport) -> None:
    hours = [row for row in busy_book["By hour"].iter_rows(values_only=True) if str(row[0]).endswith("h")]

    assert sum(row[1] for row in hours) == busy_day.day.totals.asked.count
    assert sum(cents(row[4]) for row in hours) == busy_day.day.totals.invoiced.value


def test_hours_and_channels_have_charts_of_the_cells_beside_them(busy_book: Workbook) -> None:
    by_hour, by_channel = busy_book["By hour"]._charts  # noqa: SLF001 (openpyxl has no other way)

    assert [series.val.numRef.f for series in by_hour.series] == ["'By hour'!$C$2:$C$17", "'By hour'!$E$2:$E$17"]
    assert [series.cat.strRef.f for series in by_channel.series] == ["'By hour'!$A$20:$A$21"] * 2


def test_who_signed_and_why_is_told() -> None:
    report = a_day_report(30)

    sheet = opened(replace(report, closing=a_closing(report, reason="falta o XML")))["Summary"]

    said = [row[0] for row in sheet.iter_rows(max_row=10, values_only=True)]
    assert "Signed off by Rui Lima, 2026-11-20 21:55." in said
    assert any("“falta o XML”" in str(line) for line in said)


def test_a_day_without_orders_can_be_opened() -> None:
    book = opened(a_day_report(0))

    assert rows(book["Orders"]) == []


@pytest.mark.parametrize("language", Language)
def test_names_of_sheets_fit_in_every_language(language: Language) -> None:
    activate(language)

    assert len(opened(a_day_report(2)).sheetnames) == 5
