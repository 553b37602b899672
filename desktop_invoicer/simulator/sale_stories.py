"""Stories of sales that go through. Every expected value is written down by hand, never computed by the product."""

from __future__ import annotations

from dataclasses import replace

from desktop_invoicer.simulator.embedding import XML_CONNECTOR
from desktop_invoicer.simulator.lines import DELIVERY, Line, Pricing
from desktop_invoicer.simulator.orders import OrderPlan, Origin, order_payload
from desktop_invoicer.simulator.people import COMPANY, MASKED, PERSON
from desktop_invoicer.simulator.records import Press
from desktop_invoicer.simulator.story import Setting, Story


def anonymous_pickup(setting: Setting) -> Story:
    """Sell one line at the counter to somebody who gives no name."""
    quantity = setting.rng.randint(1, 3)
    order = order_payload(setting.at_the_counter([Line(setting.sku(), 12990, quantity)]))
    return Story("anonymous-pickup", order, (Press(((0, quantity),), 12990 * quantity),))


def pickup_with_cpf(setting: Setting) -> Story:
    """Sell two lines at the counter to a person who gives a CPF."""
    lines = [Line(setting.sku(0), 8990), Line(setting.sku(1), 4990, 2)]
    order = order_payload(setting.at_the_counter(lines, PERSON))
    return Story("pickup-with-cpf", order, (Press(((0, 1), (1, 2)), 18970, observation="AGO2019"),))


def delivery(setting: Setting) -> Story:
    """Deliver one line with freight to a person's home."""
    order = order_payload(setting.online([Line(setting.sku(), 15990, freight=1290, channel=DELIVERY)], PERSON))
    return Story("delivery", order, (Press(((0, 1),), 17280),), model="55")


def company_buyer(setting: Setting) -> Story:
    """Sell ten units to a company, whose CPF field is null."""
    order = order_payload(setting.at_the_counter([Line(setting.sku(), 3990, 10)], COMPANY))
    return Story("company-buyer", order, (Press(((0, 10),), 39900),), model="55")


def rupture_in_three_parts(setting: Setting) -> Story:
    """Invoice one order in three parts; 10000 cents over 3 units and 300 of freight over 2 must not lose a cent."""
    lines = [
        Line(setting.sku(0), 5000, 2, freight=300, channel=DELIVERY),
        Line(setting.sku(1), 3333, channel=DELIVERY),
        Line(
            setting.sku(2),
            3500,
            3,
            selling_price=3333,
            total=10000,
            selling_prices=((3334, 1), (3333, 2)),
            channel=DELIVERY,
        ),
    ]
    presses = (
        Press(((0, 1), (2, 1)), 5000 + 150 + 3333),
        Press(((0, 1),), 5000 + 150, observation="segunda parte"),
        Press(((1, 1), (2, 2)), 3333 + 6667),
    )
    return Story("rupture-in-three-parts", order_payload(setting.online(lines, PERSON)), presses, model="55")


def freight_250_over_3(setting: Setting) -> Story:
    """Invoice three units one by one; their 250 cents of freight go as 83, 84 and 83."""
    order = order_payload(setting.online([Line(setting.sku(), 1000, 3, freight=250, channel=DELIVERY)], PERSON))
    presses = (Press(((0, 1),), 1083), Press(((0, 1),), 1084), Press(((0, 1),), 1083))
    return Story("freight-250-over-3", order, presses, model="55")


def prices_59_60_60(setting: Setting) -> Story:
    """Sell VTEX's own example: sellingPrice 59 times 3 is 177, the real total is 179."""
    line = Line(
        setting.sku(),
        199,
        3,
        selling_price=59,
        total=179,
        selling_prices=((60, 2), (59, 1)),
        unit_multiplier=0.3,
        measurement_unit="kg",
        tax_code="0902.30.00",
        name="Chá preto a granel",
    )
    order = order_payload(setting.at_the_counter([line]))
    return Story("prices-59-60-60", order, (Press(((0, 3),), 179),))


def weight_item(setting: Setting) -> Story:
    """Sell two portions of 350 g at 39.99 a kilogram: 27.99, although one portion shows as 14.00."""
    line = Line(
        setting.sku(),
        3999,
        2,
        selling_price=1400,
        total=2799,
        selling_prices=((1400, 1), (1399, 1)),
        unit_multiplier=0.35,
        measurement_unit="kg",
        tax_code="0901.21.00",
        name="Café torrado",
    )
    return Story("weight-item", order_payload(setting.at_the_counter([line])), (Press(((0, 2),), 2799),))


def same_sku_on_two_lines(setting: Setting) -> Story:
    """Sell a SKU that is paid on one line and a gift on the next."""
    paid = Line(setting.sku(), 6990)
    gift = Line(setting.sku(), 6990, selling_price=0, total=0, gift=True)
    order = order_payload(setting.at_the_counter([paid, gift]))
    return Story("same-sku-on-two-lines", order, (Press(((0, 1), (1, 1)), 6990),))


def gift(setting: Setting) -> Story:
    """Sell a line that comes with a gift of another SKU."""
    lines = [Line(setting.sku(0), 19990), Line(setting.sku(1), 100, selling_price=0, total=0, gift=True, name="Brinde")]
    return Story("gift", order_payload(setting.at_the_counter(lines, PERSON)), (Press(((0, 1), (1, 1)), 19990),))


def mixed_channels(setting: Setting) -> Story:
    """Deliver one line and hand over the other: the order counts as delivery."""
    lines = [Line(setting.sku(0), 9990, freight=990, channel=DELIVERY), Line(setting.sku(1), 4990)]
    order = order_payload(setting.online(lines, PERSON))
    return Story("mixed-channels", order, (Press(((0, 1), (1, 1)), 15970),), model="55")


def marketplace_order(setting: Setting) -> Story:
    """Invoice an order that an external marketplace sold; it needs the access key."""
    return Story("marketplace-order", order_payload(sold_elsewhere(setting)), (Press(((0, 1),), 27840),), model="55")


def marketplace_with_xml(setting: Setting) -> Story:
    """Invoice an order of a marketplace whose connector passes the XML on: it needs it beside the access key."""
    order = order_payload(replace(sold_elsewhere(setting), connector=XML_CONNECTOR))
    return Story("marketplace-with-xml", order, (Press(((0, 1),), 27840),), model="55")


def sold_elsewhere(setting: Setting) -> OrderPlan:
    """Plan an order of an external marketplace: one line with freight."""
    number = str(2000000000 + setting.sequence)
    return OrderPlan(
        f"MLB-{number}-01",
        setting.account,
        setting.created,
        [Line(setting.sku(), 25990, freight=1850, channel=DELIVERY)],
        PERSON,
        origin=Origin.FULFILLMENT,
        affiliate_id="MLB",
        marketplace_order_id=number,
        marketplace_endpoint="https://connector.marketplace.example/vtex/",
    )


def two_hundred_lines(setting: Setting) -> Story:
    """Sell two hundred lines of 1.00, 1.01 … 2.99 at once."""
    lines = [Line(setting.sku(number), 100 + number) for number in range(200)]
    asked = tuple((index, 1) for index in range(200))
    return Story("two-hundred-lines", order_payload(setting.at_the_counter(lines)), (Press(asked, 39900),))


def bundle_service(setting: Setting) -> Story:
    """Sell a line with gift wrap for 5.00."""
    line = Line(setting.sku(), 7990, bundles=(("Embalagem para presente", 500),))
    return Story("bundle-service", order_payload(setting.at_the_counter([line], PERSON)), (Press(((0, 1),), 8490),))


def plural_price_definitions(setting: Setting) -> Story:
    """Sell three units whose true total of 100.00 stands in ``priceDefinitions`` only."""
    line = Line(
        setting.sku(),
        3500,
        3,
        selling_price=3333,
        total=10000,
        selling_prices=((3334, 1), (3333, 2)),
        pricing=Pricing.PLURAL_ONLY,
    )
    order = order_payload(setting.at_the_counter([line]))
    return Story("plural-price-definitions", order, (Press(((0, 3),), 10000),))


def no_price_definition(setting: Setting) -> Story:
    """Sell as orders before 2020 were written: sellingPrice alone."""
    line = Line(setting.sku(), 2590, 2, selling_price=2331, pricing=Pricing.NONE)
    order = order_payload(setting.at_the_counter([line], PERSON))
    return Story("no-price-definition", order, (Press(((0, 2),), 4662),))


def masked_buyer(setting: Setting) -> Story:
    """Sell at the counter in an account that masks personal data; an NFC-e needs none of it."""
    order = order_payload(setting.at_the_counter([Line(setting.sku(), 5490)], MASKED))
    return Story("masked-buyer", order, (Press(((0, 1),), 5490),))
