"""Every story by name. The names are for the command line and the documentation: add some, rename none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop_invoicer.simulator import odd_stories, return_stories, sale_stories
from desktop_invoicer.simulator.day_stories import DAY_STORIES
from desktop_invoicer.simulator.story import Telling
from desktop_invoicer.simulator.stuck_stories import STUCK_STORIES

STORIES: Mapping[str, Telling] = MappingProxyType(
    {
        "anonymous-pickup": sale_stories.anonymous_pickup,
        "pickup-with-cpf": sale_stories.pickup_with_cpf,
        "delivery": sale_stories.delivery,
        "company-buyer": sale_stories.company_buyer,
        "rupture-in-three-parts": sale_stories.rupture_in_three_parts,
        "freight-250-over-3": sale_stories.freight_250_over_3,
        "prices-59-60-60": sale_stories.prices_59_60_60,
        "weight-item": sale_stories.weight_item,
        "same-sku-on-two-lines": sale_stories.same_sku_on_two_lines,
        "gift": sale_stories.gift,
        "mixed-channels": sale_stories.mixed_channels,
        "marketplace-order": sale_stories.marketplace_order,
        "marketplace-with-xml": sale_stories.marketplace_with_xml,
        "two-hundred-lines": sale_stories.two_hundred_lines,
        "bundle-service": sale_stories.bundle_service,
        "plural-price-definitions": sale_stories.plural_price_definitions,
        "no-price-definition": sale_stories.no_price_definition,
        "masked-buyer": sale_stories.masked_buyer,
        "added-skus-as-strings": odd_stories.added_skus_as_strings,
        "added-skus-as-lists": odd_stories.added_skus_as_lists,
        "added-skus-as-objects": odd_stories.added_skus_as_objects,
        "added-skus-null": odd_stories.added_skus_null,
        "order-changed-after-request": odd_stories.order_changed_after_request,
        "already-invoiced": odd_stories.already_invoiced,
        "other-invoice-first": odd_stories.other_invoice_first,
        "other-invoice-same-number": odd_stories.other_invoice_same_number,
        "ncm-in-specification": odd_stories.ncm_in_specification,
        "ncm-missing": odd_stories.ncm_missing,
        "return": return_stories.goods_return,
        "cancellation": return_stories.cancellation,
        "cancellation-typed-output": return_stories.cancellation_typed_output,
        "store-return": return_stories.store_return,
        "store-return-escaped": return_stories.store_return_escaped,
        "store-return-elsewhere": return_stories.store_return_elsewhere,
        "unreadable-observation": return_stories.unreadable_observation,
        "broken-observations": return_stories.broken_observations,
        "cancellation-late": return_stories.cancellation_late,
        "cancellation-out-of-time": return_stories.cancellation_out_of_time,
        "return-freight-250-over-3": return_stories.return_freight_250_over_3,
        "return-prices-59-60-60": return_stories.return_prices_59_60_60,
        "return-same-sku-on-two-lines": return_stories.return_same_sku_on_two_lines,
        "return-of-a-gift": return_stories.return_of_a_gift,
        "return-gift-card": return_stories.return_gift_card,
        "return-with-interest": return_stories.return_with_interest,
        "return-refused": return_stories.return_refused,
        "return-before-invoicing": return_stories.return_before_invoicing,
        "marketplace-return": return_stories.marketplace_return,
    }
)
"""The stories of a usual day."""

EVERY_STORY: Mapping[str, Telling] = MappingProxyType({**STORIES, **DAY_STORIES, **STUCK_STORIES})
"""Those, and stories of what a manager looks into: told only when they are named."""

WITH_XML = frozenset({"marketplace-with-xml"})
"""Those that end well only where the account has the XML sent along."""
