"""What a store decides for itself."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.policy import Environment, ReturnPolicy, StorePolicy, is_same_person


def test_a_store_issues_real_documents_unless_it_says_otherwise() -> None:
    assert StorePolicy(AccountName("lojatestegavea")).environment is Environment.PRODUCTION


def test_a_store_may_not_know_its_cnpj_and_state_yet() -> None:
    store = StorePolicy(AccountName("lojatestegavea"))

    assert (store.cnpj, store.uf) == ("", "")


@pytest.mark.parametrize(("value", "needs"), [(9989, False), (9990, False), (9991, True)])
def test_only_above_the_amount_of_the_store_a_second_person_is_needed(value: int, *, needs: bool) -> None:
    assert ReturnPolicy(approval_above=Cents(9990)).needs_approval(Cents(value)) is needs


def test_without_an_amount_no_second_person_is_needed() -> None:
    assert not ReturnPolicy().needs_approval(Cents(10**9))


@pytest.mark.parametrize(("name", "may"), [("Bia", True), (" bia ", True), ("Ana", False), ("", False), (" ", False)])
def test_a_manager_is_one_of_those_named_however_written(name: str, *, may: bool) -> None:
    assert ReturnPolicy(managers=("Bia", "Caio")).is_manager(name) is may


@pytest.mark.parametrize("name", ["José  da Silva", "jose da silva", " JOSE\u0301 DA\u00a0SILVA "])
def test_a_name_is_one_person_however_it_is_typed(name: str) -> None:
    assert is_same_person(name, "José da Silva")
    assert not is_same_person(name, "José da Costa")


@pytest.mark.parametrize(("name", "may"), [("Ana", True), (" ", False)])
def test_where_nobody_is_named_anybody_with_a_name_is_a_manager(name: str, *, may: bool) -> None:
    assert ReturnPolicy().is_manager(name) is may
