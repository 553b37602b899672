"""The little cross that empties a field."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting

_CROSS = "_q_qlineeditclearaction"
"""How Qt calls it, which says nothing of it to anybody else."""


def make_clearable(field: QLineEdit, owner: Adapting) -> None:
    """Show the cross while something stands in ``field``; ``owner`` names it."""
    field.setClearButtonEnabled(True)
    for cross in field.findChildren(QAction, _CROSS):
        owner.say(cross.setText, N_("Empty the field"))
