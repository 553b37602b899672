"""The audit trail as a file: JSON lines that anybody can check (docs/audit.md), or CSV to look at."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from desktop_invoicer.domain.audit import AuditLine, TrailHead
from desktop_invoicer.errors import UnknownTrailFormatError
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.reports.export import replace_file
from desktop_invoicer.reports.separated import ENCODING, defused

Pages = Iterable[Sequence[AuditLine]]

HEADINGS = (
    N_("Number"),
    N_("At (UTC)"),
    N_("Who"),
    N_("What"),
    N_("About"),
    N_("Facts"),
    N_("Hash of the line before"),
    N_("Hash"),
)


def write_trail(pages: Pages, path: Path, head: TrailHead) -> int:
    """Write lines to ``path``, ``.jsonl`` or ``.csv``, and give their number. A file that is there is replaced.

    Raises:
        UnknownTrailFormatError: the name ends in something else.
        ReportUnwritableError: the file cannot be written there; what was there is still there.

    """
    render = _FORMATS.get(path.suffix.casefold())
    if render is None:
        raise UnknownTrailFormatError(path)
    written = 0

    def counted() -> Iterator[Sequence[AuditLine]]:
        nonlocal written
        for lines in pages:
            written += len(lines)
            yield lines

    replace_file(path, render(counted(), head))
    return written


def _as_json(pages: Pages, head: TrailHead) -> Iterator[bytes]:
    """Give an object a line, and at the end the head of the whole trail."""
    for lines in pages:
        yield "".join(f"{json.dumps(_told(line), ensure_ascii=False)}\n" for line in lines).encode()
    yield f"{json.dumps({'head': head.hash, 'number': head.number})}\n".encode()


def _told(line: AuditLine) -> Mapping[str, object]:
    return {
        "number": line.number,
        "at": line.at,
        "who": line.who,
        "deed": line.deed,
        "subject": line.subject,
        "facts": line.told,
        "previous": line.previous,
        "hash": line.hash,
    }


def _as_csv(pages: Pages, head: TrailHead) -> Iterator[bytes]:  # noqa: ARG001 (every line has its hash)
    yield _row([_(heading) for heading in HEADINGS]).encode(ENCODING)
    for lines in pages:
        yield "".join(map(_line, lines)).encode()


def _line(line: AuditLine) -> str:
    texts = (line.at, line.who, line.deed, line.subject, line.facts, line.previous, line.hash)
    return _row([str(line.number), *map(defused, texts)])


def _row(cells: Sequence[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(cells)
    return text.getvalue()


_FORMATS: Mapping[str, Callable[[Pages, TrailHead], Iterator[bytes]]] = {".jsonl": _as_json, ".csv": _as_csv}
ENDINGS = tuple(_FORMATS)
