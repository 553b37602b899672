"""Paper to draw on: text in the program's own font, lines and boxes, in millimetres from the upper left corner."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from importlib.resources import as_file
from typing import NamedTuple, cast

from fpdf import FPDF, ViewerPreferences
from fpdf.fonts import TTFFont

from desktop_invoicer.assets import asset
from desktop_invoicer.messages.catalogue import active_language

POINT = 25.4 / 72
LINE_SPACING = 1.4
BASELINE = 1.05
"""From the top of a line to the foot of its letters, in heights of the type."""
_PAGES = "{nb}"
"""What fpdf puts the number of pages in the place of."""
_BOUND = "\N{NO-BREAK SPACE}"
UNDRAWABLE = "□"
"""Stands for a letter that the font does not have."""

INK = "#17201b"
MUTED = "#4f5b54"
HAIRLINE = "#dde3df"
BRAND = "#0b6e4f"
ALARM = "#a01c16"
SHADE = "#c9d6cf"
"""Behind bars of the chart, still seen on a poor printer."""
BLACK = "#000000"

_FAMILY = "Inter"
_TABULAR = {ord(sign): f"uniE0{0x71 + place:02X}" for place, sign in enumerate("0123456789")} | {
    ord(","): "uniE093",
    ord("."): "uniE094",
}
"""Inter's figures of one width (feature ``tnum``): amounts stand in columns."""


class Weight(Enum):
    """How strong letters are; the value is fpdf's name for it."""

    REGULAR = ""
    STRONG = "B"


_FILES = {Weight.REGULAR: "Inter-Regular.otf", Weight.STRONG: "Inter-SemiBold.otf"}


@dataclass(frozen=True, slots=True)
class Type:
    """How a text is written; ``size`` in points."""

    size: float
    weight: Weight = Weight.REGULAR
    ink: str = INK

    @property
    def height(self) -> float:
        """How much a line of it takes, in millimetres."""
        return self.size * POINT * LINE_SPACING

    def sized(self, factor: float) -> Type:
        """Give it larger or smaller."""
        return Type(self.size * factor, self.weight, self.ink)


class Box(NamedTuple):
    """A place on the paper."""

    left: float
    top: float
    width: float
    height: float


class Canvas:
    """A PDF being drawn. Text is placed by the top of its line."""

    def __init__(self, title: str, made_at: datetime) -> None:
        self._pdf = FPDF(unit="mm")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_lang(active_language().value)
        self._pdf.set_creator("desktop-invoicer")
        self._pdf.set_creation_date(made_at)
        self._pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._fonts = {weight: self._load(weight) for weight in Weight}
        self._drawable = lru_cache(maxsize=None)(self._without_undrawable)

    def new_page(self, width: float, height: float) -> None:
        """Begin a page."""
        self._pdf.add_page(orientation="P", format=(width, height))

    @property
    def page(self) -> int:
        """The number of the page being drawn, from 1."""
        return self._pdf.page

    def width(self, text: str, style: Type) -> float:
        """Measure a text, in millimetres."""
        widths = self._fonts[style.weight].cw
        return sum(widths[ord(char)] for char in self._drawable(text)) * style.size * POINT / 1000

    def text(self, x: float, top: float, text: str, style: Type) -> None:
        """Write a line from ``x`` on."""
        self._use(style)
        self._pdf.text(x, top + style.size * POINT * BASELINE, self._drawable(text))

    def text_before(self, right: float, top: float, text: str, style: Type) -> None:
        """Write a line that ends at ``right``."""
        self.text(right - self.width(text, style), top, text, style)

    def text_around(self, middle: float, top: float, text: str, style: Type) -> None:
        """Write a line with its middle at ``middle``."""
        self.text(middle - self.width(text, style) / 2, top, text, style)

    def page_number(self, right: float, top: float, style: Type) -> None:
        """Write ``2/5``; how many pages there are is known at the end."""
        self._use(style)
        number = f"{self.page}/"
        self._pdf.set_xy(right - self.width(f"{number}0", style), top)
        self._pdf.cell(0, style.size * POINT * 1.15, number + _PAGES)

    def fitted(self, text: str, room: float, style: Type) -> str:
        """Shorten a text with … to what there is room for."""
        if self.width(text, style) <= room:
            return text
        while text and self.width(f"{text}…", style) > room:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def wrapped(self, text: str, room: float, style: Type) -> list[str]:
        """Break a text into lines; never between ``R$`` and its amount, but in a word that is longer than a line."""
        if self.width(text, style) <= room:
            return [text]
        lines = [""]
        for word in text.replace("R$ ", f"R${_BOUND}").split(" "):
            joined = f"{lines[-1]} {word}".strip(" ")
            if self.width(joined, style) <= room:
                lines[-1] = joined
                continue
            first, *more = self._pieces(word, room, style)
            lines = [*lines, first, *more] if lines[-1] else [first, *more]
        return [line.replace(_BOUND, " ") for line in lines]

    def rule(self, left: float, y: float, right: float, ink: str = HAIRLINE, thickness: float = 0.15) -> None:
        """Draw a level line."""
        self._pdf.set_draw_color(ink)
        self._pdf.set_line_width(thickness)
        self._pdf.line(left, y, right, y)

    def bar(self, box: Box, ink: str) -> None:
        """Fill a box; a flat one is not seen."""
        if not (box.width and box.height):
            return
        self._pdf.set_fill_color(ink)
        self._pdf.rect(*box, style="F")

    def frame(self, box: Box, ink: str, thickness: float) -> None:
        """Draw a box with round corners."""
        self._pdf.set_draw_color(ink)
        self._pdf.set_line_width(thickness)
        self._pdf.rect(*box, round_corners=True, corner_radius=1.2)

    def output(self) -> bytes:
        """Give the file."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Close the files of the fonts, which are read as far as they are needed."""
        for font in self._fonts.values():
            font.ttfont.close()

    def _load(self, weight: Weight) -> TTFFont:
        with as_file(asset("fonts", _FILES[weight])) as path:
            self._pdf.add_font(_FAMILY, weight.value, path)
        font = cast("TTFFont", self._pdf.fonts[f"{_FAMILY.lower()}{weight.value}"])
        for char, glyph in _TABULAR.items():
            font.cmap[char] = glyph
            font.glyph_ids[char] = font.ttfont.getGlyphID(glyph)
            font.cw[char] = round(font.scale * font.ttfont["hmtx"].metrics[glyph][0])
        return font

    def _use(self, style: Type) -> None:
        self._pdf.set_font(_FAMILY, style.weight.value, style.size)
        self._pdf.set_text_color(style.ink)

    def _pieces(self, word: str, room: float, style: Type) -> list[str]:
        pieces = [""]
        for char in word:
            if pieces[-1] and self.width(pieces[-1] + char, style) > room:
                pieces.append("")
            pieces[-1] += char
        return pieces

    def _without_undrawable(self, text: str) -> str:
        """Put a box in the place of each letter that the font lacks; marks upon letters are left out."""
        known = self._fonts[Weight.REGULAR].cmap
        return "".join(
            char if ord(char) in known else UNDRAWABLE
            for char in unicodedata.normalize("NFC", text)
            if ord(char) in known or unicodedata.category(char) != "Mn"
        )
