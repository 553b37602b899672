"""The filters of a list as chips, each with the number of things it would show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.flow import Flow

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Chip(Adapting, QPushButton):
    """One filter."""

    def __init__(self, filter_: Enum, words: str, counted: Callable[[int], str], most: int | None = None) -> None:
        """Show no number yet.

        ``words`` are its marked name; ``counted`` gives how so many are read out, with a ``{filter}`` and a
        ``{count}``; counting ends at ``most``.
        """
        super().__init__()
        self.filter = filter_
        self._words = words
        self._counted = counted
        self._most = most
        self._count: int | None = None
        self.setObjectName(f"chip_{filter_.value}")
        self.setProperty("part", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.adapt()

    def show_count(self, count: int | None) -> None:
        """Show how many there are; ``None`` while nobody knows."""
        if count != self._count:
            self._count = count
            self.adapt()

    def adapt(self) -> None:
        """Say word and number in the language in use."""
        word, count = _(self._words), self._count
        if count is None:
            self.setText(word)
            self.setAccessibleName(word)
            return
        number = str(count) if self._most is None or count < self._most else f"{self._most - 1}+"
        self.setText(f"{word}  {number}")
        self.setAccessibleName(self._counted(count).format(filter=word, count=number))


class ChipRow(QWidget):
    """One chip is chosen; the arrow keys go from one to the next."""

    chosen = Signal(object)
    """The filter that a person chose."""

    def __init__(self, chips: Iterable[Chip], parent: QWidget | None = None) -> None:
        """Show the chips; the first one is chosen."""
        super().__init__(parent)
        self._chips = tuple(chips)
        group = QButtonGroup(self)
        layout = Flow(8, self)
        for chip in self._chips:
            group.addButton(chip)
            layout.addWidget(chip)
            chip.clicked.connect(partial(self._on_clicked, chip.filter))
        self.choose(self._chips[0].filter)

    def choose(self, filter_: Enum) -> None:
        """Show that a filter is in use."""
        for chip in self._chips:
            is_chosen = chip.filter is filter_
            chip.setChecked(is_chosen)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)

    def show_counts(self, counts: Mapping[Any, int]) -> None:
        """Show how many each filter would show; what is not counted is none."""
        for chip in self._chips:
            chip.show_count(counts.get(chip.filter, 0))

    def _on_clicked(self, filter_: Enum) -> None:
        self.choose(filter_)
        self.chosen.emit(filter_)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next chip, and choose it."""
        step = _STEPS.get(Qt.Key(event.key()))
        at = next((at for at, chip in enumerate(self._chips) if chip.hasFocus()), None)
        if step is None or at is None:
            super().keyPressEvent(event)
            return
        chip = self._chips[(at + step) % len(self._chips)]
        chip.setFocus(Qt.FocusReason.TabFocusReason)
        chip.click()
