"""Why VTEX itself does not show an order as invoiced."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_invoicer.domain.diagnosis import Cause, Likelihood, Repair
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Stage
from tests.builders import NOW, a_job, a_job_at, a_line, an_earlier_invoice, an_invoice, an_order
from tests.unit.domain.diagnosing import LONG_AGO, ORDER_PAGE, invoiced, only, sent, told

OLD = LONG_AGO.isoformat()
IN_PART = replace(an_order(lines=2, last_change=OLD), invoices=(an_earlier_invoice(value=9990),))


def codes(causes: tuple[Cause, ...]) -> list[ProblemCode]:
    return [cause.problem.code for cause in causes]


@pytest.mark.parametrize("status", ["canceled", "cancel", "replaced"])
def test_of_an_order_that_is_gone_nothing_else_is_told(status: str) -> None:
    cause = only(told(an_order(status=status), notifications=["n1"]))

    assert cause == Cause(
        Problem(ProblemCode.ORDER_GONE, {"status": status, "invoiced": 0}),
        Likelihood.CERTAIN,
        Repair.NOTHING,
        ORDER_PAGE,
    )


def test_the_open_job_of_an_order_that_is_gone_is_named() -> None:
    assert only(told(an_order(status="canceled"), [a_job(job_id=7)])).job == 7


@pytest.mark.parametrize("status", ["cancellation-requested", "request-cancel"])
def test_a_cancellation_that_is_not_decided_is_for_whoever_decides_it(status: str) -> None:
    cause = only(told(an_order(status=status)))

    assert (cause.problem.code, cause.problem.facts["stuck"], cause.repair) == (
        ProblemCode.CANCEL_IN_FLIGHT,
        0,
        Repair.ADMIN,
    )


@pytest.mark.parametrize(
    "order",
    [
        replace(an_order(status="request-cancel"), is_in_error=True),
        invoiced(an_order(), status="request-cancel"),
    ],
    ids=["stopped", "invoiced"],
)
def test_an_order_between_cancelled_and_invoiced_is_for_the_support(order: Order) -> None:
    """KI 1400005: no call can put it right."""
    cause = only(told(order))

    assert (cause.problem.facts["stuck"], cause.repair) == (1, Repair.SUPPORT)


def test_while_an_order_is_changed_nothing_else_is_told() -> None:
    cause = only(told(replace(an_order(), is_changing=True)))

    assert (cause.problem.code, cause.repair) == (ProblemCode.CHANGE_IN_FLIGHT, Repair.WAIT)


def test_a_change_of_an_order_that_is_invoiced_keeps_nothing_back() -> None:
    assert told(invoiced(replace(an_order(), is_changing=True))).is_sound


@pytest.mark.parametrize("status", ["payment-pending", "waiting-for-mkt-authorization", "incomplete"])
def test_an_order_that_is_not_released_waits(status: str) -> None:
    cause = only(told(an_order(status=status)))

    assert (cause.problem.code, cause.repair) == (ProblemCode.PAYMENT_PENDING, Repair.WAIT)


def test_an_order_that_was_invoiced_in_part_was_released_before() -> None:
    diagnosis = told(replace(IN_PART, status="payment-pending"))

    assert codes(diagnosis.causes) == [ProblemCode.INVOICED_PARTLY]


def test_nobody_asked_for_an_order_without_request_and_job() -> None:
    cause = only(told(an_order()))

    assert cause == Cause(
        Problem(ProblemCode.NOT_ASKED_FOR, {"order": "v70530116str-01"}),
        Likelihood.CERTAIN,
        Repair.REQUEST,
        ORDER_PAGE,
    )


def test_without_a_look_at_the_requests_it_is_only_likely_that_nobody_asked() -> None:
    assert only(told(an_order(), notifications=None)).likelihood is Likelihood.LIKELY


def test_a_request_that_no_job_has_is_to_be_fetched() -> None:
    cause = only(told(an_order(), notifications=["n1"]))

    assert (cause.problem.code, cause.problem.facts["requests"]) == (ProblemCode.NOT_ASKED_FOR, 1)


def test_a_request_whose_job_was_dismissed_is_not_fetched_again() -> None:
    job = a_job(job_id=7, notification_id="n1", stage=Stage.DISMISSED, operation=Operation.SALE)

    cause = only(told(an_order(), [job], notifications=["n1"]))

    assert cause.problem.facts == {"order": "v70530116str-01", "dismissed": 7}
    assert cause.job == 7


def test_a_return_that_was_dismissed_says_nothing_of_the_sale() -> None:
    job = a_job(stage=Stage.DISMISSED, operation=Operation.RETURN)

    assert "dismissed" not in only(told(an_order(), [job])).problem.facts


def test_a_job_that_waits_tells_its_own_problem() -> None:
    hold = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, {"value": 9990, "document": "NFC-e"}))

    cause = only(told(an_order(), [replace(a_job_at(Stage.LOADED, job_id=7), hold=hold)]))

    assert cause.problem.facts == {"because": "document_due", "value": 9990, "document": "NFC-e"}
    assert (cause.problem.code, cause.repair, cause.job, cause.link) == (
        ProblemCode.JOB_PENDING,
        Repair.JOB,
        7,
        "",
    )


def test_a_job_that_moves_by_itself_is_told_without_a_problem() -> None:
    assert only(told(an_order(), [a_job()])).problem == Problem(ProblemCode.JOB_PENDING)


def test_a_return_that_waits_does_not_keep_a_sale_from_being_invoiced() -> None:
    diagnosis = told(an_order(), [a_job(stage=Stage.LOADED, operation=Operation.RETURN)])

    assert codes(diagnosis.causes) == [ProblemCode.NOT_ASKED_FOR]


@pytest.mark.parametrize("missing", [1, 2])
def test_an_order_that_lacks_cents_is_short(missing: int) -> None:
    order = an_order(lines=2, last_change=OLD)
    order = invoiced(order, an_earlier_invoice(value=order.value - missing, units={0: 1, 1: 1}), status="handling")

    cause = only(told(order))

    assert cause.problem == Problem(
        ProblemCode.INVOICED_SHORT, {"value": 19980, "invoiced": 19980 - missing, "open": missing}
    )
    assert cause.repair is Repair.ADMIN


def test_more_than_the_rounding_of_an_order_is_a_part() -> None:
    cause = only(told(IN_PART))

    assert cause.problem == Problem(
        ProblemCode.INVOICED_PARTLY, {"value": 19980, "invoiced": 9990, "open": 9990, "units": 1}
    )
    assert (cause.repair, cause.job) == (Repair.REQUEST, None)


def test_a_part_that_vtex_shows_as_the_whole_value_is_a_part() -> None:
    part = an_earlier_invoice(value=9990, units={0: 1})

    diagnosis = told(invoiced(an_order(lines=2, value=9990, last_change=OLD), part, status="handling"))

    assert codes(diagnosis.causes) == [ProblemCode.INVOICED_PARTLY]
    assert diagnosis.value == 19980


def test_the_rest_of_an_order_may_wait_here() -> None:
    diagnosis = told(IN_PART, [a_job(job_id=7)])

    assert codes(diagnosis.causes) == [ProblemCode.JOB_PENDING, ProblemCode.INVOICED_PARTLY]
    assert [(cause.repair, cause.job) for cause in diagnosis.causes] == [(Repair.JOB, 7), (Repair.JOB, 7)]


def test_the_rest_of_an_order_may_be_asked_for_and_not_be_here() -> None:
    diagnosis = told(IN_PART, notifications=["n2"])

    assert codes(diagnosis.causes) == [ProblemCode.INVOICED_PARTLY, ProblemCode.NOT_ASKED_FOR]


def test_an_order_whose_freight_was_forgotten_has_no_units_left() -> None:
    order = an_order(lines=[a_line(goods=9990, freight=1850)], last_change=OLD)

    cause = only(told(invoiced(order, an_earlier_invoice(value=9990), status="handling")))

    assert (cause.problem.facts["open"], cause.problem.facts["units"]) == (1850, 0)


def test_returns_do_not_count_as_invoiced() -> None:
    back = an_earlier_invoice(number="90", type_=InvoiceType.INPUT, value=9990)

    assert codes(told(replace(an_order(), invoices=(back,))).causes) == [ProblemCode.NOT_ASKED_FOR]


def test_what_was_just_sent_may_not_show_yet() -> None:
    job = a_job_at(Stage.CLOSED)

    cause = only(told(an_order(last_change=OLD), [sent(job)], [an_invoice()]))

    assert cause.problem == Problem(ProblemCode.NOT_SHOWN_YET, {"number": "42", "value": 9990, "recent": 1})
    assert cause.repair is Repair.WAIT


def test_what_was_sent_long_ago_and_does_not_show_is_for_the_support() -> None:
    cause = only(told(an_order(last_change=OLD), [sent(a_job_at(Stage.CLOSED), LONG_AGO)], [an_invoice()]))

    assert (cause.problem.facts["recent"], cause.repair) == (0, Repair.SUPPORT)


def test_what_is_left_beside_an_invoice_that_does_not_show_is_told_too() -> None:
    diagnosis = told(an_order(lines=2), [sent(a_job_at(Stage.CLOSED)), a_job(job_id=7)], [an_invoice()])

    assert codes(diagnosis.causes) == [ProblemCode.NOT_SHOWN_YET, ProblemCode.JOB_PENDING]


def test_beside_what_does_not_show_yet_nobody_is_told_that_nothing_was_asked_for() -> None:
    diagnosis = told(an_order(lines=2), [sent(a_job_at(Stage.CLOSED))], [an_invoice()])

    assert codes(diagnosis.causes) == [ProblemCode.NOT_SHOWN_YET]


@pytest.mark.parametrize(
    "shown", [an_earlier_invoice(number="42", key=""), an_earlier_invoice(number="0042", key=an_invoice().key)]
)
def test_what_shows_by_its_number_or_its_key_is_there(shown: EarlierInvoice) -> None:
    order = invoiced(an_order(), shown)

    assert told(order, [sent(a_job_at(Stage.CLOSED))], [an_invoice()]).is_sound


def test_a_return_of_this_desk_is_not_looked_for_among_the_sales() -> None:
    back = an_invoice(type_=InvoiceType.INPUT, number="90")

    assert told(invoiced(an_order()), posted=[back]).is_sound


@pytest.mark.parametrize("status", ["invoice", "invoice-after-cancellation-deny"])
@pytest.mark.parametrize(("last_change", "recent", "repair"), [
    (NOW.isoformat(), 1, Repair.WAIT),
    (OLD, 0, Repair.SUPPORT),
    ("2026-11-20T12:30:00.1234567", 0, Repair.SUPPORT),
    ("yesterday", 0, Repair.SUPPORT),
])  # fmt: skip
def test_an_invoice_that_vtex_goes_on_checking_waits_for_its_payment(
    status: str, last_change: str, recent: int, repair: Repair
) -> None:
    """KI 1465086, 1349027: nothing can be sent that would help."""
    cause = only(told(invoiced(an_order(last_change=last_change), status=status)))

    assert cause.problem.code is ProblemCode.SETTLEMENT_PENDING
    assert (cause.problem.facts["verifying"], cause.problem.facts["recent"], cause.repair) == (1, recent, repair)


def test_an_order_that_was_invoiced_in_full_just_now_may_take_a_moment() -> None:
    cause = only(told(invoiced(an_order(last_change=NOW.isoformat()), status="handling")))

    assert (cause.problem.code, cause.repair) == (ProblemCode.NOT_SHOWN_YET, Repair.WAIT)


@pytest.mark.parametrize("status", ["handling", "payment-approved"])
def test_an_order_that_was_invoiced_in_full_and_does_not_move_on_is_for_the_support(status: str) -> None:
    """KI 1372902, 1348894: VTEX has to index its invoice anew."""
    cause = only(told(invoiced(an_order(last_change=OLD), status=status)))

    assert (cause.problem.code, cause.repair) == (ProblemCode.SETTLEMENT_PENDING, Repair.SUPPORT)


def test_what_was_sent_last_counts_more_than_what_changed_last() -> None:
    order = invoiced(an_order(last_change=NOW.isoformat()), status="invoice")

    assert only(told(order, [sent(a_job_at(Stage.CLOSED), LONG_AGO)])).repair is Repair.SUPPORT


def test_a_clock_that_is_wrong_by_hours_makes_nothing_recent() -> None:
    later = (NOW + timedelta(hours=5)).isoformat()

    assert only(told(invoiced(an_order(last_change=later), status="invoice"))).repair is Repair.SUPPORT


def test_of_an_order_without_a_state_the_sum_counts() -> None:
    assert told(invoiced(an_order(), status="")).is_sound


def test_an_order_of_no_value_that_vtex_calls_invoiced_is_sound() -> None:
    assert told(replace(an_order(lines=[a_line(goods=0)]), status="invoiced")).is_sound
