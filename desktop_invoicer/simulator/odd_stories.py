"""Stories in which VTEX, the catalogue or somebody else does something odd around a sale."""

from __future__ import annotations

from desktop_invoicer.simulator.keys import Number
from desktop_invoicer.simulator.lines import Line
from desktop_invoicer.simulator.orders import order_payload
from desktop_invoicer.simulator.people import PERSON
from desktop_invoicer.simulator.records import JsonObject, Press, vtex_time
from desktop_invoicer.simulator.story import Earlier, Setting, Story, invoiced_before

OTHER_SERIE = 9
"""The series of a till that this desk knows nothing about."""


def added_skus_as_strings(setting: Setting) -> Story:
    """Ask for an order to which SKUs were added after closing, written as a list of strings."""
    return _with_added_skus(setting, "added-skus-as-strings", [setting.sku(0), setting.sku(1)])


def added_skus_as_lists(setting: Setting) -> Story:
    """Write them as a list of lists."""
    return _with_added_skus(setting, "added-skus-as-lists", [[setting.sku(0), setting.sku(1)]])


def added_skus_as_objects(setting: Setting) -> Story:
    """Write them as a list of objects."""
    return _with_added_skus(setting, "added-skus-as-objects", [{"id": setting.sku(0)}, {"id": setting.sku(1)}])


def added_skus_null(setting: Setting) -> Story:
    """Give null for them."""
    return _with_added_skus(setting, "added-skus-null", None)


def order_changed_after_request(setting: Setting) -> Story:
    """Take the second line out of the order once its request was loaded (KI 1070299)."""
    order = order_payload(setting.at_the_counter([Line(setting.sku(0), 9990), Line(setting.sku(1), 5990)], PERSON))
    return Story(
        "order-changed-after-request",
        order,
        (Press(((0, 1), (1, 1)), 0),),
        outcome="held",
        reason="changed",
        changed=_without_second_line(order, setting),
    )


def already_invoiced(setting: Setting) -> Story:
    """Ask for an order that somebody invoiced in full before."""
    order = order_payload(setting.at_the_counter([Line(setting.sku(), 7490)], PERSON))
    earlier = Earlier(7490, ((0, 1),), Number("65", OTHER_SERIE, 4000 + setting.sequence))
    return Story(
        "already-invoiced",
        invoiced_before(order, setting, earlier),
        (Press(((0, 1),), 0),),
        outcome="held",
        reason="invoiced",
    )


def other_invoice_first(setting: Setting) -> Story:
    """Invoice the rest of an order of which somebody else invoiced the second line."""
    order = order_payload(setting.at_the_counter([Line(setting.sku(0), 11990), Line(setting.sku(1), 3490, 2)], PERSON))
    earlier = Earlier(6980, ((1, 2),), Number("65", OTHER_SERIE, 5000 + setting.sequence))
    return Story("other-invoice-first", invoiced_before(order, setting, earlier), (Press(((0, 1),), 11990),))


def other_invoice_same_number(setting: Setting) -> Story:
    """Let the other invoice have the very number that ours will have, in another series."""
    order = order_payload(setting.at_the_counter([Line(setting.sku(0), 11990), Line(setting.sku(1), 3490, 2)], PERSON))
    number = 900000 + setting.sequence
    earlier = Earlier(6980, ((1, 2),), Number("65", OTHER_SERIE, number))
    return Story(
        "other-invoice-same-number",
        invoiced_before(order, setting, earlier),
        (Press(((0, 1),), 11990),),
        document_number=number,
    )


def ncm_in_specification(setting: Setting) -> Story:
    """Sell a product whose NCM is a specification with an untidy name."""
    line = Line(setting.sku(), 8990, tax_code="", name="Vaso de cerâmica")
    order = order_payload(setting.at_the_counter([line]))
    specification = [{"Value": ["6914.10.00"], "Id": 19, "Name": "Ncm "}]
    return Story(
        "ncm-in-specification",
        order,
        (Press(((0, 1),), 8990),),
        specifications={order["items"][0]["productId"]: specification},
    )


def ncm_missing(setting: Setting) -> Story:
    """Sell a product that has no NCM anywhere."""
    order = order_payload(setting.at_the_counter([Line(setting.sku(), 6590, tax_code=None)]))
    return Story("ncm-missing", order, (Press(((0, 1),), 6590),), specifications={order["items"][0]["productId"]: []})


def _with_added_skus(setting: Setting, name: str, changed_items: object) -> Story:
    order = order_payload(setting.at_the_counter([Line(setting.sku(0), 4590), Line(setting.sku(1), 1990)], PERSON))
    return Story(name, order, (Press(((0, 1), (1, 1)), 6580, changed_items=changed_items),))


def _without_second_line(order: JsonObject, setting: Setting) -> JsonObject:
    removed = order["items"][1]
    price = removed["priceDefinition"]["total"]
    shipping = order["shippingData"]
    change = {
        "reason": "A cliente desistiu do segundo item.",
        "discountValue": price,
        "incrementValue": 0,
        "itemsAdded": [],
        "itemsRemoved": [
            {"id": removed["id"], "name": removed["name"], "quantity": 1, "price": price, "unitMultiplier": 1.0}
        ],
        "receipt": {"date": vtex_time(setting.now), "orderId": order["orderId"], "receipt": "0" * 32},
    }
    totals = [
        {**total, "value": total["value"] - price} if total["id"] == "Items" else total for total in order["totals"]
    ]
    return {
        **order,
        "items": order["items"][:1],
        "totals": totals,
        "value": order["value"] - price,
        "shippingData": {**shipping, "logisticsInfo": shipping["logisticsInfo"][:1]},
        "changesAttachment": {"id": "changeAttachment", "changesData": [change]},
    }
