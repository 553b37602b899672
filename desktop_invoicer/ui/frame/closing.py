"""Closing with work pending: it is said, nothing is lost, and the safe answer is the default."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext


def confirm_close(parent: QWidget, unsent: int) -> bool:
    """Ask whether to close although jobs are not sent yet."""
    box = QMessageBox(parent)
    box.setObjectName("closing")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_("Close the program"))
    box.setText(ngettext("{count} job is not sent yet.", "{count} jobs are not sent yet.", unsent).format(count=unsent))
    box.setInformativeText(
        _("They are kept, and go on when the program is opened again. Until then VTEX cannot reach this desk."),
    )
    stay = box.addButton(_("Keep it open"), QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton(_("Close"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave
