"""Which document is due, and why (design.md, section 4; facts: fiscal, section 13)."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.decision import NFCE_CEILING, Decision, DocumentModel, Missing, Reason, decide
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Buyer, Channel
from tests.builders import BUYER_CNPJ, a_buyer, a_draft, a_draft_line, a_store

COMPANY = a_buyer(name="Empresa Teste LTDA", tax_id=BUYER_CNPJ, is_company=True)
ANONYMOUS = a_buyer(name="", tax_id="")
RETURNS = [operation for operation in Operation if operation is not Operation.SALE]


def a_delivery(operation: Operation = Operation.SALE) -> Draft:
    return a_draft(operation=operation, lines=[a_draft_line(channel=Channel.DELIVERY)])


def test_a_pickup_without_identified_buyer_takes_an_nfce_and_nothing_else() -> None:
    assert decide(a_draft(), ANONYMOUS, a_store()) == Decision(DocumentModel.NFCE, (Reason.PICKUP_ANONYMOUS,))


def test_a_pickup_with_cpf_takes_an_nfce_and_may_take_an_nfe() -> None:
    decision = decide(a_draft(), a_buyer(), a_store())

    assert decision == Decision(DocumentModel.NFCE, (Reason.PICKUP_IDENTIFIED,), alternatives=(DocumentModel.NFE,))


def test_a_company_that_picks_up_takes_an_nfe_and_may_take_an_nfce() -> None:
    decision = decide(a_draft(), COMPANY, a_store())

    assert decision == Decision(DocumentModel.NFE, (Reason.COMPANY_BUYER,), alternatives=(DocumentModel.NFCE,))


def test_a_delivery_takes_an_nfe_and_nothing_else() -> None:
    decision = decide(a_delivery(), a_buyer(uf="RJ"), a_store(uf="RJ"))

    assert decision == Decision(DocumentModel.NFE, (Reason.DELIVERY,))


def test_one_delivered_item_makes_the_whole_order_a_delivery() -> None:
    mixed = a_draft(lines=[a_draft_line(0), a_draft_line(1, channel=Channel.DELIVERY)])

    assert decide(mixed, a_buyer(), a_store()).model is DocumentModel.NFE


def test_a_delivery_to_another_state_says_so_first() -> None:
    decision = decide(a_delivery(), a_buyer(uf="SP"), a_store(uf="RJ"))

    assert decision.reasons == (Reason.OTHER_STATE, Reason.DELIVERY)


@pytest.mark.parametrize(("buyer_uf", "store_uf"), [("", "RJ"), ("SP", ""), ("", "")])
def test_an_unknown_state_is_not_another_one(buyer_uf: str, store_uf: str) -> None:
    assert decide(a_delivery(), a_buyer(uf=buyer_uf), a_store(uf=store_uf)).reasons == (Reason.DELIVERY,)


def test_a_buyer_from_another_state_who_picks_up_stays_in_the_state() -> None:
    assert decide(a_draft(), a_buyer(uf="SP"), a_store(uf="RJ")).model is DocumentModel.NFCE


@pytest.mark.parametrize(
    ("cents", "model"),
    [(NFCE_CEILING, DocumentModel.NFCE), (NFCE_CEILING + 1, DocumentModel.NFE)],
    ids=["at_the_ceiling", "above"],
)
def test_a_sale_above_the_ceiling_takes_an_nfe(cents: int, model: DocumentModel) -> None:
    decision = decide(a_draft(lines=[a_draft_line(goods=cents)]), a_buyer(), a_store())

    assert decision.model is model
    assert (Reason.ABOVE_CEILING in decision.reasons) == (model is DocumentModel.NFE)


@pytest.mark.parametrize("operation", RETURNS)
@pytest.mark.parametrize("buyer", [a_buyer(), COMPANY, ANONYMOUS], ids=["cpf", "cnpj", "nobody"])
def test_every_return_takes_an_nfe_and_nothing_else(operation: Operation, buyer: Buyer) -> None:
    decision = decide(a_draft(operation=operation), buyer, a_store())

    assert decision.model is DocumentModel.NFE
    assert decision.reasons == (Reason.RETURN,)
    assert decision.alternatives == ()


def test_a_return_of_delivered_goods_is_an_nfe_because_it_is_a_return() -> None:
    assert decide(a_delivery(Operation.RETURN), a_buyer(), a_store()).reasons == (Reason.RETURN,)


def test_a_return_from_another_state_says_both() -> None:
    decision = decide(a_delivery(Operation.RETURN), a_buyer(uf="SP"), a_store(uf="RJ"))

    assert decision.reasons == (Reason.RETURN, Reason.OTHER_STATE)


@pytest.mark.parametrize(
    ("buyer", "missing"),
    [
        (a_buyer(), ()),
        (a_buyer(tax_id=""), (Missing.BUYER_TAX_ID,)),
        (a_buyer(name=""), (Missing.BUYER_NAME,)),
        (ANONYMOUS, (Missing.BUYER_TAX_ID, Missing.BUYER_NAME)),
        (
            a_buyer(name="", tax_id="", masked=True),
            (Missing.UNMASKED_DATA, Missing.BUYER_TAX_ID, Missing.BUYER_NAME),
        ),
    ],
    ids=["nothing", "tax_id", "name", "both", "masked"],
)
def test_an_nfe_tells_what_it_misses_of_the_buyer(buyer: Buyer, missing: tuple[Missing, ...]) -> None:
    assert decide(a_delivery(), buyer, a_store()).missing == missing


def test_an_nfce_misses_nothing() -> None:
    assert decide(a_draft(), a_buyer(name="", tax_id="", masked=True), a_store()).missing == ()


def test_models_have_the_names_that_people_write() -> None:
    assert [model.label for model in DocumentModel] == ["NF-e", "NFC-e"]
