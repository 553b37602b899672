"""The list and the panel: side by side where there is room, else one in place of the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.theme.theme import Theme

ROOM = 860
"""Points at a text scale of 100 % below which two things beside each other are too narrow to be read."""
GAP = 12
PANEL = 400
"""Points at a text scale of 100 % that the panel needs beside the list."""
SHARES = (680, 320)
"""Of list and panel, until the person moves the handle."""


class Split(QSplitter):
    """Where there is no room for both, the list comes first, and the panel when it is asked for."""

    covered_changed = Signal(bool)
    """Whether the panel is in view in place of the list."""

    def __init__(
        self,
        list_: QWidget,
        panel: QWidget,
        preferences: Preferences,
        key: str,
        shares: Sequence[int] = SHARES,
    ) -> None:
        """Keep where the person put the handle under ``key``; until then the two have their ``shares``."""
        super().__init__(Qt.Orientation.Horizontal)
        self._preferences = preferences
        self._key = key
        self._list = list_
        self._side = QWidget()
        self._shows_panel = False
        self._back = Button(N_("Back to the list"), "chevron-left", "quiet")
        self._back.clicked.connect(self.show_list)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(panel, 1)
        self.addWidget(list_)
        self.addWidget(self._side)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GAP)
        self.setProperty("part", "plain")
        if not self.restoreState(preferences.state(key)):
            self.setSizes(shares)
        self.splitterMoved.connect(self._on_moved)
        Theme.current().changed.connect(self._arrange)
        self._arrange()

    @property
    def is_narrow(self) -> bool:
        """Tell whether there is room for one of the two only."""
        return self.width() < Theme.current().metrics.text(ROOM)

    @property
    def covers_list(self) -> bool:
        """Tell whether the panel is in view in place of the list."""
        return self.is_narrow and self._shows_panel

    def show_panel(self) -> None:
        """Bring the panel into view."""
        self._shows_panel = True
        self._arrange()

    @Slot()
    def show_list(self) -> None:
        """Bring the list into view."""
        self._shows_panel = False
        self._arrange()
        self._list.setFocus()

    @Slot()
    def _arrange(self) -> None:
        self._side.setMinimumWidth(0 if self.is_narrow else Theme.current().metrics.text(PANEL))
        self._list.setVisible(not self.covers_list)
        self._side.setVisible(not self.is_narrow or self._shows_panel)
        self._back.setVisible(self.is_narrow)
        self.covered_changed.emit(self.covers_list)

    @Slot()
    def _on_moved(self) -> None:
        self._preferences.keep(self._key, self.saveState())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._arrange()
