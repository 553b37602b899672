"""The pages of a report as pictures, for the eye and for the printer. Blocks: for a thread beside the window's."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.errors import InvoicerError

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

POINTS = 72
"""An inch, as PDF measures."""
FINEST = 300
"""Dots an inch at which pages are drawn for a printer, however many more it has."""
PREVIEW = 110
_INCH = 25.4
_pdfium = Lock()
"""The library that reads PDF works for one thread at a time."""


def drawn(report: DayReport, size: PaperSize) -> bytes:
    """Draw a report as PDF."""
    from desktop_invoicer.reports.pdf import render

    return render(report, size)


def page_count(pdf: bytes) -> int:
    """Count the pages."""
    from pypdfium2 import PdfDocument

    with _pdfium:
        return len(PdfDocument(pdf))


def page(pdf: bytes, number: int, dots: int = PREVIEW) -> QImage:
    """Give a page, counted from 0, as a picture with so many dots an inch."""
    from pypdfium2 import PdfDocument

    with _pdfium:
        bitmap = PdfDocument(pdf)[number].render(scale=dots / POINTS, prefer_bgrx=True)
        content = bytes(bitmap.buffer)
        image = QImage(content, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32).copy()
    image.setDotsPerMeterX(round(dots / _INCH * 1000))
    image.setDotsPerMeterY(round(dots / _INCH * 1000))
    return image


def preview(report: DayReport, size: PaperSize) -> QImage:
    """Draw the first page of a report."""
    return page(drawn(report, size), 0)


def set_paper(printer: QPrinter, size: PaperSize, first: QImage) -> None:
    """Tell a printer what it prints on; a roll is as long as its page."""
    if size is PaperSize.A4:
        paper = QPageSize(QPageSize.PageSizeId.A4)
    else:
        high = first.height() * 1000 / first.dotsPerMeterY()
        wide = first.width() * 1000 / first.dotsPerMeterX()
        paper = QPageSize(
            QSizeF(wide, high), QPageSize.Unit.Millimeter, size.value, QPageSize.SizeMatchPolicy.ExactMatch
        )
    printer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF()))
    printer.setFullPage(True)


def print_pages(printer: QPrinter, pdf: bytes) -> int:
    """Draw every page on a printer, and tell how many there were.

    Raises:
        InvoicerError: the printer does not take them.

    """
    painter = QPainter()
    if not painter.begin(printer):
        msg = f"the printer {printer.printerName()!r} does not take the report"
        raise InvoicerError(msg)
    pages = page_count(pdf)
    for number in range(pages):
        if number:
            printer.newPage()
        image = page(pdf, number, min(printer.resolution(), FINEST))
        painter.drawImage(QRectF(painter.viewport()), image)
    painter.end()
    return pages
