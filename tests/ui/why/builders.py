"""Answers about orders, sound and not."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.cause import Cause, Likelihood, Repair
from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.key_repair import KeyOffer
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId
from tests.builders import ACCOUNT, a_key

ORDER = "v70530116str-01"
PAGE = "https://lojatestegavea.example/orders/v70530116str-01"
OF_SHOP: dict[str, str | int] = {"number": "42", "marketplace": "Cnova", "back_office": "", "required": 1}


def a_cause(  # noqa: PLR0913 (keywords of a builder)
    code: ProblemCode,
    repair: Repair,
    facts: Mapping[str, str | int] | None = None,
    *,
    likelihood: Likelihood = Likelihood.CERTAIN,
    link: str = "",
    job: int | None = None,
) -> Cause:
    """Make a cause."""
    return Cause(Problem(code, facts or {}), likelihood, repair, link, None if job is None else JobId(job))


def a_lost_key() -> Cause:
    """Make the cause of an invoice without its key."""
    return a_cause(ProblemCode.KEY_MISSING, Repair.SEND_KEY, OF_SHOP, link=PAGE)


def a_diagnosis(*causes: Cause, order: str = ORDER, marketplace: str = "", status: str = "invoiced") -> Diagnosis:
    """Make an answer; without causes nothing is wrong."""
    return Diagnosis(ACCOUNT, OrderId(order), status, marketplace, Cents(12990), Cents(12990), causes)


def an_offer(key: str | None = None, number: str = "42") -> KeyOffer:
    """Make an offer to send a key; the desk knows it, unless told otherwise."""
    return KeyOffer(ACCOUNT, OrderId(ORDER), number, Cents(12990), "", a_key().text if key is None else key)
