# ruff: noqa: INP001 (a script, no package)
"""Draws the pictures of the reports in ``docs/images`` (``make pictures``): each as it is read back from its file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pypdfium2
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image, ImageDraw, ImageFont

from desktop_invoicer.assets import asset
from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.messages.figures import amount
from desktop_invoicer.reports.pdf import render
from desktop_invoicer.reports.workbook import render_xlsx
from tests.report_builders import a_closing, a_day_report, some_findings

IMAGES = Path(__file__).parent / "images"
DESK = "#d6dcd8"
"""What paper lies on."""
GAP = 24
COLORS = 256
FOLD = 1500
"""Pixels after which a roll goes on beside itself."""
WHITE = 255
ROWS, COLUMNS = 18, 9
ROW = 26
NUMBERS = 44
"""The width of the numbers of rows."""
HEADING = "#d5ece2"
GRID, EDGE, INK = "#dde3df", "#f3f5f3", "#17201b"


def main() -> None:
    """Draw every picture."""
    activate(Language.EN)
    busy, quiet = (a_day_report(orders, findings=some_findings()) for orders in (2000, 180))
    signed = replace(quiet, closing=a_closing(quiet, reason="Waiting for the XML of the night shift"))
    _keep("report-a4", _side_by_side(_pages(busy, PaperSize.A4, 1.35)[:2]))
    (roll,) = _pages(signed, PaperSize.ROLL_80, 1.9)
    _keep("report-80mm", _side_by_side(_folded(roll)))
    book = load_workbook(io.BytesIO(render_xlsx(busy)))
    _keep("report-xlsx", _sheet(book["Orders"], book.sheetnames))


def _pages(report: DayReport, size: PaperSize, scale: float) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(render(report, size))
    pages = [page.render(scale=scale).to_pil() for page in document]
    document.close()
    return pages


def _folded(roll: Image.Image) -> list[Image.Image]:
    """Cut a roll between lines into pieces that are not too long."""
    pieces, top = [], 0
    while top < roll.height:
        foot = min(top + FOLD, roll.height)
        while foot < roll.height and not _is_blank(roll, foot):
            foot -= 1
        pieces.append(roll.crop((0, top, roll.width, foot)))
        top = foot
    return pieces


def _is_blank(paper: Image.Image, row: int) -> bool:
    return paper.convert("L").crop((0, row, paper.width, row + 1)).getextrema()[0] == WHITE


def _side_by_side(papers: Sequence[Image.Image]) -> Image.Image:
    width = sum(paper.width + GAP for paper in papers) + GAP
    picture = Image.new("RGB", (width, max(paper.height for paper in papers) + 2 * GAP), DESK)
    left = GAP
    for paper in papers:
        picture.paste(paper, (left, GAP))
        left += paper.width + GAP
    return picture


def _sheet(sheet: Worksheet, names: Sequence[str]) -> Image.Image:
    """Draw the upper left corner of a sheet, from the cells that were read back."""
    letters = [get_column_letter(place) for place in range(1, COLUMNS + 1)]
    widths = [round(_width(sheet, place) * 8) for place in range(1, COLUMNS + 1)]
    picture = Image.new("RGB", (NUMBERS + sum(widths), ROW * (ROWS + 2)), "white")
    pen, plain, strong = ImageDraw.Draw(picture), _font("Regular"), _font("SemiBold")
    pen.rectangle((0, 0, picture.width, ROW), EDGE)
    pen.rectangle((0, 0, NUMBERS, ROW * (ROWS + 1)), EDGE)
    left = NUMBERS
    for letter, width in zip(letters, widths, strict=True):
        pen.text((left + width / 2, ROW / 2), letter, INK, plain, "mm")
        pen.rectangle((left, ROW, left + width, 2 * ROW), HEADING)
        for number in range(1, ROWS + 1):
            cell, middle = sheet[f"{letter}{number}"], ROW * number + ROW / 2
            if isinstance(cell.value, int | float):
                pen.text((left + width - 8, middle), f"R$ {amount(round(cell.value * 100))}", INK, plain, "rm")
            else:
                text = f"{cell.value:%d/%m/%Y %H:%M}" if isinstance(cell.value, datetime) else str(cell.value or "")
                pen.text((left + 8, middle), text, INK, strong if number == 1 else plain, "lm")
        pen.line((left, 0, left, ROW * (ROWS + 1)), GRID)
        left += width
    for number in range(1, ROWS + 1):
        pen.text((NUMBERS / 2, ROW * number + ROW / 2), str(number), INK, plain, "mm")
        pen.line((0, ROW * number, picture.width, ROW * number), GRID)
    _tabs(pen, picture.width, names, sheet.title)
    return picture


def _width(sheet: Worksheet, place: int) -> float:
    """Give the width of a column; those of one width that stand together are read as one."""
    return next(each.width for each in sheet.column_dimensions.values() if each.min <= place <= each.max)


def _tabs(pen: ImageDraw.ImageDraw, width: int, names: Sequence[str], current: str) -> None:
    top, left = ROW * (ROWS + 1), NUMBERS
    pen.rectangle((0, top, width, top + ROW), EDGE)
    for name in names:
        font = _font("SemiBold" if name == current else "Regular")
        wide = round(pen.textlength(name, font)) + 28
        if name == current:
            pen.rectangle((left, top, left + wide, top + ROW), "white")
        pen.text((left + wide / 2, top + ROW / 2), name, INK, font, "mm")
        left += wide


def _font(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(asset("fonts", f"Inter-{weight}.otf").read_bytes()), 13)


def _keep(name: str, picture: Image.Image) -> None:
    picture.quantize(COLORS).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
