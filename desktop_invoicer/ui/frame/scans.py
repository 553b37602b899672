"""From the scanner, or the hand in the scan field, to the page that uses it, and back in colour and words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desktop_invoicer.domain.scan import ScanKind, read_scan
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.page import Page
from desktop_invoicer.ui.frame.scanner import Scanner
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from desktop_invoicer.ui.main_window import MainWindow


_KEYS = frozenset({ScanKind.ACCESS_KEY, ScanKind.BROKEN_KEY})
"""What is not searched for as it is typed: the list would lose the job that the key is meant for."""


class Scans(QObject):
    """Hands scans and searches to the page in view; the queue where the page has no use for them."""

    def __init__(self, window: MainWindow, pages: Iterable[Page]) -> None:
        """Listen to scanner and scan field."""
        super().__init__(window)
        self._window = window
        self._field = window.header.scan_field
        self._sought = ""
        self._scanner = Scanner(window.workplace.preferences, window)
        self._scanner.scanned.connect(window.take_scan)
        self._scanner.refused.connect(self._on_refused)
        self._field.typed.connect(self._on_typed)
        self._field.entered.connect(window.take_scan)
        for page in pages:
            page.scan_judged.connect(self._on_judged)
            page.sought.connect(self._on_sought)

    def take(self, text: str) -> None:
        """Use what was scanned or entered."""
        page = self._page()
        self._field.show_scan(text)
        page.take_scan(read_scan(text))

    def follow(self, page: Page) -> None:
        """Have a page that comes into view list what is searched for, so that the field tells no lies."""
        page.search(self._sought)
        self._field.show_scan(self._sought)
        self._field.show_hint(page.scan_hint)

    def _page(self) -> Page:
        if not self._window.page.takes_scans:
            self._window.show_page(Command.QUEUE)
        return self._window.page

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        if read_scan(text).kind in _KEYS:
            return
        self._sought = text
        page = self._page() if text else self._window.page
        page.search(text)

    @Slot(str)
    def _on_sought(self, text: str) -> None:
        self._sought = text
        self._field.show_scan(text)

    @Slot(bool, str)
    def _on_judged(self, good: bool, words: str) -> None:
        self._field.judge(good=good)
        if self._sought:
            self._field.show_scan(self._sought)
        if words:
            self._window.toasts.show_notice(words, Tone.SUCCESS if good else Tone.WARNING)
        self._window.scanned.emit(good)

    @Slot()
    def _on_refused(self) -> None:
        self._on_judged(False, _("Nothing was done with the scan: close the open dialog first, then scan again."))
