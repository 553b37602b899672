"""The report of a day as a PDF."""

from __future__ import annotations

from desktop_invoicer.domain.day_report import DayReport, PaperSize


def render(report: DayReport, size: PaperSize = PaperSize.A4) -> bytes:
    """Draw a report: as many A4 pages as it takes, or one piece of an 80 mm roll as long as its content."""
    raise NotImplementedError
