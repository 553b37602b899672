"""The CSV, read back."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from desktop_invoicer.domain.day import DayJob, Figure
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.reports.content import LABELS
from desktop_invoicer.reports.separated import render_csv
from tests.report_builders import a_day_job, a_day_report


def rows(report: DayReport) -> list[dict[str, str]]:
    text = render_csv(report).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def cents(cell: str) -> int:
    return int(cell.replace(",", ""))


def a_named(buyer: str) -> DayJob:
    job = a_day_job(is_sent=True)
    return replace(job, job=replace(job.job, buyer=buyer))


def test_excel_in_brazil_opens_it_with_a_double_click() -> None:
    content = render_csv(a_day_report(5))

    assert content.startswith(b"\xef\xbb\xbfOrder;")
    assert content.count(b"\r\n") == content.count(b"\n") == 6


def test_every_job_of_the_day_has_a_row(busy_day: DayReport) -> None:
    assert [row["Order"] for row in rows(busy_day)] == [each.job.order_id for each in busy_day.day.jobs]


@pytest.mark.parametrize("figure", [figure for figure in Figure if figure is not Figure.ASKED])
def test_rows_add_up_to_the_figures_to_the_cent(busy_day: DayReport, figure: Figure) -> None:
    counted = [row for row in rows(busy_day) if row["Counted as"] == LABELS[figure]]

    tally = busy_day.day.totals.of(figure)
    assert len(counted) == tally.count > 0
    assert sum(cents(row["Value, R$"]) for row in counted) == tally.value
    assert sum(cents(row["Of it freight, R$"]) for row in counted) == tally.freight


def test_moments_are_the_stores_and_amounts_have_a_decimal_comma() -> None:
    job = a_day_job(is_sent=True)

    (row,) = rows(a_day_report([job]))

    assert row["Asked for at"] == job.job.received_at.strftime("%d/%m/%Y %H:%M")
    assert row["Value, R$"] == f"{job.value // 100},{job.value % 100:02}"


def test_numbers_are_written_alike_in_every_language() -> None:
    english = rows(a_day_report(5))
    activate(Language.PT_BR)

    assert [row["Value, R$"] for row in english] == [list(row.values())[8] for row in rows(a_day_report(5))]


def test_a_key_is_no_number_of_44_digits() -> None:
    (row,) = rows(a_day_report([a_day_job(is_sent=True)]))

    groups = row["Chave de acesso"].split(" ")
    assert [len(group) for group in groups] == [4] * 11


def test_what_is_not_sent_says_why_and_whose_turn_it_is(busy_day: DayReport) -> None:
    unsent = [row for row in rows(busy_day) if row["Counted as"] == "Not sent"]

    assert all(row["Why not sent"] and row["Whose turn"] and row["What to do"] for row in unsent)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
@pytest.mark.parametrize("before", ["", " ", "\t", "\r\n", "\u200b", "\ufeff", "\x00"])
def test_a_text_is_never_a_formula(sign: str, before: str) -> None:
    (row,) = rows(a_day_report([a_named(f"{before}{sign}HYPERLINK(A1)")]))

    assert row["Buyer"] == f"'{sign}HYPERLINK(A1)"


def test_people_are_written_as_they_write_themselves() -> None:
    job = a_day_job(is_sent=True)

    (row,) = rows(a_day_report([replace(job, job=replace(job.job, confirmed_by="ana"))]))

    assert row["Confirmed by"] == "ana"


def test_a_text_does_not_leave_its_cell() -> None:
    (row,) = rows(a_day_report([a_named('Maria; "T."\r\n=1')]))

    assert row["Buyer"] == 'Maria; "T." =1'


def test_an_order_id_is_no_formula_either() -> None:
    job = a_day_job(is_sent=True)

    (row,) = rows(a_day_report([replace(job, job=replace(job.job, order_id=OrderId("=1+1")))]))

    assert row["Order"] == "'=1+1"


def test_a_job_that_was_not_loaded_has_empty_cells() -> None:
    job = a_day_job(is_sent=False)
    bare = replace(job.job, operation=None, channel=None, due=None, hold=None, value=None, document=None)

    (row,) = rows(a_day_report([DayJob(bare)]))

    named = ("Operation", "Document", "Sent at", "Value, R$")
    assert [row[name] for name in named] == ["Not known yet", "Not known yet", "", ""]
