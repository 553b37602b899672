"""Sizes: touch or compact, at the text scale that the person chose. All in device-independent pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SMALLEST_SCALE, LARGEST_SCALE = 80, 200
"""Text scale in per cent."""


class Density(StrEnum):
    """For a finger, or for a mouse and more rows."""

    TOUCH = "touch"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True)
class Metrics:
    """What a density and a text scale come to."""

    density: Density = Density.TOUCH
    scale: int = 100

    def text(self, size: float) -> int:
        """Give a size of text at the scale in use."""
        return round(size * self.scale / 100)

    @property
    def body(self) -> int:
        """Give the size of ordinary text."""
        return self.text(14)

    @property
    def control(self) -> int:
        """Give the height of a button or a field: a finger needs 48."""
        return max(self.text(22) + 14, 48) if self.density is Density.TOUCH else max(self.text(18) + 10, 30)

    @property
    def primary(self) -> int:
        """Give the height of the one primary action."""
        return self.control + 8

    @property
    def row(self) -> int:
        """Give the height of a row of a table."""
        return max(self.text(22) + 18, 48) if self.density is Density.TOUCH else max(self.text(18) + 10, 30)

    @property
    def icon(self) -> int:
        """Give the side of an icon beside text."""
        return self.text(18)

    @property
    def largest_icon(self) -> int:
        """Give the side of the icons that stand for pages."""
        return self.text(24)

    @property
    def rail(self) -> int:
        """Give the width of the navigation rail; longer words make it wider."""
        return self.text(94) + 28

    @property
    def gap(self) -> int:
        """Give the ordinary distance between things."""
        return 12 if self.density is Density.TOUCH else 8
