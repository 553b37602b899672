"""The report of a day: seen, saved, printed; nothing of it keeps the window waiting."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop_invoicer.domain.day_report import PaperSize
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.report_dialog import FOLDER, ReportDialog
from desktop_invoicer.ui.day.report_pages import drawn, page, page_count, print_pages, set_paper
from desktop_invoicer.ui.day.report_printing import ReportPrinting
from tests.report_builders import DAY, a_day_report
from tests.ui.day.closer import Closer
from tests.ui.day.day_jobs import sent, without_document


def _asked(closer: Closer) -> ReportDialog:
    closer.open(sent(1), without_document(2))
    closer.page.perform(Command.DAY_REPORT)
    dialog = closer.dialog("report_dialog")
    assert isinstance(dialog, ReportDialog)
    return dialog


def _shown(dialog: ReportDialog) -> QLabel:
    return next(each for each in dialog.findChildren(QLabel) if each.accessibleName() == "The first page of the report")


@pytest.fixture
def printer(tmp_path: Path) -> QPrinter:
    """Give a printer that prints into a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    return printer


def test_the_first_page_is_seen(closer: Closer) -> None:
    dialog = _asked(closer)

    closer.qtbot.waitUntil(lambda: not _shown(dialog).pixmap().isNull())

    picture = _shown(dialog).pixmap()
    assert picture.height() > picture.width()
    assert dialog.print_.isEnabled()


def test_another_paper_is_another_picture(closer: Closer) -> None:
    dialog = _asked(closer)
    closer.qtbot.waitUntil(lambda: not _shown(dialog).pixmap().isNull())
    before = _shown(dialog).pixmap().width()

    closer.button("Paper: 80 mm roll", dialog).click()

    closer.qtbot.waitUntil(lambda: _shown(dialog).pixmap().width() != before)
    assert dialog.paper is PaperSize.ROLL_80


def test_a_report_is_saved_by_the_desk(closer: Closer, tmp_path: Path) -> None:
    dialog = _asked(closer)
    closer.button("Paper: 80 mm roll", dialog).click()
    file = tmp_path / "20.pdf"

    dialog.save_as(str(file))

    closer.qtbot.waitUntil(lambda: closer.desk.exported == [(DAY.date, file, PaperSize.ROLL_80)])
    closer.qtbot.waitUntil(lambda: closer.workplace.toasts.text == f"Saved as {file}")
    assert closer.workplace.preferences.text(FOLDER) == str(tmp_path)


def test_why_a_report_cannot_be_saved_is_told(closer: Closer, tmp_path: Path) -> None:
    dialog = _asked(closer)
    closer.desk.refusal = InvoicerError("the disk is full")

    dialog.save_as(str(tmp_path / "20.pdf"))

    closer.qtbot.waitUntil(dialog.refused.isVisible)
    assert dialog.isVisible()


def test_a_report_that_no_desk_can_save_is_told(closer: Closer, tmp_path: Path) -> None:
    dialog = _asked(closer)
    with closer.qtbot.waitSignal(closer.workplace.link.stopped):
        closer.workplace.link.stop()

    dialog.save_as(str(tmp_path / "20.pdf"))

    closer.qtbot.waitUntil(lambda: "The desk is not running yet" in dialog.refused.text)


def test_the_file_is_named_after_the_day_and_the_format(closer: Closer) -> None:
    dialog = _asked(closer)

    dialog.save.click()

    (chooser,) = dialog.findChildren(QFileDialog)
    assert Path(chooser.selectedFiles()[0]).name == "2026-11-20.pdf"
    chooser.filterSelected.emit("Excel (*.xlsx)")
    assert Path(chooser.selectedFiles()[0]).name == "2026-11-20.xlsx"
    assert chooser.defaultSuffix() == "xlsx"
    chooser.reject()


def test_a_printer_is_chosen_in_the_dialog_of_the_system(closer: Closer) -> None:
    dialog = _asked(closer)
    closer.qtbot.waitUntil(dialog.print_.isEnabled)

    dialog.print_.click()

    (chooser,) = dialog.findChildren(QPrintDialog)
    assert chooser.isVisible()
    chooser.reject()


def test_what_was_printed_is_told(closer: Closer, printer: QPrinter) -> None:
    dialog = _asked(closer)
    printing = ReportPrinting(closer.workplace, dialog)

    with closer.qtbot.waitSignal(printing.done) as told:
        printing.print_on(printer, a_day_report(20), PaperSize.A4)

    assert told.args is not None
    assert told.args[0].endswith("printed")


def test_every_page_is_printed(theme: object, printer: QPrinter) -> None:  # noqa: ARG001 (the application)
    pdf = drawn(a_day_report(400), PaperSize.A4)
    set_paper(printer, PaperSize.A4, page(pdf, 0))

    pages = print_pages(printer, pdf)

    assert pages == page_count(pdf) > 1
    assert page_count(Path(printer.outputFileName()).read_bytes()) == pages


def test_a_roll_is_as_long_as_its_page(theme: object, printer: QPrinter) -> None:  # noqa: ARG001 (the application)
    pdf = drawn(a_day_report(20), PaperSize.ROLL_80)
    set_paper(printer, PaperSize.ROLL_80, page(pdf, 0))

    print_pages(printer, pdf)

    paper = printer.pageLayout().pageSize().size(QPageSize.Unit.Millimeter)
    printed = page(Path(printer.outputFileName()).read_bytes(), 0)
    assert round(paper.width()) == 80
    assert printer.pageLayout().margins() == QMarginsF()
    assert abs(printed.height() / printed.width() - paper.height() / paper.width()) < 0.02


def test_a_printer_that_takes_nothing_is_an_error(theme: object, printer: QPrinter) -> None:  # noqa: ARG001
    printer.setOutputFileName("/nowhere/at/all/printed.pdf")

    with pytest.raises(InvoicerError):
        print_pages(printer, drawn(a_day_report(3), PaperSize.A4))


def test_what_draws_pdf_is_not_loaded_for_the_page_alone() -> None:
    import subprocess

    code = (
        "import sys, desktop_invoicer.ui.day.page;"
        "print([name for name in ('pypdfium2', 'fpdf', 'PySide6.QtPrintSupport', 'sqlalchemy', 'httpx')"
        " if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 (our own)

    assert told.stdout.strip() == "[]"
