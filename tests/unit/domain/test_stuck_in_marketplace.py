"""Why an order that VTEX has invoices of keeps an earlier state in its marketplace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_invoicer.domain.diagnosis import Cause, Likelihood, Repair
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.policy import AccountPolicy, KeyDemand
from desktop_invoicer.domain.problem import Problem, ProblemCode
from tests.builders import BUYER_CNPJ, CNPJ, a_key, an_earlier_invoice, an_order, some_lines
from tests.unit.domain.diagnosing import BRIDGE_PAGE, LONG_AGO, ORDER_PAGE, an_order_elsewhere, invoiced, only, told

KEY = a_key(nnf=41).text
NEVER = AccountPolicy(KeyDemand.NEVER)
WITH_XML = replace(an_earlier_invoice(), has_xml=True)


def without_key(marketplace: str = "Casas Exemplo") -> Order:
    return invoiced(an_order_elsewhere(marketplace), an_earlier_invoice(key=""))


def test_an_order_that_was_invoiced_with_its_key_is_sound() -> None:
    diagnosis = told(invoiced(an_order_elsewhere()))

    assert diagnosis.is_sound
    assert (diagnosis.marketplace, diagnosis.value, diagnosis.invoiced) == ("Casas Exemplo", 9990, 9990)


def test_where_the_key_is_required_an_order_stands_still_without_it() -> None:
    cause = only(told(without_key()))

    assert cause == Cause(
        Problem(
            ProblemCode.KEY_MISSING,
            {"number": "41", "marketplace": "Casas Exemplo", "back_office": "Portal Exemplo", "required": 1},
        ),
        Likelihood.CERTAIN,
        Repair.SEND_KEY,
        ORDER_PAGE,
    )


@pytest.mark.parametrize(("policy", "likelihood"), [
    (AccountPolicy(), Likelihood.LIKELY),
    (NEVER, Likelihood.POSSIBLE),
])  # fmt: skip
def test_of_an_unknown_marketplace_the_settings_say_how_much_the_key_matters(
    policy: AccountPolicy, likelihood: Likelihood
) -> None:
    cause = only(told(without_key("Loja Nova"), policy=policy))

    assert (cause.likelihood, cause.problem.facts["marketplace"]) == (likelihood, "Loja Nova")


def test_the_key_of_a_part_cannot_be_sent_again() -> None:
    """A number that is posted once more could be taken for what is left."""
    order = an_order_elsewhere(lines=some_lines(2), last_change=LONG_AGO.isoformat())

    diagnosis = told(invoiced(order, an_earlier_invoice(key=""), status="handling"))

    assert {cause.problem.code: cause.repair for cause in diagnosis.causes} == {
        ProblemCode.INVOICED_PARTLY: Repair.REQUEST,
        ProblemCode.KEY_MISSING: Repair.ADMIN,
    }


def test_where_vtex_did_not_take_a_key_only_the_back_office_helps() -> None:
    order = invoiced(an_order_elsewhere(), an_earlier_invoice(key=""))
    number = order.invoices[0].number

    assert only(told(order, untaken=frozenset({number}))).repair is Repair.BACK_OFFICE
    assert only(told(order, untaken=frozenset({"another"}))).repair is Repair.SEND_KEY


@pytest.mark.parametrize(("key", "defect"), [
    (KEY[:-1], "length"),
    (f"{KEY[:-1]}{(int(KEY[-1]) + 1) % 10}", "check_digit"),
    (a_key(model="59").text, "cfe"),
])  # fmt: skip
def test_a_key_that_is_none_is_told_with_what_is_wrong(key: str, defect: str) -> None:
    cause = only(told(invoiced(an_order_elsewhere(), an_earlier_invoice(key=key))))

    assert (cause.problem.code, cause.problem.facts["defect"]) == (ProblemCode.KEY_INVALID, defect)
    assert (cause.likelihood, cause.repair) == (Likelihood.CERTAIN, Repair.SEND_KEY)


def test_a_key_that_is_none_is_likely_the_cause_wherever_the_order_was_sold() -> None:
    order = invoiced(an_order_elsewhere("Loja Nova"), an_earlier_invoice(key="1"))

    assert only(told(order, policy=NEVER)).likelihood is Likelihood.LIKELY


def test_the_key_of_another_company_is_told_with_both() -> None:
    foreign = a_key(cnpj=BUYER_CNPJ, nnf=41).text

    cause = only(told(invoiced(an_order_elsewhere(), an_earlier_invoice(key=foreign))))

    assert cause.problem.code is ProblemCode.KEY_NOT_OURS
    assert (cause.problem.facts["document"], cause.problem.facts["store"]) == (BUYER_CNPJ, CNPJ)


def test_the_key_of_another_place_of_the_company_need_not_be_wrong() -> None:
    branch = a_key(cnpj="11222333000262", nnf=41).text

    cause = only(told(invoiced(an_order_elsewhere(), an_earlier_invoice(key=branch))))

    assert (cause.problem.code, cause.likelihood) == (ProblemCode.KEY_NOT_OURS, Likelihood.POSSIBLE)


def test_without_the_stores_own_cnpj_no_key_is_foreign() -> None:
    foreign = a_key(cnpj=BUYER_CNPJ, nnf=41).text

    assert told(invoiced(an_order_elsewhere(), an_earlier_invoice(key=foreign)), cnpj="").is_sound


def test_each_invoice_is_looked_at() -> None:
    order = an_order_elsewhere(lines=2)
    order = invoiced(order, an_earlier_invoice(number="41"), an_earlier_invoice(number="42", key=""))

    assert only(told(order)).problem.facts["number"] == "42"


def test_returns_need_no_key() -> None:
    order = an_order_elsewhere()
    back = an_earlier_invoice(number="90", type_=InvoiceType.INPUT, key="")

    assert told(invoiced(order, an_earlier_invoice(), back)).is_sound


@pytest.mark.parametrize("order", [an_order(), an_order_elsewhere()], ids=["own", "elsewhere"])
def test_a_cancelled_note_leaves_a_sale_without_one(order: Order) -> None:
    cause = only(told(invoiced(order), cancelled=frozenset({KEY})))

    assert cause.problem == Problem(ProblemCode.KEY_CANCELLED, {"number": "41"})
    assert (cause.likelihood, cause.repair) == (Likelihood.CERTAIN, Repair.ADMIN)


@pytest.mark.parametrize(
    ("key", "value"), [(KEY, 1), ("", 9990)], ids=["the note of the sale", "another note of the whole"]
)
def test_a_cancelled_note_whose_sale_was_undone_is_in_order(key: str, value: int) -> None:
    back = an_earlier_invoice(number="90", type_=InvoiceType.INPUT, key=key, value=value)

    assert told(invoiced(an_order(), an_earlier_invoice(), back), cancelled=frozenset({KEY})).is_sound


@pytest.mark.parametrize("embeds", [0, 1])
def test_where_the_xml_is_wanted_an_invoice_without_it_is_told(embeds: int) -> None:
    order = invoiced(an_order_elsewhere("Mercado Ejemplo"))

    cause = only(told(order, policy=AccountPolicy(embeds_xml=bool(embeds))))

    assert cause.problem == Problem(
        ProblemCode.XML_MISSING, {"number": "41", "marketplace": "Mercado Exemplo", "back_office": "", "embeds": embeds}
    )
    assert (cause.likelihood, cause.repair, cause.link) == (Likelihood.LIKELY, Repair.BACK_OFFICE, "")


def test_an_invoice_with_its_xml_is_sound() -> None:
    order = invoiced(an_order_elsewhere("Mercado Exemplo"), WITH_XML)

    assert told(order).is_sound


def test_an_error_on_the_way_to_a_marketplace_stands_in_the_bridge() -> None:
    cause = only(told(invoiced(replace(an_order_elsewhere("Mercado Exemplo"), is_in_error=True), WITH_XML)))

    assert cause == Cause(
        Problem(ProblemCode.BRIDGE_ERROR, {"marketplace": "Mercado Exemplo", "false_alarms": 1}),
        Likelihood.CERTAIN,
        Repair.BRIDGE,
        BRIDGE_PAGE,
    )


def test_an_error_of_an_order_of_no_marketplace_stands_in_the_order() -> None:
    cause = only(told(invoiced(replace(an_order(), is_in_error=True))))

    assert (cause.problem, cause.repair, cause.link) == (
        Problem(ProblemCode.BRIDGE_ERROR),
        Repair.SUPPORT,
        ORDER_PAGE,
    )


def test_an_order_of_the_stores_own_needs_neither_key_nor_xml() -> None:
    assert told(invoiced(an_order(), an_earlier_invoice(key="")), policy=AccountPolicy(KeyDemand.ALWAYS)).is_sound
