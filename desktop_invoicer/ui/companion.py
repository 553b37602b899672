"""Who stands beside the window in the demo: the store's fiscal program, which else is a program of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from desktop_invoicer.engine.desk import JobDetails


class IssuedDocument(Protocol):
    """A document that was issued at the till."""

    @property
    def key(self) -> str:
        """Give what its code says when it is scanned: the access key; empty where it has none."""
        ...

    @property
    def xml(self) -> Path:
        """Give where its authorised XML lies."""
        ...


class Companion(Protocol):
    """Plays the till in the demo."""

    def issue(self, details: JobDetails) -> IssuedDocument | None:
        """Issue the document that a job waits for, off the GUI thread; ``None`` when there can be none."""
        ...

    def drop(self, details: JobDetails) -> IssuedDocument | None:
        """Do the same, and leave it in a watched folder."""
        ...
