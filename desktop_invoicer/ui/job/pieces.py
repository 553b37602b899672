"""What the cards are made of: an icon with words, a fact with its name, an identifier to copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.job.figures import grouped
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.parts.buttons import CopyButton
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme

LARGE = 130
"""Text scale in per cent from which text of the ordinary size is large enough for anything."""


def icon(name: str, role: Role = Role.MUTED) -> QLabel:
    """Make an icon; the words beside it say the same."""
    made = QLabel()
    theme = Theme.current()
    made.setPixmap(theme.pixmap(name, role, theme.metrics.icon, made.devicePixelRatioF()))
    return made


def with_icon(name: str, text: str, role: Role = Role.MUTED, part: str = "", below: str = "") -> QWidget:
    """Make words with an icon before them; long words go on below their beginning, small ones stand there."""
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(icon(name, role), 0, Qt.AlignmentFlag.AlignTop)
    words = label(text, part, wraps=True)
    if role not in {Role.MUTED, Role.INK}:
        words.setProperty("ink", role.value)
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(words)
    if below:
        column.addWidget(label(below, "small", wraps=True))
    layout.addLayout(column, 1)
    return made


def line() -> QFrame:
    """Make a hairline."""
    made = QFrame()
    made.setProperty("part", "line")
    return made


def holding(layout: QLayout) -> QWidget:
    """Make a widget that holds a layout."""
    made = QWidget()
    made.setLayout(layout)
    return made


class Identifier(QWidget):
    """Something that people copy: its text, which can be selected, and a button."""

    def __init__(self, what: str, text: str, name: str, *, display: str = "", part: str = "") -> None:
        """Show ``display`` and copy ``text``; ``what`` is its marked name, ``name`` finds the button again."""
        super().__init__()
        flow = Flow(2, self)
        self._text = text
        flow.addWidget(label(display or shown(text), part, selectable=True))
        self.button = CopyButton(what, self._give)
        self.button.setProperty("part", "inline")
        self.button.setObjectName(name)
        flow.addWidget(self.button)

    def _give(self) -> str:
        return self._text


def key_field(key: str, name: str, part: str = "") -> Identifier:
    """Show an access key in few lines."""
    groups = 6 if Theme.current().metrics.scale <= LARGE else 4
    return Identifier(N_("chave de acesso"), key, name, display=grouped(shown(key), groups), part=part)


class Facts(QFormLayout):
    """Names and what they are, in two columns; where that is too narrow, one below the other."""

    def __init__(self) -> None:
        """Start without facts."""
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(6)
        self.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def tell_below(self, name: str, fact: QWidget) -> None:
        """Add a fact that needs the whole width, below its name."""
        title = label(name, "muted")
        title.setBuddy(fact)
        fact.setAccessibleName(name)
        self.addRow(title)
        self.addRow(fact)

    def tell(self, name: str, fact: str | QWidget) -> None:
        """Add a fact; a text is shown whole and can be selected."""
        field = label(fact, wraps=True, selectable=True) if isinstance(fact, str) else fact
        title = label(name, "muted")
        title.setBuddy(field)
        if isinstance(fact, QWidget):  # its button makes the row higher than a line of text
            title.setMinimumHeight(Theme.current().metrics.text(26) + 2)
        field.setAccessibleName(name if isinstance(fact, QWidget) else f"{name}: {fact}")
        self.addRow(title, field)
