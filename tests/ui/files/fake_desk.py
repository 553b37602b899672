"""A desk that knows the files it was given, and answers when the test says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.filing import FileId, FilePage, FileState, FoundFile
from desktop_invoicer.domain.problem import Problem
from tests.builders import NOW, a_document
from tests.ui.answering import AnsweringDesk


def a_file(
    number: int = 1,
    state: FileState = FileState.PROPOSED,
    *,
    document: Document | None = None,
    problem: Problem | None = None,
    path: str = "",
) -> FoundFile:
    """Make a file; the higher its number the newer it is."""
    if document is None and problem is None:
        document = a_document(nnf=number)
    path = path or f"/srv/xml/NFCe{number:05}.xml"
    return FoundFile(FileId(number), path, NOW + timedelta(seconds=number), state, document, problem)


class FakeDesk(AnsweringDesk):
    """Lists the files it was given."""

    settings: Any = SimpleNamespace(documents=SimpleNamespace(watch=()))
    part = "filing"

    def __init__(self) -> None:
        super().__init__()
        self.files: list[FoundFile] = []
        self.asked: list[tuple[int, int]] = []

    def page(self, states: Iterable[FileState], offset: int, limit: int) -> FilePage:
        self.asked.append((offset, limit))
        wanted = tuple(states)
        found = sorted((file for file in self.files if file.state in wanted), key=lambda file: -file.id)
        return FilePage(tuple(found[offset : offset + limit]), Counter(file.state for file in self.files))
