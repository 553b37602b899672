"""The panel as a person sees it, and stand-ins for the desk and for whoever acts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.filing import FileId, Match
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.events import JobChanged
from desktop_invoicer.errors import UnknownJobError
from desktop_invoicer.ui.job.panel import JobPanel
from desktop_invoicer.ui.workplace import Workplace

TURNS = 20


class FakeDesk:
    """Knows the details it was given; answers at once, or with ``answer_all`` while ``is_slow``."""

    receiver_address = ""

    def __init__(self) -> None:
        self.settings: Any = SimpleNamespace(accounts=("one",), documents=SimpleNamespace(watch=()))
        self.known: dict[JobId, JobDetails] = {}
        self.found: dict[JobId, tuple[Match, ...]] = {}
        self.is_slow = False
        self._waiting: list[Callable[[], None]] = []

    def begin(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            answer = partial(future.set_result, asyncio.run(work(SimpleNamespace(desk=self, filing=self))))
        except UnknownJobError as exc:
            answer = partial(future.set_exception, exc)
        if self.is_slow:
            self._waiting.append(answer)
        else:
            answer()
        return future

    def answer_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            answer()

    def close(self) -> None:
        """Stop nothing: nothing runs."""

    def details(self, job_id: JobId) -> JobDetails:
        if job_id not in self.known:
            raise UnknownJobError(str(job_id))
        return self.known[job_id]

    def files_for(self, job_id: JobId) -> tuple[Match, ...]:
        return self.found.get(job_id, ())


class FakeActing(QObject):
    """Writes down what it is told."""

    under_way_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.told: list[tuple[object, ...]] = []
        self.busy: set[JobId] = set()

    def is_under_way(self, job_id: JobId) -> bool:
        return job_id in self.busy

    def attach(self, job: Job) -> None:
        self.told.append(("attach", job.id))

    def attach_key(self, job: Job, text: str) -> None:
        self.told.append(("attach_key", job.id, text))

    def attach_file(self, job: Job, path: Path) -> None:
        self.told.append(("attach_file", job.id, path))

    def attach_xml(self, job: Job, content: bytes) -> None:
        self.told.append(("attach_xml", job.id, content))

    def attach_found(self, job: Job, found: FileId) -> None:
        self.told.append(("attach_found", job.id, found))

    def look_at_found(self, job: Job, found: FileId) -> None:
        self.told.append(("look_at_found", job.id, found))

    def choose_file(self, job: Job) -> None:
        self.told.append(("choose_file", job.id))

    def submit(self, details: JobDetails) -> None:
        self.told.append(("submit", details.job.id))

    def retry(self, job: Job) -> None:
        self.told.append(("retry", job.id))

    def dismiss(self, job: Job) -> None:
        self.told.append(("dismiss", job.id))

    def open_in_vtex(self, job: Job) -> None:
        self.told.append(("open_in_vtex", job.id))

    def show_raw(self, job: Job) -> None:
        self.told.append(("show_raw", job.id))


@dataclass
class Seen:
    """A panel and its surroundings."""

    panel: JobPanel
    desk: FakeDesk
    acting: FakeActing
    workplace: Workplace
    qtbot: QtBot

    def show(self, details: JobDetails) -> None:
        """Select a job, and wait until all of it is shown."""
        self.desk.known[details.job.id] = details
        self.panel.show_job(details.job.id)
        self._wait_for(details)

    def change(self, details: JobDetails) -> None:
        """Let the desk change the job in view, and wait until that is shown."""
        self.desk.known[details.job.id] = details
        self.workplace.link.published.emit((JobChanged(details.job),))
        self._wait_for(details)

    def settle(self) -> None:
        """Let every card take its turn."""
        for _ in range(TURNS):
            QApplication.processEvents()

    @property
    def texts(self) -> list[str]:
        """Give every text in view, from top to bottom of the tree."""
        return [label.text() for label in self.panel.findChildren(QLabel) if label.isVisible() and label.text()]

    @property
    def text(self) -> str:
        """Give all texts in view, each in a line of its own."""
        return "\n".join(self.texts)

    @property
    def buttons(self) -> list[str]:
        """Give the names of the buttons in view that can be pressed."""
        return [button.accessibleName() for button in self._buttons() if button.isEnabled()]

    @property
    def primary_buttons(self) -> list[QAbstractButton]:
        """Give the buttons that stand out."""
        return [button for button in self._buttons() if button.property("part") == "primary"]

    @property
    def is_inside(self) -> bool:
        """Tell whether everything ends within the width of the panel."""
        width = self.panel.width()
        return all(
            label.mapTo(self.panel, label.rect().topRight()).x() < width
            for label in self.panel.findChildren(QLabel)
            if label.isVisible()
        )

    @property
    def focused(self) -> str:
        """Name what has the focus whenever the window is active."""
        return self.panel.window().focusWidget().objectName()

    def amount(self, words: str) -> str:
        """Find the amount that stands beside ``words``."""
        name = next(label for label in self.panel.findChildren(QLabel) if label.isVisible() and label.text() == words)
        buddy = name.buddy()
        assert isinstance(buddy, QLabel)
        return buddy.text()

    def resize(self, width: int) -> None:
        """Make the window as wide as that."""
        self.panel.window().resize(width, 900)
        self.settle()

    def button(self, name: str) -> QAbstractButton:
        """Find a button in view by what it is called, for people or for the program."""
        return next(found for found in self._buttons() if name in {found.accessibleName(), found.objectName()})

    def press(self, name: str) -> None:
        """Press a button in view."""
        self.button(name).click()
        self.settle()

    def widget(self, name: str) -> QWidget:
        """Find a widget in view by its name in the program."""
        return next(found for found in self.panel.findChildren(QWidget, name) if found.isVisible())

    def _buttons(self) -> list[QAbstractButton]:
        return [button for button in self.panel.findChildren(QAbstractButton) if button.isVisible()]

    def _wait_for(self, details: JobDetails) -> None:
        self.qtbot.waitUntil(lambda: self.panel.details == details)
        self.settle()
