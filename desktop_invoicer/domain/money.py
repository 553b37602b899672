"""Money in integer cents, and the one rounding rule of the product."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import NewType

Cents = NewType("Cents", int)
"""An amount in Brazilian cents (centavos). Money is never a float and never a Decimal outside fiscal XML."""

ZERO = Cents(0)

_ONE_CENT = Decimal("0.01")


def share(total: Cents, ordered: int, done: int, asked: int) -> Cents:
    """Give the part of ``total`` that belongs to ``asked`` units after ``done`` of ``ordered`` units.

    Successive shares add up to ``total`` whatever the split: 250 over 3 is 83, 84, 83 (design.md, section 4).

    Raises:
        ValueError: the units do not fit, which a caller must have checked.

    """
    if ordered <= 0 or done < 0 or asked < 0 or done + asked > ordered:
        msg = f"{asked} units after {done} do not fit into {ordered}"
        raise ValueError(msg)

    def up_to(units: int) -> int:
        return (2 * total * units + ordered) // (2 * ordered)  # half up, integers only

    return Cents(up_to(done + asked) - up_to(done))


def unit_price(total: Cents, units: int) -> Cents:
    """Give the price of one unit, half up: an approximation, since 101 over 2 units has no integer price."""
    return share(total, units, 0, 1)


def cents_from_brl(amount: Decimal) -> Cents:
    """Turn a fiscal amount in reais (``Decimal("129.80")``) into cents.

    Raises:
        ValueError: the amount has a fraction of a cent, is out of all proportion, or is not a finite number.

    """
    try:
        whole = amount.quantize(_ONE_CENT, context=Context(traps=[Inexact, InvalidOperation]))
    except (Inexact, InvalidOperation) as exc:
        msg = f"{amount} is not an amount in whole cents"
        raise ValueError(msg) from exc
    return Cents(int(whole.scaleb(2)))
