"""The observation: an operator's words, or the control string of an in-store return (design.md, section 4)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.observation import Reading, read_observation
from desktop_invoicer.domain.problem import Problem, ProblemCode

INVISIBLE = set("\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff")
TYPES = st.sampled_from([None, *InvoiceType])
EVERY_TYPE = pytest.mark.parametrize("type_", [None, *InvoiceType], ids=["absent", "Output", "Input"])
CONTROL_PIECES = ["inStore", "instore", ":", " ", "{", "}", '"', "'", "\\", "tradeAccount", "x", "\n", "“", "[", "null"]

WRITINGS: list[Callable[[str], str]] = [
    json.dumps,
    lambda text: json.dumps(text)[1:-1],
    html.escape,
    lambda text: text.replace('"', "'"),
    lambda text: text.replace('"', "“"),
    lambda text: text.replace("}", ",}"),
    lambda text: f" {text} ",
    lambda text: text.upper(),
    lambda text: f"{text} obrigada",
    lambda text: text[:-1],
]


def unreadable(observation: str) -> Reading:
    return Reading(
        Operation.RETURN,
        problems=(Problem(ProblemCode.OBSERVATION_UNREADABLE, {"observation": observation.strip()}),),
    )


@pytest.mark.parametrize("type_", [None, InvoiceType.OUTPUT], ids=["absent", "Output"])
@pytest.mark.parametrize("observation", ["", "   ", "Entregar na portaria", "retirada inStore", "0", "{}", "null"])
def test_an_operators_words_ask_for_a_sale(observation: str, type_: InvoiceType | None) -> None:
    assert read_observation(observation, type_) == Reading(Operation.SALE)


@pytest.mark.parametrize("observation", ["", "Troca por tamanho", "Instore pickup was wrong"])
def test_an_input_without_control_string_is_a_return(observation: str) -> None:
    assert read_observation(observation, InvoiceType.INPUT) == Reading(Operation.RETURN)


@pytest.mark.parametrize("observation", ["inStoreX", "inStore_2", "inStores", "inStore1", "notinStore", "inStor"])
def test_a_longer_or_shorter_word_is_no_control_string(observation: str) -> None:
    assert read_observation(observation, None).operation is Operation.SALE


@EVERY_TYPE
@pytest.mark.parametrize(
    "observation",
    ["inStore", " inStore", "inStore\n", "\tinStore  ", "\ufeffinStore", "inStore\u200b", '"inStore"', "'inStore '"],
)
def test_in_store_alone_is_a_cancellation_whatever_the_type(observation: str, type_: InvoiceType | None) -> None:
    reading = read_observation(observation, type_)

    assert reading.operation is Operation.CANCELLATION
    assert reading.trade_account is None
    assert reading.problems == ()


@EVERY_TYPE
@pytest.mark.parametrize(
    "observation",
    [
        'inStore: {"tradeAccount": "lojatesteleblon"}',
        'inStore:{"tradeAccount":"lojatesteleblon"}',
        '  inStore  :  {"tradeAccount" : "lojatesteleblon"}  ',
        'inStore:\n{\n"tradeAccount":\t"lojatesteleblon"\n}\n',
        r"inStore: {\"tradeAccount\": \"lojatesteleblon\"}",
        r'inStore: "{\"tradeAccount\": \"lojatesteleblon\"}"',
        "inStore: {'tradeAccount': 'lojatesteleblon'}",
        "inStore: {“tradeAccount”: “lojatesteleblon”}",
        "inStore: {‘tradeAccount’: ‘lojatesteleblon’}",
        "inStore: {«tradeAccount»: «lojatesteleblon»}",
        'inStore: {"tradeAccount": " lojatesteleblon "}',
        'inStore: {"reason": "size", "tradeAccount": "lojatesteleblon", "more": {"a": [1]}}',
        r'inStore: {"tradeAccount": "loja\u0074esteleblon"}',
        r"inStore: {\\\"tradeAccount\\\": \\\"lojatesteleblon\\\"}",
        r"inStore: {\n  \"tradeAccount\": \"lojatesteleblon\"\n}",
        r'"inStore: {\"tradeAccount\": \"lojatesteleblon\"}"',
        r"inStore: {\'tradeAccount\': \'lojatesteleblon\'}",
        """inStore: '{"tradeAccount": "lojatesteleblon"}'""",
        "inStore: {&quot;tradeAccount&quot;: &quot;lojatesteleblon&quot;}",
        "inStore: {&amp;quot;tradeAccount&amp;quot;: &amp;quot;lojatesteleblon&amp;quot;}",
        "inStore: {&#39;tradeAccount&#39;: &#39;lojatesteleblon&#39;}",
        'inStore: {"tradeAccount": "lojatesteleblon",}',
        r"inStore: {\"tradeAccount\": \"lojatesteleblon\" , }",
        "inStore\uff1a{\uff02tradeAccount\uff02: \uff02lojatesteleblon\uff02}",
        '\ufeffinStore:\u200b{"tradeAccount"\u00a0: "lojateste\u00adleblon"}',
        'inStore :{"TradeAccount": "lojatesteleblon"}',
        'inStore: {" tradeaccount ": "lojatesteleblon"}',
        'inStore: {"tradeAccount": "lojatesteleblon", "TRADEACCOUNT": " lojatesteleblon"}',
    ],
)
def test_a_trade_account_in_any_writing_is_a_return_at_that_store(observation: str, type_: InvoiceType | None) -> None:
    reading = read_observation(observation, type_)

    assert reading.operation is Operation.STORE_RETURN
    assert reading.trade_account == "lojatesteleblon"
    assert reading.problems == ()


@EVERY_TYPE
@pytest.mark.parametrize(
    "observation",
    [
        "inStore:",
        "inStore: ",
        "inStore: {",
        "inStore: {}",
        "inStore: []",
        "inStore: null",
        "inStore: lojatesteleblon",
        'inStore: "lojatesteleblon"',
        'inStore: {"tradeAccount": ""}',
        'inStore: {"tradeAccount": "  "}',
        'inStore: {"tradeAccount": null}',
        'inStore: {"tradeAccount": 7}',
        'inStore: {"tradeAccount": ["lojatesteleblon"]}',
        'inStore: {"tradeAccount": "lojatesteleblon", "tradeAccount": "lojatestegavea"}',
        'inStore: {"tradeAccount": "lojatesteleblon", "tradeaccount": null}',
        'inStore: {"return": {"tradeAccount": "lojatesteleblon"}}',
        "inStore: {tradeAccount: lojatesteleblon}",
        'inStore: {"tradeAccount": "lojatesteleblon"},',
        "\"inStore: {'tradeAccount': 'lojatesteleblon'}",
        "(inStore)",
        "- inStore:",
        "instore.",
        "INSTORE\uff1a",
        "inStore: " + json.dumps(json.dumps(json.dumps(json.dumps(json.dumps({"tradeAccount": "lojatesteleblon"}))))),
        'inStore: [{"tradeAccount": "lojatesteleblon"}]',
        'inStore: {"tradeAccount": "lojatesteleblon"',
        'inStore: {"tradeAccount": "lojatesteleblon"} and more',
        'inStore {"tradeAccount": "lojatesteleblon"}',
        "inStore devolver amanhã",
        "inStore.",
        "inStore:inStore",
        "instore",
        "INSTORE",
        "InStore ",
        'instore: {"tradeAccount": "lojatesteleblon"}',
        "inStore: " + "[" * 100_000,
        "inStore: " + "9" * 10_000,
    ],
    ids=lambda observation: observation[:60],
)
def test_in_store_with_anything_unreadable_is_a_return_for_a_person(
    observation: str,
    type_: InvoiceType | None,
) -> None:
    assert read_observation(observation, type_) == unreadable(observation)


@pytest.mark.parametrize("account", ["\ud800", "loja\x00", "loja\x1b[2J", "\u202eajol", "x" * 101], ids=ascii)
def test_a_store_that_cannot_be_shown_is_for_a_person(account: str) -> None:
    observation = f"inStore: {json.dumps({'tradeAccount': account})}"

    assert read_observation(observation, None) == unreadable(observation)


@pytest.mark.parametrize("observation", ["inStore", 'inStore: {"tradeAccount": "lojatesteleblon"}'])
def test_a_type_that_contradicts_the_control_string_is_told_and_holds_nothing_up(observation: str) -> None:
    reading = read_observation(observation, InvoiceType.OUTPUT)

    assert reading.notices == (Problem(ProblemCode.TYPE_CONTRADICTS, {"type": "Output"}),)
    assert reading.problems == ()


@pytest.mark.parametrize("type_", [None, InvoiceType.INPUT], ids=["absent", "Input"])
def test_a_type_that_agrees_or_is_absent_is_no_news(type_: InvoiceType | None) -> None:
    assert read_observation("inStore", type_).notices == ()


@given(st.text() | st.lists(st.sampled_from(CONTROL_PIECES)).map("".join), TYPES)
def test_no_observation_ever_raises(observation: str, type_: InvoiceType | None) -> None:
    reading = read_observation(observation, type_)

    assert (reading.trade_account is not None) == (reading.operation is Operation.STORE_RETURN)


@given(st.text() | st.lists(st.sampled_from(CONTROL_PIECES)).map("".join), TYPES)
def test_only_the_exact_control_string_becomes_a_cancellation(observation: str, type_: InvoiceType | None) -> None:
    is_cancellation = read_observation(observation, type_).operation is Operation.CANCELLATION

    assert not is_cancellation or re.sub(r"[\W_]", "", observation) == "inStore"
    assert is_cancellation or observation.strip() != "inStore"


@given(st.text(), TYPES)
def test_whatever_follows_in_store_is_never_a_sale(rest: str, type_: InvoiceType | None) -> None:
    assert read_observation(f"inStore:{rest}", type_).operation is not Operation.SALE
    assert read_observation(f"inStore {rest}", type_).operation is not Operation.SALE


@given(
    st.text(min_size=1, max_size=100).filter(
        lambda name: name.strip() and name.strip().isprintable() and not set(name) & INVISIBLE
    ),
    st.dictionaries(st.text().filter(lambda key: key.casefold() != "tradeaccount"), st.integers() | st.text()),
    TYPES,
)
def test_the_trade_account_comes_through_proper_json_unchanged(
    name: str,
    extra: dict[str, object],
    type_: InvoiceType | None,
) -> None:
    content = json.dumps({**extra, "tradeAccount": name})

    assert read_observation(f"inStore: {content}", type_).trade_account == name.strip()


@given(st.text("abcdefghij-0123456789", min_size=1, max_size=20), st.data(), TYPES)
def test_a_store_in_any_writing_is_that_store_or_a_person_is_asked(
    name: str, data: st.DataObject, type_: InvoiceType | None
) -> None:
    """Never another store, never a cancellation, never a sale."""
    written = json.dumps({"tradeAccount": name})
    for change in data.draw(st.lists(st.sampled_from(WRITINGS), max_size=4)):
        written = change(written)

    reading = read_observation(f"inStore: {written}", type_)

    assert reading.operation in {Operation.STORE_RETURN, Operation.RETURN}
    assert (reading.trade_account or name).casefold() == name
