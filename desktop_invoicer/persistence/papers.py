"""The documents that this desk knows, whether jobs have them, had them, or watched folders hold them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, union, union_all

from desktop_invoicer.domain.document import Document, DocumentContent, DocumentKind, DocumentSource
from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.truths import SeenDocument
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.persistence.tables import cancelled_keys, documents, files
from desktop_invoicer.persistence.values import from_json

_KINDS = [kind.value for kind in DocumentKind]
_BOTH = (documents, files)
_KEYS, _JOBS = (
    select(func.json_each(bindparam(given)).table_valued("value", name=f"the_{given}").c.value)
    for given in ("keys", "jobs")
)
_OF_DAY = union(
    *(
        select(known.c.access_key).where(
            known.c.kind.in_(_KINDS), known.c.issued_at >= bindparam("begin"), known.c.issued_at < bindparam("end")
        )
        for known in _BOTH
    ),
    select(documents.c.access_key).where(documents.c.job_id.in_(_JOBS), documents.c.released_at.is_(None)),
)
"""The key of an event is that of the note it cancels: it brings the note along."""
_PAPERS = select(documents.c.kind, documents.c.access_key, documents.c.document).where(
    documents.c.kind.in_(_KINDS), documents.c.access_key.in_(_KEYS)
)
_HELD = _PAPERS.add_columns(documents.c.job_id).where(documents.c.released_at.is_(None))
_FREED = _PAPERS.where(documents.c.released_at.is_not(None))
_FOUND = select(
    files.c.kind, files.c.access_key, files.c.document, files.c.id, files.c.set_aside_at, files.c.content
).where(files.c.kind.in_(_KINDS), files.c.access_key.in_(_KEYS))
_CANCELLED = select(cancelled_keys.c.access_key, cancelled_keys.c.environment).where(
    cancelled_keys.c.access_key.in_(_KEYS)
)
_BEFORE = union_all(
    *(
        select(known.c.access_key).where(known.c.kind.in_(_KINDS), known.c.issued_at < bindparam("begin"))
        for known in _BOTH
    )
).subquery()
_MODEL, _SERIE, _NNF = (func.substr(_BEFORE.c.access_key, *part) for part in ((21, 2), (23, 3), (26, 9)))
_LAST_NUMBERS = (
    select(_MODEL, _SERIE, func.max(_NNF))
    .where(func.substr(_BEFORE.c.access_key, 7, 14) == bindparam("cnpj"))
    .group_by(_MODEL, _SERIE)
)


@dataclass(slots=True)
class _Sighting:
    """Where a document was seen; its papers, the one to be believed first."""

    papers: list[Document] = field(default_factory=list)
    job: JobId | None = None
    file: FileId | None = None
    is_set_aside: bool = False
    was_attached: bool = False
    content: str | None = None

    def told(self, cancelled: Container[tuple[str, str]]) -> SeenDocument:
        """Give the document: its XML says more than its key."""
        document = next((paper for paper in self.papers if paper.source is DocumentSource.XML), self.papers[0])
        environment = document.environment or Environment.PRODUCTION
        is_cancelled = document.kind is DocumentKind.NOTE and (document.key.text, environment.value) in cancelled
        seen = SeenDocument(document, self.job, self.file, is_cancelled, self.is_set_aside)
        if self.job is not None:
            return seen
        content = None if self.content is None else from_json(self.content, DocumentContent)
        return replace(seen, was_attached=self.was_attached, content=content)


def documents_of(connection: Connection, day: StoreDay, jobs: Iterable[JobId]) -> tuple[SeenDocument, ...]:
    """Give what was issued on a day, the notes cancelled on it, and what jobs have, each once, by number."""
    asked = {**_moments(day), "jobs": json.dumps(list(jobs))}
    keys = {"keys": json.dumps(list(connection.execute(_OF_DAY, asked).scalars()))}
    sightings = defaultdict[tuple[str, str], _Sighting](_Sighting)
    for kind, key, document, job in connection.execute(_HELD, keys):
        sightings[kind, key].papers.append(from_json(document, Document))
        sightings[kind, key].job = JobId(job)
    for kind, key, document, file, set_aside_at, content in connection.execute(_FOUND, keys):
        sightings[kind, key].papers.append(from_json(document, Document))
        sightings[kind, key].file = FileId(file)
        sightings[kind, key].is_set_aside = set_aside_at is not None
        sightings[kind, key].content = content
    for kind, key, document in connection.execute(_FREED, keys):
        sightings[kind, key].papers.append(from_json(document, Document))
        sightings[kind, key].was_attached = True
    cancelled = {(key, environment) for key, environment in connection.execute(_CANCELLED, keys)}
    return tuple(sorted((seen.told(cancelled) for seen in sightings.values()), key=_number))


def last_numbers(connection: Connection, day: StoreDay, cnpj: str) -> dict[tuple[str, int], int]:
    """Give the highest nNF of each model and serie of the documents that a CNPJ issued before a day."""
    found = connection.execute(_LAST_NUMBERS, {**_moments(day), "cnpj": cnpj})
    return {(model, int(serie)): int(number) for model, serie, number in found}


def _moments(day: StoreDay) -> dict[str, Any]:
    """Give a day's limits as notes keep their moment: in seconds."""
    return {"begin": int(day.begin.timestamp()), "end": int(day.end.timestamp())}


def _number(seen: SeenDocument) -> tuple[str, int, int, str, bool]:
    key = seen.document.key
    return key.model, key.serie, key.nnf, key.text, seen.document.kind is DocumentKind.CANCELLATION
