"""The settings: everything of ``config.toml``, and how this window looks."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.workplace import Workplace


class SettingsPage(Page):
    """Shows and changes the settings."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page."""
        super().__init__(parent)
        self._workplace = workplace
        QVBoxLayout(self)
