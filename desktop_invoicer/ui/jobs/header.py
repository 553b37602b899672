"""The header of the table: sorts, moves, resizes and hides columns, by the pointer and by the keys of a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QMenu, QStyle, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.jobs.columns import LOOKS, MOST_TELLING, Column, Place, read_places, write_places
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.theme.theme import Theme

STEP = 24
"""Points by which a column grows from the menu."""
NARROWEST = 40
TITLE, PADDING = 12, 8
"""The size of a title and what stands free beside it, as in the style sheet; Qt reckons with larger letters."""
_STRETCHED = (Column.BUYER, Column.ORDER)
"""The first of these in view takes the room that is left."""


class JobHeader(QHeaderView):
    """Arranges the columns as the person left them; where there is no room for all, the least telling give way."""

    sort_wanted = Signal(int, object)
    """A column and a ``Qt.SortOrder`` that were chosen from the menu."""

    def __init__(self, preferences: Preferences, key: str, parent: QWidget | None = None) -> None:
        """Keep the arrangement under ``key``."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._preferences = preferences
        self._key = key
        self._places = read_places(preferences.text(key))
        self._is_fitting = False
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        self.sectionMoved.connect(self._on_moved)
        self.sectionResized.connect(self._on_resized)
        self.sortIndicatorChanged.connect(self._on_sorted)

    def arrange(self, room: int) -> None:
        """Place the columns in a view that is ``room`` points wide."""
        self._is_fitting = True
        self.setMinimumSectionSize(Theme.current().metrics.text(NARROWEST))
        shown = self._fitting(room)
        stretched = next((column for column in _STRETCHED if column in shown), shown[0])
        for at, place in enumerate(self._places):
            column = place.column
            self.moveSection(self.visualIndex(column), at)
            self.setSectionHidden(column, column not in shown)
            mode = QHeaderView.ResizeMode.Stretch if column is stretched else QHeaderView.ResizeMode.Interactive
            self.setSectionResizeMode(column, mode)
            if column is not stretched:
                self.resizeSection(column, self._width(place))
        self._is_fitting = False

    def menu(self, parent: QWidget) -> QMenu:
        """Make a menu with everything that can be done with each column."""
        menu = QMenu(parent)
        for place in self._places:
            part = menu.addMenu(_(LOOKS[place.column].title))
            self._fill(part, place.column)
        menu.addSeparator()
        menu.addAction(_("Columns as they were")).triggered.connect(self._on_reset)
        return menu

    def _fitting(self, room: int) -> list[Column]:
        """Choose the columns to show: of those that are wanted the most telling ones, as far as there is room."""
        widths = {place.column: self._width(place) for place in self._places if place.is_shown}
        shown: list[Column] = []
        for column in MOST_TELLING:
            if column in widths and (not shown or widths[column] <= room):
                room -= widths[column]
                shown.append(column)
        return shown

    def _width(self, place: Place) -> int:
        """Give a column's width at the text scale in use; its title is never cut."""
        return max(Theme.current().metrics.text(place.width), self._title_width(place.column))

    def _title_width(self, column: Column) -> int:
        font = QFont(self.font())
        font.setPixelSize(Theme.current().metrics.text(TITLE))
        font.setWeight(QFont.Weight.DemiBold)
        width = QFontMetrics(font).horizontalAdvance(_(LOOKS[column].title)) + 2 * PADDING
        if column == self.sortIndicatorSection():
            width += self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMarkSize, None, self) + PADDING // 2
        return width

    def _fill(self, menu: QMenu, column: Column) -> None:
        def add(text: str, act: Callable[[], None]) -> QAction:
            action = menu.addAction(text)
            action.triggered.connect(act)
            return action

        place = next(place for place in self._places if place.column is column)
        add(_("Sort ascending"), partial(self.sort_wanted.emit, int(column), Qt.SortOrder.AscendingOrder))
        add(_("Sort descending"), partial(self.sort_wanted.emit, int(column), Qt.SortOrder.DescendingOrder))
        menu.addSeparator()
        add(_("Further left"), partial(self._move, column, -1))
        add(_("Further right"), partial(self._move, column, 1))
        add(_("Wider"), partial(self._widen, column, STEP))
        add(_("Narrower"), partial(self._widen, column, -STEP))
        menu.addSeparator()
        show = add(_("Show this column"), partial(self._show, column, is_shown=not place.is_shown))
        show.setCheckable(True)
        show.setChecked(place.is_shown)
        show.setEnabled(not place.is_shown or sum(other.is_shown for other in self._places) > 1)

    def _change(self, column: Column, *, width: int | None = None, is_shown: bool | None = None) -> None:
        self._places = [
            Place(
                place.column,
                place.width if width is None else max(width, NARROWEST),
                place.is_shown if is_shown is None else is_shown,
            )
            if place.column is column
            else place
            for place in self._places
        ]
        self._keep()

    def _show(self, column: Column, *, is_shown: bool) -> None:
        self._change(column, is_shown=is_shown)
        self.arrange(self.viewport().width())

    def _widen(self, column: Column, step: int) -> None:
        width = next(place.width for place in self._places if place.column is column)
        self._change(column, width=width + step)
        self.arrange(self.viewport().width())

    def _move(self, column: Column, step: int) -> None:
        at = next(at for at, place in enumerate(self._places) if place.column is column)
        self._places.insert(min(max(at + step, 0), len(self._places) - 1), self._places.pop(at))
        self._keep()
        self.arrange(self.viewport().width())

    def _keep(self) -> None:
        self._preferences.keep(self._key, write_places(self._places))

    @Slot()
    def _on_reset(self) -> None:
        self._places = read_places("")
        self._preferences.forget(self._key)
        self.arrange(self.viewport().width())

    @Slot(QPoint)
    def _on_menu_wanted(self, place: QPoint) -> None:
        column = self.logicalIndexAt(place)
        if column >= 0:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._fill(menu, Column(column))
            menu.popup(self.mapToGlobal(place))

    @Slot(int, int, int)
    def _on_moved(self, _column: int, _old: int, _new: int) -> None:
        if not self._is_fitting:
            by_column = {place.column: place for place in self._places}
            self._places = [by_column[Column(self.logicalIndex(at))] for at in range(self.count())]
            self._keep()

    @Slot(int, Qt.SortOrder)
    def _on_sorted(self, _column: int, _order: Qt.SortOrder) -> None:
        self.arrange(self.viewport().width())

    @Slot(int, int, int)
    def _on_resized(self, column: int, _old: int, new: int) -> None:
        is_by_hand = self.sectionResizeMode(column) is QHeaderView.ResizeMode.Interactive
        if not self._is_fitting and is_by_hand and new:
            self._change(Column(column), width=round(new * 100 / Theme.current().metrics.scale))
