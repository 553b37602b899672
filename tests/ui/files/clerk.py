"""Somebody who works on the page of documents: what the fiscal program drops, and what the page says of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop_invoicer.domain.filing import FileRead, FileState, FolderNews, Stamp
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.files.columns import Column
from desktop_invoicer.ui.files.page import FilesPage
from desktop_invoicer.ui.files.table import FileTable
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.parts.chips import Chip
from tests.ui.acting.counter import Counter


class Clerk:
    """Drives the page with the keyboard and the chips."""

    def __init__(self, counter: Counter, folder: Path) -> None:
        self.counter = counter
        self.qtbot = counter.qtbot
        self.window: MainWindow = counter.application.window
        self.folder = folder
        folder.mkdir()
        page = self.window.furniture.pages[Command.FILES]
        assert isinstance(page, FilesPage)
        self.page = page
        table = page.findChild(FileTable)
        assert isinstance(table, FileTable)
        self.table = table

    def drop(self, **contents: bytes) -> None:
        """Let the fiscal program write XML files, and the desk be told of all of them at once."""
        self.tell(self._written(f"{name}.xml", content) for name, content in contents.items())

    def drop_unreadable(self, name: str, problem: Problem) -> None:
        self.tell([FileRead(str(self.folder / name), Stamp(1, 1), problem=problem)])

    def tell(self, news: Iterable[FolderNews]) -> None:
        told = list(news)

        async def take(commands: Commands) -> bool:
            await commands.filing.take(told)
            return True

        self.counter.ask(take)

    def nameless(self, job: Job, *, value: int | None = None) -> bytes:
        """Issue the document of a job as a program does that knows of no order."""
        content = self.counter.details(job).content
        assert content is not None
        return self.counter.simulator.fiscal_program.issue(
            json.loads(content.raw_order) | {"orderId": "till"},
            [{"itemIndex": line.item_index, "quantity": line.units} for line in content.draft.lines],
            content.draft.value if value is None else value,
            content.decision.model.value,
        )

    def open(self, state: FileState = FileState.PROPOSED) -> None:
        """Go to the page, and to the files of a state."""
        self.window.show_page(Command.FILES)
        self.window.activateWindow()
        self.choose(state)

    def choose(self, state: FileState) -> None:
        self.chip(state).click()
        self.table.setFocus()

    def chip(self, state: FileState) -> Chip:
        chip = self.page.findChild(Chip, f"chip_{state.value}")
        assert isinstance(chip, Chip)
        return chip

    def lists(self, *names: str) -> None:
        """Wait until just these files are listed."""
        self.qtbot.waitUntil(lambda: self.names == list(names))

    @property
    def names(self) -> list[str]:
        model = self.table.model()
        return [str(model.index(row, Column.NAME).data()) for row in range(model.rowCount())]

    def sees(self, *words: str) -> None:
        """Wait until the page says all of this."""
        self.qtbot.waitUntil(lambda: all(word in self.text for word in words))

    @property
    def text(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    def can(self, command: Command) -> None:
        """Wait until a command is possible."""
        self.qtbot.waitUntil(self.window.actions_.of(command).isEnabled)

    def press(self, name: str) -> None:
        """Press a button as soon as it is there."""

        def pressed() -> bool:
            button = self.page.findChild(QPushButton, name)
            if not isinstance(button, QPushButton) or not button.isVisible():
                return False
            button.click()
            return True

        self.qtbot.waitUntil(pressed)

    def key(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)

    def document_of(self, job: Job) -> str:
        """Give the key of the document that a job has now."""
        document = self.counter.details(job).job.document
        return "" if document is None else document.key.text

    def _written(self, name: str, content: bytes) -> FileRead:
        file = self.folder / name
        file.write_bytes(content)
        status = file.stat()
        return FileRead(str(file), Stamp(status.st_size, status.st_mtime_ns), read_paper(content))
