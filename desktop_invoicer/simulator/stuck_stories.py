"""Stories of orders that are not invoiced, or only in VTEX, each for one cause; and of some with which all is well.

The marketplaces are those of VTEX's two articles on the matter and of the contract of the invoice (facts: VTEX, 7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from desktop_invoicer.simulator.keys import Numbering
from desktop_invoicer.simulator.lines import DELIVERY, Line
from desktop_invoicer.simulator.orders import OrderPlan, Origin, order_payload
from desktop_invoicer.simulator.people import PERSON
from desktop_invoicer.simulator.quirks import Quirks, Resend
from desktop_invoicer.simulator.records import Press
from desktop_invoicer.simulator.story import Setting, Story, Telling
from desktop_invoicer.simulator.till_sale import invoiced_at_the_till, with_order, with_package

CNOVA = "CN-Viavarejo-Integration"
"""The connector of CNova, which takes no invoice without an access key."""
MERCADO_LIVRE = "marketplace-integration"
"""That of Mercado Livre, which takes none without the XML."""
OTHER_CNPJ = "11444777000161"
"""A store that is not this one."""
SHOWN_AFTER = timedelta(seconds=3)
JUST_NOW = timedelta(minutes=1)
FREIGHT = 1850
VALUE = 27840


def key_missing(setting: Setting) -> Story:
    """See an order of CNova invoiced without an access key; VTEX takes it when it is sent again."""
    return _without_key(setting, "stuck-key-missing", Quirks(resend=Resend.TAKES))


def key_shown_late(setting: Setting) -> Story:
    """See the same; the key that is sent again shows three seconds later."""
    quirks = Quirks(resend=Resend.TAKES, key_shows_after=SHOWN_AFTER)
    return _without_key(setting, "stuck-key-shown-late", quirks)


def key_ignored(setting: Setting) -> Story:
    """See the same; VTEX answers the key with a receipt, and changes nothing."""
    return _without_key(setting, "stuck-key-ignored", Quirks(resend=Resend.NOTHING))


def key_refused(setting: Setting) -> Story:
    """See the same; VTEX refuses a number that it holds already."""
    return _without_key(setting, "stuck-key-refused", Quirks(resend=Resend.REFUSES))


def key_digit(setting: Setting) -> Story:
    """See an order of CNova invoiced with a key whose check digit is wrong."""
    told = invoiced_at_the_till(setting, "stuck-key-digit", _of_cnova(setting), "key_invalid")
    key = told.papers[0].key
    return with_package(told, invoiceKey=f"{key[:-1]}{(int(key[-1]) + 1) % 10}")


def key_of_a_cfe(setting: Setting) -> Story:
    """See VTEX's own example of a key: that of a CF-e, with its prefix."""
    told = invoiced_at_the_till(setting, "stuck-key-cfe", _of_cnova(setting), "key_invalid")
    return with_package(told, invoiceKey="CFe35170661585865003490592000023681108521890128")


def key_of_a_slip(setting: Setting) -> Story:
    """See the 44 digits of a bank slip in place of the key."""
    told = invoiced_at_the_till(setting, "stuck-key-slip", _of_cnova(setting), "key_invalid")
    return with_package(told, invoiceKey="23793381286000782713695000063305975520000370")


def key_of_another_store(setting: Setting) -> Story:
    """See the key of another store's document."""
    elsewhere = replace(setting, issuer=replace(setting.issuer, cnpj=OTHER_CNPJ), numbers=Numbering())
    told = invoiced_at_the_till(elsewhere, "stuck-key-other-store", _of_cnova(setting), "key_not_ours")
    return replace(told, papers=())


def key_cancelled(setting: Setting) -> Story:
    """See the key of a document that was cancelled at SEFAZ since."""
    told = invoiced_at_the_till(setting, "stuck-key-cancelled", _of_cnova(setting), "key_cancelled")
    return replace(told, papers=tuple(replace(paper, is_cancelled=True) for paper in told.papers))


def xml_missing(setting: Setting) -> Story:
    """See an order of Mercado Livre invoiced without the XML."""
    return invoiced_at_the_till(setting, "stuck-xml-missing", _of_mercado_livre(setting), "xml_missing")


def short(setting: Setting) -> Story:
    """Invoice three lines two cents short: the order never becomes invoiced."""
    lines = [Line(setting.sku(number), 3333, channel=DELIVERY) for number in range(3)]
    plan = replace(_of_cnova(setting), lines=lines)
    return invoiced_at_the_till(setting, "stuck-short", plan, "invoiced_short", value=9997)


def freight_missing(setting: Setting) -> Story:
    """Invoice everything but the freight."""
    value = VALUE - FREIGHT
    return invoiced_at_the_till(setting, "stuck-freight-missing", _of_cnova(setting), "invoiced_partly", value=value)


def partly(setting: Setting) -> Story:
    """Invoice one of two lines, and let the other one wait."""
    lines = [Line(setting.sku(0), 11990, channel=DELIVERY), Line(setting.sku(1), 3490, 2, channel=DELIVERY)]
    plan = replace(_of_cnova(setting), lines=lines)
    return invoiced_at_the_till(setting, "stuck-partly", plan, "invoiced_partly", value=11990, items=((0, 1),))


def verifying(setting: Setting) -> Story:
    """See the invoice taken, and the payment not settled: VTEX goes on verifying it (KI 1465086)."""
    told = invoiced_at_the_till(setting, "stuck-verifying", _of_cnova(setting), "settlement_pending")
    return with_order(told, status="invoice", invoicedDate=None)


def just_invoiced(setting: Setting) -> Story:
    """See an order that was invoiced a minute ago, and that VTEX has not moved on yet (KI 1372902)."""
    told = invoiced_at_the_till(setting, "stuck-just-invoiced", _of_cnova(setting), "not_shown_yet", age=JUST_NOW)
    return with_order(told, status="payment-approved", invoicedDate=None)


def payment_pending(setting: Setting) -> Story:
    """See an order whose payment is not there yet."""
    return _not_invoiced(setting, "stuck-payment-pending", "payment_pending", status="payment-pending")


def cancel_in_flight(setting: Setting) -> Story:
    """See an order of which somebody asked to have it cancelled, and VTEX has not answered (KI 1400005)."""
    return _not_invoiced(setting, "stuck-cancel-in-flight", "cancel_in_flight", status="request-cancel")


def change_in_flight(setting: Setting) -> Story:
    """See an order with a Change that has not come to its end (KI 1348894)."""
    change = {
        "reason": "A cliente trocou o tamanho.",
        "discountValue": 0,
        "incrementValue": 0,
        "itemsAdded": [],
        "itemsRemoved": [],
        "receipt": None,
        "finished": False,
    }
    changes = {"id": "changeAttachment", "changesData": [change]}
    return _not_invoiced(setting, "stuck-change-in-flight", "change_in_flight", changesAttachment=changes)


def bridge_error(setting: Setting) -> Story:
    """See the workflow of an invoiced order stop with an error: its words stand in the Bridge."""
    told = invoiced_at_the_till(setting, "stuck-bridge-error", _of_cnova(setting), "bridge_error")
    return with_order(told, workflowIsInError=True)


def cancelled(setting: Setting) -> Story:
    """Look for the invoice of an order that was cancelled."""
    return _not_invoiced(setting, "stuck-cancelled", "order_gone", status="canceled")


def nobody_asked(setting: Setting) -> Story:
    """See an order that waits to be invoiced while nobody presses the button."""
    return _not_invoiced(setting, "stuck-nobody-asked", "not_asked_for")


def job_pending(setting: Setting) -> Story:
    """See an order that was asked for, and whose document is not there."""
    told = _not_invoiced(setting, "stuck-job-pending", "job_pending")
    return replace(told, presses=(Press(((0, 1),), VALUE),), model="55")


def sound_marketplace(setting: Setting) -> Story:
    """Find nothing wrong with an order of CNova that was invoiced with its key."""
    return invoiced_at_the_till(setting, "sound-marketplace", _of_cnova(setting))


def sound_with_xml(setting: Setting) -> Story:
    """Find nothing wrong with an order of Mercado Livre that was invoiced with key and XML."""
    told = invoiced_at_the_till(setting, "sound-with-xml", _of_mercado_livre(setting))
    return with_package(told, embeddedInvoice=f'<nfeProc><infNFe Id="NFe{told.papers[0].key}"/></nfeProc>')


def sound_sale(setting: Setting) -> Story:
    """Find nothing wrong with a sale at the counter."""
    plan = setting.at_the_counter([Line(setting.sku(), 8990)], PERSON)
    return invoiced_at_the_till(setting, "sound-sale", plan, model="65")


def sound_franchise(setting: Setting) -> Story:
    """Find nothing wrong with an order that the brand's own shop sold: no key is needed there."""
    plan = _elsewhere(setting, "SLR", "")
    inside = f"http://oms.vtexinternal.com.br/api/oms?an=matriz{setting.account}"
    told = invoiced_at_the_till(setting, "sound-franchise", replace(plan, marketplace_endpoint=inside))
    return with_package(told, invoiceKey=None)


def _elsewhere(setting: Setting, affiliate: str, connector: str) -> OrderPlan:
    """Plan an order that somebody else sold: one line with freight, for 278.40."""
    number = str(3000000000 + setting.sequence)
    return OrderPlan(
        f"{affiliate}-{number}-01",
        setting.account,
        setting.created,
        [Line(setting.sku(), 25990, freight=FREIGHT, channel=DELIVERY)],
        PERSON,
        origin=Origin.FULFILLMENT,
        affiliate_id=affiliate,
        marketplace_order_id=number,
        marketplace_endpoint="https://connector.marketplace.example/vtex/",
        connector=connector,
    )


def _of_cnova(setting: Setting) -> OrderPlan:
    return _elsewhere(setting, "CNV", CNOVA)


def _of_mercado_livre(setting: Setting) -> OrderPlan:
    return _elsewhere(setting, "MLB", MERCADO_LIVRE)


def _not_invoiced(setting: Setting, name: str, planted: str, **shown: object) -> Story:
    return Story(name, {**order_payload(_of_cnova(setting)), **shown}, (), planted=(planted,))


def _without_key(setting: Setting, name: str, quirks: Quirks) -> Story:
    told = with_package(invoiced_at_the_till(setting, name, _of_cnova(setting), "key_missing"), invoiceKey=None)
    return replace(told, quirks=quirks)


STUCK_STORIES: Mapping[str, Telling] = MappingProxyType(
    {
        "stuck-key-missing": key_missing,
        "stuck-key-shown-late": key_shown_late,
        "stuck-key-ignored": key_ignored,
        "stuck-key-refused": key_refused,
        "stuck-key-digit": key_digit,
        "stuck-key-cfe": key_of_a_cfe,
        "stuck-key-slip": key_of_a_slip,
        "stuck-key-other-store": key_of_another_store,
        "stuck-key-cancelled": key_cancelled,
        "stuck-xml-missing": xml_missing,
        "stuck-short": short,
        "stuck-freight-missing": freight_missing,
        "stuck-partly": partly,
        "stuck-verifying": verifying,
        "stuck-just-invoiced": just_invoiced,
        "stuck-payment-pending": payment_pending,
        "stuck-cancel-in-flight": cancel_in_flight,
        "stuck-change-in-flight": change_in_flight,
        "stuck-bridge-error": bridge_error,
        "stuck-cancelled": cancelled,
        "stuck-nobody-asked": nobody_asked,
        "stuck-job-pending": job_pending,
        "sound-marketplace": sound_marketplace,
        "sound-with-xml": sound_with_xml,
        "sound-sale": sound_sale,
        "sound-franchise": sound_franchise,
    }
)
"""Orders for which somebody asks why they are not invoiced, by name."""
