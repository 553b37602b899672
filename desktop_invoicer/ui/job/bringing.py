"""What was dropped or pasted somewhere: files, an XML or an access key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData

from desktop_invoicer.domain.scan import ScanKind, read_scan

LONGEST_KEY = 2000
"""Characters that may hold an access key, with the address of a QR code around it."""
_BEFORE_XML = "\ufeff \r\n\t"


@dataclass(frozen=True, slots=True)
class Brought:
    """Files, one XML or one access key."""

    paths: tuple[Path, ...] = ()
    xml: bytes = b""
    key: str = ""


def brought_by(data: QMimeData) -> Brought | None:
    """Tell what may be attached of ``data``; ``None`` where it is something else."""
    paths = tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    if paths:
        return Brought(paths=paths)
    text = data.text().lstrip(_BEFORE_XML) if data.hasText() else ""
    if text.startswith("<"):
        return Brought(xml=text.encode(errors="replace"))
    is_key = read_scan(text[:LONGEST_KEY]).kind in {ScanKind.ACCESS_KEY, ScanKind.BROKEN_KEY}
    return Brought(key=text[:LONGEST_KEY].strip()) if is_key else None
