"""Choosing where something is saved, in the folder where the last one was."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_invoicer.ui.preferences import Preferences

FOLDER = "status/folder"


def choose_file(
    parent: QWidget, preferences: Preferences, title: str, name: str, on_chosen: Callable[[Path], object]
) -> None:
    """Open the dialog for a file that is to be written; ``on_chosen`` takes where."""
    dialog = QFileDialog(parent, title, preferences.text(FOLDER))
    dialog.setObjectName("save_file")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.fileSelected.connect(partial(_on_selected, preferences, on_chosen))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _on_selected(preferences: Preferences, on_chosen: Callable[[Path], object], file: str) -> None:
    path = Path(file)
    preferences.keep(FOLDER, str(path.parent))
    on_chosen(path)
