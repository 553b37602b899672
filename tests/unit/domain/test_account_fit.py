"""What an account, or the marketplace that sold, has to get with an invoice."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.fit import account_notices, check_account
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.policy import AccountPolicy, KeyDemand
from desktop_invoicer.domain.problem import Problem, ProblemCode
from tests.builders import a_document, a_key, a_store, an_order

MARKETPLACE, OWN = an_order(marketplace="Mercado Exemplo"), an_order()
ALWAYS, NEVER = AccountPolicy(KeyDemand.ALWAYS), AccountPolicy(KeyDemand.NEVER)
USUAL, EMBEDDING = AccountPolicy(), AccountPolicy(KeyDemand.NEVER, embeds_xml=True)
KEY_NEEDED = Problem(ProblemCode.ACCESS_KEY_NEEDED, {"marketplace": "Mercado Exemplo"})
XML_NEEDED = Problem(ProblemCode.XML_NEEDED)
CF_E = a_key(model="59")
BAD_KEYS = [CF_E, a_key(cnpj="12ABC34501DE35"), AccessKey("1" * 44), AccessKey("")]
IDS = ["cf_e", "other_store", "check_digit", "no_key"]


@pytest.mark.parametrize("key", BAD_KEYS, ids=IDS)
def test_a_marketplace_takes_only_a_valid_key_of_this_store(key: AccessKey) -> None:
    found = tuple(check_account(a_document(key=key), MARKETPLACE, USUAL, a_store(), has_xml=True))

    assert found == (Check(CheckName.KEY, Verdict.BLOCKING, KEY_NEEDED, found=key.text),)


@pytest.mark.parametrize(("account", "order"), [(USUAL, OWN), (NEVER, OWN), (NEVER, MARKETPLACE)])
def test_an_order_that_needs_no_key_takes_any(account: AccountPolicy, order: Order) -> None:
    assert not tuple(check_account(a_document(key=CF_E), order, account, a_store(), has_xml=False))


def test_an_account_may_demand_a_key_for_every_order() -> None:
    (found,) = check_account(a_document(key=CF_E), OWN, ALWAYS, a_store(), has_xml=True)

    assert found.problem == Problem(ProblemCode.ACCESS_KEY_NEEDED, {"marketplace": ""})


@pytest.mark.parametrize("model", ["55", "65"])
@pytest.mark.parametrize("cnpj", [None, ""], ids=["own_store", "store_not_set_up"])
def test_a_good_key_satisfies_a_marketplace(model: str, cnpj: str | None) -> None:
    store = a_store() if cnpj is None else a_store(cnpj=cnpj)

    assert not tuple(check_account(a_document(model=model), MARKETPLACE, USUAL, store, has_xml=False))


@pytest.mark.parametrize(
    ("has_xml", "check"),
    [(True, Check(CheckName.XML, Verdict.OK)), (False, Check(CheckName.XML, Verdict.BLOCKING, XML_NEEDED))],
)
def test_an_account_that_sends_the_xml_along_needs_it(has_xml: bool, check: Check) -> None:  # noqa: FBT001 (a case)
    assert tuple(check_account(a_document(), OWN, EMBEDDING, a_store(), has_xml=has_xml)) == (check,)


@pytest.mark.parametrize(
    ("account", "order", "told"),
    [
        (USUAL, MARKETPLACE, [KEY_NEEDED]),
        (ALWAYS, MARKETPLACE, [KEY_NEEDED]),
        (NEVER, MARKETPLACE, []),
        (USUAL, OWN, []),
        (ALWAYS, OWN, []),
        (EMBEDDING, OWN, [XML_NEEDED]),
        (AccountPolicy(embeds_xml=True), MARKETPLACE, [KEY_NEEDED, XML_NEEDED]),
    ],
)
def test_what_an_order_needs_out_of_the_ordinary_is_told_early(
    account: AccountPolicy, order: Order, told: list[Problem]
) -> None:
    assert list(account_notices(order, account)) == told
