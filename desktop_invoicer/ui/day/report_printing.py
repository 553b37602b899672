"""Printing a report: the printer is chosen in the system's dialog, and its pages are drawn beside the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.day.report_pages import drawn, page, print_pages, set_paper
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # takes long to load, and few print
    from PySide6.QtPrintSupport import QPrinter


class ReportPrinting(QObject):
    """Asks for a printer and prints."""

    done = Signal(str)
    """What was printed, in words."""
    failed = Signal(str)
    """Why nothing was, in words."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Print nothing yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._window = parent

    def begin(self, report: DayReport, size: PaperSize) -> None:
        """Ask on which printer."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(f"{report.store} {report.day.day.date.isoformat()}")
        dialog = QPrintDialog(printer, self._window)
        dialog.setObjectName("print_report")
        dialog.setWindowTitle(_("Print the report"))
        dialog.accepted.connect(partial(self.print_on, printer, report, size))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: QPrinter, report: DayReport, size: PaperSize) -> None:
        """Draw the pages, beside the window's thread."""
        self._workplace.tasks.run(self, partial(_printed, printer, report, size), self._on_printed, self._on_refused)

    def _on_printed(self, pages: int) -> None:
        self.done.emit(ngettext("{count} page printed", "{count} pages printed", pages).format(count=pages))

    def _on_refused(self, error: InvoicerError) -> None:
        self.failed.emit(refusal(error))


def _printed(printer: QPrinter, report: DayReport, size: PaperSize) -> int:
    pdf = drawn(report, size)
    set_paper(printer, size, page(pdf, 0))
    return print_pages(printer, pdf)
