"""The jobs of a day as CSV, in the dialect that a Brazilian Excel opens with a double click."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator
from datetime import datetime

from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.reports.rows import FIELDS, Cell, Field, Form, listed

ENCODING = "utf-8-sig"
"""With a mark at the beginning, or Excel takes the text for another encoding."""
_FORMULA_SIGNS = frozenset("=+-@")
_GROUP = 4


def render_csv(report: DayReport) -> bytes:
    """Write a row a job, whatever the language: ``;``, ``1234,56``, ``31/12/2026 23:59``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_(field.heading) for field in FIELDS])
    for row in listed(report):
        writer.writerow([_written(field, field.give(row)) for field in FIELDS])
    return text.getvalue().encode(ENCODING)


def _written(field: Field, cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%d/%m/%Y %H:%M}"
        case int():
            return f"{cell / 100:.2f}".replace(".", ",")
        case str():
            return defused(" ".join(_groups(cell)) if field.form is Form.KEY else cell)


def defused(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute.

    Wide forms of the signs count, too, and so does a sign behind blanks or what cannot be seen.
    """
    seen = (char for char in unicodedata.normalize("NFKC", text) if char.isprintable() and not char.isspace())
    return f"'{text}" if next(seen, "") in _FORMULA_SIGNS else text


def _groups(key: str) -> Iterator[str]:
    """Give a key as documents print it; Excel would round a number of 44 digits."""
    return (key[start : start + _GROUP] for start in range(0, len(key), _GROUP))
