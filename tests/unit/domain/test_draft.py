"""The draft of a sale: shares, balance, and everything that keeps it from being invoiced (design.md, section 4)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_invoicer.domain.draft import Claim, Draft, draft_sale
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import NOT_INVOICEABLE, Channel, Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from tests.builders import (
    a_buyer,
    a_claim,
    a_draft,
    a_draft_line,
    a_line,
    a_notification,
    an_earlier_invoice,
    an_order,
    claims_of,
    everything_of,
)
from tests.unit.domain.splits import orders, splits


def codes(draft: Draft) -> list[ProblemCode]:
    return [problem.code for problem in draft.problems]


def notices(draft: Draft) -> list[ProblemCode]:
    return [problem.code for problem in draft.notices]


def sell_all(order: Order, *claims: Claim) -> Draft:
    return draft_sale(order, a_notification(units=everything_of(order)), [*claims_of(order), *claims])


def sell(order: Order, units: dict[int, int], *claims: Claim) -> Draft:
    return draft_sale(order, a_notification(units=units), [*claims_of(order), *claims])


BALANCE_DIFFERS = Problem(ProblemCode.BALANCE_DIFFERS, {"computed": 100, "open": 90})


# A whole order at once


def test_the_whole_order_is_invoiced_at_its_value() -> None:
    order = an_order(lines=2, goods=9990, freight=1990)

    draft = sell_all(order)

    assert draft.operation is Operation.SALE
    assert draft.problems == ()
    assert draft.value == order.value == 9990 * 2 + 1990
    assert draft.freight == 1990
    assert draft.remaining == 0
    assert draft.units == 2


def test_a_line_of_the_draft_tells_what_it_takes_and_what_it_leaves() -> None:
    order = an_order(lines=[a_line(0, sku="77", name="Vestido", quantity=3, goods=250, freight=100)])

    draft = sell(order, {0: 1}, a_claim(units={0: 1}, value=117))

    (line,) = draft.lines
    assert (line.item_index, line.sku, line.name, line.channel) == (0, "77", "Vestido", Channel.PICKUP)
    assert (line.units, line.ordered, line.before, line.remaining) == (1, 3, 1, 1)
    assert (line.goods, line.freight, line.total) == (84, 34, 118)


def test_repeated_skus_are_told_apart_by_their_position() -> None:
    order = an_order(lines=[a_line(0, sku="100", goods=5000), a_line(1, sku="100", goods=1, is_gift=True)])

    assert sell(order, {1: 1}).computed == 1
    assert sell(order, {0: 1}).computed == 5000


# Parts


def test_250_over_three_notifications_is_83_84_83() -> None:
    order = an_order(lines=[a_line(0, quantity=3, goods=250)])
    claims: list[Claim] = []

    for _ in range(3):
        claims.append(sell(order, {0: 1}, *claims).claim)

    assert [claim.value for claim in claims] == [83, 84, 83]


def test_freight_goes_with_its_units() -> None:
    order = an_order(lines=[a_line(0, quantity=4, goods=4000, freight=1000)])

    assert sell(order, {0: 3}).freight == 750


def test_units_taken_out_by_a_change_are_neither_asked_nor_waited_for() -> None:
    order = an_order(lines=[a_line(0, quantity=3, goods=300, removed=1)])

    draft = sell(order, {0: 2})

    assert draft.balance == draft.computed == order.value == 200
    assert draft.notices == ()


def test_the_part_that_completes_the_order_takes_what_is_open() -> None:
    order = an_order(lines=2, goods=1000, value=2001, invoices=[an_earlier_invoice(value=1000, units={0: 1})])

    draft = sell(order, {1: 1})

    assert draft.computed == 1000
    assert draft.balance == draft.value == 1001
    assert draft.problems == ()


def test_a_part_that_does_not_complete_the_order_is_its_computed_sum() -> None:
    draft = sell(an_order(lines=2, goods=1000, value=2001), {0: 1})

    assert draft.balance is None
    assert draft.value == 1000
    assert draft.remaining == 1001


def test_units_promised_to_a_job_ahead_are_not_promised_twice() -> None:
    order = an_order(lines=[a_line(0, quantity=2, goods=200)])
    ahead = sell(order, {0: 2})

    draft = sell(order, {0: 1}, ahead.claim)

    assert codes(draft) == [ProblemCode.LINE_EXCEEDED]
    assert draft.problems[0].facts == {"name": "Camiseta 0", "asked": 1, "left": 0}
    assert draft.lines == ()


def test_two_jobs_that_share_an_order_complete_it_together() -> None:
    order = an_order(lines=2, goods=1000, value=2001)
    ahead = sell(order, {0: 1})

    behind = sell(order, {1: 1}, ahead.claim)

    assert ahead.value + behind.value == order.value


def test_returns_do_not_give_back_room_for_sales() -> None:
    """Once Outputs and Inputs were summed: what was invoiced and returned could be invoiced again (KI 930491)."""
    order = an_order(lines=2, goods=1000, invoices=[an_earlier_invoice(value=1000, units={0: 1})])
    returned = a_claim(type_=InvoiceType.INPUT, value=1000, units={0: 1})

    assert sell(order, {1: 1}, returned).value == 1000
    assert codes(sell(order, {0: 1}, returned)) == [ProblemCode.LINE_EXCEEDED]


def lowered(order: Order) -> Order:
    """Give the order with the value that VTEX may show after a part: what was invoiced so far."""
    return replace(order, value=order.invoiced(InvoiceType.OUTPUT))


def test_a_value_that_vtex_lowers_to_what_was_invoiced_leaves_the_rest_to_invoice() -> None:
    order = lowered(an_order(lines=2, goods=1000, invoices=[an_earlier_invoice(value=1000, units={0: 1})]))

    assert (sell(order, {1: 1}).problems, sell(order, {1: 1}).value) == ((), 1000)
    assert codes(sell(order, {0: 1})) == [ProblemCode.LINE_EXCEEDED]


def test_returns_do_not_give_back_room_for_sales_of_a_value_that_was_lowered() -> None:
    """As before KI 930491 was mended, by another way."""
    order = lowered(an_order(lines=2, goods=1000, invoices=[an_earlier_invoice(value=1000, units={0: 1})]))
    returned = a_claim(type_=InvoiceType.INPUT, value=1000, units={0: 1})

    assert sell(order, {1: 1}, returned).value == 1000
    assert codes(sell(order, {0: 1}, returned)) == [ProblemCode.LINE_EXCEEDED]


@pytest.mark.parametrize(
    ("status", "invoiced", "units"),
    [("invoiced", 1000, {0: 1}), ("handling", 1500, {0: 1}), ("handling", 1500, {}), ("handling", 2000, {0: 1})],
)
def test_lines_worth_more_than_what_was_invoiced_do_not_open_an_order_again(
    status: str, invoiced: int, units: dict[int, int]
) -> None:
    """The rest is open only where the invoices cost what their units do; else a discount is not in the lines."""
    earlier = an_earlier_invoice(value=invoiced, units=units)
    order = lowered(an_order(status=status, lines=2, goods=1000, invoices=[earlier]))

    assert codes(sell(order, {1: 1})) == [ProblemCode.ALREADY_INVOICED]


def test_units_that_vtex_shows_on_the_wrong_line_of_a_sku_still_count() -> None:
    lines = [a_line(0, sku="100", goods=1000), a_line(1, sku="100", goods=900), a_line(2, sku="200", goods=500)]
    order = an_order(lines=lines, invoices=[an_earlier_invoice(value=1900, units={0: 2})])

    draft = sell(order, {2: 1})

    assert draft.balance == 500
    assert codes(sell(order, {1: 1})) == [ProblemCode.LINE_EXCEEDED]


# Balance against sum


@pytest.mark.parametrize("difference", [-2, -1, 0, 1, 2])
def test_a_cent_a_line_is_rounding(difference: int) -> None:
    order = an_order(lines=2, goods=1000, value=2000 + difference)

    draft = sell_all(order)

    assert draft.problems == ()
    assert draft.value == order.value
    assert draft.acceptable_values == {order.value}


@pytest.mark.parametrize("difference", [-3, 3])
def test_more_than_a_cent_a_line_is_for_a_person_with_both_figures(difference: int) -> None:
    draft = sell_all(an_order(lines=2, goods=1000, value=2000 + difference))

    assert draft.problems == (Problem(ProblemCode.BALANCE_DIFFERS, {"computed": 2000, "open": 2000 + difference}),)
    assert draft.is_sound


def test_vtex_own_rounding_error_widens_the_tolerance() -> None:
    assert sell_all(an_order(lines=2, goods=1000, value=2007, rounding_error=-7)).problems == ()


def test_where_the_order_is_worth_more_than_its_lines_a_document_may_have_either_value() -> None:
    assert sell_all(an_order(goods=1000, value=1500)).acceptable_values == {1000, 1500}


def test_a_document_never_exceeds_what_is_open() -> None:
    assert sell_all(an_order(goods=1000, value=500)).acceptable_values == {500}


def test_a_document_worth_nothing_never_serves_a_sale() -> None:
    assert sell_all(an_order(lines=[a_line(0, goods=0)], value=500)).acceptable_values == {500}


def test_without_a_balance_only_the_computed_value_is_acceptable() -> None:
    assert a_draft(computed=100).acceptable_values == {100}


def test_a_part_whose_sum_exceeds_the_open_money_is_refused() -> None:
    order = an_order(lines=2, goods=1000, value=900)

    draft = sell(order, {0: 1})

    assert codes(draft) == [ProblemCode.VALUE_EXCEEDED]
    assert draft.problems[0].facts == {"computed": 1000, "open": 900}
    assert not draft.is_sound


def test_a_part_of_gifts_alone_is_worth_nothing_and_is_told() -> None:
    order = an_order(lines=[a_line(0, goods=1000), a_line(1, goods=0, is_gift=True)])

    assert codes(sell(order, {1: 1})) == [ProblemCode.VALUE_ZERO]


def test_gifts_that_complete_an_order_with_nothing_open_are_told() -> None:
    order = an_order(lines=[a_line(0, goods=1000), a_line(1, goods=0, is_gift=True)])

    draft = sell(order, {1: 1}, a_claim(value=1000, units={0: 1}))

    assert draft.balance == 0
    assert codes(draft) == [ProblemCode.VALUE_ZERO]


# What VTEX asks


@pytest.mark.parametrize("units", [{}, {0: 0}])
def test_a_notification_that_asks_for_nothing_is_told(units: dict[int, int]) -> None:
    assert codes(sell(an_order(), units)) == [ProblemCode.NOTHING_ASKED]


def test_a_negative_quantity_is_refused() -> None:
    draft = sell(an_order(lines=2), {0: 1, 1: -1})

    assert codes(draft) == [ProblemCode.LINE_EXCEEDED]
    assert [line.item_index for line in draft.lines] == [0]


def test_a_row_of_zero_units_beside_others_is_ignored() -> None:
    draft = sell(an_order(lines=2), {0: 1, 1: 0})

    assert draft.problems == ()
    assert draft.balance is None


@pytest.mark.parametrize("index", [2, -1, 99])
def test_a_line_that_the_order_does_not_have_is_told(index: int) -> None:
    draft = sell(an_order(lines=2), {0: 1, index: 1})

    assert draft.problems == (Problem(ProblemCode.UNKNOWN_LINE, {"item_index": index, "lines": 2}),)


def test_more_units_than_are_left_are_refused_with_both_figures() -> None:
    order = an_order(lines=[a_line(0, quantity=3, goods=300)], invoices=[an_earlier_invoice(value=100, units={0: 1})])

    draft = sell(order, {0: 3})

    assert draft.problems == (Problem(ProblemCode.LINE_EXCEEDED, {"name": "Camiseta 0", "asked": 3, "left": 2}),)


def test_a_line_invoiced_beyond_its_units_has_none_left() -> None:
    order = an_order(lines=2, invoices=[an_earlier_invoice(value=100, units={0: 5})])

    assert sell(order, {0: 1}).problems[0].facts["left"] == 0


def test_a_line_taken_out_by_a_change_is_not_invoiced() -> None:
    order = an_order(lines=[a_line(0), a_line(1, removed=1)])

    assert codes(sell(order, {1: 1})) == [ProblemCode.LINE_EXCEEDED]


def test_claims_of_lines_that_the_order_no_longer_has_still_count_as_money() -> None:
    order = an_order(lines=1, goods=1000, value=1500)

    draft = sell(order, {0: 1}, a_claim(value=500, units={7: 1}))

    assert draft.balance == 1000
    assert draft.problems == ()


def test_negative_units_in_a_claim_make_no_room() -> None:
    order = an_order(lines=[a_line(0, quantity=2, goods=200)])

    assert codes(sell(order, {0: 3}, a_claim(value=0, units={0: -1}))) == [ProblemCode.LINE_EXCEEDED]


# The order itself


@pytest.mark.parametrize("status", sorted(NOT_INVOICEABLE))
def test_of_an_order_that_may_not_be_invoiced_only_that_is_told(status: str) -> None:
    draft = sell(an_order(status=status), {0: 9, 7: 1})

    assert draft.problems == (Problem(ProblemCode.ORDER_NOT_INVOICEABLE, {"status": status}),)


@pytest.mark.parametrize("status", ["handling", "ready-for-handling", "", "payment-approved", "something-new"])
def test_other_states_are_left_to_vtex(status: str) -> None:
    assert sell_all(an_order(status=status)).problems == ()


def test_of_an_order_that_is_invoiced_already_only_that_is_told_with_its_invoices() -> None:
    earlier = [an_earlier_invoice(number="41", value=5000), an_earlier_invoice(number="42", value=4990, units={})]
    back = an_earlier_invoice(number="43", type_=InvoiceType.INPUT, value=100)
    order = an_order(goods=9990, invoices=[*earlier, back])

    draft = sell_all(order)

    assert codes(draft) == [ProblemCode.ALREADY_INVOICED]
    assert draft.problems[0].facts == {"invoices": "41, 42", "invoiced": 9990, "value": 9990}


def test_an_order_that_vtex_calls_invoiced_is_not_invoiced_again() -> None:
    assert codes(sell_all(an_order(status="invoiced"))) == [ProblemCode.ALREADY_INVOICED]


def test_money_promised_to_a_job_ahead_does_not_make_an_order_invoiced() -> None:
    order = an_order(lines=2, goods=1000, invoices=[an_earlier_invoice(value=1000, units={0: 1})])

    draft = sell(order, {1: 1}, a_claim(value=1000, units={1: 1}))

    assert codes(draft) == [ProblemCode.LINE_EXCEEDED]


def test_a_return_alone_does_not_make_an_order_invoiced() -> None:
    order = an_order(invoices=[an_earlier_invoice(type_=InvoiceType.INPUT, value=100, units={})])

    assert sell_all(order).problems == ()


# Notices


def test_items_added_after_closing_are_shown() -> None:
    draft = draft_sale(an_order(), a_notification(changed_items=["7", "8"]), [])

    assert draft.notices == (Problem(ProblemCode.CHANGED_ITEMS, {"skus": "7, 8"}),)
    assert draft.problems == ()


def test_hidden_personal_data_are_shown() -> None:
    assert notices(sell_all(an_order(buyer=a_buyer(masked=True)))) == [ProblemCode.PERSONAL_DATA_MASKED]


def test_an_order_whose_lines_miss_its_value_is_shown_before_its_first_invoice() -> None:
    order = an_order(lines=2, goods=1000, value=2500)

    assert sell(order, {0: 1}).notices == (Problem(ProblemCode.TOTALS_DIFFER, {"lines": 2000, "value": 2500}),)


def test_lines_that_miss_the_value_by_their_rounding_are_not_worth_a_word() -> None:
    assert sell_all(an_order(lines=2, goods=1000, value=2002)).notices == ()


def test_later_parts_do_not_repeat_that_the_lines_miss_the_value() -> None:
    order = an_order(lines=2, goods=1000, value=2500, invoices=[an_earlier_invoice(value=1000)])

    assert sell(order, {1: 1}).notices == ()


def test_notices_of_the_order_itself_are_passed_on() -> None:
    notice = Problem(ProblemCode.FREIGHT_WITHOUT_LINE, {"freight": 500})

    assert sell_all(an_order(notices=[notice])).notices == (notice,)


# The draft as a value


def test_one_delivered_item_makes_it_a_delivery() -> None:
    pickup, delivery = a_draft_line(0), a_draft_line(1, channel=Channel.DELIVERY)

    assert a_draft(lines=[pickup, delivery]).channel is Channel.DELIVERY
    assert a_draft(lines=[pickup]).channel is Channel.PICKUP
    assert a_draft(lines=[]).channel is Channel.PICKUP


def test_only_the_choice_between_sum_and_balance_leaves_a_draft_sound() -> None:
    exceeded = Problem(ProblemCode.LINE_EXCEEDED)

    assert a_draft().is_sound
    assert a_draft(problems=[BALANCE_DIFFERS]).is_sound
    assert not a_draft(problems=[BALANCE_DIFFERS, exceeded]).is_sound


def test_a_draft_claims_its_value_and_its_units_in_its_own_direction() -> None:
    draft = a_draft(operation=Operation.RETURN, lines=[a_draft_line(3, units=2, goods=100)], balance=90)

    assert draft.claim == Claim(InvoiceType.INPUT, Cents(90), {3: 2})


@pytest.mark.parametrize(("value", "accepts"), [(100, True), (101, False), (99, False)])
def test_a_draft_that_completes_its_order_accepts_only_its_balance(value: int, accepts: object) -> None:
    assert a_draft(computed=101, balance=100).still_accepts(Cents(value)) is accepts


@pytest.mark.parametrize(("value", "accepts"), [(97, False), (98, True), (100, True), (102, True), (103, False)])
def test_a_part_accepts_what_shares_may_move_by(value: int, accepts: object) -> None:
    assert a_draft(computed=100, remaining=50).still_accepts(Cents(value)) is accepts


def test_every_line_of_a_part_may_move_the_value_by_a_cent_of_goods_and_one_of_freight() -> None:
    draft = a_draft(lines=[a_draft_line(0, goods=50), a_draft_line(1, goods=50)], remaining=50)

    assert draft.still_accepts(Cents(104))
    assert not draft.still_accepts(Cents(105))


def test_a_part_never_accepts_more_than_is_open() -> None:
    assert not a_draft(computed=100, remaining=0).still_accepts(Cents(101))
    assert a_draft(computed=100, remaining=1).still_accepts(Cents(101))


# Whatever the split


@given(st.data())
def test_any_sequence_of_parts_closes_the_order_to_the_cent(data: st.DataObject) -> None:
    order = data.draw(orders().filter(everything_of))
    claims: list[Claim] = []

    drafts = []
    for units in data.draw(splits(order)):
        drafts.append(sell(order, units, *claims))
        claims.append(drafts[-1].claim)

    assert [draft.problems for draft in drafts] == [()] * len(drafts)
    assert sum(draft.value for draft in drafts) == order.value
    assert drafts[-1].remaining == 0
    assert drafts[-1].balance == drafts[-1].computed
    assert all(draft.balance is None for draft in drafts[:-1])


@given(st.data())
def test_parts_close_the_order_to_the_cent_though_vtex_lowers_its_value_after_each(data: st.DataObject) -> None:
    whole = order = data.draw(orders().filter(everything_of))
    parts = data.draw(splits(whole))

    for number, units in enumerate(parts, start=1):
        draft = sell(order, units)
        assert draft.problems == ()
        sold = an_earlier_invoice(number=str(number), value=draft.value, units=draft.claim.units)
        order = lowered(order.with_own([*order.invoices, sold]))
        assume(number == len(parts) or whole.value - order.value > order.tolerance)

    assert order.value == whole.value
    assert codes(sell_all(order)) == [ProblemCode.ALREADY_INVOICED]


@given(st.data())
def test_rounding_of_the_order_is_taken_up_by_the_last_part(data: st.DataObject) -> None:
    order = data.draw(orders(free=True, off=9).filter(everything_of))
    claims: list[Claim] = []

    for units in data.draw(splits(order)):
        draft = sell(order, units, *claims)
        if draft.is_sound:
            claims.append(draft.claim)

    taken = sum(claim.value for claim in claims)
    everything_sold = sum(units for claim in claims for units in claim.units.values()) == sum(
        everything_of(order).values()
    )
    assert taken == order.value if everything_sold else taken <= order.value


@given(st.data())
def test_the_order_of_the_parts_does_not_matter_to_their_sum(data: st.DataObject) -> None:
    order = data.draw(orders().filter(everything_of))
    parts = data.draw(splits(order))
    sums = []

    for sequence in (parts, parts[::-1]):
        claims: list[Claim] = []
        for units in sequence:
            claims.append(sell(order, units, *claims).claim)
        sums.append(sum(claim.value for claim in claims))

    assert sums[0] == sums[1] == order.value


GREEDY = st.lists(st.dictionaries(st.integers(-1, 5), st.integers(-1, 7), max_size=4), max_size=8)


@given(orders(free=True, off=50), GREEDY)
def test_whatever_is_asked_never_more_than_ordered_is_invoiced(order: Order, wishes: list[dict[int, int]]) -> None:
    claims: list[Claim] = []

    for units in wishes:
        draft = sell(order, units, *claims)
        if draft.is_sound:
            claims.append(draft.claim)

    for line in order.lines:
        assert sum(claim.units.get(line.index, 0) for claim in claims) <= line.invoiceable
    assert sum(claim.value for claim in claims) <= order.value
    assert all(claim.value > 0 for claim in claims)


@given(st.data())
def test_units_shown_on_the_wrong_line_of_a_sku_never_lead_to_too_much(data: st.DataObject) -> None:
    order = data.draw(orders(free=True))
    lines = {line.index: line for line in order.lines}
    wishes = data.draw(GREEDY)
    shown: list[Claim] = []

    for units in wishes:
        draft = sell(order, units, *shown)
        if draft.is_sound:
            guess: dict[int, int] = {}
            for index, count in draft.claim.units.items():
                sister = data.draw(
                    st.sampled_from([line.index for line in order.lines if line.sku == lines[index].sku])
                )
                guess[sister] = guess.get(sister, 0) + count
            shown.append(Claim(InvoiceType.OUTPUT, draft.value, guess))

    for sku in {line.sku for line in order.lines}:
        sisters = [line for line in order.lines if line.sku == sku]
        invoiced = sum(claim.units.get(line.index, 0) for claim in shown for line in sisters)
        assert invoiced <= sum(line.invoiceable for line in sisters)
    assert sum(claim.value for claim in shown) <= order.value


@given(orders(free=True, off=50), GREEDY, GREEDY)
def test_no_notification_and_no_claims_ever_raise(
    order: Order,
    wishes: list[dict[int, int]],
    taken: list[dict[int, int]],
) -> None:
    claims = [a_claim(value=sum(units.values()), units=units) for units in taken]

    for units in wishes:
        draft = sell(order, units, *claims)

        assert all(0 < line.units <= line.ordered - line.before for line in draft.lines)
        assert draft.computed == sum(line.total for line in draft.lines)
