"""The columns of the table of files: what each is called, and what it says of a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from html import escape

from PySide6.QtCore import Qt

from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.domain.filing import FileState, FoundFile
from desktop_invoicer.messages import explain, moment, money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.job.figures import tax_id_text
from desktop_invoicer.ui.parts.paths import LONGEST, file_name, folder


class Column(IntEnum):
    """The columns from left to right."""

    DOCUMENT = 0
    VALUE = 1
    NAME = 2
    REASON = 3
    ORDER = 4
    TIME = 5
    ISSUER = 6
    FOLDER = 7


@dataclass(frozen=True, slots=True)
class Look:
    """A column's title and width (points at a text scale of 100 %), and whether it holds figures."""

    title: str
    width: int
    has_figures: bool = False


LOOKS: dict[Column, Look] = {
    Column.DOCUMENT: Look(N_("Document"), 184),
    Column.VALUE: Look(N_("Value"), 104, has_figures=True),
    Column.NAME: Look(N_("File"), 150),
    Column.REASON: Look(N_("Reason"), 300),
    Column.ORDER: Look(N_("Order"), 150),
    Column.TIME: Look(N_("Changed"), 150),
    Column.ISSUER: Look(N_("Issuer"), 156),
    Column.FOLDER: Look(N_("Folder"), 150),
}
MOST_TELLING = (
    Column.NAME,
    Column.DOCUMENT,
    Column.VALUE,
    Column.REASON,
    Column.ORDER,
    Column.TIME,
    Column.FOLDER,
    Column.ISSUER,
)
"""The last ones give way first where there is no room for all."""
_OF_DOCUMENT = frozenset({Column.DOCUMENT, Column.VALUE, Column.ISSUER})


def tells(column: Column, state: FileState) -> bool:
    """Tell whether a column says anything of files in a state."""
    if column is Column.ORDER:
        return state is FileState.ATTACHED
    is_unreadable = state is FileState.UNREADABLE
    return is_unreadable if column is Column.REASON else not (is_unreadable and column in _OF_DOCUMENT)


def document_words(document: Document | None) -> str:
    """Name a document in short; a dash where there is none."""
    if document is None:
        return "–"
    if document.kind is DocumentKind.CANCELLATION:
        return capital(word(document.kind))
    return document_name(document)


_TEXTS: dict[Column, Callable[[FoundFile], str]] = {
    Column.DOCUMENT: lambda file: document_words(file.document),
    Column.VALUE: lambda file: (
        "" if file.document is None or file.document.value is None else money(file.document.value)
    ),
    Column.NAME: lambda file: shown(file_name(file.path)),
    Column.REASON: lambda file: "" if file.problem is None else explain(file.problem).sentence,
    Column.ORDER: lambda file: shown(file.order_id),
    Column.TIME: lambda file: moment(file.modified_at),
    Column.ISSUER: lambda file: "" if file.document is None else tax_id_text(file.document.key.cnpj, revealed=True),
    Column.FOLDER: lambda file: shown(folder(file.path)),
}


def alignment(column: Column) -> Qt.AlignmentFlag:
    """Tell where a column's text stands: figures at the right, one above the other."""
    side = Qt.AlignmentFlag.AlignRight if LOOKS[column].has_figures else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def cell(file: FoundFile, column: Column) -> str:
    """Say what a column says of a file."""
    return _TEXTS[column](file)


def tip(file: FoundFile, column: Column) -> str:
    """Say the whole path, or else the whole text; as markup of our own."""
    text = shown(file.path, LONGEST) if column in {Column.NAME, Column.FOLDER} else cell(file, column)
    return f"<qt>{escape(text)}</qt>" if text else ""
