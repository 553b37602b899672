"""Everything that is known of a desk, for programs: what ``doctor --json`` prints (docs/operations.md)."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from typing import Any

from desktop_invoicer import __version__
from desktop_invoicer.doctor.finding import Finding, Level
from desktop_invoicer.persistence.tables import REVISIONS

Json = dict[str, Any]


def report(findings: Sequence[Finding], health: Json | None) -> Json:
    """Put findings and health together; ``ok`` tells whether nothing is broken. Keys may be added, none renamed."""
    return {
        "ok": is_ok(findings),
        "version": __version__,
        "schema": REVISIONS[-1],
        "platform": machine(),
        "running": health is not None,
        "health": health,
        "findings": [finding.as_json() for finding in findings],
    }


def is_ok(findings: Sequence[Finding]) -> bool:
    """Tell whether nothing is broken; what should only be looked at does not count."""
    return all(finding.level is not Level.ERROR for finding in findings)


def machine() -> Json:
    """Name the system, without the name of the machine."""
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "frozen": bool(getattr(sys, "frozen", False)),
    }
