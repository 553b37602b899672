"""A diagnosis as a whole."""

from __future__ import annotations

from dataclasses import replace

from desktop_invoicer.domain.diagnosis import Likelihood, Repair
from desktop_invoicer.domain.problem import Problem, ProblemCode
from tests.builders import ACCOUNT, ORDER_ID, an_earlier_invoice, an_order
from tests.unit.domain.diagnosing import an_order_elsewhere, invoiced, only, told


def test_an_order_that_is_invoiced_is_sound() -> None:
    diagnosis = told(invoiced(an_order()))

    assert (diagnosis.is_sound, diagnosis.status, diagnosis.marketplace) == (True, "invoiced", "")
    assert (diagnosis.account, diagnosis.order_id) == (ACCOUNT, ORDER_ID)


def test_the_surest_cause_stands_first() -> None:
    order = replace(an_order_elsewhere("Mercado Exemplo"), is_in_error=True)

    diagnosis = told(invoiced(order, an_earlier_invoice(key="")))

    assert [(cause.problem.code, cause.likelihood) for cause in diagnosis.causes] == [
        (ProblemCode.BRIDGE_ERROR, Likelihood.CERTAIN),
        (ProblemCode.KEY_MISSING, Likelihood.LIKELY),
        (ProblemCode.XML_MISSING, Likelihood.LIKELY),
    ]


def test_an_order_that_could_not_be_read_is_not_sound() -> None:
    failure = Problem(ProblemCode.CREDENTIALS, {"account": ACCOUNT})

    assert only(told(None, failure=failure)).problem == failure
    assert (only(told(None)).problem.code, only(told(None)).repair) == (ProblemCode.WAITING_FOR_VTEX, Repair.WAIT)
