"""How an order was paid, as far as VTEX tells it (facts: VTEX, sections 5 and 7). It is shown and decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop_invoicer.domain.money import ZERO, Cents
from desktop_invoicer.domain.order import Payment
from desktop_invoicer.vtex import wire

_GIFT_CARD = "giftcard"
_LAST_DIGITS = re.compile(r"[0-9]{1,4}")


def payments(order: wire.Order) -> Iterator[Payment]:
    """Give the payments that count; those of a transaction that is not active were given up."""
    for transaction in order.payment_data.transactions:
        if transaction.is_active:
            yield from (_payment(paid) for paid in transaction.payments if paid.value > 0)


def _payment(paid: wire.Payment) -> Payment:
    interest = paid.value - paid.reference_value
    return Payment(
        method=paid.method or paid.group,
        value=Cents(paid.value),
        interest=Cents(interest) if 0 < interest < paid.reference_value else ZERO,
        last_digits=paid.last_digits if _LAST_DIGITS.fullmatch(paid.last_digits) else "",
        is_gift_card=bool(paid.gift_card) or paid.group.casefold() == _GIFT_CARD,
    )
