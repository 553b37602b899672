"""Stories of returns: posting them moves money, so an unattended run must leave every one to a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from desktop_invoicer.simulator.keys import Number
from desktop_invoicer.simulator.lines import DELIVERY, Line
from desktop_invoicer.simulator.orders import OrderPlan, order_payload
from desktop_invoicer.simulator.people import PERSON
from desktop_invoicer.simulator.quirks import Quirks
from desktop_invoicer.simulator.records import Press
from desktop_invoicer.simulator.sale_stories import sold_elsewhere
from desktop_invoicer.simulator.story import Earlier, Model, Setting, Story, invoiced_before

OTHER_STORE = "lojafarmipanema"
"""A store of the same brand that is not this counter."""
JUST_NOW = timedelta(minutes=4)
"""So long ago that the sale can still be cancelled."""
TOO_LATE = timedelta(hours=3)
"""So long ago that an NFC-e can be cancelled only where the state takes late cancellations."""
DAYS_AGO = timedelta(days=2)
"""So long ago that no state cancels an NF-e any more."""
INTEREST = 520
REFUSAL = "The refund value exceeds the amount settled for this order"


def goods_return(setting: Setting) -> Story:
    """Take back one of two units, with words of the operator as observation."""
    return _two_units(setting, "return", Press(((0, 1),), 4990, "Tamanho errado, cliente devolveu", "Input"))


def cancellation(setting: Setting) -> Story:
    """Cancel in the store that sold, while the NFC-e and the card terminal can still be reversed."""
    return _two_units(setting, "cancellation", Press(((0, 2),), 9980, "inStore", "Input"), age=JUST_NOW)


def cancellation_typed_output(setting: Setting) -> Story:
    """Give a cancellation the type of VTEX's prose; it is a return whatever the type says."""
    return _two_units(setting, "cancellation-typed-output", Press(((0, 2),), 9980, "inStore", "Output"))


def cancellation_late(setting: Setting) -> Story:
    """Cancel an NFC-e hours after it was authorised: only some states take that."""
    return _two_units(setting, "cancellation-late", Press(((0, 2),), 9980, "inStore", "Input"), age=TOO_LATE)


def cancellation_out_of_time(setting: Setting) -> Story:
    """Cancel an NF-e of the day before yesterday: only an NF-e of entry is left."""
    press = Press(((0, 2),), 9980, "inStore", "Input")
    return _two_units(setting, "cancellation-out-of-time", press, age=DAYS_AGO, model="55")


def store_return(setting: Setting) -> Story:
    """Take goods back in this store, as the observation names it."""
    observation = "inStore: " + json.dumps({"tradeAccount": setting.account})
    return _two_units(setting, "store-return", Press(((0, 1),), 4990, observation, "Input"))


def store_return_escaped(setting: Setting) -> Story:
    """Leave the backslashes of VTEX's sample in the text."""
    observation = f'inStore: {{ \\"tradeAccount\\": \\"{setting.account}\\" }}'
    return _two_units(setting, "store-return-escaped", Press(((0, 1),), 4990, observation, "Input"))


def store_return_elsewhere(setting: Setting) -> Story:
    """See goods come back in another store: whose case it is must be said."""
    observation = "inStore: " + json.dumps({"tradeAccount": OTHER_STORE})
    return _two_units(setting, "store-return-elsewhere", Press(((0, 1),), 4990, observation, "Input"))


def unreadable_observation(setting: Setting) -> Story:
    """Get a control word that breaks off: a return whose details a person must settle."""
    return _two_units(setting, "unreadable-observation", Press(((0, 1),), 4990, "inStore: {tradeAccount", "Input"))


def broken_observations(setting: Setting) -> Story:
    """Get five control strings, each broken in its own way; two can still be read."""
    observations = (
        f"inStore: {{'tradeAccount': '{setting.account}'}}",
        f'  inStore :{{\n“tradeAccount”: “{setting.account}”, "reason": null}}',
        "inStore: {}",
        "instore",
        f'inStore {{"tradeAccount": "{setting.account}"}}',
    )
    presses = [Press(((0, 1),), 4990, observation, "Input") for observation in observations]
    plan = setting.at_the_counter([Line(setting.sku(), 4990, len(presses))], PERSON)
    return _sold(setting, "broken-observations", plan, presses)


def return_freight_250_over_3(setting: Setting) -> Story:
    """Take three units back one by one; their 250 cents of freight go back as 83, 84 and 83."""
    plan = setting.online([Line(setting.sku(), 1000, 3, freight=250, channel=DELIVERY)], PERSON)
    presses = [Press(((0, 1),), value, "Devolução em partes", "Input") for value in (1083, 1084, 1083)]
    return _sold(setting, "return-freight-250-over-3", plan, presses, model="55")


def return_prices_59_60_60(setting: Setting) -> Story:
    """Take three units of 179 cents back one by one: 60, 59 and 60."""
    prices = ((60, 2), (59, 1))
    line = Line(setting.sku(), 199, 3, selling_price=59, total=179, selling_prices=prices, unit_multiplier=0.3)
    presses = [Press(((0, 1),), value, "Devolução em partes", "Input") for value in (60, 59, 60)]
    return _sold(setting, "return-prices-59-60-60", setting.at_the_counter([line], PERSON), presses)


def return_same_sku_on_two_lines(setting: Setting) -> Story:
    """Take back a SKU that was paid on one line and a gift on the next: VTEX wants one row for both."""
    lines = [Line(setting.sku(), 6990), Line(setting.sku(), 6990, selling_price=0, total=0, gift=True)]
    press = Press(((0, 1), (1, 1)), 6990, "Cliente desistiu", "Input")
    return _sold(setting, "return-same-sku-on-two-lines", setting.at_the_counter(lines, PERSON), [press])


def return_of_a_gift(setting: Setting) -> Story:
    """Get a gift back alone: nothing was paid for it, and VTEX takes no return of nothing."""
    gift = Line(setting.sku(1), 100, selling_price=0, total=0, gift=True, name="Brinde")
    plan = setting.at_the_counter([Line(setting.sku(0), 19990), gift], PERSON)
    press = Press(((1, 1),), 0, "Brinde com defeito", "Input")
    return _sold(setting, "return-of-a-gift", plan, [press], reason="nothing paid")


def return_gift_card(setting: Setting) -> Story:
    """Take back what was paid with a gift card in part: VTEX gives that part back as credit."""
    plan = replace(setting.at_the_counter([Line(setting.sku(), 12990)], PERSON), gift_card=5000)
    return _sold(setting, "return-gift-card", plan, [Press(((0, 1),), 12990, "Troca", "Input")])


def return_with_interest(setting: Setting) -> Story:
    """Take back what was paid in instalments with interest: VTEX gives back the price alone (KI 376077)."""
    return _sold(setting, "return-with-interest", _paid_with_interest(setting), [_of_one_unit(12990)])


def return_refused(setting: Setting) -> Story:
    """See VTEX refuse the refund of an order paid with interest, in words of its own."""
    told = _sold(setting, "return-refused", _paid_with_interest(setting), [_of_one_unit(0)])
    return replace(told, quirks=Quirks(refund_refusal=REFUSAL))


def return_before_invoicing(setting: Setting) -> Story:
    """Take a line back while another one is not invoiced yet: VTEX takes the return and refunds nothing."""
    plan = setting.at_the_counter([Line(setting.sku(0), 11990), Line(setting.sku(1), 3490, 2)], PERSON)
    press = Press(((0, 1),), 11990, "Cliente desistiu", "Input")
    return _sold(setting, "return-before-invoicing", plan, [press], Earlier(11990, ((0, 1),), _number(setting, "65")))


def marketplace_return(setting: Setting) -> Story:
    """Take back what an external marketplace sold, freight included: the marketplace pays its buyer itself."""
    press = Press(((0, 1),), 27840, "Devolução do marketplace", "Input")
    return _sold(setting, "marketplace-return", sold_elsewhere(setting), [press], model="55")


def _paid_with_interest(setting: Setting) -> OrderPlan:
    return replace(setting.at_the_counter([Line(setting.sku(), 12990)], PERSON), interest=INTEREST)


def _of_one_unit(value: int) -> Press:
    return Press(((0, 1),), value, "Cliente desistiu", "Input")


def _two_units(
    setting: Setting, name: str, press: Press, *, age: timedelta | None = None, model: Model = "65"
) -> Story:
    """Tell of two units for 99.80, invoiced as a whole some time ago."""
    plan = setting.at_the_counter([Line(setting.sku(), 4990, 2)], PERSON)
    if age is not None:
        plan = replace(plan, created=min(plan.created, setting.now - age - timedelta(minutes=1)))
    return _sold(setting, name, plan, [press], Earlier(9980, ((0, 2),), _number(setting, model), age))


def _sold(  # noqa: PLR0913 (what such a story is made of)
    setting: Setting,
    name: str,
    plan: OrderPlan,
    presses: Sequence[Press],
    earlier: Earlier | None = None,
    *,
    model: Model = "65",
    reason: str = "confirmation",
) -> Story:
    """Tell what is asked back of an order that was invoiced before: as a whole, unless ``earlier`` says else."""
    order = order_payload(plan)
    everything = tuple((index, line.quantity) for index, line in enumerate(plan.lines))
    return Story(
        name,
        invoiced_before(order, setting, earlier or Earlier(order["value"], everything, _number(setting, model))),
        tuple(presses),
        outcome="held",
        reason=reason,
        model="55",
    )


def _number(setting: Setting, model: Model) -> Number:
    return Number(model, 1, 3000 + setting.sequence)
