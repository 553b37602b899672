"""Stories of a day that does not add up: VTEX, the documents and the desk's journal tell different things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from desktop_invoicer.simulator.keys import Number, access_key
from desktop_invoicer.simulator.lines import DELIVERY, Line
from desktop_invoicer.simulator.odd_stories import OTHER_SERIE
from desktop_invoicer.simulator.orders import order_payload
from desktop_invoicer.simulator.people import PERSON
from desktop_invoicer.simulator.quirks import USUAL, Deletion, Quirks
from desktop_invoicer.simulator.records import Press
from desktop_invoicer.simulator.story import Earlier, Paper, Setting, Story, Telling, invoiced_before
from desktop_invoicer.simulator.till_sale import invoiced_at_the_till, paper_of

VOIDED = 3
"""Numbers that the fiscal program lets go at once."""
PRICE = 8990


def document_without_invoice(setting: Setting) -> Story:
    """Issue the document of an order that nobody asks to be invoiced."""
    order = order_payload(setting.online([Line(setting.sku(), PRICE, channel=DELIVERY)], PERSON))
    key = access_key(setting.issuer, setting.numbers.take("55"), setting.created, setting.rng)
    paper = Paper(key, setting.created, ((0, 1),), PRICE)
    return Story("document-without-invoice", order, (), papers=(paper,), planted=("document_without_invoice",))


def notification_unknown(setting: Setting) -> Story:
    """Ask for an order of which this desk never hears."""
    return _asked(setting, "notification-unknown", "notification_unknown")


def notification_comes_back(setting: Setting) -> Story:
    """Let the notification of an invoiced order show again after it was deleted."""
    return _asked(setting, "notification-comes-back", "notification_left", Quirks(deletion=Deletion.COMES_BACK))


def notification_gone(setting: Setting) -> Story:
    """Let an operator take a request back that the desk has loaded, and has no document for."""
    told = _asked(setting, "notification-gone", "notification_gone", Quirks(takes_request_back=True))
    return replace(told, presses=(Press(((0, 1),), 0),))


def notification_stays(setting: Setting) -> Story:
    """Refuse to delete the notification of an invoiced order."""
    return _asked(setting, "notification-stays", "notification_left", Quirks(deletion=Deletion.REFUSES))


def job_without_document(setting: Setting) -> Story:
    """Ask for an order whose document nobody issues."""
    return _asked(setting, "job-without-document", "job_without_document")


def invoice_vanished(setting: Setting) -> Story:
    """Take the desk's invoice with a receipt, and never show it."""
    return _asked(setting, "invoice-vanished", "invoice_vanished", Quirks(hides_invoices=True))


def order_unreadable(setting: Setting) -> Story:
    """Hold an order that VTEX cannot show."""
    return replace(_sold(setting, "order-unreadable", "order_not_checked"), quirks=Quirks(is_unreadable=True))


def posted_value_differs(setting: Setting) -> Story:
    """Show an invoice worth ten cents more than the document of its key."""
    told = _sold(setting, "posted-value-differs", "posted_value_differs")
    return replace(told, papers=tuple(replace(paper, value=paper.value - 10) for paper in told.papers))


def foreign_invoice(setting: Setting) -> Story:
    """Show an invoice of a till that this desk knows nothing about."""
    order = order_payload(setting.at_the_counter([Line(setting.sku(), PRICE)], PERSON))
    earlier = Earlier(PRICE, ((0, 1),), Number("65", OTHER_SERIE, 6000 + setting.sequence))
    return Story("foreign-invoice", invoiced_before(order, setting, earlier), (), planted=("foreign_invoice",))


def cancelled_not_returned(setting: Setting) -> Story:
    """Cancel the document of a sale at SEFAZ, and leave the sale in VTEX as it is."""
    told = _sold(setting, "cancelled-not-returned", "cancelled_not_returned")
    return replace(told, papers=tuple(replace(paper, is_cancelled=True) for paper in told.papers))


def invoiced_in_part(setting: Setting) -> Story:
    """Invoice one of two lines, and let the other one wait."""
    lines = [Line(setting.sku(0), 11990), Line(setting.sku(1), 3490, 2)]
    plan = setting.at_the_counter(lines, PERSON)
    return invoiced_at_the_till(
        setting, "invoiced-in-part", plan, "partly_invoiced", model="65", value=11990, items=((0, 1),)
    )


def number_gap(setting: Setting) -> Story:
    """Let numbers go between the two documents of an order."""
    lines = [Line(setting.sku(0), PRICE), Line(setting.sku(1), PRICE)]
    plan = setting.at_the_counter(lines, PERSON)
    first = invoiced_at_the_till(setting, "number-gap", plan, "number_gap", model="65", value=PRICE, items=((0, 1),))
    setting.numbers.skip("65", VOIDED)
    rest = invoiced_before(first.order, setting, Earlier(PRICE, ((1, 1),), setting.numbers.take("65")))
    packages = [*first.order["packageAttachment"]["packages"], *rest["packageAttachment"]["packages"]]
    invoiced = {"status": "invoiced", "invoicedDate": rest["lastChange"], "packageAttachment": {"packages": packages}}
    return replace(first, order={**first.order, **invoiced}, papers=(*first.papers, paper_of(rest)))


def _asked(setting: Setting, name: str, planted: str, quirks: Quirks = USUAL) -> Story:
    order = order_payload(setting.at_the_counter([Line(setting.sku(), PRICE)], PERSON))
    return Story(name, order, (Press(((0, 1),), PRICE),), quirks=quirks, planted=(planted,))


def _sold(setting: Setting, name: str, planted: str) -> Story:
    plan = setting.at_the_counter([Line(setting.sku(), PRICE)], PERSON)
    return invoiced_at_the_till(setting, name, plan, planted, model="65")


DAY_STORIES: Mapping[str, Telling] = MappingProxyType(
    {
        "document-without-invoice": document_without_invoice,
        "notification-unknown": notification_unknown,
        "notification-comes-back": notification_comes_back,
        "notification-gone": notification_gone,
        "notification-stays": notification_stays,
        "job-without-document": job_without_document,
        "invoice-vanished": invoice_vanished,
        "order-unreadable": order_unreadable,
        "posted-value-differs": posted_value_differs,
        "foreign-invoice": foreign_invoice,
        "cancelled-not-returned": cancelled_not_returned,
        "invoiced-in-part": invoiced_in_part,
        "number-gap": number_gap,
    }
)
"""Orders that a comparison of the day must name, by name."""
