"""A sheet of a workbook that is written downwards, in cells that hold what they seem to hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from desktop_invoicer.reports.rows import Cell, Form

_A4 = 9
_FORMS = {
    Form.TEXT: {},
    Form.KEY: {},
    Form.AMOUNT: {"num_format": '"R$" #,##0.00'},
    Form.COUNT: {"num_format": "#,##0"},
    Form.MOMENT: {"num_format": "dd/mm/yyyy hh:mm", "align": "left"},
}


class Column(NamedTuple):
    """A column: its heading, what it holds, and its width in characters."""

    heading: str
    form: Form
    width: int


class Styles:
    """How cells look; made once for a workbook."""

    def __init__(self, book: Workbook) -> None:
        self.forms = {form: book.add_format(look) for form, look in _FORMS.items()}
        self.title = book.add_format({"bold": True, "font_size": 18})
        self.strong = book.add_format({"bold": True})
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#d5ece2", "bottom": 1}
        )


class Sheet:
    """A sheet, and the row that is written next. Texts are cells of text: none is ever taken for a formula."""

    def __init__(self, book: Workbook, styles: Styles, name: str, columns: Sequence[Column]) -> None:
        self.name = name
        self.row = 0
        self.inner = book.add_worksheet(name)
        self._styles = styles
        self._columns = columns
        for place, column in enumerate(columns):
            self.inner.set_column(place, place, column.width)
        self.inner.set_landscape()
        self.inner.set_paper(_A4)
        self.inner.fit_to_pages(1, 0)
        self.inner.set_footer("&L&A&R&P/&N")

    def write_headings(self) -> None:
        """Write the headings of the columns."""
        for place, column in enumerate(self._columns):
            self.inner.write_string(self.row, place, column.heading, self._styles.heading)
        self.row += 1

    def write_line(self, text: str, style: Format | None = None) -> None:
        """Write a text that runs over the columns."""
        self.inner.write_string(self.row, 0, text, style)
        self.row += 1

    def write(self, *cells: Cell) -> None:
        """Write a row, from the first column on."""
        for place, (cell, column) in enumerate(zip(cells, self._columns, strict=True)):
            style = self._styles.forms[column.form]
            match cell:
                case None:
                    pass
                case datetime():
                    self.inner.write_datetime(self.row, place, cell, style)
                case int():
                    self.inner.write_number(self.row, place, cell / 100 if column.form is Form.AMOUNT else cell, style)
                case str():
                    self.inner.write_string(self.row, place, cell, style)
        self.row += 1

    def end_list(self) -> None:
        """Let a sheet with headings in its first row be filtered, and scrolled below them."""
        self.inner.freeze_panes(1, 1)
        self.inner.repeat_rows(0)
        self.inner.autofilter(0, 0, max(self.row - 1, 1), len(self._columns) - 1)
