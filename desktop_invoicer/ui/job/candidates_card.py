"""What the watched folders hold for a job that waits for its document."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.domain.filing import Match
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.job.check_list import ICONS, outcome, worst
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import holding, line, with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.paths import LONGEST, ending, file_name
from desktop_invoicer.ui.parts.text import label

MOST = 3
"""Files that are shown; the page of files has the others."""
SHORT = 28
"""Letters of a name that are shown: the first ones of most are a key's, and alike."""


class CandidatesCard(Card):
    """Shows files that may hold the document, the most likely first; hidden while there are none."""

    used = Signal(object)
    """The ``Match`` whose document is to be attached."""
    looked_at = Signal(object)
    """The ``Match`` whose document is to be shown."""

    def __init__(self, actions: Actions) -> None:
        """Show nothing yet; the key of ``actions`` uses the first file."""
        super().__init__(N_("Found in the watched folders"))
        self._actions = actions
        self._matches: Sequence[Match] = ()
        self._rows = QWidget()
        self.content.addWidget(self._rows)
        actions.keys_changed.connect(self.adapt)
        self.hide()

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Show other files, unless these are shown already."""
        if tuple(matches) != tuple(self._matches):
            self._matches = matches
            self.adapt()
        self.setVisible(bool(matches))

    @property
    def primary(self) -> Button | None:
        """Give the button that uses the first file, if it may be used."""
        button = self._rows.findChild(Button, "use_0")
        return button if button is not None and button.isEnabled() else None

    def adapt(self) -> None:
        """Write every row anew, and keep the focus where it was."""
        focused = self.window().focusWidget()
        name = focused.objectName() if self._rows.isAncestorOf(focused) else ""
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for place, match in enumerate(self._matches[:MOST]):
            if place:
                column.addSpacing(4)
                column.addWidget(line())
                column.addSpacing(4)
            self._add(match, place, column)
        more = len(self._matches) - MOST
        if more > 0:
            told = ngettext("{count} more file may fit", "{count} more files may fit", more)
            column.addWidget(label(told.format(count=more), "small", wraps=True))
        self.content.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows
        again = rows.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus()

    def _add(self, match: Match, place: int, column: QVBoxLayout) -> None:
        document = document_name(match.document)
        value = _("value not known") if match.document.value is None else money(match.document.value)
        icon, role = ICONS[worst(match.checks)]
        row = with_icon("documented", f"{document}, {value}", part="strong", below=_place(match))
        row.setToolTip("" if match.file is None else shown(match.file.path, LONGEST))
        column.addWidget(row)
        column.addWidget(with_icon(icon, outcome(match.checks), role))
        buttons = Flow(8)
        is_first = not place and match.may_be_attached
        use = Button(N_("Use this one"), "attach", "primary" if is_first else "")
        look = Button(N_("Look at it"), part="quiet")
        use.setObjectName(f"use_{place}")
        use.setEnabled(match.may_be_attached)
        use.show_key("" if place else self._actions.key(Command.USE_FOUND))
        use.setAccessibleDescription(document)
        use.clicked.connect(partial(self.used.emit, match))
        look.setObjectName(f"look_{place}")
        look.setAccessibleDescription(document)
        look.clicked.connect(partial(self.looked_at.emit, match))
        buttons.addWidget(use)
        buttons.addWidget(look)
        column.addWidget(holding(buttons))


def _place(match: Match) -> str:
    """Say whether it names the order, how old the file is, and which one it is."""
    order = _("names this order") if match.names_order else ""
    if match.file is None:
        return order
    place = "  ·  ".join(filter(None, (order, moment(match.file.modified_at))))
    return f"{place}\n{ending(file_name(match.file.path), SHORT)}"
