"""The cards tell all of a job, in figures that add up and in plain text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from desktop_invoicer.domain.decision import Decision, DocumentModel, Reason
from desktop_invoicer.domain.journal import Effect, EffectKind, Entry, Ncm, NcmSource, Outcome, TimelineEntry
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Stage
from desktop_invoicer.ui.job.figures import grouped
from tests.builders import (
    BUYER_CNPJ,
    NOW,
    a_buyer,
    a_content,
    a_document,
    a_key,
    a_line,
    a_notification,
    an_earlier_invoice,
    an_invoice,
    an_order,
    some_details,
)
from tests.ui.job.seen import Seen

HOSTILE = "<b>x</b>"


def test_a_part_of_an_order_shows_its_share_of_goods_and_freight(seen: Seen) -> None:
    order = an_order(
        quantity=3,
        goods=29970,
        freight=250,
        channel=Channel.DELIVERY,
        invoices=[an_earlier_invoice(value=10073, units={0: 1})],
    )

    seen.show(some_details(a_content(order)))

    assert "1 of 3 asked · 1 invoiced before · 1 remain" in seen.texts
    assert "goods R$ 99.90 of R$ 299.70 + freight R$ 0.84 of R$ 2.50" in seen.texts
    assert seen.amount("Value to invoice") == "R$ 100.74"
    assert seen.amount("Remains of the order after this") == "R$ 100.73"


def test_an_earlier_invoice_can_be_copied_by_its_key(seen: Seen) -> None:
    order = an_order(quantity=2, goods=19980, invoices=[an_earlier_invoice(number="41")])
    seen.show(some_details(a_content(order)))

    seen.press("copy_41")

    assert "Invoice 41" in seen.texts
    assert QGuiApplication.clipboard().text() == a_key(nnf=41).text


def test_what_completes_an_order_tells_how_far_sum_and_balance_are_apart(seen: Seen) -> None:
    seen.show(some_details(a_content(an_order(value=9991))))

    assert seen.amount("Sum of the items") == "R$ 99.90"
    assert seen.amount("Difference") == "R$ 0.01"
    assert seen.amount("Value to invoice") == "R$ 99.91"


def test_a_balance_that_somebody_has_to_decide_says_so(seen: Seen) -> None:
    seen.show(some_details(a_content(an_order(value=12000))))

    assert "more than rounding: somebody decides" in seen.texts


def test_a_return_shows_what_comes_back_and_the_observation_as_it_came(seen: Seen) -> None:
    order = an_order(status="invoiced", invoices=[an_earlier_invoice()])
    observation = 'inStore: {"tradeAccount": "lojatestegavea"}'
    content = a_content(order, a_notification(observation=observation, type_=InvoiceType.INPUT))

    seen.show(some_details(content))

    assert observation in seen.texts
    assert "Return in another store" in seen.texts
    assert "lojatestegavea" in seen.texts
    assert seen.amount("Value to refund") == "R$ 99.90"
    assert "Goods come back, which takes an NF-e de entrada" in seen.texts


def test_a_cancellation_takes_the_event_that_cancels(seen: Seen) -> None:
    order = an_order(status="invoiced", invoices=[an_earlier_invoice()])

    seen.show(some_details(a_content(order, a_notification(observation="inStore", type_=InvoiceType.INPUT))))

    assert "Cancellation event" in seen.texts


def test_texts_from_outside_are_never_markup(seen: Seen) -> None:
    order = an_order(
        lines=[a_line(name=HOSTILE, pickup_point=HOSTILE)], buyer=a_buyer(name=HOSTILE), marketplace=HOSTILE
    )

    seen.show(some_details(a_content(order, a_notification(observation=HOSTILE))))

    assert seen.texts.count(HOSTILE) >= 3
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in seen.panel.findChildren(QLabel) if label.text()
    )


def test_the_buyers_document_is_masked_until_it_is_wanted(seen: Seen) -> None:
    seen.show(some_details(a_content()))
    assert "•••••••••91" in seen.texts

    seen.press("Show")

    assert "000.000.001-91" in seen.texts


def test_a_document_shown_for_one_job_is_masked_in_the_next(seen: Seen) -> None:
    seen.show(some_details(a_content(), job_id=1))
    seen.press("Show")

    seen.show(some_details(a_content(), job_id=2))

    assert "000.000.001-91" not in seen.texts


def test_a_product_added_after_closing_is_marked(seen: Seen) -> None:
    content = a_content(an_order(lines=2), a_notification(units={0: 1, 1: 1}, changed_items=["101"]))

    seen.show(some_details(content))

    assert seen.texts.count("Added after the order was closed") == 1
    assert "Products were added after the order was closed: SKU 101." in seen.texts


def test_two_ncms_are_both_shown_with_where_they_came_from(seen: Seen) -> None:
    seen.show(some_details(a_content(ncms={0: Ncm("61091000", NcmSource.TAX_CODE, "61102000")})))

    assert "NCM 6109.10.00 · tax code of the order; elsewhere 6110.20.00" in seen.texts


def test_a_missing_ncm_is_told(seen: Seen) -> None:
    seen.show(some_details(a_content(ncms={0: Ncm("", NcmSource.MISSING)})))

    assert "NCM not found" in seen.texts


def test_a_line_that_the_order_does_not_have_is_told(seen: Seen) -> None:
    seen.show(some_details(a_content(notification=a_notification(units={7: 1}))))

    assert "Line 8 of the order, which it does not have" in seen.texts


def test_many_items_are_shown_when_they_are_wanted(seen: Seen) -> None:
    content = a_content(an_order(lines=40), a_notification(units=dict.fromkeys(range(40), 1)))
    seen.show(some_details(content))
    assert "Camiseta 39" not in seen.texts

    seen.press("show_all")

    assert "Camiseta 39" in seen.texts


def test_a_wide_panel_has_a_table_and_a_narrow_one_does_not_scroll_sideways(seen: Seen) -> None:
    seen.show(some_details(a_content()))

    seen.resize(420)
    assert "Ordered" not in seen.texts
    assert seen.is_inside

    seen.resize(1000)
    assert "Ordered" in seen.texts
    assert seen.is_inside


def test_an_attached_document_shows_number_series_and_key(seen: Seen) -> None:
    document = a_document(model=DocumentModel.NFCE, nnf=42)

    seen.show(some_details(a_content(), stage=Stage.DOCUMENTED, document=document))
    seen.press("copy_key")

    assert "NFC-e 42, series 1" in seen.texts
    assert grouped(document.key.text) in seen.texts
    assert QGuiApplication.clipboard().text() == document.key.text


def test_the_place_to_drop_a_document_is_shown_while_one_is_due(seen: Seen) -> None:
    hold = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE))

    seen.show(some_details(a_content(), hold=hold))

    assert "Scan its chave de acesso, type it (F6), or drop its XML here" in seen.texts


def test_no_document_is_asked_for_where_the_request_has_to_be_given_up(seen: Seen) -> None:
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.OTHER_STORE, {"store": "leblon", "here": "gavea"}))

    seen.show(some_details(a_content(), hold=hold))

    assert not any("drop its XML" in text for text in seen.texts)


def test_the_timeline_tells_what_happened_and_what_was_done_in_vtex(seen: Seen) -> None:
    timeline = [TimelineEntry(NOW, Entry.RECEIVED, {"source": "receiver"})]
    effects = [Effect(EffectKind.POST_INVOICE, NOW, an_invoice(), Outcome.DONE, NOW + timedelta(seconds=2))]

    seen.show(some_details(a_content(), timeline=timeline, effects=effects))

    assert "Request received: announced by VTEX" in seen.texts
    assert "Sending the invoice 42, R$ 99.90: worked" in seen.texts


def test_the_decision_tells_what_else_would_do_what_is_good_to_know_and_its_date(seen: Seen) -> None:
    order = an_order(buyer=a_buyer(tax_id=BUYER_CNPJ, is_company=True))

    seen.show(some_details(a_content(order)))

    assert "NFC-e is accepted, too" not in seen.texts
    seen.press("Rules of 2026-11-20")
    assert "NFC-e is accepted, too" in seen.texts
    assert "It would do, but is not usual here" in seen.texts
    assert "An NFC-e to a company stays allowed: the ban of May 2026 was revoked" in seen.texts


def test_the_sources_of_the_rules_are_told_to_everybody_and_never_as_markup(seen: Seen) -> None:
    content = a_content()
    (ground, *_) = content.decision.grounds
    decision = replace(content.decision, grounds=(replace(ground, source=HOSTILE),))

    seen.show(some_details(replace(content, decision=decision)))

    seen.press("Rules of 2026-11-20")
    (told,) = [label for label in seen.panel.findChildren(QLabel) if f"{HOSTILE} · checked on" in label.text()]
    assert told.textFormat() is Qt.TextFormat.PlainText


def test_what_was_decided_before_rules_were_dated_is_shown_without_a_date(seen: Seen) -> None:
    content = a_content()
    old = Decision(DocumentModel.NFCE, (Reason.PICKUP_IDENTIFIED,), alternatives=(DocumentModel.NFE,))

    seen.show(some_details(replace(content, decision=old)))

    seen.press("Details")
    assert "NF-e is accepted, too" in seen.texts
    assert not any(text.startswith("Rules of") for text in seen.texts)
