"""Going down the paper: what does not fit goes on a new page."""

from __future__ import annotations

from collections.abc import Callable

from desktop_invoicer.reports.canvas import Canvas, Type


class Flow:
    """Where the next thing goes; ``begin`` starts a page and gives the top of what it leaves free."""

    def __init__(self, canvas: Canvas, left: float, right: float, bottom: float, begin: Callable[[], float]) -> None:
        self.canvas = canvas
        self.left = left
        self.right = right
        self.bottom = bottom
        self._begin = begin
        self.y = begin()

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.right - self.left

    def need(self, height: float) -> bool:
        """Begin a page unless so much still fits; tell whether one was begun."""
        if self.y + height <= self.bottom:
            return False
        self.y = self._begin()
        return True

    def gap(self, height: float) -> None:
        """Leave some space."""
        self.y += height

    def paragraph(self, text: str, style: Type, indent: float = 0) -> None:
        """Write a text over as many lines as it takes."""
        for line in self.canvas.wrapped(text, self.room - indent, style):
            self.need(style.height)
            self.canvas.text(self.left + indent, self.y, line, style)
            self.y += style.height

    def centred(self, text: str, style: Type) -> None:
        """Write a text in the middle, over as many lines as it takes."""
        for line in self.canvas.wrapped(text, self.room, style):
            self.need(style.height)
            self.canvas.text_around((self.left + self.right) / 2, self.y, line, style)
            self.y += style.height

    def pair(self, label: str, value: str, style: Type) -> None:
        """Write a label, and a value at the right edge; the label gives way."""
        self.need(style.height)
        taken = self.canvas.width(value, style)
        label = self.canvas.fitted(label, self.room - taken - style.size / 4, style)
        self.canvas.text(self.left, self.y, label, style)
        self.canvas.text_before(self.right, self.y, value, style)
        self.y += style.height

    def rule(self, ink: str, thickness: float = 0.2) -> None:
        """Draw a line from margin to margin."""
        self.canvas.rule(self.left, self.y, self.right, ink, thickness)
