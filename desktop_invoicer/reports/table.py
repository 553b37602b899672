"""Tables: amounts are never cut, long texts are wrapped, and the headings stand on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_invoicer.reports.canvas import HAIRLINE, MUTED, Canvas, Type, Weight
from desktop_invoicer.reports.flow import Flow

GUTTER = 2.5
PADDING = 0.5
"""Above and below each row."""
_BELOW = 10.0
"""So much has to fit below headings, or they go on the next page with it."""
_ROUNDING = 0.01
MOST_FIXED = 0.8
"""So much of the width may be taken by columns that are never cut; with more, everything is written smaller."""

Row = Sequence[str]
Cells = Sequence[Sequence[str]]
"""The lines of each cell of a row."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is said of the rows that follow."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: as wide as its widest cell, or with a share of the width that is left."""

    heading: str
    share: float = 0
    is_right: bool = False


class Table:
    """A table that is drawn row by row."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row | Group], size: float = 8) -> None:
        self._columns = columns
        self._rows = rows
        self._cell = Type(size)
        self._strong = Type(size, Weight.STRONG)
        self._heading = Type(size * 0.85, Weight.STRONG, MUTED)

    def draw(self, flow: Flow) -> None:
        """Draw it down the paper."""
        widths = self._widths(flow.canvas, flow.room)
        headings = _broken(flow, widths, [column.heading for column in self._columns], self._heading)
        flow.need(_height(headings, self._heading) + _BELOW)
        self._draw_row(flow, widths, headings, self._heading)
        for row in self._rows:
            if isinstance(row, Group):
                said = self._said(flow, row)
                if flow.need(sum(style.height for style, _line in said) + _BELOW):
                    self._draw_row(flow, widths, headings, self._heading)
                _draw_said(flow, said)
            else:
                cells = _broken(flow, widths, row, self._cell)
                if flow.need(_height(cells, self._cell)):
                    self._draw_row(flow, widths, headings, self._heading)
                self._draw_row(flow, widths, cells, self._cell)

    def _said(self, flow: Flow, group: Group) -> list[tuple[Type, str]]:
        """Break what is said of a group into lines."""
        said = ((self._strong, group.name), (self._cell, group.text))
        return [(style, line) for style, text in said if text for line in flow.canvas.wrapped(text, flow.room, style)]

    def _draw_row(self, flow: Flow, widths: Sequence[float], cells: Cells, style: Type) -> None:
        left = flow.left
        for column, width, lines in zip(self._columns, widths, cells, strict=True):
            for number, text in enumerate(lines):
                top = flow.y + PADDING + number * style.height
                if column.is_right:
                    flow.canvas.text_before(left + width, top, text, style)
                else:
                    flow.canvas.text(left, top, text, style)
            left += width + GUTTER
        flow.gap(_height(cells, style))
        flow.rule(HAIRLINE)

    def _widths(self, canvas: Canvas, room: float) -> list[float]:
        """Measure the columns that are never cut, and share out the rest."""
        room -= GUTTER * (len(self._columns) - 1)
        fixed = [0 if column.share else self._widest(canvas, place) for place, column in enumerate(self._columns)]
        if sum(fixed) > room * MOST_FIXED:
            factor = room * MOST_FIXED / sum(fixed)
            self._cell, self._heading = self._cell.sized(factor), self._heading.sized(factor)
            fixed = [width * factor for width in fixed]
        shares = sum(column.share for column in self._columns) or 1
        rest = room - sum(fixed)
        return [column.share / shares * rest or width for column, width in zip(self._columns, fixed, strict=True)]

    def _widest(self, canvas: Canvas, place: int) -> float:
        """Give the width of a column's widest cell; of its heading only the longest word has to fit."""
        words = (canvas.width(word, self._heading) for word in self._columns[place].heading.split())
        cells = (canvas.width(row[place], self._cell) for row in self._rows if not isinstance(row, Group))
        return max(*words, *cells, 0, 0)


def _broken(flow: Flow, widths: Sequence[float], row: Row, style: Type) -> Cells:
    """Break each cell into lines; it may have several of its own."""
    return [
        [line for text in cell.split("\n") for line in flow.canvas.wrapped(text, width + _ROUNDING, style)]
        for cell, width in zip(row, widths, strict=True)
    ]


def _height(cells: Cells, style: Type) -> float:
    return max(map(len, cells)) * style.height + 2 * PADDING


def _draw_said(flow: Flow, said: Sequence[tuple[Type, str]]) -> None:
    flow.gap(3 * PADDING)
    for style, line in said:
        flow.canvas.text(flow.left, flow.y, line, style)
        flow.gap(style.height)
    flow.gap(PADDING)
    flow.rule(HAIRLINE)
