"""A desk that knows the files it was given, and answers when the test says so."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.filing import FileId, FilePage, FileState, FoundFile
from desktop_invoicer.domain.problem import Problem
from tests.builders import NOW, a_document


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


class FakeDesk:
    """Answers at once, or with ``answer_all`` while ``is_slow``."""

    settings: Any = SimpleNamespace(documents=SimpleNamespace(watch=()))
    receiver_address = ""

    def __init__(self) -> None:
        self.files: list[FoundFile] = []
        self.is_slow = False
        self.asked: list[tuple[int, int]] = []
        self._waiting: list[Callable[[], None]] = []

    def begin(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Future[Any]:
        future: Future[Any] = Future()
        result = asyncio.run(work(SimpleNamespace(filing=self)))
        if self.is_slow:
            self._waiting.append(partial(future.set_result, result))
        else:
            future.set_result(result)
        return future

    def answer_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        for answer in waiting:
            answer()

    def close(self) -> None:
        """Stop nothing: nothing runs."""

    def page(self, states: Iterable[FileState], offset: int, limit: int) -> FilePage:
        self.asked.append((offset, limit))
        wanted = tuple(states)
        found = sorted((file for file in self.files if file.state in wanted), key=lambda file: -file.id)
        return FilePage(tuple(found[offset : offset + limit]), Counter(file.state for file in self.files))
