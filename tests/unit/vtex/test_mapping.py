"""From VTEX's order to ours: money, channels, people, Changes, earlier invoices; and the payload that goes back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.invoice import Invoice, InvoiceRow
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import Address, Buyer, Channel, EarlierInvoice, SkuId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.vtex.mapping import invoice_payload, read_ncm
from tests.vtex_payloads import a_row, an_item, an_order, totals

GOLDEN = Path(__file__).parent / "golden" / "invoice.json"
KEY = "31170758731662018088550010006437971006437976"
CPF = "00000000191"
CNPJ = "11222333000181"

INVOICE = Invoice(
    type=InvoiceType.OUTPUT,
    number="643797",
    value=Cents(10075),
    key="33261111222333000181650010006437971006437978",
    url="https://nfce.example/qr?p=1",
    issued_at=datetime(2026, 11, 20, 12, 29, 30, tzinfo=timezone(timedelta(hours=-3))),
    rows=(InvoiceRow(SkuId("101"), Cents(4995), 2), InvoiceRow(SkuId("102"), Cents(85), 1)),
)


def definition(total: int | None = None, *priced: tuple[int, int]) -> dict[str, Any]:
    prices = [{"value": value, "quantity": quantity} for value, quantity in priced]
    return {"calculatedSellingPrice": 1, "total": total, "sellingPrices": prices, "reason": None}


def a_removal(sku: str = "101", quantity: int | None = 1, price: int = 3290, **keys: Any) -> dict[str, Any]:  # noqa: ANN401
    removed = [{"id": sku, "name": "Bay Max", "quantity": quantity, "price": price, "unitMultiplier": None}]
    return {"reason": "", "discountValue": price, "incrementValue": 0, "itemsAdded": [], "itemsRemoved": removed} | keys


def a_package(**keys: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    items = [{"itemIndex": 0, "quantity": 1, "price": 9990, "description": None, "unitMultiplier": 0}]
    return {
        "items": items,
        "invoiceNumber": "643797",
        "invoiceValue": 9990,
        "invoiceKey": None,
        "type": "Output",
    } | keys


def packages(*written: dict[str, Any]) -> tuple[EarlierInvoice, ...]:
    return an_order(packageAttachment={"packages": list(written)}).invoices


# goods


def test_the_definition_of_a_price_counts_more_than_the_rounded_unit_price() -> None:
    item = an_item(quantity=3, sellingPrice=59, unitMultiplier=0.3, priceDefinition=definition(179, (60, 2), (59, 1)))

    line = an_order([item], totals=totals(Items=179)).lines[0]

    assert line.goods == 179
    assert str(line.unit_multiplier) == "0.3"


def test_prices_of_single_units_are_summed_where_the_total_is_missing() -> None:
    item = an_item(quantity=3, sellingPrice=59, priceDefinition=definition(None, (60, 2), (59, 1)))

    assert an_order([item]).lines[0].goods == 179


@pytest.mark.parametrize(
    "keys",
    [
        {"priceDefinition": definition(65)},
        {"priceDefinitions": definition(65)},
        {"priceDefinition": definition(65), "priceDefinitions": None},
        {"priceDefinition": None, "priceDefinitions": definition(65)},
    ],
    ids=str,
)
def test_the_definition_is_read_under_either_name(keys: dict[str, Any]) -> None:
    assert an_order([an_item(quantity=4, sellingPrice=16, **keys)]).lines[0].goods == 65


def test_without_a_definition_the_unit_price_times_quantity_counts() -> None:
    assert an_order([an_item(quantity=4, sellingPrice=16)]).lines[0].goods == 64


def test_a_definition_that_contradicts_the_order_gives_way_to_unit_prices_that_meet_it() -> None:
    item = an_item(sellingPrice=3290, priceDefinitions=definition(99))

    assert an_order([item], totals=totals(Items=3290, Shipping=1160)).lines[0].goods == 3290


def test_a_definition_a_cent_off_the_totals_still_counts() -> None:
    item = an_item(quantity=2, sellingPrice=50, priceDefinition=definition(101))

    assert an_order([item], totals=totals(Items=100)).lines[0].goods == 101


def test_paid_services_belong_to_the_line_and_without_a_price_cost_nothing() -> None:
    services = [{"price": 500, "quantity": 2}, {"price": None, "quantity": 2}, {"price": 100}]

    assert an_order([an_item(bundleItems=services)]).lines[0].goods == 9990 + 1100


def test_a_gift_costs_nothing() -> None:
    line = an_order([an_item(isGift=True, price=5500, sellingPrice=0), an_item()]).lines[0]

    assert (line.is_gift, line.goods) == (True, 0)


@pytest.mark.parametrize(
    ("total", "taxes"),
    [
        ({"Tax": 70}, [20, 50]),
        ({"Tax": 120}, [20, 100]),
        ({"Tax": 1}, [20, 50]),
        ({}, [20, 50]),
        ({"Tax": 0}, [0, 0]),
    ],
    ids=["for the line", "for a unit", "neither", "no total", "inside the prices"],
)
def test_tax_is_read_the_way_that_meets_the_total(total: dict[str, int], taxes: list[int]) -> None:
    items = [an_item(tax=20, quantity=1), an_item(tax=50, quantity=2)]

    lines = an_order(items, totals=totals(**total)).lines

    assert [line.goods - 9990 * line.quantity for line in lines] == taxes


# freight


def test_freight_is_what_is_charged_for_the_whole_line() -> None:
    order = an_order([an_item(quantity=3), an_item()], [a_row(1, sellingPrice=5), a_row(0, sellingPrice=250)])

    assert [line.freight for line in order.lines] == [250, 5]


def test_rows_of_the_same_line_are_summed() -> None:
    assert an_order(rows=[a_row(sellingPrice=100), a_row(sellingPrice=50)]).lines[0].freight == 150


def test_freight_discounts_count() -> None:
    order = an_order(rows=[a_row(listPrice=1184, price=1184, sellingPrice=0)], totals=totals(Shipping=0))

    assert order.lines[0].freight == 0


def test_in_old_orders_the_price_counts_where_only_it_meets_the_shipping_total() -> None:
    order = an_order(rows=[a_row(price=500, sellingPrice=0)], totals=totals(Items=9990, Shipping=500))

    assert order.lines[0].freight == 500


def test_a_row_without_a_selling_price_costs_its_price() -> None:
    assert an_order(rows=[a_row(price=500, sellingPrice=None)]).lines[0].freight == 500


def test_freight_of_no_line_is_noticed_with_its_amount() -> None:
    order = an_order(rows=[a_row(0), a_row(1, sellingPrice=1160), a_row(-1, sellingPrice=1)])

    assert order.lines[0].freight == 0
    assert order.notices == (Problem(ProblemCode.FREIGHT_WITHOUT_LINE, {"freight": 1161}),)


def test_a_row_of_no_line_without_freight_is_no_notice() -> None:
    assert an_order(rows=[a_row(0), a_row(7)]).notices == ()


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 10**6), st.integers(0, 10**5)), min_size=1, max_size=6))
def test_lines_and_freight_add_up_to_the_orders_value(lines: list[tuple[int, int, int]]) -> None:
    items = [
        an_item(quantity=quantity, sellingPrice=0, priceDefinition=definition(total)) for quantity, total, _ in lines
    ]
    rows = [a_row(index, sellingPrice=freight) for index, (_, _, freight) in enumerate(lines)]
    value = sum(total + freight for _, total, freight in lines)

    order = an_order(items, rows, value=value, totals=totals(Items=value))

    assert sum(line.goods + line.freight for line in order.lines) == order.value


# channels and places


@pytest.mark.parametrize(
    ("row", "channel"),
    [
        ({"deliveryChannel": "delivery"}, Channel.DELIVERY),
        ({"deliveryChannel": "pickup-in-point", "selectedDeliveryChannel": "delivery"}, Channel.PICKUP),
        ({"deliveryChannel": None, "selectedDeliveryChannel": "delivery"}, Channel.DELIVERY),
        ({"selectedDeliveryChannel": "pickup-in-point"}, Channel.PICKUP),
        ({"pickupStoreInfo": {"isPickupStore": True}}, Channel.PICKUP),
        ({"pickupStoreInfo": {"isPickupStore": False, "address": None}}, Channel.DELIVERY),
        (
            {"selectedSla": "b", "slas": [{"id": "a"}, {"id": "b", "deliveryChannel": "pickup-in-point"}]},
            Channel.PICKUP,
        ),
        (
            {"selectedSla": "a", "slas": [{"id": "a"}, {"id": "b", "deliveryChannel": "pickup-in-point"}]},
            Channel.DELIVERY,
        ),
        ({}, Channel.DELIVERY),
    ],
    ids=str,
)
def test_the_channel_is_found_where_the_order_tells_it(row: dict[str, Any], channel: Channel) -> None:
    assert an_order(rows=[{"itemIndex": 0} | row]).lines[0].channel is channel


def test_a_pickup_address_tells_the_channel_where_nothing_else_does() -> None:
    shipping = {"address": {"addressType": "pickup", "state": "RJ"}, "logisticsInfo": [{"itemIndex": 0}]}

    order = an_order(shippingData=shipping)

    assert order.lines[0].channel is Channel.PICKUP
    assert order.buyer.uf == ""


def test_channels_can_differ_within_an_order() -> None:
    rows = [a_row(1), a_row(0, deliveryChannel="delivery")]

    assert [line.channel for line in an_order([an_item(), an_item()], rows).lines] == [Channel.DELIVERY, Channel.PICKUP]


def test_what_is_taken_along_in_the_store_is_a_pickup_whatever_the_channel_says() -> None:
    rows = [a_row(deliveryChannel="delivery", pickupPointId="gavea_GVE")]

    assert an_order(rows=rows, checkedInPickupPointId="gavea_GVE").lines[0].channel is Channel.PICKUP
    assert an_order(rows=rows, checkedInPickupPointId="outra").lines[0].channel is Channel.DELIVERY


def test_a_pickup_knows_its_point() -> None:
    assert an_order(rows=[a_row(pickupPointId="gavea_GVE")]).lines[0].pickup_point == "gavea_GVE"


@pytest.mark.parametrize(
    ("address", "uf"),
    [
        ({"addressType": "residential", "state": "RJ", "country": "BRA"}, "RJ"),
        ({"addressType": "commercial", "state": "sp"}, "SP"),
        ({"addressType": "pickup", "state": "RJ"}, ""),
        ({"addressType": "residential", "state": "Ciudad Autónoma de Buenos Aires", "country": "ARG"}, ""),
        ({"addressType": "residential", "state": "CA", "country": "USA"}, ""),
        ({"addressType": "residential", "state": None}, ""),
        (None, ""),
    ],
    ids=str,
)
def test_the_state_is_where_the_goods_go_and_never_the_stores(address: dict[str, Any] | None, uf: str) -> None:
    row = a_row(deliveryChannel="delivery")

    assert an_order(shippingData={"address": address, "logisticsInfo": [row]}).buyer.uf == uf


def test_in_a_mixed_order_the_delivery_address_is_found_beside_the_stores() -> None:
    store = {"addressId": "GVE", "addressType": "pickup", "state": "RJ"}
    old, home = (
        {"addressId": id_, "addressType": "residential", "state": uf} for id_, uf in (("o", "BA"), ("h", "SP"))
    )
    rows = [a_row(0, addressId="GVE"), a_row(1, deliveryChannel="delivery", addressId="h")]
    shipping = {"address": store, "selectedAddresses": [store, old, home], "logisticsInfo": rows}

    assert an_order([an_item(), an_item()], shippingData=shipping).buyer.uf == "SP"


HOME = {
    "addressId": "h",
    "addressType": "residential",
    "receiverName": "Maria Silva",
    "street": "Rua das Laranjeiras",
    "number": 120,
    "complement": None,
    "neighborhood": "Laranjeiras",
    "city": "Rio de Janeiro",
    "state": "RJ",
    "country": "BRA",
    "postalCode": "22240-003",
}
ADDRESS = Address(
    receiver="Maria Silva",
    street="Rua das Laranjeiras",
    number="120",
    neighbourhood="Laranjeiras",
    city="Rio de Janeiro",
    state="RJ",
    postal_code="22240-003",
)


def test_each_line_knows_where_it_is_delivered() -> None:
    work = HOME | {"addressId": "w", "street": "Avenida Paulista"}
    rows = [
        a_row(0, deliveryChannel="delivery", addressId="w"),
        a_row(1, deliveryChannel="delivery", addressId="h"),
        a_row(2, pickupPointId="gavea_GVE", addressId="h"),
    ]
    shipping = {"address": None, "selectedAddresses": [HOME, work], "logisticsInfo": rows}

    order = an_order([an_item(), an_item(), an_item()], shippingData=shipping)

    assert [line.address for line in order.lines] == [replace(ADDRESS, street="Avenida Paulista"), ADDRESS, None]


def test_a_line_that_names_no_address_is_delivered_to_the_orders() -> None:
    shipping = {"address": HOME, "logisticsInfo": [a_row(deliveryChannel="delivery")]}

    assert an_order(shippingData=shipping).lines[0].address == ADDRESS


@pytest.mark.parametrize("address", [None, {}, {"street": None, "number": []}, HOME | {"addressType": "pickup"}])
def test_an_address_that_is_missing_or_the_stores_is_none(address: dict[str, Any] | None) -> None:
    shipping = {"address": address, "logisticsInfo": [a_row(deliveryChannel="delivery")]}

    assert an_order(shippingData=shipping).lines[0].address is None


def test_an_order_without_shipping_is_delivered_nobody_knows_where() -> None:
    assert an_order(shippingData=None).lines[0].address is None


@pytest.mark.parametrize(
    ("store", "name"), [({"friendlyName": "Loja Gávea"}, "Loja Gávea"), ({"friendlyName": None}, ""), (None, "")]
)
def test_a_pickup_knows_what_its_store_is_called(store: dict[str, Any] | None, name: str) -> None:
    assert an_order(rows=[a_row(pickupStoreInfo=store)]).lines[0].pickup_name == name


def test_a_delivery_has_no_store() -> None:
    row = a_row(deliveryChannel="delivery", pickupStoreInfo={"friendlyName": "Loja Gávea"})

    assert an_order(rows=[row]).lines[0].pickup_name == ""


# people


@pytest.mark.parametrize(
    ("profile", "buyer"),
    [
        (None, Buyer()),
        ({"firstName": None, "lastName": None, "document": None}, Buyer()),
        ({"firstName": "Ana", "lastName": "Lima", "document": "000.000.001-91"}, Buyer("Ana Lima", CPF)),
        ({"firstName": "Ana", "document": "12345678900", "documentType": "cpf"}, Buyer("Ana")),
        ({"firstName": "Ana", "document": "xxxxxxxxxxxxx"}, Buyer("Ana")),
        (
            {
                "firstName": "Ana",
                "isCorporate": True,
                "corporateDocument": CNPJ,
                "corporateName": "Loja",
                "document": None,
            },
            Buyer("Loja", CNPJ, is_company=True),
        ),
        (
            {
                "firstName": "Ana",
                "isCorporate": False,
                "corporateDocument": CNPJ,
                "corporateName": "X",
                "document": CPF,
            },
            Buyer("Ana", CPF),
        ),
        ({"firstName": "Ana", "isCorporate": True, "corporateDocument": "1", "document": CPF}, Buyer("Ana", CPF)),
        ({"corporateName": "Loja", "document": "11.222.333/0001-81"}, Buyer("Loja", CNPJ, is_company=True)),
        (
            {"corporateName": "Loja", "isCorporate": True, "corporateDocument": "12.abc.345/01de-35"},
            Buyer("Loja", "12ABC34501DE35", is_company=True),
        ),
    ],
    ids=str,
)
def test_the_buyer_is_who_a_valid_document_says(profile: dict[str, Any] | None, buyer: Buyer) -> None:
    assert an_order(clientProfileData=profile).buyer == buyer


@pytest.mark.parametrize(
    "keys",
    [
        {"piiHidden": True},
        {"clientProfileData": {"firstName": "A**"}},
        {"clientProfileData": {"firstName": "Ana", "document": "0*******"}},
    ],
    ids=str,
)
def test_hidden_personal_data_is_noticed(keys: dict[str, Any]) -> None:
    assert an_order(**keys).buyer.masked


@pytest.mark.parametrize(
    ("text", "ncm"),
    [
        ("62144000", "62144000"),
        ("8517.12.31", "85171231"),
        (" 6914.10.00 ", "69141000"),
        ("0000.40.90", "00004090"),
        ("000.20.10", ""),
        ("TVA_20", ""),
        ("product_Free", ""),
        ("1122", ""),
        ("", ""),
        ("٦٢١٤٤٠٠٠", ""),
    ],
)
def test_an_ncm_has_eight_digits_however_it_is_written(text: str, ncm: str) -> None:
    assert read_ncm(text) == ncm
    assert an_order([an_item(taxCode=text)]).lines[0].ncm == ncm


# marketplaces

FULFILLMENT = {"origin": "Fulfillment", "affiliateId": "MNC", "marketplaceOrderId": "ML-1"}


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ({}, ""),
        ({"origin": "Marketplace", "affiliateId": "GHB"}, ""),
        ({"origin": "Fulfillment"}, ""),
        ({**FULFILLMENT}, "MNC"),
        ({**FULFILLMENT, "marketplaceServicesEndpoint": "http://oms.vtexinternal.com.br/api/oms?an=main"}, ""),
        ({**FULFILLMENT, "marketplaceServicesEndpoint": "http://portal.vtexcommerce.com.br/api/oms?an=main"}, ""),
        ({**FULFILLMENT, "marketplaceServicesEndpoint": "https://main.vtexcommercestable.com.br/api"}, ""),
        ({**FULFILLMENT, "marketplaceServicesEndpoint": "oms.vtexinternal.com.br/api/oms?an=main"}, ""),
        ({**FULFILLMENT, "marketplace": {"name": "main", "baseURL": "http://oms.vtexinternal.com.br/api"}}, ""),
        ({**FULFILLMENT, "marketplace": {"name": None, "baseURL": "https://hub.example.com/"}}, "MNC"),
        ({**FULFILLMENT, "affiliateId": "SLR", "marketplaceServicesEndpoint": None}, ""),
        ({**FULFILLMENT, "affiliateId": "SLR", "marketplaceServicesEndpoint": "https://hub.example.com/"}, "SLR"),
        ({**FULFILLMENT, "affiliateId": None}, "ML-1"),
        ({**FULFILLMENT, "affiliateId": "", "marketplaceOrderId": None}, ""),
        ({**FULFILLMENT, "customData": {"customApps": [{"id": "giftwrap", "fields": {"card": "x"}}]}}, "MNC"),
        ({**FULFILLMENT, "customData": {"customApps": "x", "customFields": []}, "marketplace": "x"}, "MNC"),
        ({**FULFILLMENT, "marketplaceServicesEndpoint": "https://hub.example.com/vtexinternal.com.br"}, "MNC"),
        ({**FULFILLMENT, "marketplaceServicesEndpoint": "https://vtexinternal.com.br.example.com/"}, "MNC"),
        ({**FULFILLMENT, "marketplace": {"name": "Casas Exemplo"}}, "Casas Exemplo"),
        ({**FULFILLMENT, "marketplace": {"name": "loja"}, "hostname": "loja"}, "MNC"),
        (
            {
                **FULFILLMENT,
                "marketplaceServicesEndpoint": "http://oms.vtexinternal.com.br/api",
                "customData": {"customApps": [{"id": "giftwrap", "fields": {}}, {"id": "CN-Viavarejo-Integration"}]},
            },
            "CN-Viavarejo-Integration",
        ),
        (
            {
                **FULFILLMENT,
                "customData": {"customApps": [{"id": "abc", "fields": {"marketplacePaymentMethod": "pix"}}]},
            },
            "abc",
        ),
        ({"origin": "fulfillment", "marketplaceOrderId": "7", "marketplaceServicesEndpoint": "https://[x"}, "7"),
        (
            {"origin": "Fulfillment", "marketplaceOrderId": "7", "marketplaceServicesEndpoint": "https://hub.br/x"},
            "hub.br",
        ),
    ],
    ids=str,
)
def test_an_external_marketplace_is_told_from_a_franchise(keys: dict[str, Any], name: str) -> None:
    assert an_order(**keys).marketplace == name


# earlier invoices


def test_a_package_with_a_number_is_an_invoice() -> None:
    written = a_package(invoiceKey=f"NFe{KEY}", items=[{"quantity": 2}, {"itemIndex": 1, "quantity": "1.0"}])

    assert packages(written) == (EarlierInvoice("643797", InvoiceType.OUTPUT, Cents(9990), KEY, {0: 2, 1: 1}),)


def test_a_package_without_a_number_is_no_invoice() -> None:
    assert packages(a_package(invoiceNumber=None, invoiceValue=None), a_package(invoiceNumber="")) == ()


def test_units_of_one_line_in_a_package_are_summed() -> None:
    rows = [{"itemIndex": 1, "quantity": 1}, {"itemIndex": 1, "quantity": 2}, {"itemIndex": 0, "quantity": None}]

    assert packages(a_package(items=rows))[0].units == {1: 3}


@pytest.mark.parametrize(("type_", "read"), [(None, InvoiceType.OUTPUT), ("Input", InvoiceType.INPUT)])
def test_a_package_without_a_type_is_a_sale(type_: str | None, read: InvoiceType) -> None:
    assert packages(a_package(type=type_))[0].type is read


@pytest.mark.parametrize("value", [9990, "9990", 9990.0], ids=repr)
def test_the_value_of_a_package_may_be_written_as_text(value: object) -> None:
    assert packages(a_package(invoiceValue=value))[0].value == 9990


def test_a_package_may_be_full_of_nulls() -> None:
    assert packages(a_package(items=None, invoiceKey=None, type=None, courierStatus=None))[0].units == {}


# Changes


def change_order(*changes: dict[str, Any], items: list[dict[str, Any]] | None = None, **keys: Any) -> Any:  # noqa: ANN401
    keys = {"value": 1160, "totals": totals(Items=3290, Shipping=1160, Change=-3290)} | keys
    items = items or [an_item(sellingPrice=3290)]
    return an_order(items, [a_row(sellingPrice=1160)], changesAttachment={"changesData": list(changes)}, **keys)


def test_what_a_change_left_behind_is_removed_where_the_sums_say_so() -> None:
    order = change_order(a_removal())

    assert (order.lines[0].quantity, order.lines[0].removed, order.lines[0].invoiceable) == (1, 1, 0)


def test_what_a_change_took_away_itself_is_not_removed_again() -> None:
    order = change_order(a_removal(), value=4450, totals=totals(Items=6580, Shipping=1160, Change=-3290))

    assert order.lines[0].removed == 0


def test_never_more_is_removed_than_the_line_has() -> None:
    order = change_order(a_removal(quantity=5), a_removal(quantity=5))

    assert order.lines[0].removed == 1


def test_of_two_lines_of_a_sku_the_one_at_the_removed_price_goes_first() -> None:
    items = [an_item(sellingPrice=0, isGift=True), an_item(sellingPrice=3290, quantity=2)]

    order = change_order(a_removal(quantity=2), items=items, totals=totals(Change=-6580))

    assert [line.removed for line in order.lines] == [0, 2]


def test_removing_another_sku_removes_nothing() -> None:
    assert change_order(a_removal("999")).lines[0].removed == 0


def test_changes_are_named_by_their_receipts_oldest_first() -> None:
    later = {"receipt": {"date": "2019-02-07T20:46:04.4003606+00:00", "receipt": "b"}}
    earlier = {"receipt": {"date": "2019-02-06T20:46:04.4003606+00:00", "receipt": "a"}}

    assert change_order(later, earlier).changes == ("a", "b")


def test_a_change_without_a_receipt_is_named_by_what_it_did() -> None:
    first, second = change_order(a_removal(), a_removal(quantity=2)).changes

    assert first == "-1×101@3290 0 -3290"
    assert first != second


# the payload


def test_the_payload_has_the_fields_and_types_of_the_contract() -> None:
    assert invoice_payload(INVOICE) == json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert json.dumps(invoice_payload(INVOICE), indent=2) + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_what_is_unknown_is_null_in_the_payload() -> None:
    payload = invoice_payload(replace(INVOICE, key="", url="", type=InvoiceType.INPUT))

    assert (payload["invoiceKey"], payload["invoiceUrl"], payload["type"]) == (None, None, "Input")


def test_a_moment_without_an_offset_is_a_defect() -> None:
    with pytest.raises(ValueError, match="offset"):
        invoice_payload(replace(INVOICE, issued_at=datetime(2026, 11, 20)))  # noqa: DTZ001 (the point)


def test_a_package_tells_when_its_document_was_issued() -> None:
    (invoice,) = packages(a_package(issuanceDate="2026-11-20T12:17:47.9552847-03:00"))

    assert invoice.issued_at == datetime(2026, 11, 20, 15, 17, 47, 955284, tzinfo=UTC)


@pytest.mark.parametrize("written", [None, "", "yesterday", 20261120], ids=repr)
def test_a_package_may_not_tell_when_its_document_was_issued(written: object) -> None:
    assert packages(a_package(issuanceDate=written))[0].issued_at is None


# the moment of the order


@pytest.mark.parametrize(
    "written",
    ["2026-11-20T15:17:47.9552847+00:00", "2026-11-20T12:17:47.9552847-03:00", "2026-11-20T15:17:47.9552847Z"],
)
def test_the_moment_of_an_order_is_read_in_any_offset(written: str) -> None:
    assert an_order(creationDate=written).created_at == datetime(2026, 11, 20, 15, 17, 47, 955284, tzinfo=UTC)


def test_a_moment_without_an_offset_is_utc() -> None:
    assert an_order(creationDate="2026-11-20T15:17:47").created_at == datetime(2026, 11, 20, 15, 17, 47, tzinfo=UTC)


@pytest.mark.parametrize("written", [None, "", "yesterday", 20261120, "0001-01-01T00:00:00+14:00"])
def test_an_order_may_not_tell_its_moment(written: object) -> None:
    assert an_order(creationDate=written).created_at is None


# what a diagnosis looks at


def test_an_order_tells_who_sold_it() -> None:
    apps = [{"id": "CN-Viavarejo-Integration", "fields": {}}, {"id": "gift-wrap", "fields": {}}]

    order = an_order(origin="Fulfillment", affiliateId="CNV", customData={"customApps": apps})

    assert (order.origin, order.affiliate, order.connectors) == ("Fulfillment", "CNV", ("CN-Viavarejo-Integration",))


@pytest.mark.parametrize(
    ("keys", "is_in_error"),
    [
        ({}, False),
        ({"workflowIsInError": False}, False),
        ({"workflowIsInError": True}, True),
        ({"workflowIsInError": "true"}, True),
        ({"workflowIsInError": None, "workflowData": {"workflowIsInError": True}}, True),
        ({"workflowIsInError": [], "workflowData": "odd"}, False),
    ],
)
def test_a_workflow_that_stopped_is_told(keys: dict[str, Any], *, is_in_error: bool) -> None:
    assert an_order(**keys).is_in_error is is_in_error


@pytest.mark.parametrize(
    ("finished", "is_changing"),
    [
        ({}, False),
        ({"finished": None}, False),
        ({"finished": True}, False),
        ({"finished": 0}, False),
        ({"finished": False}, True),
        ({"finished": "False"}, True),
    ],
)
def test_only_a_change_that_says_so_is_under_way(finished: dict[str, Any], *, is_changing: bool) -> None:
    change = {"reason": "", "itemsAdded": [], "itemsRemoved": [], "receipt": None, **finished}

    assert an_order(changesAttachment={"changesData": [change]}).is_changing is is_changing


@pytest.mark.parametrize(("written", "has_xml"), [(None, False), ("", False), ([], False), ("<nfeProc/>", True)])
def test_a_package_tells_whether_vtex_has_the_xml(written: object, *, has_xml: bool) -> None:
    assert packages(a_package(embeddedInvoice=written))[0].has_xml is has_xml
