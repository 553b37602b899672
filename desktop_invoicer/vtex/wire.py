"""The JSON of VTEX as it really comes: fields null, missing, renamed or written as text (facts: VTEX, section 2).

The models hold only what is used; unknown keys are ignored. They forgive what decides nothing and are strict with
money, quantities, identities and directions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, NonNegativeInt, PositiveInt

from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.vtex import parsing


def _word(value: object) -> str:
    """Read text that decides something; null is empty and a number is its digits."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        msg = f"text was expected, not {type(value).__name__}"
        raise ValueError(msg)  # noqa: TRY004 (pydantic reports a ValueError, a TypeError it lets through)
    return str(value).strip()


def _text(value: object) -> str:
    return _word(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _optional_whole(value: object) -> int | None:
    return None if value is None or value == "" else parsing.whole(value)


def _forgiven_whole(value: object) -> int:
    try:
        return _optional_whole(value) or 0
    except ValueError:
        return 0


def _amount_or_none(value: object) -> int | None:
    try:
        return _optional_whole(value)
    except ValueError:
        return None


def _multiplier(value: object) -> Decimal:
    return (parsing.decimal(value) if value else None) or Decimal(1)


def _truth(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.strip().casefold() == "true")


def _denied(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().casefold() == "false")


def _moment(value: object) -> datetime | None:
    """Read a moment with up to seven fractional digits; one without an offset is UTC, as VTEX keeps them."""
    try:
        read = datetime.fromisoformat(value if isinstance(value, str) else "")
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _rows(value: object) -> object:
    return [] if value is None else value


def _objects(value: object) -> list[object]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _present(value: object) -> object:
    return value or None


def _fields(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _direction(value: object) -> InvoiceType | None:
    """Read ``Output`` or ``Input``; anything else decides about money and is not guessed."""
    if value is None or value == "":
        return None
    for direction in InvoiceType:
        if isinstance(value, str) and value.strip().casefold() == direction.value.casefold():
            return direction
    msg = "the type is neither Output nor Input"
    raise ValueError(msg)


def _skus(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_every_sku(value)))


def _every_sku(value: object) -> Iterator[str]:
    """Find the SKUs in ``changedItems``: strings, lists of them, objects, or nothing (facts: VTEX, 1.2)."""
    waiting = [value]
    while waiting:
        match waiting.pop(0):
            case bool():
                pass
            case str() | int() as sku if str(sku).strip():
                yield str(sku).strip()
            case list() as values:
                waiting[:0] = values
            case dict() as row:
                named = [row[key] for key in ("id", "skuId", "sku", "itemId") if row.get(key)]
                waiting[:0] = named[:1] or list(row.values())
            case _:
                pass


Word = Annotated[str, BeforeValidator(_word)]
Text = Annotated[str, BeforeValidator(_text)]
Whole = Annotated[int, BeforeValidator(parsing.whole)]
ForgivenWhole = Annotated[int, BeforeValidator(_forgiven_whole)]
OptionalWhole = Annotated[int | None, BeforeValidator(_optional_whole)]
Units = Annotated[PositiveInt, BeforeValidator(parsing.whole)]
Index = Annotated[int, BeforeValidator(lambda value: _optional_whole(value) or 0)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Direction = Annotated[InvoiceType | None, BeforeValidator(_direction)]
Moment = Annotated[datetime | None, BeforeValidator(_moment)]


class Wire(BaseModel):
    """Base of all models: read-only, unknown keys ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class UnitPrice(Wire):
    """A price and the units that have it."""

    value: Whole
    quantity: Whole


class PriceDefinition(Wire):
    """The authoritative money of a line."""

    total: OptionalWhole = None
    selling_prices: Annotated[list[UnitPrice], BeforeValidator(_rows)] = Field([], alias="sellingPrices")


class BundleItem(Wire):
    """A paid service of a line: gift wrap, warranty."""

    price: OptionalWhole = None
    quantity: OptionalWhole = None


class Item(Wire):
    """One entry of ``items``."""

    id: Word = Field(min_length=1)
    product_id: Text = Field("", alias="productId")
    name: Text = ""
    ean: Text = ""
    quantity: Units
    selling_price: OptionalWhole = Field(None, alias="sellingPrice")
    definition: Annotated[PriceDefinition | None, BeforeValidator(_present)] = Field(None, alias="priceDefinition")
    definitions: Annotated[PriceDefinition | None, BeforeValidator(_present)] = Field(None, alias="priceDefinitions")
    tax: OptionalWhole = None
    tax_code: Text = Field("", alias="taxCode")
    bundle_items: Annotated[list[BundleItem], BeforeValidator(_rows)] = Field([], alias="bundleItems")
    unit_multiplier: Annotated[Decimal, BeforeValidator(_multiplier)] = Field(Decimal(1), alias="unitMultiplier")
    measurement_unit: Text = Field("", alias="measurementUnit")
    is_gift: Truth = Field(default=False, alias="isGift")


class Address(Wire):
    """An address: type and state decide, the rest is shown."""

    id: Text = Field("", alias="addressId")
    type: Text = Field("", alias="addressType")
    state: Text = ""
    country: Text = ""
    receiver: Text = Field("", alias="receiverName")
    street: Text = ""
    number: Text = ""
    complement: Text = ""
    neighborhood: Text = ""
    city: Text = ""
    postal_code: Text = Field("", alias="postalCode")


class PickupStore(Wire):
    """The store where an item is picked up."""

    is_pickup_store: Truth = Field(default=False, alias="isPickupStore")
    name: Text = Field("", alias="friendlyName")


class Sla(Wire):
    """A way of delivery that was offered."""

    id: Text = ""
    delivery_channel: Text = Field("", alias="deliveryChannel")


class Logistics(Wire):
    """One row of ``logisticsInfo``: it belongs to the line with the same item index, its prices to the whole line."""

    item_index: Index = Field(0, alias="itemIndex")
    price: OptionalWhole = None
    selling_price: OptionalWhole = Field(None, alias="sellingPrice")
    delivery_channel: Text = Field("", alias="deliveryChannel")
    selected_delivery_channel: Text = Field("", alias="selectedDeliveryChannel")
    selected_sla: Text = Field("", alias="selectedSla")
    slas: Annotated[list[Sla], BeforeValidator(_objects)] = []
    pickup_store: Annotated[PickupStore | None, BeforeValidator(_present)] = Field(None, alias="pickupStoreInfo")
    pickup_point: Text = Field("", alias="pickupPointId")
    address_id: Text = Field("", alias="addressId")


class Shipping(Wire):
    """``shippingData``."""

    address: Annotated[Address | None, BeforeValidator(_present)] = None
    selected_addresses: Annotated[list[Address], BeforeValidator(_objects)] = Field([], alias="selectedAddresses")
    logistics: Annotated[list[Logistics], BeforeValidator(_rows)] = Field([], alias="logisticsInfo")


class Profile(Wire):
    """``clientProfileData``; an anonymous in-store buyer has none, or only nulls."""

    first_name: Text = Field("", alias="firstName")
    last_name: Text = Field("", alias="lastName")
    document: Text = ""
    is_corporate: Truth = Field(default=False, alias="isCorporate")
    corporate_name: Text = Field("", alias="corporateName")
    corporate_document: Text = Field("", alias="corporateDocument")


class Total(Wire):
    """One entry of ``totals``; its ids are no closed set."""

    id: Text = ""
    value: Whole


class PackageItem(Wire):
    """Units in a package; index 0 is left out by some serialisations."""

    item_index: Index = Field(0, alias="itemIndex")
    quantity: OptionalWhole = None


class Package(Wire):
    """An invoice the order holds, or a parcel without one."""

    number: Word = Field("", alias="invoiceNumber")
    type: Direction = None
    value: OptionalWhole = Field(None, alias="invoiceValue")
    key: Word = Field("", alias="invoiceKey")
    items: Annotated[list[PackageItem], BeforeValidator(_rows)] = []
    issued_at: Moment = Field(None, alias="issuanceDate")
    embedded: Text = Field("", alias="embeddedInvoice")


class Packages(Wire):
    """``packageAttachment``."""

    packages: Annotated[list[Package], BeforeValidator(_rows)] = []


class ChangedItem(Wire):
    """An item that a Change added or took away."""

    id: Text = ""
    quantity: OptionalWhole = None
    price: OptionalWhole = None


class Receipt(Wire):
    """The receipt of a Change."""

    receipt: Text = ""
    date: Text = ""


class Change(Wire):
    """One Change made to the order."""

    reason: Text = ""
    discount: OptionalWhole = Field(None, alias="discountValue")
    increment: OptionalWhole = Field(None, alias="incrementValue")
    added: Annotated[list[ChangedItem], BeforeValidator(_objects)] = Field([], alias="itemsAdded")
    removed: Annotated[list[ChangedItem], BeforeValidator(_objects)] = Field([], alias="itemsRemoved")
    receipt: Annotated[Receipt | None, BeforeValidator(_present)] = None
    is_under_way: Annotated[bool, BeforeValidator(_denied)] = Field(default=False, alias="finished")
    """Only one that says so itself: most say nothing about it (KI 1348894)."""


class Changes(Wire):
    """``changesAttachment``."""

    changes: Annotated[list[Change], BeforeValidator(_objects)] = Field([], alias="changesData")


class Marketplace(Wire):
    """``marketplace``."""

    name: Text = ""
    base_url: Text = Field("", alias="baseURL")


class Payment(Wire):
    """One way in which an order, or the cart it was in, was paid; it is shown and decides nothing."""

    method: Text = Field("", alias="paymentSystemName")
    group: Text = ""
    value: ForgivenWhole = 0
    reference_value: ForgivenWhole = Field(0, alias="referenceValue")
    """Without interest."""
    last_digits: Text = Field("", alias="lastDigits")
    gift_card: Text = Field("", alias="giftCardId")


class Transaction(Wire):
    """One attempt to pay."""

    is_active: Annotated[bool, BeforeValidator(lambda value: value is not False)] = Field(
        default=True, alias="isActive"
    )
    payments: Annotated[list[Payment], BeforeValidator(_objects)] = []


class PaymentData(Wire):
    """``paymentData``."""

    transactions: Annotated[list[Transaction], BeforeValidator(_objects)] = []


class CustomApp(Wire):
    """Data that an app left in the order; connectors leave theirs."""

    id: Text = ""
    fields: Annotated[dict[str, Any], BeforeValidator(_fields)] = {}


class CustomData(Wire):
    """``customData``."""

    apps: Annotated[list[CustomApp], BeforeValidator(_objects)] = Field([], alias="customApps")


class Workflow(Wire):
    """``workflowData``, where accounts with hidden personal data tell how the order gets on."""

    is_in_error: Truth = Field(default=False, alias="workflowIsInError")


class Order(Wire):
    """The answer of GET order."""

    order_id: Word = Field(alias="orderId")
    sequence: Text = ""
    status: Word
    value: Annotated[NonNegativeInt, BeforeValidator(parsing.whole)]
    totals: Annotated[list[Total], BeforeValidator(_rows)] = []
    items: list[Item] = Field(min_length=1)
    rounding_error: Annotated[int, BeforeValidator(_forgiven_whole)] = Field(0, alias="roundingError")
    last_change: Text = Field("", alias="lastChange")
    origin: Text = ""
    hostname: Text = ""
    affiliate_id: Text = Field("", alias="affiliateId")
    marketplace_order_id: Text = Field("", alias="marketplaceOrderId")
    marketplace_endpoint: Text = Field("", alias="marketplaceServicesEndpoint")
    marketplace: Annotated[Marketplace, BeforeValidator(_fields)] = Marketplace()
    profile: Annotated[Profile | None, BeforeValidator(_present)] = Field(None, alias="clientProfileData")
    shipping: Annotated[Shipping | None, BeforeValidator(_present)] = Field(None, alias="shippingData")
    attachment: Annotated[Packages | None, BeforeValidator(_present)] = Field(None, alias="packageAttachment")
    changes_attachment: Annotated[Changes | None, BeforeValidator(_present)] = Field(None, alias="changesAttachment")
    custom_data: Annotated[CustomData, BeforeValidator(_fields)] = Field(CustomData(), alias="customData")
    payment_data: Annotated[PaymentData, BeforeValidator(_fields)] = Field(PaymentData(), alias="paymentData")
    is_checked_in: Truth = Field(default=False, alias="isCheckedIn")
    checked_in: Truth = Field(default=False, alias="checkedIn")
    checked_in_pickup_point: Text = Field("", alias="checkedInPickupPointId")
    created_at: Moment = Field(None, alias="creationDate")
    pii_hidden: Truth = Field(default=False, alias="piiHidden")
    workflow_in_error: Truth = Field(default=False, alias="workflowIsInError")
    workflow: Annotated[Workflow, BeforeValidator(_fields)] = Field(Workflow(), alias="workflowData")

    @property
    def logistics(self) -> list[Logistics]:
        """All rows of ``logisticsInfo``."""
        return self.shipping.logistics if self.shipping else []

    @property
    def changes(self) -> list[Change]:
        """All Changes, as VTEX lists them."""
        return self.changes_attachment.changes if self.changes_attachment else []

    def total(self, id_: str) -> int | None:
        """Sum the totals of one id; ``None`` when the order has none of it."""
        found = [total.value for total in self.totals if total.id == id_]
        return sum(found) if found else None


class NotificationItem(Wire):
    """Units asked of a line, as VTEX wrote them: zero or less included."""

    item_index: OptionalWhole = Field(None, alias="itemIndex")
    quantity: Whole


class Notification(Wire):
    """The details of a notification; its id is compared by the reader, because the samples of returns have none."""

    items: Annotated[list[NotificationItem], BeforeValidator(_rows)] = []
    changed_items: Annotated[tuple[str, ...], BeforeValidator(_skus)] = Field((), alias="changedItems")
    observation: Word = ""
    type: Direction = None


class ListedOrder(Wire):
    """One row of the list of orders."""

    order_id: Text = Field("", alias="orderId")
    status: Text = ""
    value: Annotated[int | None, BeforeValidator(_amount_or_none)] = Field(None, alias="totalValue")
    origin: Text = ""
    affiliate_id: Text = Field("", alias="affiliateId")
    marketplace_order_id: Text = Field("", alias="marketPlaceOrderId")
    is_in_error: Truth = Field(default=False, alias="workflowInErrorState")


class Paging(Wire):
    """Where a page of the list of orders stands."""

    pages: ForgivenWhole = 0
    total: ForgivenWhole = 0


class OrderList(Wire):
    """The answer of the list of orders."""

    rows: list[ListedOrder] = Field(alias="list")
    paging: Annotated[Paging, BeforeValidator(_fields)] = Paging()


class Specification(Wire):
    """One specification of a product; only ``Value`` is promised, and it may be empty."""

    name: Text = Field("", alias="Name")
    values: Annotated[list[Text], BeforeValidator(lambda value: value if isinstance(value, list) else [value])] = Field(
        [], alias="Value"
    )


class FeedEvent(Wire):
    """One event of Orders Feed v3."""

    handle: Text = ""
    order_id: Text = Field("", alias="orderId")
