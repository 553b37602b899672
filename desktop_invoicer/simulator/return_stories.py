"""Stories of returns: posting them moves money, so an unattended run must leave every one to a person."""

from __future__ import annotations

import json

from desktop_invoicer.simulator.keys import Number
from desktop_invoicer.simulator.lines import Line
from desktop_invoicer.simulator.orders import order_payload
from desktop_invoicer.simulator.people import PERSON
from desktop_invoicer.simulator.records import Press
from desktop_invoicer.simulator.story import Earlier, Setting, Story, invoiced_before

OTHER_STORE = "lojafarmipanema"
"""A store of the same brand that is not this counter."""


def goods_return(setting: Setting) -> Story:
    """Take back one of two units, with words of the operator as observation."""
    return _return(setting, "return", Press(((0, 1),), 4990, "Tamanho errado, cliente devolveu", "Input"))


def cancellation(setting: Setting) -> Story:
    """Cancel in the store that sold, while the card terminal can still reverse."""
    return _return(setting, "cancellation", Press(((0, 2),), 9980, "inStore", "Input"))


def cancellation_typed_output(setting: Setting) -> Story:
    """Give a cancellation the type of VTEX's prose; it is a return whatever the type says."""
    return _return(setting, "cancellation-typed-output", Press(((0, 2),), 9980, "inStore", "Output"))


def store_return(setting: Setting) -> Story:
    """Take goods back in this store, as the observation names it."""
    observation = "inStore: " + json.dumps({"tradeAccount": setting.account})
    return _return(setting, "store-return", Press(((0, 1),), 4990, observation, "Input"))


def store_return_escaped(setting: Setting) -> Story:
    """Leave the backslashes of VTEX's sample in the text."""
    observation = f'inStore: {{ \\"tradeAccount\\": \\"{setting.account}\\" }}'
    return _return(setting, "store-return-escaped", Press(((0, 1),), 4990, observation, "Input"))


def store_return_elsewhere(setting: Setting) -> Story:
    """See goods come back in another store: whose case it is must be said."""
    observation = "inStore: " + json.dumps({"tradeAccount": OTHER_STORE})
    return _return(setting, "store-return-elsewhere", Press(((0, 1),), 4990, observation, "Input"))


def unreadable_observation(setting: Setting) -> Story:
    """Get a control word that breaks off: a return whose details a person must settle."""
    return _return(setting, "unreadable-observation", Press(((0, 1),), 4990, "inStore: {tradeAccount", "Input"))


def _return(setting: Setting, name: str, press: Press) -> Story:
    order = order_payload(setting.at_the_counter([Line(setting.sku(), 4990, 2)], PERSON))
    earlier = Earlier(9980, ((0, 2),), Number("65", 1, 3000 + setting.sequence))
    return Story(
        name,
        invoiced_before(order, setting, earlier),
        (press,),
        outcome="held",
        reason="confirmation",
        model="55",
    )
