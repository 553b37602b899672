"""Erasing the personal data of jobs that ended long ago, and of old files, a few at a time.

What is erased is overwritten (``PRAGMA secure_delete``, see ``database``): nothing of it stays in free pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, delete, func, select, text, update

from desktop_invoicer.domain.document import DocumentContent
from desktop_invoicer.domain.erasure import (
    content_without_person,
    details_without_person,
    facts_without_person,
    problem_without_person,
)
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.settlement import Settlement
from desktop_invoicer.persistence import tables
from desktop_invoicer.persistence.values import Facts, from_json, to_json

T = TypeVar("T")
_Erased = Callable[[str], str | None]

_PAGES = 200
"""So much of an index of words is put together at a time."""

_KEY = 44
"""The length of an access key."""

_WORDS = (tables.job_words, tables.open_job_words)
_EXPIRED = text("ended_at IS NOT NULL AND erased_at IS NULL")
"""Written out: an index of such jobs is not used where the words are parameters."""
_OF_OPEN_JOB = (
    select(tables.file_orders.c.file_id)
    .join(tables.jobs, tables.jobs.c.order_name == tables.file_orders.c.order_name)
    .where(tables.jobs.c.is_open == 1, tables.file_orders.c.file_id == tables.files.c.id)
    .correlate(tables.files)
    .exists()
)
_HELD_BY_OPEN_JOB = (
    select(tables.documents.c.id)
    .join(tables.jobs, tables.jobs.c.id == tables.documents.c.job_id)
    .where(
        tables.jobs.c.is_open == 1,
        tables.documents.c.kind == tables.files.c.kind,
        tables.documents.c.access_key == tables.files.c.access_key,
    )
    .correlate(tables.files)
    .exists()
)


def erase_jobs(connection: Connection, before: datetime, now: datetime, most: int) -> int:
    """Erase the personal data of jobs that ended ``before``, the oldest first; give how many there were."""
    jobs = tables.jobs
    expired = select(jobs.c.id).where(_EXPIRED, jobs.c.ended_at < before).order_by(jobs.c.ended_at).limit(most)
    ids = list(connection.execute(expired).scalars())
    for job_id in ids:
        _erase_job(connection, job_id)
    connection.execute(update(jobs).where(jobs.c.id.in_(ids)).values(erased_at=now, buyer=""))
    return len(ids)


def erase_files(connection: Connection, before: datetime, now: datetime, most: int) -> int:
    """Erase what files said that were read ``before`` and that no open job may need; give how many there were."""
    files = tables.files
    unneeded = (files.c.read_at < before, text("erased_at IS NULL"), ~_OF_OPEN_JOB, ~_HELD_BY_OPEN_JOB)
    ids = list(connection.execute(select(files.c.id).where(*unneeded).order_by(files.c.read_at).limit(most)).scalars())
    _forget_address(connection, files.c.document, files.c.id.in_(ids))
    is_key = func.length(tables.file_orders.c.order_name) == _KEY  # what else it names may as well be a CPF
    connection.execute(delete(tables.file_orders).where(tables.file_orders.c.file_id.in_(ids), ~is_key))
    for column, erased in _OF_FILE:
        _rewrite(connection, column, files.c.id.in_(ids), erased)
    connection.execute(update(files).where(files.c.id.in_(ids)).values(erased_at=now))
    return len(ids)


def begin_forgetting(connection: Connection) -> None:
    """Begin to take out of the indexes of words what is left there of jobs that were erased."""
    for words in _WORDS:
        _merge(connection, words.name, -_PAGES)


def go_on_forgetting(connection: Connection) -> bool:
    """Go on with it; tell whether anything is left to do."""
    is_going_on = [_merge(connection, words.name, _PAGES) for words in _WORDS]
    return any(is_going_on)


def _erase_job(connection: Connection, job_id: int) -> None:
    for words in _WORDS:
        connection.execute(delete(words).where(words.c.rowid == -job_id))
    connection.execute(update(tables.documents).where(tables.documents.c.job_id == job_id).values(xml=None))
    for column in (tables.documents.c.document, tables.effects.c.invoice):
        _forget_address(connection, column, column.table.c.job_id == job_id)
    for column, erased in _OF_JOB:
        _rewrite(connection, column, column.table.c.job_id == job_id, erased)


def _forget_address(connection: Connection, column: Column[Any], where: ColumnElement[bool]) -> None:
    """Forget the address in a document's QR code: it may name the buyer (NT 2025.001, QR code version 3)."""
    without = func.json_set(column, "$.url", "")
    connection.execute(update(column.table).where(where, column.is_not(None)).values({column.name: without}))


def _rewrite(connection: Connection, column: Column[Any], where: ColumnElement[bool], erased: _Erased) -> None:
    """Write a column again without what is personal; a row that nobody can read goes."""
    table = column.table
    key = next(iter(table.primary_key))
    for identity, stored in connection.execute(select(key, column).where(where, column.is_not(None))).all():
        kept = erased(stored)
        change = delete(table) if kept is None else update(table).values({column.name: kept})
        connection.execute(change.where(key == identity))


def _without(type_: type[T], erase: Callable[[T], T]) -> _Erased:
    """Read a text, and write it without what is personal; nothing where an early version wrote what cannot be read."""

    def erased(stored: str) -> str | None:
        try:
            return to_json(erase(from_json(stored, type_)), type_)
        except ValueError:
            return None

    return erased


def _merge(connection: Connection, words: str, pages: int) -> bool:
    """Put a part of an index together; SQLite says by its count of changes whether there was anything to do."""
    changes = text("SELECT total_changes()")
    before = connection.execute(changes).scalar_one()
    connection.execute(text(f"INSERT INTO {words} ({words}, rank) VALUES ('merge', :pages)"), {"pages": pages})  # noqa: S608 (a name of ours)
    return bool(connection.execute(changes).scalar_one() - before > 1)


def _settlement_without_person(settlement: Settlement) -> Settlement:
    return replace(settlement, facts=facts_without_person(settlement.facts))


_DETAILS = _without(DocumentContent, details_without_person)
_OF_JOB = (
    (tables.contents.c.content, _without(Content, content_without_person)),
    (tables.documents.c.content, _DETAILS),
    (tables.timeline.c.facts, _without(Facts, facts_without_person)),
    (tables.settlements.c.settlement, _without(Settlement, _settlement_without_person)),
)
_OF_FILE = (
    (tables.files.c.content, _DETAILS),
    (tables.files.c.problem, _without(Problem, problem_without_person)),
)
