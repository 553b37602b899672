"""What a screen reader, a keyboard, an eye and a finger meet in a window. Each rule tells what breaks it, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from types import UnionType

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QTableView,
    QWidget,
)

Role = QAccessible.Role

ROLES: tuple[tuple[type[QWidget] | UnionType, frozenset[Role]], ...] = (
    (QCheckBox, frozenset({Role.CheckBox})),
    (QRadioButton, frozenset({Role.RadioButton})),
    (QAbstractButton, frozenset({Role.Button, Role.ButtonMenu, Role.CheckBox, Role.RadioButton})),
    (QComboBox, frozenset({Role.ComboBox})),
    (QSpinBox, frozenset({Role.SpinBox})),
    (QLineEdit, frozenset({Role.EditableText})),
    (QPlainTextEdit, frozenset({Role.EditableText})),
    (QLabel, frozenset({Role.StaticText})),
    (QTableView, frozenset({Role.Table})),
    (QListView, frozenset({Role.List})),
    (QTabBar, frozenset({Role.PageTabList})),
    (QScrollArea | QKeySequenceEdit, frozenset({Role.Client})),
)
"""What each kind of control is read out as; the first kind that fits counts. A button that can be checked says so."""
SEEN = 40
"""Pixels that have to change for a focus to be seen: more than the caret of a field has."""
FINGER, SMALLEST, FREE = 48, 24, 24
"""What a finger needs; what a quiet button or a chip needs at least, and how far from its middle the next one is."""
SMALL = frozenset({"quiet", "inline", "chip"})
"""The parts that may be smaller."""


@dataclass(frozen=True, slots=True)
class Step:
    """One press of Tab, and whether the eye had to go back; told at once, because pages scroll on the way."""

    start: QWidget
    end: QWidget
    leads_back: bool


def controls(root: QWidget) -> list[QWidget]:
    """Give everything in view that can be focused or pressed."""
    return [widget for widget in root.findChildren(QWidget) if _is_control(widget, root)]


def stops(root: QWidget) -> list[QWidget]:
    """Give where Tab has to come to."""
    tab = Qt.FocusPolicy.TabFocus
    return [widget for widget in controls(root) if widget.focusPolicy() & tab and widget.isEnabled()]


def wrongly_read(root: QWidget) -> Iterator[str]:
    """Ask every control what it is called and what it is."""
    for widget in controls(root):
        face = QAccessible.queryAccessibleInterface(widget)
        name = face.text(QAccessible.Text.Name).strip()
        if not name or name == type(widget).__name__ or name.endswith((".svg", ".png")):
            yield f"is called {name!r}: {told(widget)}"
        if face.role() not in next((roles for kind, roles in ROLES if isinstance(widget, kind)), ()):
            yield f"is read out as {face.role().name}: {told(widget)}"
        if isinstance(widget, QAbstractButton) and not widget.text().strip() and not _explains_itself(widget):
            yield f"shows an icon and no tip: {told(widget)}"


def wrongly_walked(root: QWidget) -> Iterator[str]:
    """Walk with Tab from the focus until it is there again: down and to the right, and once back."""
    wanted = stops(root)
    steps = list(_steps(2 * len(wanted)))
    met = {step.start for step in steps}
    yield from (f"Tab never comes to {told(widget)}" for widget in wanted if not _is_met(widget, met))
    yield from (f"Tab comes to {told(widget)}" for widget in met if widget not in wanted)
    back = [step for step in steps if step.leads_back]
    if len(back) > 1:
        yield from (f"Tab leads back from {told(step.start)} to {told(step.end)}" for step in back)


def wrongly_focused(root: QWidget) -> Iterator[str]:
    """Look at every control with and without the focus."""
    for widget in stops(root):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        focused = widget.grab().toImage()
        widget.clearFocus()
        if _differing(focused, widget.grab().toImage()) < SEEN:
            yield f"looks the same with the focus: {told(widget)}"


def wrongly_sized(root: QWidget) -> Iterator[str]:
    """Touch every control and row: high enough for a finger, or else quiet, and away from the others."""
    touched = [widget for widget in controls(root) if not isinstance(widget, QLabel) and not _is_inner(widget)]
    for widget in touched:
        high = _row_height(widget) if isinstance(widget, QAbstractItemView) else widget.height()
        if high >= FINGER:
            continue
        near = [
            other
            for other in touched
            if not other.isAncestorOf(widget) and other is not widget and _is_near(widget, other)
        ]
        if widget.property("part") not in SMALL or min(widget.width(), high) < SMALLEST or near:
            yield f"is {widget.width()} × {high} with {len(near)} near: {told(widget)}"


def told(widget: QWidget) -> str:
    """Name a widget for whoever reads of it."""
    around, name = type(widget.parentWidget()).__name__, widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} {name!r} in {around}"


def _is_control(widget: QWidget, root: QWidget) -> bool:
    takes_focus = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
    is_part = isinstance(widget, QScrollBar) or isinstance(
        widget.parentWidget(), QAbstractItemView | QSpinBox | QComboBox
    )
    is_in_view = widget.isVisible() and widget.window() is root.window()
    return (takes_focus or isinstance(widget, QAbstractButton)) and not is_part and is_in_view


def _is_inner(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QLineEdit)


def _row_height(view: QAbstractItemView) -> int:
    """Give the height of a row; a view without rows is as high as it is."""
    if not view.model().rowCount():
        return view.height()
    return view.rowHeight(0) if isinstance(view, QTableView) else view.sizeHintForRow(0)


def _explains_itself(button: QAbstractButton) -> bool:
    """Tell whether an icon has a tip, or is a switch beside its label."""
    return bool(button.toolTip().strip()) or isinstance(button, QCheckBox)


def _is_met(widget: QWidget, met: Collection[QWidget]) -> bool:
    """Tell whether Tab came to a control, or to another one of its group, within which the arrows lead on."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return widget in met or (group is not None and group.exclusive() and any(one in met for one in group.buttons()))


def _steps(most: int) -> Iterator[Step]:
    """Press Tab until the focus is where it was at first."""
    first = here = _focus()
    for _ in range(most):
        QTest.keyClick(here, Qt.Key.Key_Tab)
        yield Step(here, _focus(), leads_back=_leads_back(_place(here), _place(_focus())))
        here = _focus()
        if here is first:
            return


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def _leads_back(one: QRect, other: QRect) -> bool:
    """Tell whether the eye goes up in a column, or left in a row."""
    in_column = one.left() < other.right() and other.left() < one.right()
    in_row = one.top() < other.bottom() and other.top() < one.bottom()
    return (in_column and other.bottom() <= one.top()) or (in_row and other.right() <= one.left())


def _differing(one: QImage, other: QImage) -> int:
    before, after = (bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits()) for image in (one, other))
    return sum(a != b for a, b in zip(memoryview(before).cast("I"), memoryview(after).cast("I"), strict=True))


def _is_near(button: QWidget, other: QWidget) -> bool:
    """Tell whether a circle around the middle of a small button touches what is in view of another (WCAG 2.5.8)."""
    circle = QRect(0, 0, FREE, FREE)
    circle.moveCenter(_place(button).center())
    seen = other.visibleRegion().boundingRect().translated(_place(other).topLeft())
    return not button.visibleRegion().isEmpty() and circle.intersects(seen)
