"""Finding jobs by anything that people know of them.

What was loaded is found by any part of it, three letters or more, in an index of words. Identifiers are looked up
where they are stored: order, job and document numbers, access keys and values. All words of a search must fit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    SelectBase,
    Subquery,
    bindparam,
    func,
    insert,
    select,
    union_all,
)
from sqlalchemy.sql.expression import TableClause

from desktop_invoicer.domain.listing import Section
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.tax_id import bare, is_cnpj, is_cpf
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.persistence.prepared import Prepared
from desktop_invoicer.persistence.tables import documents, job_words, jobs, open_job_words

MOST_FOUND = 1000
"""A search finds at most so many jobs of a section by words, the newest: who finds more has to say more."""

_LONGEST = 200
_MOST_TERMS = 8
_LETTERS = 3
"""The index of words knows parts of so many letters."""
_TELLING = 8
"""An order id that begins with so many letters of a term is what was meant: no need to look at the words."""
_MOST_NAMED = 200
_LAST = "\U0010ffff"

_VALUE = re.compile(r"(?:R\$)?([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,12}),([0-9]{2})", re.IGNORECASE)
_KEY = re.compile(r"(?:NFE)?([0-9]{6}[0-9A-Z]{12}[0-9]{26})")
_NUMBER = re.compile(r"[0-9]{1,9}")  # no longer than a document's: a CPF may begin with noughts

_WRITE = Prepared(insert(job_words).prefix_with("OR REPLACE"))
_WRITE_OPEN = Prepared(insert(open_job_words).prefix_with("OR REPLACE"))
_HELD = select(documents.c.job_id).where(documents.c.released_at.is_(None), documents.c.number == bindparam("number"))
_BY_KEY = _HELD.where(documents.c.access_key == bindparam("key"))
_BY_NUMBER = union_all(select(jobs.c.id).where(jobs.c.id == bindparam("number")), _HELD)
_BY_VALUE = (
    select(jobs.c.id)
    .where(jobs.c.is_open == bindparam("is_open"), jobs.c.value == bindparam("value"))
    .limit(MOST_FOUND)
)
_BY_ORDER = (
    select(jobs.c.id)
    .where(jobs.c.order_id >= bindparam("first"), jobs.c.order_id < bindparam("last"))
    .order_by(jobs.c.order_id.desc())
    .limit(_MOST_NAMED)
)


def write_words(connection: Connection, job: Job, order: Order) -> None:
    """Let an open job be found by what was loaded for it."""
    lines = [word for line in order.lines for word in (line.sku, line.ean, line.name)]
    buyer = order.buyer
    names = (order.order_id, order.sequence, order.marketplace_order_id, buyer.name, buyer.tax_id)
    words = {"rowid": -job.id, "words": "\n".join((job.notification_id, *names, *lines))}
    _WRITE.run(connection, words)
    _WRITE_OPEN.run(connection, words)


def found(connection: Connection, section: Section, text: str) -> SelectBase:
    """Tell which jobs a search finds; some of them may belong to the other section."""
    terms = _terms(text)
    named = [_named(connection, section, term) for term in terms]
    candidates = set[int]().union(*named)
    for term, ids in zip(terms, named, strict=True):
        candidates = candidates & ids | _worded_among(connection, candidates - ids, term)
    phrases = _phrases(terms)
    is_told = any(_tells(term, ids) for term, ids in zip(terms, named, strict=True))
    if is_told or not phrases or any(len(phrase) < _LETTERS for phrase in phrases):
        return among(candidates)
    return union_all(select(_newest(section, phrases).c.job), among(candidates))


def among(ids: Iterable[int] | Iterable[str]) -> SelectBase:
    """Give ids as rows that other statements can use."""
    return select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value)


def _terms(text: str) -> list[str]:
    """Split a search into what must fit each; nothing that anybody can type breaks the statement."""
    typed = text[:_LONGEST].encode(errors="ignore").decode().replace("\0", " ")
    terms = [term for term in typed.split() if term.upper() != "R$"][:_MOST_TERMS]
    return [bare(term) if is_cpf(bare(term)) or is_cnpj(bare(term)) else term for term in terms]


def _named(connection: Connection, section: Section, term: str) -> set[int]:
    """Look a term up as an identifier or a value."""
    if key := _KEY.fullmatch(term.upper()):
        return _ids(connection, _BY_KEY, number=int(key[1][25:34]), key=key[1])
    if value := _VALUE.fullmatch(term):
        cents = int(value[1].replace(".", "") + value[2])
        return _ids(connection, _BY_VALUE, is_open=section is Section.OPEN, value=cents)
    named = set[int]()
    if _NUMBER.fullmatch(term):
        named |= _ids(connection, _BY_NUMBER, number=int(term))
    for beginning in {term, term.lower(), f"v{term}" if term[0].isdecimal() else term}:
        named |= _ids(connection, _BY_ORDER, first=beginning, last=beginning + _LAST)
    return named


def _tells(term: str, ids: set[int]) -> bool:
    """Say whether a term is an identifier, so that no words need to be looked at."""
    return _KEY.fullmatch(term.upper()) is not None or (len(term) >= _TELLING and bool(ids))


def _ids(connection: Connection, query: Executable, **values: object) -> set[int]:
    return set(connection.execute(query, values).scalars())


def _newest(section: Section, phrases: list[str]) -> Subquery:
    """Look phrases up as parts of words: the newest jobs of a section that hold all of them."""
    words = open_job_words if section is Section.OPEN else job_words
    query = select((-words.c.rowid).label("job")).where(_match(words, phrases))
    if section is Section.ENDED:
        query = query.join(jobs, jobs.c.id == -words.c.rowid).where(jobs.c.is_open == 0)
    return query.order_by(words.c.rowid).limit(MOST_FOUND).subquery()


def _worded_among(connection: Connection, ids: set[int], term: str) -> set[int]:
    """Give those of some jobs that hold a term as a part of their words."""
    if not ids or len(term) < _LETTERS:
        return set()
    rows = among(-job_id for job_id in ids)
    query = select(-job_words.c.rowid).where(_match(job_words, [term]), job_words.c.rowid.in_(rows))
    return _ids(connection, query)


def _phrases(terms: list[str]) -> list[str]:
    """Join what is too short for the index to the term before it: somebody may still be typing it."""
    phrases: list[str] = []
    for term in terms:
        if phrases and len(term) < _LETTERS:
            phrases[-1] += f" {term}"
        else:
            phrases.append(term)
    return phrases


def _match(words: TableClause, phrases: list[str]) -> ColumnElement[bool]:
    quoted = " ".join('"{}"'.format(phrase.replace('"', '""')) for phrase in phrases)
    return words.c.words.op("MATCH", is_comparison=True)(quoted)
