"""Read a file in tests: its document, or why it is refused."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.errors import DocumentRefusedError, NoFiscalDocumentError, UnreadableDocumentError
from desktop_invoicer.fiscal.authorised_xml import read_paper


def read(content: bytes) -> Document:
    """Give the document alone."""
    return read_paper(content).document


def refused(content: bytes) -> list[Problem]:
    """Read what must be refused, and give its problems."""
    with pytest.raises(DocumentRefusedError) as caught:
        read_paper(content)
    return [problem for problem in caught.value.problems if isinstance(problem, Problem)]


def unreadable(content: bytes) -> str:
    """Read what cannot be read, and give the reason."""
    with pytest.raises(UnreadableDocumentError) as caught:
        read_paper(content)
    return caught.value.reason


def told_apart(content: bytes) -> str:
    """Read what is no document at all, and give what it is instead."""
    with pytest.raises(NoFiscalDocumentError) as caught:
        read_paper(content)
    return caught.value.what
