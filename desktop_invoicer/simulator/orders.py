"""Builds order payloads with the keys, nulls and dates of real GET-order answers (facts: VTEX, section 2)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from desktop_invoicer.simulator import lines, people
from desktop_invoicer.simulator.lines import Line
from desktop_invoicer.simulator.people import Buyer
from desktop_invoicer.simulator.records import JsonObject, vtex_time


class Origin(Enum):
    """Whose view of the order this is."""

    MARKETPLACE = "Marketplace"
    """Sold by the account itself."""
    FULFILLMENT = "Fulfillment"
    """Sold elsewhere, invoiced and shipped here."""


@dataclass(frozen=True, slots=True)
class OrderPlan:
    """What decides an order; everything else in the payload follows."""

    order_id: str
    account: str
    created: datetime
    lines: Sequence[Line]
    buyer: Buyer = people.ANONYMOUS
    origin: Origin = Origin.MARKETPLACE
    affiliate_id: str = ""
    marketplace_order_id: str = ""
    marketplace_endpoint: str | None = None
    connector: str = ""
    """The app that connects the marketplace."""
    checked_in_at: str | None = None
    """The pick-up point where an in-store order was checked in."""
    interest: int = 0
    """What the buyer paid the card company beyond the order's value."""
    gift_card: int = 0
    """The part of the value that was paid with credit of the shop."""


def order_payload(plan: OrderPlan) -> JsonObject:
    """Build the body of GET order for an order that waits to be invoiced; ``value`` is the sum of ``totals``."""
    sequence = "".join(char for char in plan.order_id.split("-")[0] if char.isdigit())[-9:] or "1"
    group = plan.order_id.rpartition("-")[0] or plan.order_id
    totals = _totals(plan.lines)
    return {
        "orderId": plan.order_id,
        "sequence": sequence,
        "marketplaceOrderId": plan.marketplace_order_id,
        "marketplaceServicesEndpoint": plan.marketplace_endpoint
        or f"http://oms.vtexinternal.com.br/api/oms?an={plan.account}",
        "sellerOrderId": f"00-{plan.order_id}",
        "origin": plan.origin.value,
        "affiliateId": plan.affiliate_id,
        "salesChannel": "1",
        "merchantName": None,
        "status": "handling",
        "workflowIsInError": False,
        "statusDescription": "",
        "value": sum(total["value"] for total in totals),
        "creationDate": vtex_time(plan.created),
        "lastChange": vtex_time(plan.created),
        "orderGroup": group,
        "totals": totals,
        "items": [lines.item(line, plan.order_id) for line in plan.lines],
        "marketplaceItems": [],
        "clientProfileData": plan.buyer.as_json(),
        "giftRegistryData": None,
        "marketingData": _marketing(plan),
        "ratesAndBenefitsData": {"id": "ratesAndBenefitsData", "rateAndBenefitsIdentifiers": []},
        "shippingData": _shipping(plan),
        "paymentData": _payment(plan, sum(total["value"] for total in totals)),
        "packageAttachment": {"packages": []},
        "sellers": [{"id": "1", "name": plan.account, "logo": "", "fulfillmentEndpoint": None}],
        "callCenterOperatorData": None,
        "followUpEmail": plan.buyer.email,
        "lastMessage": None,
        "hostname": plan.account,
        "invoiceData": None,
        "changesAttachment": None,
        "openTextField": None,
        "roundingError": 0,
        "orderFormId": uuid.uuid5(uuid.NAMESPACE_OID, plan.order_id).hex,
        "commercialConditionData": None,
        "isCompleted": True,
        "customData": _custom_data(plan.connector),
        "storePreferencesData": _preferences(),
        "allowCancellation": True,
        "allowEdition": False,
        "isCheckedIn": plan.checked_in_at is not None,
        "checkedInPickupPointId": plan.checked_in_at,
        "marketplace": None,
        "authorizedDate": vtex_time(plan.created),
        "invoicedDate": None,
        "cancelReason": None,
        "itemMetadata": None,
        "subscriptionData": None,
        "taxData": None,
        "clientPreferencesData": {"locale": "pt-BR", "optinNewsLetter": False},
        "cancellationData": None,
    }


def _totals(order_lines: Sequence[Line]) -> list[JsonObject]:
    gross = sum(line.gross + line.services for line in order_lines)
    net = sum(line.net + line.services for line in order_lines)
    freight = sum(line.freight for line in order_lines)
    rows = (
        ("Items", "Total dos Itens", gross),
        ("Discounts", "Total dos Descontos", net - gross),
        ("Shipping", "Total do Frete", freight),
        ("Tax", "Total da Taxa", 0),
    )
    return [{"id": key, "name": name, "value": value} for key, name, value in rows]


def _shipping(plan: OrderPlan) -> JsonObject:
    home = people.HOME.as_json("residential", plan.buyer.name, "casa")
    store = people.STORE_ADDRESS.as_json("pickup", plan.buyer.name, lines.PICKUP_POINT)
    channels = [line.channel for line in plan.lines]
    selected = [home] if "delivery" in channels else []
    selected += [store] if lines.PICKUP in channels else []
    return {
        "id": "shippingData",
        "address": selected[0],
        "logisticsInfo": [lines.logistics(index, line, plan.created) for index, line in enumerate(plan.lines)],
        "trackingHints": None,
        "selectedAddresses": selected,
        "contactInformation": [],
    }


def _payment(plan: OrderPlan, value: int) -> JsonObject:
    card = {"paymentSystem": "2", "paymentSystemName": "Visa", "group": "creditCard", "lastDigits": "0000"}
    credit = {"paymentSystem": "16", "paymentSystemName": "Vale", "group": "giftCard", "giftCardId": "8"}
    by_card = value - plan.gift_card
    paid = [_paid(plan, card, by_card, plan.interest)] if by_card else []
    paid += [_paid(plan, credit, plan.gift_card)] if plan.gift_card else []
    transaction = uuid.uuid5(uuid.NAMESPACE_OID, f"{plan.order_id} transaction").hex.upper()
    return {
        "transactions": [{"isActive": True, "transactionId": transaction, "payments": paid}],
        "giftCards": [],
    }


def _paid(plan: OrderPlan, means: JsonObject, value: int, interest: int = 0) -> JsonObject:
    payment: JsonObject = dict.fromkeys(
        ("cardHolder", "cardNumber", "firstDigits", "cvv2", "expireMonth", "expireYear", "url", "giftCardId", "dueDate")
    )
    return {
        **payment,
        "id": uuid.uuid5(uuid.NAMESPACE_OID, f"{plan.order_id} payment {means['group']}").hex.upper(),
        "value": value + interest,
        "installments": 1,
        "referenceValue": value,
        "lastDigits": None,
        "tid": "0000000",
        "connectorResponses": {},
        **means,
    }


def _marketing(plan: OrderPlan) -> JsonObject | None:
    if plan.checked_in_at is None:
        return None
    campaign = ("utmSource", "utmPartner", "utmMedium", "utmCampaign", "coupon", "utmiCampaign", "utmipage", "utmiPart")
    return {"id": "marketingData", **dict.fromkeys(campaign), "marketingTags": ["vtex-instore"]}


def _custom_data(connector: str) -> JsonObject | None:
    if not connector:
        return None
    fields = {"marketplacePaymentMethod": "pix"}
    return {"customApps": [{"id": connector, "major": 1, "fields": fields}], "customFields": []}


def _preferences() -> JsonObject:
    return {
        "countryCode": "BRA",
        "currencyCode": "BRL",
        "currencyFormatInfo": {
            "CurrencyDecimalDigits": 2,
            "CurrencyDecimalSeparator": ",",
            "CurrencyGroupSeparator": ".",
            "CurrencyGroupSize": 3,
            "StartsWithCurrencySymbol": True,
        },
        "currencyLocale": 1046,
        "currencySymbol": "R$",
        "timeZone": "E. South America Standard Time",
    }
