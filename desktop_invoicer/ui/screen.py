"""Says in our words what Qt only aborts with: that there is no screen, or a library of the system is missing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from desktop_invoicer.messages import gettext as _

FAILED = 1


@contextmanager
def told_without_screen() -> Iterator[None]:
    """Explain and end when Qt cannot start in the ``with`` block; it would abort, which no ``except`` sees."""
    reasons: list[str] = []

    def take(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtFatalMsg:
            reasons.append(text)
            return
        sys.stderr.write(explained(reasons or [text]))
        sys.stderr.flush()
        os._exit(FAILED)

    previous = qInstallMessageHandler(take)
    try:
        yield
    finally:
        qInstallMessageHandler(previous)
        for text in reasons:
            sys.stderr.write(f"{text}\n")


def explained(reasons: list[str]) -> str:
    """Put what Qt found into words that say what to do."""
    if any("could not connect" in reason for reason in reasons):
        told = _("The screen cannot be reached.")
        step = _("Open the program from the desktop, or correct the variable DISPLAY.")
    else:
        told = _("The window cannot be opened: the system lacks something that Qt needs.")
        step = _("Let IT install the packages of the window, on Debian and Ubuntu libxcb-cursor0 first.")
    return "\n".join((told, f"→ {step}", *(f"  ({reason})" for reason in reasons), ""))
