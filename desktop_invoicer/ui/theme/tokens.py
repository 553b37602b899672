"""The colours, light and dark. A test holds every pair of text and ground to a contrast of 4.5:1 at least."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tone(Enum):
    """What a colour says; always beside an icon or a word that says the same."""

    NEUTRAL = "neutral"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour of text or icon, and the ground it stands on."""

    ink: str
    ground: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one appearance, as ``#rrggbb``."""

    is_dark: bool
    ground: str
    """Behind everything."""
    surface: str
    """Cards, tables, fields."""
    raised: str
    """What the pointer is over, headers of tables."""
    line: str
    """Hairlines between things."""
    edge: str
    """Borders of fields and buttons: 3:1 against the surface."""
    ink: str
    muted: str
    brand: Pair
    brand_pressed: Pair
    selection: Pair
    focus: str
    tones: dict[Tone, Pair]

    @property
    def text_pairs(self) -> list[Pair]:
        """Give every pair in which text is written."""
        grounds = (self.ground, self.surface, self.raised)
        plain = [Pair(ink, ground) for ink in (self.ink, self.muted) for ground in grounds]
        return [*plain, self.brand, self.brand_pressed, self.selection, *self.tones.values()]


LIGHT = Tokens(
    is_dark=False,
    ground="#f3f5f3",
    surface="#ffffff",
    raised="#ebefec",
    line="#dde3df",
    edge="#7f8c85",
    ink="#17201b",
    muted="#4f5b54",
    brand=Pair("#ffffff", "#0b6e4f"),
    brand_pressed=Pair("#ffffff", "#08563d"),
    selection=Pair("#0a2e22", "#d5ece2"),
    focus="#1a66d6",
    tones={
        Tone.NEUTRAL: Pair("#3f4a44", "#e7ece9"),
        Tone.INFO: Pair("#154f9c", "#e3eefb"),
        Tone.SUCCESS: Pair("#0a5d43", "#dcf2e8"),
        Tone.WARNING: Pair("#7a4800", "#fdf0d5"),
        Tone.ERROR: Pair("#a01c16", "#fde7e4"),
    },
)

DARK = Tokens(
    is_dark=True,
    ground="#101412",
    surface="#181e1b",
    raised="#212925",
    line="#2d3732",
    edge="#77857d",
    ink="#e9efeb",
    muted="#a9b6af",
    brand=Pair("#04241a", "#46cb9b"),
    brand_pressed=Pair("#04241a", "#33b586"),
    selection=Pair("#e4f6ee", "#1d4537"),
    focus="#79b0ff",
    tones={
        Tone.NEUTRAL: Pair("#c5cfc9", "#29322d"),
        Tone.INFO: Pair("#9dc5ff", "#15283f"),
        Tone.SUCCESS: Pair("#7fdcb5", "#12332a"),
        Tone.WARNING: Pair("#f5c25e", "#392b10"),
        Tone.ERROR: Pair("#ffa79e", "#431b1b"),
    },
)
