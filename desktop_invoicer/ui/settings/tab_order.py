"""The order of Tab where widgets come into a page later than those below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_before(parts: Sequence[QWidget], below: QWidget) -> None:
    """Let Tab come to what ``parts`` hold right before it comes to ``below``."""
    for widget in [stop for part in parts for stop in _stops(part)]:
        QWidget.setTabOrder(_stop_before(below), widget)


def _stops(part: QWidget) -> list[QWidget]:
    """Give where Tab stops within a part, in its order."""
    found = [part]
    while (widget := found[-1].nextInFocusChain()) is not None and part.isAncestorOf(widget):
        found.append(widget)
    return [widget for widget in found if _is_stop(widget)]


def _stop_before(widget: QWidget) -> QWidget:
    before = widget.previousInFocusChain()
    while before is not None and before is not widget and not _is_stop(before):
        before = before.previousInFocusChain()
    return before or widget


def _is_stop(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
