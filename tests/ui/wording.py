"""What a window says, and whether it is all in one language and all to be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from string import Formatter

from babel.messages.pofile import read_po
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from desktop_invoicer.assets import asset
from desktop_invoicer.language import Language
from desktop_invoicer.ui.parts.toast import Toasts
from tests.ui.reading import told

FEWEST = 6
"""Letters that a text with places in it must have beside them to be recognised."""
MOST_ROWS = 20
"""Rows of a list or table that are read."""


def foreign(root: QWidget, language: Language) -> Iterator[str]:
    """Give what stands in another language than the one in use; a toast tells of what is over and stays as it was."""
    for widget in _seen(root):
        for text in () if isinstance(widget.parentWidget(), Toasts) else _texts(widget):
            if any(_speaks(other, text) for other in Language if other is not language) and not _speaks(language, text):
                yield f"says {text!r}: {told(widget)}"


def cut(root: QWidget) -> Iterator[str]:
    """Give what has less room than its words need."""
    for widget in _seen(root):
        match widget:
            case QLabel() if widget.wordWrap():
                needed, there = widget.heightForWidth(widget.width()), widget.height()
            case QLabel() | QAbstractButton():
                needed, there = widget.sizeHint().width(), widget.width()
            case _:
                continue
        if needed > there and widget.text():
            yield f"has {there} of {needed} for {widget.text()!r}: {told(widget)}"
        elif widget.text() and (hidden := _hidden(widget)):
            yield f"has {hidden} out of view of {widget.text()!r}: {told(widget)}"


def _seen(root: QWidget) -> Iterable[QWidget]:
    return [root, *(widget for widget in root.findChildren(QWidget) if widget.isVisible())]


def _texts(widget: QWidget) -> set[str]:
    texts = {widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()}
    match widget:
        case QLabel() | QAbstractButton():
            texts.add(widget.text())
        case QLineEdit():
            texts |= {widget.placeholderText(), *(action.toolTip() for action in widget.actions())}
        case QComboBox():
            texts |= {widget.itemText(index) for index in range(widget.count())}
        case QTabBar():
            texts |= {widget.tabText(index) for index in range(widget.count())}
        case QTableView():
            columns = range(widget.model().columnCount())
            texts |= {str(widget.model().headerData(column, Qt.Orientation.Horizontal)) for column in columns}
            texts |= _cells(widget, columns)
        case QAbstractItemView():
            texts |= _cells(widget, range(1))
        case _:
            pass
    return texts - {""}


def _cells(view: QAbstractItemView, columns: range) -> set[str]:
    """Give what a list or table says, as far down as it is in view."""
    model = view.model()
    rows = range(min(model.rowCount(), MOST_ROWS))
    return {str(model.index(row, column).data() or "") for row in rows for column in columns}


def _hidden(widget: QWidget) -> int:
    """Tell how many points of a widget's width lie outside of what it is in."""
    around = widget.parentWidget()
    most = 0
    while around is not None and not widget.isWindow():
        place = QRect(widget.mapTo(around, QPoint(0, 0)), widget.size())
        most = max(most, -place.left(), place.right() + 1 - around.width())
        if around.isWindow():
            break
        around = around.parentWidget()
    return most


@cache
def _speaks(language: Language, text: str) -> bool:
    """Tell whether a text is one of a language's, or one with its places filled."""
    plain, filled = _wordings(language)
    return text in plain or any(pattern.fullmatch(text) for pattern in filled)


@cache
def _wordings(language: Language) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    texts = frozenset(_catalogue_texts(language))
    filled = [text for text in texts if sum(map(str.isalpha, "".join(_words(text)))) >= FEWEST and "{" in text]
    return texts, tuple(re.compile(".+".join(map(re.escape, _words(text))), re.DOTALL) for text in filled)


def _catalogue_texts(language: Language) -> Iterator[str]:
    place = Language.PT_BR if language is Language.EN else language
    with asset("locale", place.replace("-", "_"), "LC_MESSAGES", "desktop_invoicer.po").open("rb") as file:
        for message in read_po(file):
            texts = message.id if language is Language.EN else message.string
            yield from [texts] if isinstance(texts, str) else texts or ()


def _words(text: str) -> list[str]:
    """Give what stands around the places of a text, also when one ends it."""
    parts = list(Formatter().parse(text))
    return [literal for literal, *_ in parts] + ([""] if parts and parts[-1][1] is not None else [])
