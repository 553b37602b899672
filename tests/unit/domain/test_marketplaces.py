"""What an order's marketplace needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_invoicer.domain.marketplaces import Demand, MarketplaceRule
from desktop_invoicer.domain.order import Order
from tests.unit.domain.diagnosing import MARKETPLACES, STRICT, WITH_XML, an_order_elsewhere

UNNAMED = an_order_elsewhere("connector.exemplo.test")


@pytest.mark.parametrize(
    "order",
    [
        replace(UNNAMED, connectors=("other", "cn-exemplo-INTEGRATION")),
        replace(UNNAMED, affiliate="cex"),
        an_order_elsewhere("casas  exemplo"),
    ],
    ids=["connector", "affiliate", "name"],
)
def test_a_marketplace_is_known_however_it_is_written(order: Order) -> None:
    assert MARKETPLACES.rule_of(order) == STRICT


def test_a_marketplace_may_have_other_names() -> None:
    assert MARKETPLACES.rule_of(an_order_elsewhere("Mercado Ejemplo")) == WITH_XML


def test_a_connector_says_more_than_the_code_of_an_account() -> None:
    order = replace(an_order_elsewhere("Mercado Exemplo"), connectors=("CN-Exemplo-Integration",), affiliate="MEX")

    assert MARKETPLACES.rule_of(order) == STRICT


def test_of_a_marketplace_that_is_not_listed_only_its_name_is_known() -> None:
    rule = MARKETPLACES.rule_of(UNNAMED)

    assert rule == MarketplaceRule("connector.exemplo.test")
    assert (rule.key, rule.xml) == (Demand.UNKNOWN, Demand.UNKNOWN)


def test_an_order_without_a_code_is_of_no_marketplace_that_has_none() -> None:
    assert MARKETPLACES.rule_of(replace(UNNAMED, affiliate="")).name == "connector.exemplo.test"
