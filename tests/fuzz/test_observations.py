"""Anything that VTEX, an operator or another program may write into an observation."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.observation import read_observation
from tests.fuzz.prompt import prompt

TYPES = st.sampled_from([None, *InvoiceType])
UNSAYABLE = ["\ud800", "loja\x00", "loja\x1b[2J", "\u202eajol"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(UNSAYABLE),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5) | st.just("tradeAccount"), parts),
    max_leaves=6,
)
EXHAUSTING = [
    sign * 100_000 for sign in ("[", '{"a":', "9", "\\", '"', "'", "&amp;", "&", " ", ", }", '\\"', "{'", "“")
]
CONTROL = st.sampled_from(["inStore", "instore", "inStore:", "inStore: ", "INSTORE:", " inStore\n:", "inStores", "in"])
CONTENT = st.text(max_size=60) | JSON.map(json.dumps) | st.text("{}[]\":,'\\“”tradeAccount1", max_size=60)


@prompt
@given(st.text(), TYPES)
def test_an_operators_words_are_read_somehow(text: str, type_: InvoiceType | None) -> None:
    assert read_observation(text, type_).operation in Operation


@prompt
@given(CONTROL, CONTENT, TYPES)
def test_money_goes_back_wherever_a_return_is_meant(control: str, content: str, type_: InvoiceType | None) -> None:
    reading = read_observation(control + content, type_)

    if control.startswith("inStore:") or type_ is InvoiceType.INPUT:
        assert reading.operation is not Operation.SALE
    assert (reading.operation is Operation.STORE_RETURN) == (reading.trade_account is not None)
    assert (reading.trade_account or "").isprintable()


@prompt
@given(CONTENT, TYPES)
def test_only_the_bare_word_cancels(content: str, type_: InvoiceType | None) -> None:
    reading = read_observation(f"inStore{content}", type_)

    assert reading.operation is not Operation.CANCELLATION or not re.sub(r"[\W_]", "", content)
    assert reading.operation is Operation.CANCELLATION or content.strip()


@prompt
@given(st.text(min_size=1, max_size=100).filter(lambda account: account.strip() and account.isprintable()), TYPES)
def test_a_trade_account_is_read_as_it_was_written(account: str, type_: InvoiceType | None) -> None:
    written = json.dumps({"tradeAccount": account})

    assert read_observation(f"inStore:{written}", type_).trade_account == account.strip()


@pytest.mark.parametrize("content", EXHAUSTING, ids=lambda content: content[:6])
def test_a_text_made_to_exhaust_is_a_return_that_a_person_settles(content: str) -> None:
    reading = read_observation(f"inStore:{content}x", None)

    assert reading.operation is Operation.RETURN
    assert reading.problems
    assert read_observation(f"instore{content}x", None).operation in Operation
