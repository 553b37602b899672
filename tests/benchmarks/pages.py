"""Opening a page of jobs with its counts, searches included: of 100,000 jobs against 1,000.

Three jobs of ten are open, at random among those that ended. Every one was loaded: it has words that many jobs share
and identifiers of its own.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from secrets import token_bytes

from sqlalchemy import Connection

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.journal import Attachment
from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section, masked_buyer
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.persistence import rows, search
from desktop_invoicer.persistence.database import KEY_BYTES, Database
from desktop_invoicer.persistence.jobs import JobJournal
from tests.benchmarks.comparison import Comparison, Target, in_turn
from tests.builders import NOW, a_buyer, a_call, a_document, a_key, a_line, an_order

FEW, MANY = 1_000, 100_000
PAGE = 50
OPENINGS = 20
"""So often a page is opened in a turn, each time another one."""
OPEN_OF_TEN = 3
"""So many jobs of ten are open."""

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru")
FIRST_NAMES = ("Maria", "João", "José", "Ana", "Antônio", "Beatriz", "Célia", "Débora", "Érica", "Flávio")
LAST_NAMES = ("Silva", "Souza", "Araújo", "Conceição", "Gonçalves", "Lima", "Magalhães", "Nóbrega", "Pereira", "Rocha")
ITEMS = ("Camiseta Básica", "Vestido Longo", "Calça Pantalona", "Blusa de Tricô", "Saia Midi", "Jaqueta Jeans")

_HOLDS = (
    Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, {"document": "NFC-e"})),
    Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.LINE_EXCEEDED)),
)


def compare() -> Iterator[Comparison]:
    """Fill two desks, and open pages of both in turn."""
    with tempfile.TemporaryDirectory(prefix="desktop-invoicer-bench-") as folder, ExitStack() as closes:
        many, few = (
            closes.enter_context(closing(Database(Path(folder) / f"{size}.db", token_bytes(KEY_BYTES))))
            for size in (MANY, FEW)
        )
        fill(many, MANY)
        fill(few, FEW)
        for name, query in _QUERIES.items():
            pairs = in_turn(partial(_seconds, many, MANY, query), partial(_seconds, few, FEW, query))
            milliseconds = [(1000 * first / OPENINGS, 1000 * second / OPENINGS) for first, second in pairs]
            sides = (f"{{:.2f}} ms of {MANY:,}", f"{{:.2f}} ms of {FEW:,}")
            yield Comparison(f"page-{name}", Target(1.5, is_least=False), sides, milliseconds)


def fill(database: Database, size: int) -> None:
    """Let a desk hold so many jobs."""
    with database.writing() as connection:
        for number in range(size):
            _add(connection, number)


def order_id(number: int) -> str:
    """Give the order id of a job."""
    return f"v{70_530_000 + number}str-01"


def access_key(number: int) -> str:
    """Give the access key of the document that an ended job holds."""
    return a_key(nnf=number + 1).text


def buyer_name(number: int) -> str:
    """Give a name of which each part is common, and the whole is not."""
    chance = Random(number * 7)  # noqa: S311 (no secret)
    rare = "".join(chance.choices(_SYLLABLES, k=3)).title()
    return f"{chance.choice(FIRST_NAMES)} {rare} {chance.choice(LAST_NAMES)}"


def has_ended(number: int) -> bool:
    """Tell whether a job is over."""
    return Random(number).randrange(10) >= OPEN_OF_TEN  # noqa: S311 (no secret)


def _add(connection: Connection, number: int) -> None:
    chance = Random(-number - 1)  # noqa: S311 (no secret)
    item = a_line(sku=str(chance.randrange(10**6)), name=chance.choice(ITEMS), ean=f"789{chance.randrange(10**10):010}")
    buyer = a_buyer(name=buyer_name(number), tax_id=f"{number:011}")
    order = an_order(order_id=order_id(number), lines=[item], buyer=buyer, sequence=str(502_556 + number))
    call = a_call(order_id=order.order_id, notification_id=f"{chance.getrandbits(96):024x}")
    job = rows.add_job(connection, call, NOW, "receiver")
    if job is None:
        msg = f"there are two jobs of {order.order_id}"
        raise RuntimeError(msg)
    job = replace(
        job,
        version=2,
        stage=Stage.LOADED,
        hold=chance.choice(_HOLDS),
        operation=chance.choice((Operation.SALE, Operation.SALE, Operation.SALE, Operation.RETURN)),
        channel=chance.choice(tuple(Channel)),
        units=1,
        value=Cents(chance.randrange(100, 10**8)),
        buyer=masked_buyer(buyer),
        due=DocumentModel.NFCE,
    )
    rows.write_job(connection, job)
    search.write_words(connection, job, order)
    if has_ended(number):
        _end(connection, job, number)


def _end(connection: Connection, job: Job, number: int) -> None:
    rows.attach(connection, job, Attachment(a_document(nnf=number + 1)), NOW)
    rows.write_job(connection, replace(job, version=3, stage=Stage.CLOSED, hold=None))


def _seconds(database: Database, size: int, query: Callable[[int], JobQuery]) -> float:
    """Open pages; the first of each begins somewhere else."""
    journal = JobJournal(database)
    queries = [query(size * turn // OPENINGS) for turn in range(OPENINGS)]
    begin = time.perf_counter()
    for each in queries:
        journal.page(each, 0, PAGE)
        journal.counts(each.section, each.search)
    return time.perf_counter() - begin


_QUERIES: dict[str, Callable[[int], JobQuery]] = {
    "open": lambda _: JobQuery(),
    "open-newest": lambda _: JobQuery(descending=True),
    "returns": lambda _: JobQuery(filter=JobFilter.RETURNS),
    "ended": lambda _: JobQuery(Section.ENDED),
    "search-order": lambda number: JobQuery(_section(number), search=order_id(number)),
    "search-part-of-order": lambda number: JobQuery(_section(number), search=order_id(number)[2:9]),
    "search-access-key": lambda number: JobQuery(Section.ENDED, search=access_key(number)),
    "search-buyer": lambda number: JobQuery(_section(number), search=buyer_name(number)),
    "search-item": lambda _: JobQuery(search="camiseta"),
    "search-nothing": lambda number: JobQuery(search=f"{order_id(number)[1:9]}9"),
}


def _section(number: int) -> Section:
    return Section.ENDED if has_ended(number) else Section.OPEN
