"""The day as bars, where people look rather than read."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from desktop_invoicer.domain.day import Figures
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.figures import money, number
from desktop_invoicer.reports.canvas import BRAND, HAIRLINE, INK, MUTED, SHADE, Box, Canvas, Type, Weight
from desktop_invoicer.reports.content import HourBar, orders

_LABEL = Type(7, ink=MUTED)
_VALUE = Type(8, Weight.STRONG, INK)
_LINES = 4
"""Lines of the scale, at most."""
_REAL = 100
_BAR = 3
_KEY = 2.2
"""The side of a box that tells what a colour is."""


def draw_hours(canvas: Canvas, box: Box, bars: Sequence[HourBar]) -> None:
    """Draw what was asked for and what was invoiced hour by hour, with a scale in reais."""
    scale = _scale(max(max(bar.asked.value, bar.invoiced.value) for bar in bars))
    inset = max(canvas.width(number(tick // _REAL), _LABEL) for tick in scale) + 2
    foot = box.top + box.height - _LABEL.height
    per_cent = (box.height - 1.5 * _LABEL.height) / scale[-1]
    for tick in scale:
        y = foot - per_cent * tick
        canvas.rule(box.left + inset, y, box.left + box.width, HAIRLINE if tick else MUTED)
        canvas.text_before(box.left + inset - 1.5, y - _LABEL.height / 2, number(tick // _REAL), _LABEL)
    slot = (box.width - inset) / len(bars)
    for place, bar in enumerate(bars):
        left = box.left + inset + slot * place
        for tally, share, ink in ((bar.asked, 0.8, SHADE), (bar.invoiced, 0.5, BRAND)):
            tall = per_cent * tally.value
            canvas.bar(Box(left + slot * (1 - share) / 2, foot - tall, slot * share, tall), ink)
        canvas.text_around(left + slot / 2, foot + 0.5, f"{bar.hour:02}", _LABEL)


def draw_legend(canvas: Canvas, right: float, top: float) -> None:
    """Tell what the colours of the hours are; ends at ``right``."""
    for ink, text in ((SHADE, _("asked for")), (BRAND, _("invoiced"))):
        right -= canvas.width(text, _LABEL)
        canvas.text(right, top, text, _LABEL)
        right -= _KEY + 1
        canvas.bar(Box(right, top + (_LABEL.height - _KEY) / 2, _KEY, _KEY), ink)
        right -= 3


def draw_parts(canvas: Canvas, left: float, top: float, width: float, parts: Sequence[tuple[str, Figures]]) -> None:
    """Draw what was invoiced of each part as a level bar, with its amount and count in full."""
    most = max([1, *(figures.invoiced.value for _name, figures in parts)])
    for name, figures in parts:
        tally = figures.invoiced
        value = money(tally.value)
        room = width - canvas.width(value, _VALUE) - 2
        canvas.text(left, top, canvas.fitted(name, room, _LABEL), _LABEL)
        canvas.text_before(left + width, top, value, _VALUE)
        top += _VALUE.height
        canvas.bar(Box(left, top, width, _BAR), HAIRLINE)
        canvas.bar(Box(left, top, width * max(tally.value, 0) / most, _BAR), BRAND)
        top += _BAR + 0.4
        canvas.text(left, top, orders(tally.count), _LABEL)
        top += _LABEL.height + 2


def _scale(most: int) -> range:
    """Give the lines of a scale in cents, 1, 2 or 5 and zeros reais apart, from nothing to above the tallest bar."""
    rough = max(most / _REAL / _LINES, 1)
    power = 10 ** floor(log10(rough))
    step = int(next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)) * _REAL
    return range(0, (most // step + 2) * step, step)
