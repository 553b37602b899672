"""The columns of the table of files: what each is called, and what it says of a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from html import escape

from PySide6.QtCore import Qt

from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.domain.filing import FoundFile
from desktop_invoicer.messages import explain, moment, money, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.telling import capital, document_name
from desktop_invoicer.ui.files.state import STATES
from desktop_invoicer.ui.job.figures import tax_id_text

_SEPARATOR = re.compile(r"[/\\]")
_UNBROKEN = re.compile(r"[^/\\ ]{1,12}[/\\]?")
_MAY_BREAK = "\u200b"

LONGEST = 400
"""Letters of a path that are shown."""


class Column(IntEnum):
    """The columns from left to right."""

    STATE = 0
    NAME = 1
    DOCUMENT = 2
    VALUE = 3
    TIME = 4
    ISSUER = 5
    FOLDER = 6


@dataclass(frozen=True, slots=True)
class Look:
    """A column's title and width (points at a text scale of 100 %), and whether it holds figures."""

    title: str
    width: int
    has_figures: bool = False


LOOKS: dict[Column, Look] = {
    Column.STATE: Look(N_("State"), 160),
    Column.NAME: Look(N_("File"), 150),
    Column.DOCUMENT: Look(N_("Document"), 184),
    Column.VALUE: Look(N_("Value"), 104, has_figures=True),
    Column.TIME: Look(N_("Changed"), 150),
    Column.ISSUER: Look(N_("Issuer"), 156),
    Column.FOLDER: Look(N_("Folder"), 150),
}
MOST_TELLING = (
    Column.NAME,
    Column.DOCUMENT,
    Column.STATE,
    Column.VALUE,
    Column.TIME,
    Column.FOLDER,
    Column.ISSUER,
)
"""The last ones give way first where there is no room for all."""


def file_name(path: str) -> str:
    """Give the name of a file, whichever system its path is written for."""
    return _SEPARATOR.split(path)[-1]


def folder(path: str) -> str:
    """Give the folder of a file."""
    return path[: -len(file_name(path))].rstrip("/\\") or path[:1]


def breakable(text: str) -> str:
    """Let a path or a name of any length end its lines where there is no room for more."""
    return _UNBROKEN.sub(lambda part: part[0] + _MAY_BREAK, shown(text, LONGEST))


def document_words(document: Document | None) -> str:
    """Name a document in short; a dash where there is none."""
    if document is None:
        return "–"
    if document.kind is DocumentKind.CANCELLATION:
        return capital(word(document.kind))
    return document_name(document)


_TEXTS: dict[Column, Callable[[FoundFile], str]] = {
    Column.STATE: lambda file: _(STATES[file.state].words),
    Column.NAME: lambda file: shown(file_name(file.path)),
    Column.DOCUMENT: lambda file: document_words(file.document),
    Column.VALUE: lambda file: (
        "" if file.document is None or file.document.value is None else money(file.document.value)
    ),
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
    """Say the whole path, why a file cannot be read, or else the whole text; as markup of our own."""
    text = cell(file, column)
    if column in {Column.NAME, Column.FOLDER}:
        text = shown(file.path, LONGEST)
    elif column is Column.STATE and file.problem is not None:
        text = explain(file.problem).sentence
    elif column is Column.STATE and file.order_id:
        text = _("Attached to order {order}").format(order=file.order_id)
    return f"<qt>{escape(text)}</qt>" if text else ""
