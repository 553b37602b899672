"""Write the report of a day as a file, whole or not at all; the name's ending chooses the format."""

from __future__ import annotations

from pathlib import Path

from desktop_invoicer.domain.day_report import DayReport, PaperSize


def write_report(report: DayReport, path: Path, size: PaperSize = PaperSize.A4) -> None:
    """Write a report to ``path``: ``.pdf`` (on paper of ``size``), ``.xlsx`` or ``.csv``.

    A file that is there is replaced. Takes seconds for a day of thousands of orders: not for the thread of a window.

    Raises:
        UnknownReportFormatError: the name ends in something else.
        ReportUnwritableError: the file cannot be written there; what was there is still there.

    """
    raise NotImplementedError
