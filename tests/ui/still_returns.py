"""Returns at which nothing ever happens: one in time, one with its document, one of another store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desktop_invoicer.domain.access_key import read_access_key
from desktop_invoicer.domain.check import Check
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.fit import check_document
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Operation, OrderId
from desktop_invoicer.domain.order import Order, Payment
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.returns import find_returnable
from desktop_invoicer.domain.route import Sight, find_routes
from desktop_invoicer.domain.settlement import Settlements, matters_due
from desktop_invoicer.domain.workflow import Hold, HoldKind, Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.returning import ReturnCase
from desktop_invoicer.engine.returns_desk import FoundOrder, OrderReturns
from desktop_invoicer.errors import UnknownOrderError
from tests.builders import (
    ACCOUNT,
    CNPJ,
    NOW,
    OTHER_ACCOUNT,
    a_buyer,
    a_content,
    a_document,
    a_draft,
    a_line,
    a_notification,
    a_store,
    an_earlier_invoice,
    an_order,
    claims_of,
    everything_of,
    some_details,
    the_rules,
)

POLICY = ReturnPolicy()
SOLD_AGO = timedelta(minutes=18, seconds=20)
"""How long ago the sale was that can still be cancelled: NFC-e for 30 minutes."""
DUE = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, {"document": "NF-e", "value": 42890}))
TO_CONFIRM = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE, {"value": 9990}))
CARD = Payment("Visa", Cents(0), last_digits="1234")
GOODS = (("Camiseta básica", 2, 19980), ("Vestido midi estampado", 1, 32900))


def a_sold_order(
    number: int, *, goods: int = 2, freight: int = 0, name: str = "Maria Teste", returned: int = 0
) -> Order:
    """Make an order of the first of the ``GOODS``, all of it invoiced by one NFC-e; ``returned`` of its first line."""
    lines = [
        a_line(at, name=words, quantity=units, goods=value, freight=freight)
        for at, (words, units, value) in enumerate(GOODS[:goods])
    ]
    order = an_order(order_id=f"v7053{number:04}str-01", lines=lines, buyer=a_buyer(name=name), status="invoiced")
    sale = an_earlier_invoice(number=str(100 + number), value=order.value, units=everything_of(order), is_ours=True)
    invoices = [sale]
    if returned:
        share = lines[0].goods * returned // lines[0].quantity
        kind = InvoiceType.INPUT
        invoices.append(
            an_earlier_invoice(number="900", type_=kind, value=share, units={0: returned}, key="", is_ours=True)
        )
    card = replace(CARD, value=order.value)
    return replace(
        order, invoices=tuple(invoices), payments=(card,), created_at=NOW - timedelta(hours=1), is_in_store=True
    )


def originals_of(order: Order, issued_at: datetime) -> tuple[Original, ...]:
    """Give the documents by which an order was sold; they name its lines in their order."""
    sold = [seen for seen in order.invoices if seen.type is InvoiceType.OUTPUT]
    items = {line.index: (line.index + 1,) for line in order.lines}
    return tuple(
        Original(
            seen.number,
            seen.value,
            seen.units,
            knows_units=True,
            key=read_access_key(seen.key),  # type: ignore[arg-type]
            issued_at=issued_at,
            knows_authorisation=True,
            items=items,
        )
        for seen in sold
    )


def a_case(details: JobDetails, *, sold_ago: timedelta, settlements: Settlements | None = None) -> ReturnCase:
    """Make what the returns desk shows of a job, as the engine does."""
    content = details.content
    assert content is not None
    settlements, now = settlements or Settlements(), datetime.now(UTC)
    originals = originals_of(content.order, now - sold_ago)
    return ReturnCase(
        returnable=find_returnable(content.order, claims_of(content.order), POLICY),
        originals=originals,
        routes=find_routes(content.draft, originals, Sight(CNPJ, the_rules(), now)),
        settlements=settlements,
        due=tuple(matters_due(content.draft, details.job.value or content.draft.value, settlements, POLICY)),
    )


def a_return(  # noqa: PLR0913 (keywords of a builder)
    order: Order,
    units: dict[int, int],
    *,
    job_id: int = 1,
    observation: str = "",
    sold_ago: timedelta = timedelta(days=3),
    hold: Hold | None = DUE,
    stage: Stage = Stage.LOADED,
    document: Document | None = None,
    checks: Iterable[Check] = (),
    settlements: Settlements | None = None,
    version: int = 1,
    confirmed_by: str = "",
) -> JobDetails:
    """Make a return of some units of an order."""
    asked = a_notification(order_id=order.order_id, units=units, observation=observation, type_=InvoiceType.INPUT)
    content = a_content(order, asked)
    details = some_details(
        content, job_id=job_id, stage=stage, hold=hold, document=document, version=version, confirmed_by=confirmed_by
    )
    buyer = order.buyer.name.split()[0] + " T."
    details = replace(details, job=replace(details.job, order_id=order.order_id, buyer=buyer), checks=tuple(checks))
    return replace(details, case=a_case(details, sold_ago=sold_ago, settlements=settlements))


def a_cancellation_in_time(job_id: int = 1, **changes: object) -> JobDetails:
    """Make the cancellation of a whole order that was sold a few minutes ago."""
    order = a_sold_order(job_id)
    return a_return(order, everything_of(order), job_id=job_id, observation="inStore", sold_ago=SOLD_AGO, **changes)  # type: ignore[arg-type]


def another_stores(job_id: int = 3) -> JobDetails:
    """Make a return that VTEX has given to another store."""
    order = a_sold_order(job_id, name="Ana Exemplo")
    facts = {"store": OTHER_ACCOUNT, "here": ACCOUNT}
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.OTHER_STORE, facts))
    observation = f'inStore: {{"tradeAccount": "{OTHER_ACCOUNT}"}}'
    return a_return(order, {1: 1}, job_id=job_id, observation=observation, hold=hold)


def looked_at(order: Order, *jobs: JobDetails) -> OrderReturns:
    """Make what VTEX tells of an order of which no return is asked for."""
    now = datetime.now(UTC)
    originals, returnable = originals_of(order, now - SOLD_AGO), find_returnable(order, claims_of(order), POLICY)
    lines = [row.take(row.left) for row in returnable.lines if row.left]
    draft = a_draft(operation=Operation.CANCELLATION, lines=lines)
    return OrderReturns(
        account=ACCOUNT,
        order=order,
        returnable=returnable,
        originals=originals,
        routes=find_routes(draft, originals, Sight(CNPJ, the_rules(), now)),
        jobs=tuple(details.job for details in jobs),
    )


def a_return_with_document(
    job_id: int = 2, *, observation: str = "", settlements: Settlements | None = None
) -> JobDetails:
    """Make the second return of an order, with its document."""
    order = a_sold_order(job_id, freight=1990, name="João Teste", returned=1)
    document = a_document(model=DocumentModel.NFE, nnf=57, value=None, is_entry=True)
    details = a_return(
        order,
        {0: 1},
        job_id=job_id,
        observation=observation,
        stage=Stage.DOCUMENTED,
        hold=TO_CONFIRM,
        settlements=settlements,
    )
    value = details.job.value
    document = replace(document, value=value)
    checks = check_document(document, details.content.draft, details.content.decision, a_store())  # type: ignore[union-attr]
    return replace(details, job=replace(details.job, document=document), checks=checks)


def some_returns() -> tuple[JobDetails, ...]:
    """Make one of each, by the clock as it is now: the first can still be cancelled for 11 minutes."""
    return (a_cancellation_in_time(), a_return_with_document(), another_stores())


UNASKED = a_sold_order(9, name="Pedro Teste", returned=1)
"""An order that no job here knows, and of which something came back already."""


class StillReturns:
    """Knows the orders of some jobs, and one of which no return is asked for."""

    def __init__(self, details: Iterable[JobDetails]) -> None:
        self._jobs = [each.job for each in details]

    def find(self, text: str) -> tuple[FoundOrder, ...]:
        jobs = [job for job in self._jobs if text.casefold() in f"{job.order_id} {job.buyer}".casefold()]
        return tuple(FoundOrder(ACCOUNT, job.order_id, job.buyer, job.value, NOW, (job,)) for job in jobs)

    async def look(self, _account: str, order_id: OrderId) -> OrderReturns:
        return await self.look_anywhere(order_id)

    async def look_anywhere(self, order_id: OrderId) -> OrderReturns:
        if order_id != UNASKED.order_id:
            raise UnknownOrderError(order_id)
        return looked_at(UNASKED)
