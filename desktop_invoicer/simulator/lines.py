"""One order line: its place in ``items[]`` and in ``shippingData.logisticsInfo[]``."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from fractions import Fraction

from desktop_invoicer.simulator import people
from desktop_invoicer.simulator.records import JsonObject, vtex_time

PICKUP = "pickup-in-point"
DELIVERY = "delivery"
PICKUP_POINT = "gavea_GVE"


class Pricing(Enum):
    """Where the payload keeps the authoritative money of a line."""

    SINGULAR = "priceDefinition"
    PLURAL_ONLY = "priceDefinitions"
    NONE = "sellingPrice only"


@dataclass(frozen=True, slots=True)
class Line:
    """What decides one line; amounts in cents, for one unit unless told otherwise."""

    sku: str
    price: int
    """Before discounts."""
    quantity: int = 1
    selling_price: int | None = None
    """After discounts, rounded by VTEX; the price when not given."""
    total: int | None = None
    """All units after discounts, where it is not ``selling_price`` times ``quantity``."""
    selling_prices: tuple[tuple[int, int], ...] | None = None
    """Pairs of unit value and quantity, where units differ."""
    freight: int = 0
    """For all units of the line."""
    channel: str = PICKUP
    tax_code: str | None = "61091000"
    product_id: str = ""
    name: str = "Camiseta básica"
    unit_multiplier: float = 1.0
    measurement_unit: str = "un"
    gift: bool = False
    bundles: tuple[tuple[str, int], ...] = ()
    """Paid services: name and price for the whole line."""
    pricing: Pricing = Pricing.SINGULAR

    @property
    def unit(self) -> int:
        """Selling price of one unit."""
        return self.price if self.selling_price is None else self.selling_price

    @property
    def net(self) -> int:
        """What the buyer pays for all units, without freight and services."""
        return self.unit * self.quantity if self.total is None else self.total

    @property
    def gross(self) -> int:
        """All units before discounts; never below ``net``, so that a discount is never positive."""
        exact = Fraction(self.price) * self.quantity * Fraction(str(self.unit_multiplier))
        return max(half_up(exact), self.net)

    @property
    def services(self) -> int:
        """Price of the paid services of the line."""
        return sum(price for _, price in self.bundles)


def half_up(amount: Fraction) -> int:
    """Round an exact amount to whole cents, half up."""
    return int((amount + Fraction(1, 2)) // 1)


def item(line: Line, order_id: str) -> JsonObject:
    """Write the line as an entry of ``items[]``."""
    unique = uuid.uuid5(uuid.NAMESPACE_OID, f"{order_id} {line.sku} {line.gift}").hex.upper()
    written: JsonObject = {
        "uniqueId": unique,
        "id": line.sku,
        "productId": line.product_id or f"9{line.sku}",
        "ean": None,
        "lockId": f"00-{order_id}",
        "itemAttachment": {"content": {}, "name": None},
        "attachments": [],
        "quantity": line.quantity,
        "seller": "1",
        "name": line.name,
        "refId": f"REF{line.sku}",
        "price": line.price,
        "listPrice": line.price,
        "manualPrice": None,
        "priceTags": _price_tags(line),
        "imageUrl": None,
        "detailUrl": f"/produto-{line.sku}/p",
        "components": [],
        "bundleItems": [_bundle(number, name, price) for number, (name, price) in enumerate(line.bundles, start=1)],
        "params": [],
        "offerings": [],
        "attachmentOfferings": [],
        "sellerSku": line.sku,
        "priceValidUntil": None,
        "commission": 0,
        "tax": 0,
        "preSaleDate": None,
        "additionalInfo": _additional_info(),
        "measurementUnit": line.measurement_unit,
        "unitMultiplier": line.unit_multiplier,
        "sellingPrice": line.unit,
        "isGift": line.gift,
        "shippingPrice": None,
        "rewardValue": 0,
        "freightCommission": 0,
        "taxCode": line.tax_code,
        "parentItemIndex": None,
        "parentAssemblyBinding": None,
        "callCenterOperator": None,
        "serialNumbers": None,
        "assemblies": [],
        "costPrice": None,
    }
    definition = {
        "sellingPrices": [
            {"value": value, "quantity": quantity}
            for value, quantity in line.selling_prices or ((line.unit, line.quantity),)
        ],
        "calculatedSellingPrice": line.unit,
        "total": line.net,
        "reason": None,
    }
    if line.pricing is Pricing.SINGULAR:
        written["priceDefinition"] = definition
    elif line.pricing is Pricing.PLURAL_ONLY:
        written["priceDefinitions"] = definition
    return written


def logistics(index: int, line: Line, ordered: datetime) -> JsonObject:
    """Write the line's row of ``logisticsInfo[]``; its prices are for the whole line."""
    pickup = line.channel == PICKUP
    store = {
        "additionalInfo": "",
        "address": people.STORE_ADDRESS.as_json("pickup", None, PICKUP_POINT) if pickup else None,
        "dockId": None,
        "friendlyName": "Loja Gávea" if pickup else None,
        "isPickupStore": pickup,
    }
    sla = {
        "id": "Retirada" if pickup else "Normal",
        "name": "Retirada" if pickup else "Normal",
        "shippingEstimate": "0bd" if pickup else "4bd",
        "deliveryWindow": None,
        "price": line.freight,
        "deliveryChannel": line.channel,
        "pickupStoreInfo": store,
        "polygonName": None,
        "lockTTL": "10d",
        "pickupPointId": PICKUP_POINT if pickup else None,
        "transitTime": "0d" if pickup else "3d",
        "pickupDistance": 0.0,
    }
    return {
        "itemIndex": index,
        "selectedSla": sla["id"],
        "lockTTL": "10d",
        "price": line.freight,
        "listPrice": line.freight,
        "sellingPrice": line.freight,
        "deliveryWindow": None,
        "deliveryCompany": None if pickup else "Transportadora",
        "shippingEstimate": sla["shippingEstimate"],
        "shippingEstimateDate": vtex_time(ordered + timedelta(days=4)),
        "slas": [sla],
        "shipsTo": ["BRA"],
        "deliveryIds": [
            {
                "courierId": "1",
                "courierName": "Retirada" if pickup else "Transportadora",
                "dockId": "1",
                "quantity": line.quantity,
                "warehouseId": "1_1",
                "accountCarrierName": None,
                "kitItemDetails": [],
            }
        ],
        "deliveryChannels": [{"id": line.channel, "stockBalance": 0}],
        "deliveryChannel": line.channel,
        "selectedDeliveryChannel": line.channel,
        "pickupStoreInfo": store,
        "addressId": PICKUP_POINT if pickup else "casa",
        "versionId": None,
        "entityId": None,
        "polygonName": None,
        "pickupPointId": PICKUP_POINT if pickup else None,
        "transitTime": sla["transitTime"],
    }


def _price_tags(line: Line) -> list[JsonObject]:
    discount = line.net - line.gross
    if not discount:
        return []
    return [
        {
            "name": "discount@price-promocao#exemplo",
            "value": discount,
            "rawValue": discount / 100,
            "isPercentual": False,
            "identifier": "promocao",
        }
    ]


def _bundle(number: int, name: str, price: int) -> JsonObject:
    return {
        "id": str(number),
        "attachments": [],
        "name": name,
        "price": price,
        "sellingPrice": price,
        "quantity": 1,
        "imageUrl": None,
        "measurementUnit": "un",
        "unitMultiplier": 1.0,
    }


def _additional_info() -> JsonObject:
    return {
        "brandName": "Marca Exemplo",
        "brandId": "2000001",
        "categoriesIds": "/9/",
        "categories": [{"id": 9, "name": "Vestuário"}],
        "productClusterId": "",
        "commercialConditionId": "1",
        "dimension": {"cubicweight": 0.1, "height": 2.0, "length": 20.0, "weight": 200.0, "width": 15.0},
        "offeringInfo": None,
        "offeringType": None,
        "offeringTypeId": None,
    }
