"""Choosing an XML file, in the folder where the last one was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.preferences import Preferences

FOLDER = "attach/folder"


def choose_xml(parent: QWidget, preferences: Preferences, on_chosen: Callable[[Path], object]) -> QFileDialog:
    """Open the dialog for files; ``on_chosen`` takes the one that was chosen."""
    dialog = QFileDialog(parent, _("Choose the XML of the document"), preferences.text(FOLDER))
    dialog.setObjectName("choose_xml")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([_("XML files") + " (*.xml *.XML)", _("All files") + " (*)"])
    dialog.fileSelected.connect(partial(_on_selected, preferences, on_chosen))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _on_selected(preferences: Preferences, on_chosen: Callable[[Path], object], file: str) -> None:
    path = Path(file)
    preferences.keep(FOLDER, str(path.parent))
    on_chosen(path)
