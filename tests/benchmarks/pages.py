"""Opening a page of jobs with its counts, searches included: of 100,000 jobs against 1,000.

Three jobs of ten are open, at random among those that ended. Every one was loaded: it has words that many jobs share
and identifiers of its own.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from secrets import token_bytes

from sqlalchemy import Connection

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section, masked_buyer
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel, Order
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

Query = Callable[[int], JobQuery]

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
        for name, queries in _QUERIES.items():
            pairs = in_turn(partial(_milliseconds, many, MANY, queries), partial(_milliseconds, few, FEW, queries))
            sides = (f"{{:.2f}} ms of {MANY:,}", f"{{:.2f}} ms of {FEW:,}")
            yield Comparison(name, Target(1.5, is_least=False), sides, pairs)


def has_ended(number: int) -> bool:
    """Tell whether a job is over."""
    return Random(number).randrange(10) >= OPEN_OF_TEN  # noqa: S311 (no secret)


def fill(database: Database, size: int, ended: Callable[[int], bool] = has_ended) -> None:
    """Let a desk hold so many jobs; the newest get their words first, which is the quick direction."""
    with database.writing() as connection:
        loaded = [_load(connection, number) for number in range(size)]
        for job, order in reversed(loaded):
            search.write_words(connection, job, order)
        for number, (job, _) in enumerate(loaded):
            if ended(number):
                _end(connection, job, number)


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


def _load(connection: Connection, number: int) -> tuple[Job, Order]:
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
    return job, order


def _end(connection: Connection, job: Job, number: int) -> None:
    rows.attach(connection, job, Paper(a_document(nnf=number + 1)), NOW)
    rows.write_job(connection, replace(job, version=3, stage=Stage.CLOSED, hold=None))


def _milliseconds(database: Database, size: int, queries: Iterable[Query]) -> float:
    """Give how long an opening takes; each of them is for something else."""
    journal = JobJournal(database)
    opened = [query(size * turn // OPENINGS) for turn in range(OPENINGS) for query in queries]
    begin = time.perf_counter()
    for query in opened:
        journal.page(query, 0, PAGE)
        journal.counts(query.section, query.search)
    return (time.perf_counter() - begin) * 1000 / len(opened)


def _section(number: int) -> Section:
    return Section.ENDED if has_ended(number) else Section.OPEN


_QUERIES: dict[str, tuple[Query, ...]] = {
    "page-of-100000-jobs": (
        lambda _: JobQuery(),
        lambda _: JobQuery(descending=True),
        lambda _: JobQuery(filter=JobFilter.RETURNS),
        lambda _: JobQuery(Section.ENDED),
    ),
    "page-of-100000-jobs-searched": (
        lambda number: JobQuery(_section(number), search=order_id(number)),
        lambda number: JobQuery(_section(number), search=order_id(number)[2:9]),
        lambda number: JobQuery(_section(number), search=access_key(number)),
        lambda number: JobQuery(_section(number), search=buyer_name(number)),
        lambda _: JobQuery(search="camiseta"),
        lambda number: JobQuery(search=f"{order_id(number)[1:9]}9"),
    ),
}
"""What is opened: each kind in turn, as it would be for the job with a number."""
