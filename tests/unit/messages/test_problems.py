"""Problems as people read them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.language import Language
from desktop_invoicer.messages import Message, Owner, activate, explain, money
from desktop_invoicer.messages.problem_texts import TEXTS
from desktop_invoicer.messages.variants import VARIANTS, Variant
from tests.unit.messages.examples import PROBLEMS

LANGUAGES = list(Language)
FACT_NAMES = sorted({name for problem in PROBLEMS for name in problem.facts})
HOSTILE = st.dictionaries(
    st.sampled_from(FACT_NAMES),
    st.one_of(st.text(), st.integers(), st.sampled_from(["{0}", "{value:money}", "{", "%s", "\x1b[31m", "9" * 9999])),
)


def told(message: Message) -> str:
    return f"{message.sentence} {message.next_action}"


def test_every_problem_and_every_variant_has_its_text() -> None:
    assert set(TEXTS) == set(ProblemCode)
    assert set(VARIANTS) == set(Variant)


def test_every_problem_has_an_example() -> None:
    assert {problem.code for problem in PROBLEMS} == set(ProblemCode)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_a_problem_has_a_sentence_with_its_figures_and_a_next_action(problem: Problem, language: Language) -> None:
    activate(language)

    message = explain(problem, job=12)

    assert message.sentence
    assert message.step
    assert not re.search(r"[{}]|\?(?!\S)", told(message).replace("inStore: {tradeAccount", ""))


@settings(max_examples=400)
@given(code=st.sampled_from(ProblemCode), facts=HOSTILE, language=st.sampled_from(LANGUAGES))
def test_missing_or_hostile_facts_never_fail(
    code: ProblemCode, facts: dict[str, str | int], language: Language
) -> None:
    activate(language)

    message = explain(Problem(code, facts), job="$(reboot)")

    for text in (message.sentence, message.step, message.command, message.detail):
        assert text.isprintable()
        assert len(text) < 1200
    assert "reboot" not in message.command


def test_a_figure_that_nobody_told_is_a_question_mark() -> None:
    message = explain(Problem(ProblemCode.DOCUMENT_DUE))

    assert message.sentence == "Falta a ? de R$ ?."


def test_the_difference_between_document_and_invoice_is_said() -> None:
    message = explain(Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": 12980, "value": 12880}))

    assert "R$ 129,80" in message.sentence
    assert "R$ 128,80" in message.sentence
    assert "R$ 1,00" in message.sentence


def test_sum_and_balance_are_both_in_view() -> None:
    message = explain(Problem(ProblemCode.BALANCE_DIFFERS, {"computed": 12480, "open": 12980}))

    assert "R$ 124,80" in message.sentence
    assert "R$ 129,80" in message.sentence
    assert message.owner is Owner.MANAGER


@pytest.mark.parametrize("computed", [12980, 0])
def test_only_the_balance_is_offered_where_the_sum_cannot_be(computed: int) -> None:
    message = explain(Problem(ProblemCode.BALANCE_DIFFERS, {"computed": computed, "open": 12480}))

    assert "R$ 124,80" in message.step
    assert money(computed) not in message.step


def test_lines_are_counted_from_one() -> None:
    message = explain(Problem(ProblemCode.UNKNOWN_LINE, {"item_index": 3, "lines": 3}))

    assert "item 4" in message.sentence


def test_a_moment_of_vtex_is_told_in_local_time() -> None:
    message = explain(Problem(ProblemCode.ORDER_CHANGED, {"now": "2026-11-20T17:05:09.1234567+00:00"}))

    assert "20/11/2026 14:05" in message.sentence


@pytest.mark.parametrize(("part", "words"), [("cnpj", "CNPJ do emitente"), ("qr_code", "qr_code")])
def test_a_part_of_a_key_is_named_in_words_where_it_has_some(part: str, words: str) -> None:
    message = explain(Problem(ProblemCode.KEY_CONTRADICTS_CONTENT, {"part": part, "key": "1", "content": "2"}))

    assert words in message.sentence


def test_vtex_s_words_are_shown_as_they_are() -> None:
    message = explain(Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": "Value <b>is</b> {wrong}"}))

    assert "Value <b>is</b> {wrong}" in message.sentence


@pytest.mark.parametrize(
    ("facts", "too_much"),
    [
        ({"status": 400, "operation": "return", "words": "Bad request"}, True),
        ({"status": 422, "operation": "cancellation", "words": "Amount is greater than allowed"}, True),
        ({"status": 404, "operation": "return", "words": "Order not found"}, False),
        ({"status": 400, "operation": "sale", "words": "Bad request"}, False),
        ({"status": 400, "words": "Invoice total exceeds order total"}, False),
        ({"status": 400, "words": "The refund exceeds what is available"}, True),
    ],
)
def test_a_refund_of_too_much_speaks_of_interest_that_cannot_be_refunded(
    facts: dict[str, str | int], *, too_much: bool
) -> None:
    activate(Language.EN)

    assert ("interest" in explain(Problem(ProblemCode.VTEX_REFUSED, facts)).step) is too_much


def test_an_order_that_is_not_invoiced_in_full_says_plainly_that_nothing_is_refunded() -> None:
    activate(Language.EN)

    message = explain(Problem(ProblemCode.NOT_FULLY_INVOICED, {"invoiced": 6490, "value": 12980}), job=12)

    assert "refund NOTHING" in message.sentence
    assert message.command == "desktop-invoicer jobs without-refund 12 --reason TEXT"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"refunds": 0}, "refunds NOTHING of R$"),
        ({"marketplace": "Mercado Exemplo"}, "Mercado Exemplo refunds R$"),
        ({}, "Everything fits. Sending this refunds R$"),
        ({"warnings": 1}, "Look at the checks of the document first. Sending this refunds R$"),
    ],
)
def test_who_confirms_a_return_reads_who_refunds(facts: dict[str, str | int], words: str) -> None:
    activate(Language.EN)

    message = explain(Problem(ProblemCode.CONFIRMATION_DUE, {"value": 12980, "operation": "return", **facts}))

    assert words in message.sentence


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"operation": "cancellation", "missing": "buyer_tax_id"}, "The cancellation of the note is missing or"),
        ({"operation": "return"}, "The NF-e de entrada of"),
        ({"operation": "store_return"}, "The NF-e de entrada of"),
        ({"operation": "return", "missing": "buyer_tax_id"}, "does not tell the buyer's CPF"),
        ({"operation": "sale"}, "The NFC-e of"),
    ],
)
def test_a_missing_document_is_named_by_what_it_is_for(facts: dict[str, str | int], words: str) -> None:
    activate(Language.EN)

    message = explain(Problem(ProblemCode.DOCUMENT_DUE, {"value": 12980, "document": "NFC-e", **facts}))

    assert words in message.sentence


def test_who_allowed_a_refund_is_told_that_another_has_to_send_it() -> None:
    facts: dict[str, str | int] = {"value": 129800, "above": 100000, "manager": "Bia"}
    activate(Language.EN)

    assert explain(Problem(ProblemCode.APPROVAL_DUE, facts)).sentence.startswith("Bia allowed")


def test_no_command_does_anything_by_being_pasted_half_filled_in() -> None:
    """What a shell takes for more than words, such as the ``|`` of a choice, would run something else."""
    for text in (*TEXTS.values(), *VARIANTS.values()):
        assert not re.search(r"[|&;<>$`]", text.command)


def test_technical_words_stand_apart_from_the_sentence() -> None:
    message = explain(Problem(ProblemCode.WAITING_FOR_VTEX, {"reason": "VTEX is not available: 503"}))

    assert "503" not in message.sentence
    assert message.detail == "VTEX is not available: 503"


def test_the_command_names_the_job() -> None:
    message = explain(Problem(ProblemCode.NOTIFICATION_CHANGED), job=12)

    assert message.command == "desktop-invoicer jobs retry 12"
    assert message.next_action.endswith("Comando: desktop-invoicer jobs retry 12")


def test_without_a_job_the_command_says_where_it_goes() -> None:
    message = explain(Problem(ProblemCode.DOCUMENT_USED, {"job": 7}))

    assert message.command == "desktop-invoicer jobs show 7"
    assert explain(Problem(ProblemCode.DOCUMENT_DUE)).command == "desktop-invoicer document JOB --xml FILE"


def test_without_a_job_none_is_tried_again() -> None:
    refused = Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": "No such order"})

    assert explain(refused, 12).command == "desktop-invoicer jobs retry 12"
    assert explain(refused).command == ""


@pytest.mark.parametrize("account", ["a; rm -rf ~", "--force", "", "a b"])
def test_what_is_no_plain_word_never_gets_into_a_command(account: str) -> None:
    message = explain(Problem(ProblemCode.CREDENTIALS, {"account": account}))

    assert message.command == "desktop-invoicer credentials set ACCOUNT"


def test_where_waiting_helps_nobody_is_asked_to_do_anything() -> None:
    waiting = {code for code, text in TEXTS.items() if text.owner is Owner.WAIT}

    assert waiting == {
        ProblemCode.NOTIFICATION_MISSING,
        ProblemCode.WAITING_FOR_VTEX,
        ProblemCode.OUTCOME_UNKNOWN,
        ProblemCode.JOB_PENDING,
        ProblemCode.NOT_SHOWN_YET,
        ProblemCode.PAYMENT_PENDING,
        ProblemCode.CHANGE_IN_FLIGHT,
        ProblemCode.TILL_DOCUMENTS,
        ProblemCode.VTEX_RESTS,
        ProblemCode.POLLING_FAILED,
        ProblemCode.CLOCK_JUMPED,
    }
    assert all(not TEXTS[code].command for code in waiting)
