"""The filters of a list as chips, each with the number of jobs it would show."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget
from typing_extensions import override

from desktop_invoicer.domain.listing import MOST_COUNTED, JobFilter, Section
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.jobs.columns import DELIVERY, PICKUP
from desktop_invoicer.ui.link import DeskLink

PAUSE = 300
"""Milliseconds between two counts, however much happens."""

_WORDS: dict[JobFilter, str] = {
    JobFilter.ALL: N_("All"),
    JobFilter.PICKUP: PICKUP,
    JobFilter.DELIVERY: DELIVERY,
    JobFilter.RETURNS: N_("Returns"),
    JobFilter.NEEDS_PERSON: N_("Needs a person"),
    JobFilter.WAITING_FOR_DOCUMENT: N_("Waiting for document"),
    JobFilter.FAILED: N_("Failed"),
}
_OF_ENDED = (JobFilter.ALL, JobFilter.PICKUP, JobFilter.DELIVERY, JobFilter.RETURNS)
"""A job that is over waits for nothing."""
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Chip(Adapting, QPushButton):
    """One filter."""

    def __init__(self, filter_: JobFilter) -> None:
        """Show no number yet."""
        super().__init__()
        self.filter = filter_
        self._count: int | None = None
        self.setObjectName(f"chip_{filter_.value}")
        self.setProperty("part", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.adapt()

    def show_count(self, count: int | None) -> None:
        """Show how many jobs there are; ``None`` while nobody knows."""
        if count != self._count:
            self._count = count
            self.adapt()

    def adapt(self) -> None:
        """Say word and number in the language in use."""
        word, count = _(_WORDS[self.filter]), self._count
        if count is None:
            self.setText(word)
            self.setAccessibleName(word)
            return
        number = f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
        self.setText(f"{word}  {number}")
        jobs = ngettext("{filter}, {count} job", "{filter}, {count} jobs", count)
        self.setAccessibleName(jobs.format(filter=word, count=number))


class Chips(QWidget):
    """One chip is chosen; the arrow keys go from one to the next. Counts again after each change, but not often."""

    chosen = Signal(object)
    """The ``JobFilter`` that was chosen."""
    recounted = Signal()
    """Something changed a while ago, and the numbers are looked at anew."""

    def __init__(self, link: DeskLink, section: Section, parent: QWidget | None = None) -> None:
        """Show the filters of a section; all its jobs are chosen."""
        super().__init__(parent)
        self._link = link
        self._section = section
        self._search = ""
        self._group = QButtonGroup(self)
        self._chips = [Chip(one) for one in (JobFilter if section is Section.OPEN else _OF_ENDED)]
        layout = Flow(8, self)
        for chip in self._chips:
            self._group.addButton(chip)
            layout.addWidget(chip)
            chip.clicked.connect(partial(self._on_clicked, chip.filter))
        self.choose(JobFilter.ALL)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._on_paused)

    def choose(self, filter_: JobFilter) -> None:
        """Show that a filter is in use."""
        for chip in self._chips:
            is_chosen = chip.filter is filter_
            chip.setChecked(is_chosen)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)

    def search(self, text: str) -> None:
        """Count what a search finds, from now on."""
        self._search = text
        self._count()

    def recount(self) -> None:
        """Count again before long."""
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _on_paused(self) -> None:
        self._count()
        self.recounted.emit()

    def _count(self) -> None:
        section, search = self._section, self._search
        self._link.ask(self, lambda commands: commands.desk.counts(section, search), partial(self._on_counted, search))

    def _on_counted(self, search: str, counts: Mapping[JobFilter, int]) -> None:
        if search == self._search:
            for chip in self._chips:
                chip.show_count(counts[chip.filter])

    def _on_clicked(self, filter_: JobFilter) -> None:
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
