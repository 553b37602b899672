"""What a store decides for itself."""

from __future__ import annotations

from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.policy import Environment, StorePolicy


def test_a_store_issues_real_documents_unless_it_says_otherwise() -> None:
    assert StorePolicy(AccountName("lojatestegavea")).environment is Environment.PRODUCTION


def test_a_store_may_not_know_its_cnpj_and_state_yet() -> None:
    store = StorePolicy(AccountName("lojatestegavea"))

    assert (store.cnpj, store.uf) == ("", "")
