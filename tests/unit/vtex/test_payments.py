"""How an order was paid: shown to whoever gives money back, and never a reason not to read an order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.order import Payment
from tests.vtex_payloads import a_payment, an_order, payment_data

VISA = Payment("Visa", Cents(9990), last_digits="4242")

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def paid(*written: dict[str, Any]) -> tuple[Payment, ...]:
    """Give the payments of an order as the domain sees them."""
    return an_order(paymentData=payment_data(*written)).payments


def test_a_card_is_told_by_its_name_and_last_digits() -> None:
    assert paid(a_payment()) == (VISA,)


def test_an_order_may_be_paid_in_several_ways() -> None:
    assert [payment.method for payment in paid(a_payment(), a_payment(paymentSystemName="Pix"))] == ["Visa", "Pix"]


def test_without_a_name_the_group_tells_the_method() -> None:
    assert paid(a_payment(paymentSystemName=None))[0].method == "creditCard"


def test_what_was_paid_beyond_the_price_is_interest() -> None:
    (payment,) = paid(a_payment(value=10490, referenceValue=9990))

    assert (payment.value, payment.interest) == (10490, 500)


@pytest.mark.parametrize("reference", [None, 0, -1, 9990, 20000, "much"], ids=repr)
def test_a_reference_that_cannot_be_true_tells_no_interest(reference: object) -> None:
    assert paid(a_payment(referenceValue=reference))[0].interest == 0


@pytest.mark.parametrize("keys", [{"group": "giftCard"}, {"giftCardId": "8"}], ids=repr)
def test_credit_of_the_shop_is_a_gift_card(keys: dict[str, Any]) -> None:
    assert paid(a_payment(**keys))[0].is_gift_card


def test_never_more_than_the_last_digits_of_a_card_are_taken() -> None:
    assert paid(a_payment(lastDigits="4111111111114242"))[0].last_digits == ""


@pytest.mark.parametrize("value", [None, 0, -9990, "nothing", True], ids=repr)
def test_a_payment_of_nothing_is_none(value: object) -> None:
    assert paid(a_payment(value=value)) == ()


def test_a_transaction_that_was_given_up_paid_nothing() -> None:
    given_up = {"isActive": False, "payments": [a_payment(paymentSystemName="Pix")]}
    counted = {"transactionId": "1", "payments": [a_payment()]}

    assert an_order(paymentData={"transactions": [given_up, counted]}).payments == (VISA,)


@given(json_values)
def test_no_payment_makes_an_order_unreadable(written: object) -> None:
    bodies = (written, {"transactions": written}, {"transactions": [{"payments": written, "isActive": written}]})

    for body in (*bodies, payment_data(dict.fromkeys(a_payment(), written))):
        assert an_order(paymentData=body).value == 9990
