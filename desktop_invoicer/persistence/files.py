"""The files of watched folders: what was read of them, and which of them may belong to which job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    case,
    delete,
    func,
    or_,
    select,
    text,
    true,
    tuple_,
    union,
    update,
)
from sqlalchemy.dialects.sqlite import insert as insert_or

from desktop_invoicer.domain.audit import AuditEntry
from desktop_invoicer.domain.document import Document, DocumentContent, DocumentKind
from desktop_invoicer.domain.filing import FileGone, FileId, FilePage, FileRead, FileState, FoundFile, Pair, Stamp
from desktop_invoicer.domain.matching import MOST_OF_A_VALUE, orders_named, originals_named
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.persistence import rows, search
from desktop_invoicer.persistence.audit import write_audit
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import contents, documents, file_orders, files, jobs
from desktop_invoicer.persistence.values import from_json, to_json

_Pairs = Select[int, int, str]

_NANOSECONDS = 10**9
_LAST_ID = 2**63 - 1

_HOLDER = and_(
    documents.c.kind == files.c.kind,
    documents.c.access_key == files.c.access_key,
    documents.c.released_at.is_(None),
)
_waiting = jobs.alias("waiting")
_WAITS = text("waiting.stage = 'loaded' AND waiting.hold_kind = 'waiting_for_document'")
"""Written out: an index of waiting jobs is not used where the words are parameters."""
_FREE = and_(
    files.c.set_aside_at.is_(None),
    ~select(documents.c.id).where(_HOLDER).exists(),
)
_NAMED = (
    select(file_orders.c.file_id, _waiting.c.id, _waiting.c.order_id)
    .select_from(file_orders)
    .join(_waiting, _waiting.c.order_name == file_orders.c.order_name)
    .join(files, files.c.id == file_orders.c.file_id)
    .where(_WAITS, _FREE)
)
_WORTH_IT = (
    select(files.c.id.label("file_id"), _waiting.c.id, _waiting.c.order_id)
    .select_from(files)
    .join(_waiting, _waiting.c.value == files.c.value)
    .where(_WAITS, _FREE)
)
_invoice = func.json_each(contents.c.content, "$.order.invoices").table_valued("value", name="invoice")
_RETURNS = (
    select(
        _waiting.c.id.label("job_id"),
        _waiting.c.order_id,
        func.json_extract(_invoice.c.value, "$.key").label("key"),
    )
    .select_from(_waiting.join(contents, contents.c.job_id == _waiting.c.id).join(_invoice, true()))
    .where(_WAITS, text("waiting.operation <> 'sale'"))
    .subquery("returns")
)
"""The keys with which the orders of waiting returns were sold."""
_TAKEN_BACK = (
    select(file_orders.c.file_id, _RETURNS.c.job_id, _RETURNS.c.order_id)
    .select_from(_RETURNS)
    .join(file_orders, file_orders.c.order_name == _RETURNS.c.key)
    .join(files, files.c.id == file_orders.c.file_id)
    .where(_FREE)
)
_ITS_ORDERS = select(file_orders.c.order_name).where(file_orders.c.file_id == files.c.id).correlate(files)
_WANTED = or_(
    *(
        select(_waiting.c.id).where(_WAITS, wish).correlate(files).exists()
        for wish in (_waiting.c.value == files.c.value, _waiting.c.order_name.in_(_ITS_ORDERS))
    ),
    files.c.id.in_(select(_TAKEN_BACK.subquery().c.file_id)),
)
_STATE = case(
    (files.c.problem.is_not(None), FileState.UNREADABLE.value),
    (documents.c.id.is_not(None), FileState.ATTACHED.value),
    (files.c.set_aside_at.is_not(None), FileState.SET_ASIDE.value),
    (_WANTED, FileState.PROPOSED.value),
    else_=FileState.UNMATCHED.value,
).label("state")
_SHOWN = or_(files.c.document.is_not(None), files.c.problem.is_not(None))
_freed = documents.alias("freed")
_former = jobs.alias("former")
_WAS_FREED = (
    select(_freed.c.id)
    .join(_former, _former.c.id == _freed.c.job_id)
    .where(
        _freed.c.kind == files.c.kind,
        _freed.c.access_key == files.c.access_key,
        text("freed.released_at IS NOT NULL"),
        _former.c.stage != Stage.WITHDRAWN.value,
    )
    .exists()
    .label("was_freed")
)
_FILES = (
    select(files, _STATE, _WAS_FREED, jobs.c.id.label("job_id"), jobs.c.order_id)
    .select_from(files.outerjoin(documents, _HOLDER).outerjoin(jobs, jobs.c.id == documents.c.job_id))
    .where(_SHOWN)
)


class FileTable:
    """What is known of files. Safe from any thread."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    def known(self) -> dict[str, Stamp]:
        """Give every path that was looked into, with what it was like then."""
        query = select(files.c.path, files.c.size, files.c.modified_ns)
        with self._database.reading() as connection:
            return {path: Stamp(size, modified) for path, size, modified in connection.execute(query)}

    def note(self, news: Sequence[FileRead | FileGone], now: datetime) -> tuple[FileId, ...]:
        """Write down what was found, all or nothing; give the files that hold a document, in the order of ``news``."""
        found: list[FileId] = []
        gone: set[str] = set()
        with self._database.writing() as connection:
            for item in news:
                if isinstance(item, FileGone):
                    gone.add(item.path)
                    continue
                gone.discard(item.path)
                file_id = _write(connection, item, now)
                if item.paper is not None:
                    found.append(file_id)
            for path in sorted(gone):  # last: a file that was moved hands on what was decided about it
                connection.execute(delete(files).where(files.c.path == path))
        return tuple(found)

    def file(self, file_id: FileId) -> FoundFile | None:
        """Give a file; no file has a number that the database cannot hold."""
        if not 0 < file_id <= _LAST_ID:
            return None
        with self._database.reading() as connection:
            row = connection.execute(_FILES.where(files.c.id == file_id)).first()
            return None if row is None else _found(row)

    def content(self, file_id: FileId) -> DocumentContent | None:
        """Give what the XML of a file said beyond its document."""
        with self._database.reading() as connection:
            text = connection.execute(select(files.c.content).where(files.c.id == file_id)).scalar()
            return None if text is None else from_json(text, DocumentContent)

    def page(self, states: Iterable[FileState], offset: int, limit: int) -> FilePage:
        """Give files of some states, newest first, and how many there are of each state."""
        wanted = [state.value for state in states]
        shown = _FILES.where(_STATE.in_(wanted)).order_by(files.c.modified_ns.desc(), files.c.id.desc())
        every = _FILES.subquery()
        counting = select(every.c.state, func.count()).group_by(every.c.state)
        with self._database.reading() as connection:
            counts = {FileState(state): count for state, count in connection.execute(counting)}
            return FilePage(tuple(map(_found, connection.execute(shown.offset(offset).limit(limit)))), counts)

    def pairs_of_file(self, file_id: FileId) -> tuple[Pair, ...]:
        """Give the waiting jobs that a file's document may be for: those of orders or sales it names, or its value."""
        is_file = file_orders.c.file_id == file_id
        return self._pairs(_NAMED.where(is_file), _TAKEN_BACK.where(is_file), _WORTH_IT.where(files.c.id == file_id))

    def pairs_of_job(self, job_id: JobId) -> tuple[Pair, ...]:
        """Give the files that may be for a waiting job: those that name its order or sale, and those of its value."""
        is_job = _waiting.c.id == job_id
        taken_back = _TAKEN_BACK.where(_RETURNS.c.job_id == job_id)
        return self._pairs(_NAMED.where(is_job), taken_back, _WORTH_IT.where(is_job))

    def jobs_waiting(self, names: Iterable[str], value: Cents | None) -> tuple[JobId, ...]:
        """Give the waiting jobs of orders that are named, or that were sold with named keys, and of a value."""
        named = list(names)
        taken_back = select(_RETURNS.c.job_id).where(_RETURNS.c.key.in_(named))
        is_named = or_(_waiting.c.order_name.in_(named), _waiting.c.id.in_(taken_back))
        query = select(_waiting.c.id).where(_WAITS, or_(is_named, _waiting.c.value == value))
        query = query.order_by(is_named.desc(), _waiting.c.id).limit(MOST_OF_A_VALUE)
        with self._database.reading() as connection:
            return tuple(JobId(job_id) for job_id in connection.execute(query).scalars())

    def waiting_files(self, among: Sequence[FileId] | None = None) -> tuple[FileId, ...]:
        """Give the files, of all or of some, that may be for any waiting job."""
        found_by: tuple[_Pairs, ...] = (_NAMED, _TAKEN_BACK, _WORTH_IT)
        if among is not None:
            is_among = files.c.id.in_(search.among(among))
            found_by = tuple(pairs.where(is_among) for pairs in found_by)
        with self._database.reading() as connection:
            found = connection.execute(union(*(select(pairs.subquery().c.file_id) for pairs in found_by)))
            return tuple(FileId(file_id) for file_id in found.scalars())

    def set_aside(self, file_id: FileId, operator: str | None, entry: AuditEntry) -> None:
        """Note that a person needs a file and all others of its document no more, or (without ``operator``) again."""
        values = {"set_aside_by": operator, "set_aside_at": None if operator is None else entry.at}
        of_document = tuple_(files.c.kind, files.c.access_key)
        itself = files.c.id == file_id
        with self._database.writing() as connection:
            alike = or_(itself, of_document.in_(select(files.c.kind, files.c.access_key).where(itself)))
            connection.execute(update(files).where(alike).values(**values))
            write_audit(connection, entry)

    def _pairs(self, named: _Pairs, taken_back: _Pairs, worth: _Pairs) -> tuple[Pair, ...]:
        worth = worth.order_by(_waiting.c.id, files.c.id).limit(MOST_OF_A_VALUE)
        with self._database.reading() as connection:
            found = [
                Pair(FileId(file_id), JobId(job_id), OrderId(order_id))
                for pairs in (named, taken_back, worth)
                for file_id, job_id, order_id in connection.execute(pairs)
            ]
        return tuple(dict.fromkeys(found))


def _write(connection: Connection, item: FileRead, now: datetime) -> FileId:
    document = None if item.paper is None else item.paper.document
    content = None if item.paper is None else item.paper.content
    values: Mapping[str, Any] = {
        "path": item.path,
        "size": item.stamp.size,
        "modified_ns": item.stamp.modified_ns,
        "read_at": now,
        "kind": None if document is None else document.kind.value,
        "access_key": None if document is None else document.key.text,
        "value": None if document is None else document.value,
        "issued_at": None if document is None else int(document.issued_at.timestamp()),
        "document": None if document is None else to_json(document, Document),
        "content": None if content is None else to_json(content, DocumentContent),
        "problem": None if item.problem is None else to_json(item.problem, Problem),
        "set_aside_by": None if document is None else _decided(files.c.set_aside_by, document),
        "set_aside_at": None if document is None else _decided(files.c.set_aside_at, document),
    }
    row = insert_or(files).values(values)
    upsert = row.on_conflict_do_update(index_elements=["path"], set_=values).returning(files.c.id)
    file_id = FileId(connection.execute(upsert).scalar_one())
    connection.execute(delete(file_orders).where(file_orders.c.file_id == file_id))
    if names := frozenset() if item.paper is None else orders_named(content) | originals_named(item.paper):
        connection.execute(file_orders.insert(), [{"order_name": name, "file_id": file_id} for name in sorted(names)])
    if document is not None and document.kind is DocumentKind.CANCELLATION and document.is_authorised:
        rows.write_cancelled(connection, document, now)
    return file_id


def _decided(column: Column[Any], document: Document) -> ScalarSelect[Any]:
    """Give what a person decided about a document, in whichever file it was: copies of it need nobody either."""
    alike = (files.c.kind == document.kind.value, files.c.access_key == document.key.text)
    return select(column).where(*alike, files.c.set_aside_at.is_not(None)).limit(1).scalar_subquery()


def _found(row: Row[Any]) -> FoundFile:
    seconds, rest = divmod(row.modified_ns, _NANOSECONDS)
    return FoundFile(
        id=FileId(row.id),
        path=row.path,
        modified_at=datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1000),
        state=FileState(row.state),
        document=None if row.document is None else from_json(row.document, Document),
        problem=None if row.problem is None else from_json(row.problem, Problem),
        job=None if row.job_id is None else JobId(row.job_id),
        order_id=row.order_id or "",
        was_freed=row.was_freed,
    )
