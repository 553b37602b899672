"""Write the report of a day as a file, whole or not at all; the name's ending chooses the format."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.errors import ReportUnwritableError, UnknownReportFormatError


def write_report(report: DayReport, path: Path, size: PaperSize = PaperSize.A4) -> None:
    """Write a report to ``path``: ``.pdf`` (on paper of ``size``), ``.xlsx`` or ``.csv``.

    A file that is there is replaced. Takes a second for a day of thousands of orders: not for the thread of a window.

    Raises:
        UnknownReportFormatError: the name ends in something else.
        ReportUnwritableError: the file cannot be written there; what was there is still there.

    """
    replace_file(path, [_render(report, path, size)])


def replace_file(path: Path, content: Iterable[bytes]) -> None:
    """Write a file, whole or not at all; one that is there is replaced.

    Raises:
        ReportUnwritableError: it cannot be written there; what was there is still there.

    """
    try:
        _replace(path, content)
    except OSError as exc:
        raise ReportUnwritableError(path, exc.strerror or str(exc)) from exc


def _render(report: DayReport, path: Path, size: PaperSize) -> bytes:
    """Make the content; a library is loaded only for the format that needs it."""
    match path.suffix.casefold():
        case ".pdf":
            from desktop_invoicer.reports.pdf import render

            return render(report, size)
        case ".xlsx":
            from desktop_invoicer.reports.workbook import render_xlsx

            return render_xlsx(report)
        case ".csv":
            from desktop_invoicer.reports.separated import render_csv

            return render_csv(report)
        case _:
            raise UnknownReportFormatError(path)


def _replace(path: Path, content: Iterable[bytes]) -> None:
    """Write beside the file, then put it in its place: nobody ever reads half a report."""
    path = Path(os.path.realpath(path))  # a link may lead to another disk, or to itself
    beside = path.with_name(f".report-{token_hex(8)}")
    try:
        with beside.open("xb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
