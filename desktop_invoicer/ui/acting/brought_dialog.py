"""What came of several files that were brought at once, and what a person still has to do with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.placing import Placing
from desktop_invoicer.ui.job.pieces import with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.paths import breakable
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role

MOST = 50
"""Files that are listed; the others are counted."""


class Fate(Enum):
    """What came of a file, in the order in which it is told."""

    TO_LOOK_AT = "to_look_at"
    """A person has to say whether, or for which order."""
    NOBODYS = "nobodys"
    """No order waits for it."""
    UNREADABLE = "unreadable"
    KNOWN = "known"
    """An order has it already."""
    ATTACHED = "attached"


_ICONS = {
    Fate.TO_LOOK_AT: ("warning", Role.WARNING),
    Fate.NOBODYS: ("info", Role.MUTED),
    Fate.UNREADABLE: ("error", Role.ERROR),
    Fate.KNOWN: ("info", Role.MUTED),
    Fate.ATTACHED: ("done", Role.SUCCESS),
}


@dataclass(frozen=True, slots=True)
class Handled:
    """A file, and what came of it in words."""

    file: str
    fate: Fate
    words: str
    placing: Placing | None = None


class BroughtDialog(Dialog):
    """Lists the files, those that need somebody first. ``looked_at`` brings the place of the one to look at."""

    looked_at = Signal(int)

    def __init__(self, handled: Sequence[Handled], parent: QWidget) -> None:
        """Tell what came of files."""
        super().__init__(N_("What came of the files"), N_("Close"), 620, parent)
        self.setObjectName("brought_dialog")
        self._handled = sorted(handled, key=lambda one: list(Fate).index(one.fate))
        self._summary = label(part="strong", wraps=True)
        self._rows = QWidget()
        self.content.addWidget(self._summary)
        self.content.addWidget(self._rows)
        self.adapt()
        self.back.setFocus()

    def of(self, place: int) -> Handled:
        """Give what was listed at a place."""
        return self._handled[place]

    def put(self, place: int, handled: Handled) -> None:
        """Tell something else of the file at a place."""
        self._handled[place] = handled
        self.adapt()
        self.back.setFocus()

    def adapt(self) -> None:
        """Write every row in the language in use."""
        self._summary.setText(counted(self._handled))
        rows = QWidget()
        listed = QVBoxLayout(rows)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(10)
        for place, one in enumerate(self._handled[:MOST]):
            row = QHBoxLayout()
            icon, role = _ICONS[one.fate]
            told = with_icon(icon, breakable(one.file), role, "strong", below=one.words)
            row.addWidget(told, 1, Qt.AlignmentFlag.AlignVCenter)
            if one.fate is Fate.TO_LOOK_AT:
                look = Button(N_("Look at it"), "show")
                look.setObjectName(f"look_{place}")
                look.setAccessibleDescription(one.file)
                look.clicked.connect(partial(self.looked_at.emit, place))
                row.addWidget(look)
            listed.addLayout(row)
        more = len(self._handled) - MOST
        if more > 0:
            rest = ngettext("{count} more file is not listed", "{count} more files are not listed", more)
            listed.addWidget(label(rest.format(count=more), "small", wraps=True))
        self.content.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows


def counted(handled: Sequence[Handled]) -> str:
    """Count files by what came of them."""
    count = {fate: sum(one.fate is fate for one in handled) for fate in Fate}
    told = {
        Fate.ATTACHED: ngettext("{count} attached", "{count} attached", count[Fate.ATTACHED]),
        Fate.TO_LOOK_AT: ngettext("{count} needs you", "{count} need you", count[Fate.TO_LOOK_AT]),
        Fate.NOBODYS: ngettext(
            "no order waits for {count} of them", "no order waits for {count} of them", count[Fate.NOBODYS]
        ),
        Fate.UNREADABLE: ngettext("{count} unreadable", "{count} unreadable", count[Fate.UNREADABLE]),
        Fate.KNOWN: ngettext("{count} attached before", "{count} attached before", count[Fate.KNOWN]),
    }
    return ", ".join(words.format(count=count[fate]) for fate, words in told.items() if count[fate])
