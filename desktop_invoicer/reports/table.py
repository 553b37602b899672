"""Tables: amounts are never cut, long texts are wrapped, and the headings stand on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_invoicer.reports.canvas import HAIRLINE, MUTED, Canvas, Type, Weight
from desktop_invoicer.reports.flow import Flow

GUTTER = 2.5
PADDING = 0.7
"""Above and below each row."""
MOST_FIXED = 0.8
"""So much of the width may be taken by columns that are never cut; with more, everything is written smaller."""

Row = Sequence[str] | str
"""The cells of a row, or the name of the group that begins here."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: as wide as its widest cell, or with a share of the width that is left."""

    heading: str
    share: float = 0
    is_right: bool = False


class Table:
    """A table that is drawn row by row."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row], size: float = 8) -> None:
        self._columns = columns
        self._rows = rows
        self._cell = Type(size)
        self._strong = Type(size, Weight.STRONG)
        self._heading = Type(size * 0.85, Weight.STRONG, MUTED)

    def draw(self, flow: Flow) -> None:
        """Draw it down the paper."""
        widths = self._widths(flow.canvas, flow.room)
        headings = self._laid_out(flow.canvas, widths, [column.heading for column in self._columns], self._heading)
        flow.need(_height(headings, self._heading) + 2 * self._strong.height + 4 * PADDING)
        self._draw_row(flow, widths, headings, self._heading)
        for row in self._rows:
            if isinstance(row, str):
                self._draw_name(flow, row)
                continue
            lines = self._laid_out(flow.canvas, widths, row, self._cell)
            if flow.need(_height(lines, self._cell)):
                self._draw_row(flow, widths, headings, self._heading)
            self._draw_row(flow, widths, lines, self._cell)

    def _draw_name(self, flow: Flow, name: str) -> None:
        """Write the name of a group, never at the foot of a page."""
        flow.need(2 * self._strong.height + 6 * PADDING)
        flow.gap(2 * PADDING)
        flow.canvas.text(flow.left, flow.y + PADDING, name, self._strong)
        flow.gap(self._strong.height + 2 * PADDING)
        flow.rule(HAIRLINE)

    def _draw_row(self, flow: Flow, widths: Sequence[float], lines: Sequence[Sequence[str]], style: Type) -> None:
        left = flow.left
        for column, width, texts in zip(self._columns, widths, lines, strict=True):
            for number, text in enumerate(texts):
                top = flow.y + PADDING + number * style.height
                if column.is_right:
                    flow.canvas.text_before(left + width, top, text, style)
                else:
                    flow.canvas.text(left, top, text, style)
            left += width + GUTTER
        flow.gap(_height(lines, style))
        flow.rule(HAIRLINE)

    def _laid_out(self, canvas: Canvas, widths: Sequence[float], cells: Sequence[str], style: Type) -> list[list[str]]:
        """Break each cell into lines."""
        return [canvas.wrapped(cell, width + 0.01, style) for cell, width in zip(cells, widths, strict=True)]

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
        words = self._columns[place].heading.split()
        cells = [row[place] for row in self._rows if not isinstance(row, str)]
        return max(
            *(canvas.width(word, self._heading) for word in words),
            *(canvas.width(cell, self._cell) for cell in cells),
            0,
        )


def _height(lines: Sequence[Sequence[str]], style: Type) -> float:
    return max(map(len, lines)) * style.height + 2 * PADDING
