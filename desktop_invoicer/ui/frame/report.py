"""The report of a defect: what IT and we need to find it, and nothing that is nobody's business."""

from __future__ import annotations

import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import qVersion

from desktop_invoicer import __version__, logs
from desktop_invoicer.logs.reading import tail
from desktop_invoicer.messages import gettext as _

TAIL = 8_000
"""Bytes of the log that go along."""


def defect_report(trace: str, log_file: Path) -> str:
    """Write the report. Reads the log: not for the GUI thread."""
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    about = (
        f"desktop-invoicer {__version__}, {moment}\n"
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}, {sys.platform}"
    )
    return logs.redact("\n\n".join((about, trace.strip(), "log:", _tail(log_file)))) + "\n"


def save_report(path: Path, text: str) -> str:
    """Write a report to a file; give why that is impossible, or nothing."""
    try:
        path.write_text(text, "utf-8")
    except OSError as exc:
        return _("It cannot be saved there: {reason}").format(reason=exc.strerror)
    return ""


def _tail(log_file: Path) -> str:
    """Give the last lines of the log."""
    try:
        return tail(log_file, TAIL)
    except OSError as exc:
        return f"cannot be read: {exc.strerror}"
