"""What the tests of diagnoses have in common: orders of marketplaces, and what is known beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.day import DayJob, Sent
from desktop_invoicer.domain.diagnosis import Cause, Diagnosis, DiagnosisSight, diagnose
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.marketplaces import Demand, MarketplaceRule, Marketplaces
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import NotificationId
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.truths import OrderTruth
from desktop_invoicer.domain.workflow import Job
from tests.builders import ACCOUNT, CNPJ, NOW, ORDER_ID, an_earlier_invoice, an_order

ORDER_PAGE = "https://lojatestegavea.myvtex.com/admin/orders/1"
BRIDGE_PAGE = "https://lojatestegavea.myvtex.com/admin/bridge/#/marketplace/order"
LONG_AGO = NOW - timedelta(hours=3)

STRICT = MarketplaceRule(
    "Casas Exemplo",
    key=Demand.REQUIRED,
    connectors=frozenset({"CN-Exemplo-Integration"}),
    affiliates=frozenset({"CEX"}),
    back_office="Portal Exemplo",
    source="an article",
    checked_on=NOW.date(),
    certainty=Certainty.SURE,
)
WITH_XML = MarketplaceRule(
    "Mercado Exemplo", xml=Demand.WANTED, names=frozenset({"Mercado Ejemplo"}), has_false_alarms=True
)
MARKETPLACES = Marketplaces(NOW.date(), (STRICT, WITH_XML))


def an_order_elsewhere(marketplace: str = "Casas Exemplo", **keys: Any) -> Order:  # noqa: ANN401 (of a builder)
    """Make an order that an external marketplace sold."""
    return an_order(marketplace=marketplace, marketplace_order_id="3000000001", **keys)


def invoiced(order: Order, *invoices: EarlierInvoice, status: str = "invoiced") -> Order:
    """Let VTEX show invoices of an order; without any, one of all of it."""
    return replace(order, status=status, invoices=invoices or (an_earlier_invoice(value=order.value),))


def sight(**keys: Any) -> DiagnosisSight:  # noqa: ANN401 (of a dataclass)
    """Make what is known beside an order."""
    pages = {"order_page": ORDER_PAGE, "bridge_page": BRIDGE_PAGE}
    return DiagnosisSight(**{"now": NOW, "marketplaces": MARKETPLACES, "cnpj": CNPJ, **pages, **keys})


def sent(job: Job, at: datetime = NOW, value: int = 9990) -> DayJob:
    """Let a job have its invoice in VTEX."""
    return DayJob(job, sent=Sent(at, "41", Cents(value), ""))


def told(
    order: Order | None,
    jobs: Iterable[Job | DayJob] = (),
    posted: Iterable[Invoice] = (),
    notifications: Iterable[str] | None = (),
    failure: Problem | None = None,
    **keys: Any,  # noqa: ANN401 (of a dataclass)
) -> Diagnosis:
    """Diagnose an order."""
    truth = OrderTruth(
        ACCOUNT,
        ORDER_ID,
        order,
        None if notifications is None else tuple(map(NotificationId, notifications)),
        tuple(job if isinstance(job, DayJob) else DayJob(job) for job in jobs),
        tuple(posted),
        failure,
    )
    return diagnose(truth, sight(**keys))


def only(diagnosis: Diagnosis) -> Cause:
    """Give the one cause that was found."""
    (cause,) = diagnosis.causes
    return cause
