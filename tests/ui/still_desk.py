"""A desk on which nothing ever happens: the same orders at every look, for the pictures of the window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from desktop_invoicer.config import Home, load_config
from desktop_invoicer.domain.check import Check
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.fit import check_document
from desktop_invoicer.domain.journal import Entry, TimelineEntry
from desktop_invoicer.domain.listing import JobFilter, JobPage, JobQuery, Section
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.order import Buyer, Channel
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, JobId, Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.events import AccountReached
from tests.builders import (
    ACCOUNT,
    BUYER_CNPJ,
    NOW,
    a_buyer,
    a_content,
    a_document,
    a_line,
    a_notification,
    a_store,
    an_order,
    everything_of,
    some_details,
)
from tests.ui.still_filing import LOST, WATCHED, StillFiling
from tests.ui.still_returns import StillReturns

CONFIG = f"""language = "{{language}}"

[store]
name = "Loja Gávea"
account = "{ACCOUNT}"
cnpj = "11222333000181"
uf = "RJ"

[[accounts]]
name = "{ACCOUNT}"

[receiver]
port = 8710

[documents]
watch = ["{WATCHED}", "{LOST}"]
"""
GOODS = (
    ("Camiseta básica", 9990),
    ("Vestido midi estampado", 32900),
    ("Calça de linho", 28900),
    ("Sandália de couro", 24900),
)
DUE = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, {"document": "NFC-e", "value": 42890}))
TO_CONFIRM = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE, {"value": 42890}))
REFUSED = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": "Invalid invoice"}))
UNREACHED = Hold(HoldKind.ACCOUNT_PAUSED, Problem(ProblemCode.CREDENTIALS, {"account": ACCOUNT}))


def _of(  # noqa: PLR0913 (keywords of a builder)
    job_id: int,
    goods: int,
    buyer: Buyer,
    *,
    stage: Stage = Stage.LOADED,
    hold: Hold | None = None,
    channel: Channel = Channel.PICKUP,
) -> JobDetails:
    """Make a job of the first of the ``GOODS``."""
    order_id = f"v7053{job_id:04}str-01"
    lines = [a_line(at, name=name, goods=value, channel=channel) for at, (name, value) in enumerate(GOODS[:goods])]
    order = an_order(order_id=order_id, lines=lines, buyer=buyer, channel=channel)
    content = a_content(order, a_notification(order_id=order_id, units=everything_of(order)))
    document = a_document(nnf=40 + job_id, value=content.draft.value) if stage is Stage.DOCUMENTED else None
    timeline = [
        TimelineEntry(NOW, Entry.RECEIVED, {"source": "receiver"}),
        TimelineEntry(NOW + timedelta(minutes=1), Entry.LOADED),
    ]
    details = some_details(content, job_id=job_id, stage=stage, hold=hold, document=document, timeline=timeline)
    return replace(details, job=replace(details.job, order_id=order.order_id, buyer=buyer.name))


DETAILS = (
    _of(1, 2, a_buyer(), stage=Stage.DOCUMENTED, hold=TO_CONFIRM),
    _of(2, 2, a_buyer(name="", tax_id=""), hold=DUE),
    _of(3, 4, a_buyer(name="Comércio Exemplo Ltda", tax_id=BUYER_CNPJ, is_company=True, uf="SP"), hold=DUE),
    _of(4, 1, a_buyer(name="João Teste"), hold=REFUSED),
    _of(5, 3, a_buyer(name="Ana Exemplo"), hold=UNREACHED, channel=Channel.DELIVERY),
    _of(6, 1, a_buyer(name="Pedro Teste")),
)


class StillDesk:
    """Answers at once, from what is written above."""

    receiver_address = ""

    def __init__(self, home: Home, details: tuple[JobDetails, ...] = DETAILS) -> None:
        self.settings = load_config(home)
        self.context = SimpleNamespace(clock=SimpleNamespace(now=lambda: NOW))
        self.people = SimpleNamespace(operators=lambda: ())
        self._details = {each.job.id: each for each in details}
        self._returns = StillReturns(details)
        self._filing = StillFiling((details or DETAILS)[1].job, self.fit)

    def begin(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Future[Any]:
        future: Future[Any] = Future()
        credentials = SimpleNamespace(is_kept=True, names=lambda _: frozenset())
        commands = SimpleNamespace(
            desk=self,
            credentials=credentials,
            filing=self._filing,
            returns_desk=self._returns,
            people=self.people,
        )
        future.set_result(asyncio.run(work(commands)))
        return future

    def close(self) -> None:
        """Stop nothing: nothing runs."""

    def details(self, job_id: JobId) -> JobDetails:
        return self._details[job_id]

    def job(self, job_id: JobId) -> Job:
        return self._details[job_id].job

    def page(self, query: JobQuery, offset: int, limit: int) -> JobPage:
        found = [job for job in self._listed() if query.accepts(job)]
        return JobPage(tuple(found[offset : offset + limit]), has_more=False)

    def counts(self, section: Section, search: str) -> dict[JobFilter, int]:
        return {one: len(self.page(JobQuery(section, one, search), 0, 99).jobs) for one in JobFilter}

    def open_count(self) -> int:
        return len(self._details)

    def connections(self) -> Mapping[AccountName, AccountReached]:
        return {ACCOUNT: AccountReached(ACCOUNT)}

    def fit(self, job_id: JobId, document: Document) -> tuple[Check, ...]:
        content = self._details[job_id].content
        assert content is not None
        return check_document(document, content.draft, content.decision, a_store())

    def _listed(self) -> list[Job]:
        """Let every job be some minutes old, and none so old that somebody is told."""
        now = datetime.now(UTC)
        ages = [timedelta(minutes=4 * position, seconds=15) for position in range(1, len(self._details) + 1)]
        return [
            replace(each.job, received_at=now - age, updated_at=now - age)
            for each, age in zip(self._details.values(), ages, strict=True)
        ]


MISFIT = a_document(model=DocumentModel.NFE, nnf=77, value=9990)
"""A document of another model, and of another value, than any of the jobs needs."""
