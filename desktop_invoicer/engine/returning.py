"""What the returns desk shows of an order and of a return: what may come back, by which way, what is still to say."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.domain.draft import claims_on
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.notification import AccountName, Operation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.original import Original, find_originals
from desktop_invoicer.domain.returns import Returnable, find_returnable
from desktop_invoicer.domain.route import Routes, Sight, find_routes
from desktop_invoicer.domain.settlement import Matter, Settlements, matters_due
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.posts import with_known


@dataclass(frozen=True, slots=True)
class ReturnCase:
    """A return as the desk shows it. ``due`` has still to be settled before the money goes out."""

    returnable: Returnable
    originals: tuple[Original, ...]
    routes: Routes
    settlements: Settlements
    due: tuple[Matter, ...]


def return_case(job: Job, content: Content, context: Context) -> ReturnCase | None:
    """Give what the desk shows of a return; ``None`` of a sale. Nothing is asked of VTEX."""
    draft = content.draft
    if draft.operation is Operation.SALE:
        return None
    journal, store = context.journal, context.store
    order = with_known(content.order, job, draft.operation, journal)
    settlements = journal.settlements(job.id)
    originals = originals_of(job.account, order, context)
    is_over = job.stage is Stage.SUBMITTED or job.stage.is_end  # nobody has to say anything any more
    due = () if is_over else matters_due(draft, job.value or draft.value, settlements, store.returns)
    return ReturnCase(
        returnable=find_returnable(order, claims_on(order), store.returns),
        originals=originals,
        routes=find_routes(draft, originals, Sight(store.cnpj, context.rules, context.clock.now())),
        settlements=settlements,
        due=tuple(due),
    )


def originals_of(account: AccountName, order: Order, context: Context) -> tuple[Original, ...]:
    """Give the documents by which an order was sold, as far as they are known here."""
    keys = {invoice.key for invoice in order.invoices if invoice.key}
    cancelled = context.journal.cancelled_among(keys, context.store.environment)
    return find_originals(order, context.journal.sold_papers(account, order.order_id), cancelled)
