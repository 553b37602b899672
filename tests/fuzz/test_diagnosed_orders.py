"""Orders as VTEX and connectors may have left them, of which somebody asks why they are not invoiced."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_invoicer.domain.day import DayJob
from desktop_invoicer.domain.diagnosis import Diagnosis, DiagnosisSight, Repair, diagnose
from desktop_invoicer.domain.notification import NotificationId, Operation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.order_case import INVOICED
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.truths import OrderTruth
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.errors import InvalidOrderError
from desktop_invoicer.fiscal.marketplace_pack import shipped_marketplaces
from desktop_invoicer.messages import explain
from tests.builders import ACCOUNT, CNPJ, NOW, ORDER_ID, a_job, a_key, an_invoice
from tests.fuzz.prompt import prompt
from tests.vtex_payloads import a_row, an_item, an_order

ODD: st.SearchStrategy[object] = st.sampled_from([None, "", 0, True, [], {}, [None], "\u202e", "x" * 300, 1.5])
TEXTS = st.sampled_from(["Fulfillment", "Marketplace", "SLR", "CNV", "CN-Viavarejo-Integration", "Mercado Livre"]) | ODD
STATUSES = st.sampled_from(
    ["handling", "invoice", "invoiced", "payment-approved", "payment-pending", "request-cancel", "canceled", "", "new"]
)
KEYS = st.sampled_from([a_key().text, a_key(nnf=2).text, "9" * 44, "", None, 7, " ", "CFe" + a_key(model="59").text])
PACKAGES = st.fixed_dictionaries(
    {"invoiceNumber": st.sampled_from(["42", "2", "", None, 7]), "type": st.sampled_from(["Input", "Output", None])},
    optional={
        "invoiceValue": st.sampled_from([9990, 19_980, 19_979, 0, "9990", 10**14]),
        "invoiceKey": KEYS,
        "embeddedInvoice": ODD,
        "items": st.none() | st.lists(st.fixed_dictionaries({"itemIndex": st.integers(-2, 3), "quantity": ODD})),
    },
)
CHANGES = st.fixed_dictionaries({}, optional={"finished": ODD | st.booleans(), "receipt": st.none()})


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Give an order of two lines with up to four packages; what cannot be read is another matter."""
    body: dict[str, Any] = {
        "status": draw(STATUSES),
        "value": draw(st.sampled_from([0, 9990, 19_980])),
        "origin": draw(TEXTS),
        "affiliateId": draw(TEXTS),
        "marketplaceOrderId": draw(TEXTS),
        "marketplaceServicesEndpoint": draw(TEXTS),
        "marketplace": draw(ODD | st.fixed_dictionaries({"name": TEXTS, "baseURL": TEXTS})),
        "customData": draw(ODD | st.fixed_dictionaries({"customApps": st.lists(st.fixed_dictionaries({"id": TEXTS}))})),
        "workflowIsInError": draw(ODD),
        "workflowData": draw(ODD),
        "lastChange": draw(st.sampled_from([NOW.isoformat(), "2026-11-20", "9999-12-31T23:59:59-14:00", "x", None])),
        "changesAttachment": {"changesData": draw(st.lists(CHANGES, max_size=2))},
        "packageAttachment": {"packages": draw(st.lists(PACKAGES, max_size=4))},
    }
    try:
        return an_order([an_item(), an_item(id="102")], [a_row(0), a_row(1)], **body)
    except InvalidOrderError:
        assume(False)  # noqa: FBT003 (hypothesis's own)
        raise


JOBS = st.lists(
    st.builds(
        DayJob,
        st.builds(a_job, stage=st.sampled_from(Stage), operation=st.none() | st.sampled_from(Operation)),
    ),
    max_size=3,
)
NOTIFICATIONS = st.none() | st.lists(st.sampled_from([NotificationId("n1"), NotificationId("n2")]), max_size=2)


@st.composite
def truths(draw: st.DrawFn) -> OrderTruth:
    """Give an order with what this desk may know of it."""
    notifications = draw(NOTIFICATIONS)
    return OrderTruth(
        ACCOUNT,
        ORDER_ID,
        draw(orders()),
        None if notifications is None else tuple(notifications),
        tuple(draw(JOBS)),
        draw(st.sampled_from([(), (an_invoice(),)])),
    )


def told(truth: OrderTruth) -> Diagnosis:
    return diagnose(truth, DiagnosisSight(NOW, shipped_marketplaces(), CNPJ, frozenset({a_key(nnf=2).text})))


@prompt
@given(truths())
def test_whatever_is_wrong_is_told_in_words(truth: OrderTruth) -> None:
    for cause in told(truth).causes:
        message = explain(cause.problem, cause.job)

        assert message.sentence.isprintable()
        assert message.step


@prompt
@given(truths())
def test_nothing_is_called_sound_that_vtex_does_not_show_as_invoiced(truth: OrderTruth) -> None:
    order, diagnosis = truth.order, told(truth)
    assert order is not None

    if diagnosis.is_sound and order.status != INVOICED:
        assert order.status == ""
        assert diagnosis.invoiced >= order.value


@prompt
@given(truths())
def test_a_key_is_never_sent_again_while_anything_is_left_to_invoice(truth: OrderTruth) -> None:
    order, diagnosis = truth.order, told(truth)
    assert order is not None

    if any(cause.repair is Repair.SEND_KEY for cause in diagnosis.causes):
        assert diagnosis.invoiced >= order.value


@prompt
@given(truths())
def test_no_cause_is_told_twice(truth: OrderTruth) -> None:
    causes = [cause for cause in told(truth).causes if cause.problem.code is not ProblemCode.JOB_PENDING]
    of_invoices = [cause for cause in causes if "number" not in cause.problem.facts]

    assert len({cause.problem.code for cause in of_invoices}) == len(of_invoices)
