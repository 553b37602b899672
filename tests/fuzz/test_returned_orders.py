"""Orders as VTEX and other programs may have left them, of which goods are to come back."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_invoicer.domain.draft import Claim
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.original import find_originals
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.returns import Terms, draft_return, find_returnable
from desktop_invoicer.domain.route import RouteKind, Sight, find_routes
from desktop_invoicer.errors import InvalidOrderError
from tests.builders import ACCOUNT, CNPJ, NOW, a_key, a_notification, the_rules
from tests.fuzz.prompt import prompt
from tests.vtex_payloads import a_payment, a_row, an_item, an_order, payment_data

NUMBERS: st.SearchStrategy[object] = st.integers(-3, 5) | st.sampled_from(
    [None, "", "2", "1.0", "x", 10**14, 10**40, -(10**14), 1.5, True, [], {}]
)
MONEY = st.sampled_from([9990, 19980, "9990", 0, -1, None, "", 10**14, 10**16, "much"]) | st.integers(-100, 30_000)
KEYS = st.sampled_from([a_key().text, a_key(nnf=2).text, "9" * 44, "", None, 7, " "])
MOMENTS = st.sampled_from([
    NOW.isoformat(),
    "2026-11-20",
    "2026-11-20T10:00:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "9999-12-31T23:59:59",
    "0001-01-01",
    "yesterday",
    "",
    None,
    1_700_000_000,
])  # fmt: skip
PACKAGES = st.fixed_dictionaries(
    {
        "invoiceNumber": st.sampled_from(["1", "2", " ", "", None, 7, "\u202e1"]),
        "type": st.sampled_from(["Input", "output", None, "", "Devolution"]),
    },
    optional={
        "invoiceValue": MONEY,
        "invoiceKey": KEYS,
        "issuanceDate": MOMENTS,
        "items": st.none()
        | st.lists(st.fixed_dictionaries({}, optional={"itemIndex": NUMBERS, "quantity": NUMBERS}), max_size=4),
        "restitutions": st.none() | st.dictionaries(st.text(max_size=5), MONEY, max_size=2),
    },
)
PAYMENTS = st.builds(a_payment, value=MONEY, referenceValue=MONEY, lastDigits=st.text(max_size=6), giftCardId=NUMBERS)


SALE = {
    "invoiceNumber": "3",
    "type": "Output",
    "invoiceValue": 29_970,
    "invoiceKey": a_key(nnf=3).text,
    "issuanceDate": NOW.isoformat(),
    "items": [{"itemIndex": 0, "quantity": 2}, {"itemIndex": 1, "quantity": 1}],
}
"""An invoice as it should be."""


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Give an order of two lines with up to four invoices; what cannot be read is another matter."""
    packages = draw(st.sampled_from([[], [SALE], [SALE]])) + draw(st.lists(PACKAGES, max_size=3))
    body: dict[str, Any] = {
        "status": draw(st.sampled_from(["invoiced", "invoiced", "handling", "canceled"])),
        "value": 29_970,
        "packageAttachment": {"packages": packages},
        "paymentData": payment_data(*draw(st.lists(PAYMENTS, max_size=2))),
        "creationDate": draw(MOMENTS),
    }
    try:
        return an_order([an_item(quantity=2), an_item(id="102")], [a_row(0), a_row(1)], **body)
    except InvalidOrderError:
        assume(False)  # noqa: FBT003 (hypothesis's own)
        raise


ASKED = st.sampled_from([{0: 1}, {0: 2}, {1: 1}, {0: 2, 1: 1}]) | st.dictionaries(
    st.integers(-2, 3) | st.just(10**9), st.integers(-2, 4) | st.just(10**14), max_size=4
)
READINGS = st.sampled_from([operation for operation in Operation if operation is not Operation.SALE]).map(Reading)
POLICIES = st.builds(ReturnPolicy, st.booleans())


def claims_of(order: Order) -> tuple[Claim, ...]:
    return tuple(Claim(seen.type, seen.value, seen.units) for seen in order.invoices)


@prompt
@given(orders(), POLICIES)
def test_no_more_may_come_back_than_was_bought_and_paid(order: Order, policy: ReturnPolicy) -> None:
    found = find_returnable(order, claims_of(order), policy)

    assert all(0 <= row.left <= row.line.quantity for row in found.lines)
    assert 0 <= found.left <= max(order.invoiced(InvoiceType.OUTPUT), 0)


@prompt
@given(orders(), ASKED, READINGS, POLICIES)
def test_a_return_without_a_problem_is_worth_what_is_left_at_most(
    order: Order, asked: dict[int, int], reading: Reading, policy: ReturnPolicy
) -> None:
    claims, terms = claims_of(order), Terms(ACCOUNT, policy)
    draft = draft_return(order, a_notification(units=asked, type_=InvoiceType.INPUT), claims, reading, terms)

    if not draft.problems:
        assert 0 < draft.value <= find_returnable(order, claims, policy).left
        assert {line.item_index: line.units for line in draft.lines} == asked


@prompt
@given(orders(), ASKED, READINGS, POLICIES)
def test_a_note_is_cancelled_only_by_its_issuer_and_over_its_whole_value(
    order: Order, asked: dict[int, int], reading: Reading, policy: ReturnPolicy
) -> None:
    notification = a_notification(units=asked, type_=InvoiceType.INPUT)
    draft = draft_return(order, notification, claims_of(order), reading, Terms(ACCOUNT, policy))

    routes = find_routes(draft, find_originals(order, (), frozenset()), Sight(CNPJ, the_rules(), NOW))

    cancelling = routes.of(RouteKind.CANCEL)
    if cancelling.is_open:
        assert reading.operation is Operation.CANCELLATION
        assert cancelling.original is not None
        assert cancelling.original.key is not None
        assert (cancelling.original.value, cancelling.original.key.cnpj) == (draft.value, CNPJ)
