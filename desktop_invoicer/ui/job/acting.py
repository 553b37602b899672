"""What the panel needs of whoever acts on jobs; ``ui.acting`` fits by shape."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance

from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.workflow import Job, JobId

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class JobActing(Protocol):
    """Asks the person what has to be asked, has the desk do it, and tells what came of it."""

    @property
    def under_way_changed(self) -> SignalInstance:
        """Tell that ``is_under_way`` answers otherwise now."""
        ...

    def is_under_way(self, job_id: JobId) -> bool:
        """Tell whether something was begun with a job and has not ended."""
        ...

    def attach(self, job: Job) -> None:
        """Ask for the document."""
        ...

    def attach_key(self, job: Job, text: str) -> None:
        """Attach the document that an access key names."""
        ...

    def attach_file(self, job: Job, path: Path) -> None:
        """Attach the document of an XML file."""
        ...

    def attach_xml(self, job: Job, content: bytes) -> None:
        """Attach the document of an XML."""
        ...

    def attach_found(self, job: Job, found: FileId) -> None:
        """Attach the document of a file in a watched folder."""
        ...

    def look_at_found(self, job: Job, found: FileId) -> None:
        """Show the document of a file in a watched folder, and how it fits."""
        ...

    def choose_file(self, job: Job) -> None:
        """Ask for an XML file and attach it."""
        ...

    def submit(self, details: JobDetails) -> None:
        """Have it confirmed, and send the invoice; of a return, ask first for what has to be settled."""
        ...

    def retry(self, job: Job) -> None:
        """Try again now."""
        ...

    def dismiss(self, job: Job) -> None:
        """Ask for the reason, and end the job."""
        ...

    def open_in_vtex(self, job: Job) -> None:
        """Open the order in the browser."""
        ...

    def show_raw(self, job: Job) -> None:
        """Show what VTEX sent."""
        ...
