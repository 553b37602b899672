"""The report of a day as a PDF."""

from __future__ import annotations

from contextlib import closing

from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.reports.a4 import draw_a4
from desktop_invoicer.reports.canvas import Canvas
from desktop_invoicer.reports.content import title
from desktop_invoicer.reports.roll import LONGEST, draw_roll


def render(report: DayReport, size: PaperSize = PaperSize.A4) -> bytes:
    """Draw a report: as many A4 pages as it takes, or a piece of an 80 mm roll as long as its content."""
    with closing(_canvas(report)) as canvas:
        match size:
            case PaperSize.A4:
                draw_a4(canvas, report)
            case PaperSize.ROLL_80:
                draw_roll(canvas, report, _length(report))
        return canvas.output()


def _length(report: DayReport) -> float:
    """Measure how much of the roll a report takes, by drawing it on the longest piece there is."""
    with closing(_canvas(report)) as scratch:
        return draw_roll(scratch, report, LONGEST)


def _canvas(report: DayReport) -> Canvas:
    return Canvas(title(report), report.made_at)
