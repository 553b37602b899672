"""A job that a document may be for: what speaks for it, what against, and a button that attaches the document."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from typing_extensions import override

from desktop_invoicer.domain.check import CheckName, Verdict
from desktop_invoicer.domain.filing import Match
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.job.check_list import CheckList
from desktop_invoicer.ui.job.pieces import with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role

_TELLING = frozenset({CheckName.VALUE, CheckName.BUYER, CheckName.ITEMS})
"""What tells one order from others."""


class CandidateCard(Card):
    """One candidate. Enter on its button attaches, too: whoever came here with the arrows and Enter goes on so."""

    chosen = Signal(object)
    """The ``Match``."""

    def __init__(self, match: Match, key: str) -> None:
        """Show a candidate; ``key`` is the key that chooses it from anywhere, if there is one."""
        super().__init__("")
        self._match = match
        self.setObjectName(f"candidate_{match.job.id}")
        self.setAccessibleName(shown(match.job.order_id))
        self.heading.setText(shown(match.job.order_id, 60))
        self.heading.show()
        self.corner.addWidget(label("" if match.job.value is None else money(match.job.value), "strong"))
        if match.job.buyer:
            self.content.addWidget(with_icon("buyer", shown(match.job.buyer)))
        for told in _reasons(match):
            self.content.addWidget(with_icon("done", told, Role.SUCCESS))
        checks = CheckList(match.job.id, folds=True)
        checks.toggle.setObjectName(f"toggle_{match.job.id}")
        checks.show_checks(match.checks, document_name(match.document))
        self.content.addWidget(checks)
        self.button = Button("", "attach", "primary" if key and match.may_be_attached else "")
        self.button.setObjectName(f"attach_to_{match.job.id}")
        self.button.setText(_("Attach to this order"))
        self.button.setAccessibleName(_("Attach to order {order}").format(order=shown(match.job.order_id)))
        self.button.setEnabled(match.may_be_attached)
        self.button.show_key(key if match.may_be_attached else "")
        self.button.clicked.connect(self._on_clicked)
        self.content.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._match)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a press of the button that has the focus."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.button.hasFocus() and not event.isAutoRepeat():
            self.button.click()
        else:
            super().keyPressEvent(event)


def _reasons(match: Match) -> Iterator[str]:
    """Say what speaks for a candidate."""
    if match.names_order:
        yield _("The document names this order")
    same = [check.name for check in match.checks if check.verdict is Verdict.OK and check.name in _TELLING]
    if CheckName.BUYER in same and not match.job.buyer:  # nobody is named on either side, which tells nothing
        same.remove(CheckName.BUYER)
    if same:
        yield _("The same: {names}").format(names=", ".join(map(word, same)))
