"""An order that was invoiced before its story begins, with the document that this store's fiscal program issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop_invoicer.simulator.orders import OrderPlan, order_payload
from desktop_invoicer.simulator.records import JsonObject
from desktop_invoicer.simulator.story import Earlier, Model, Paper, Setting, Story, invoiced_before


def invoiced_at_the_till(  # noqa: PLR0913 (what such a story is made of)
    setting: Setting,
    name: str,
    plan: OrderPlan,
    *planted: str,
    model: Model = "55",
    value: int | None = None,
    items: Sequence[tuple[int, int]] | None = None,
    age: timedelta | None = None,
) -> Story:
    """Tell of an order that is invoiced, as a whole unless ``value`` and ``items`` say else, and of its document."""
    order = order_payload(plan)
    everything = tuple((index, line.quantity) for index, line in enumerate(plan.lines))
    earlier = Earlier(value or order["value"], items or everything, setting.numbers.take(model), age)
    told = invoiced_before(order, setting, earlier)
    return Story(name, told, (), model=model, papers=(paper_of(told),), planted=planted)


def paper_of(order: JsonObject) -> Paper:
    """Give the document of the order's last invoice, as the fiscal program issued it."""
    package = order["packageAttachment"]["packages"][-1]
    items = tuple((entry["itemIndex"], entry["quantity"]) for entry in package["items"])
    issued = datetime.fromisoformat(package["issuanceDate"])
    return Paper(package["invoiceKey"], issued, items, package["invoiceValue"])


def with_order(story: Story, **shown: object) -> Story:
    """Tell the story of an order that shows other fields."""
    return replace(story, order={**story.order, **shown})


def with_package(story: Story, **shown: object) -> Story:
    """Tell the story of an order whose only invoice shows other fields."""
    (package,) = story.order["packageAttachment"]["packages"]
    return with_order(story, packageAttachment={"packages": [{**package, **shown}]})
