"""Every story adds up, and its expectation agrees with a second, independent computation."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desktop_invoicer.domain.access_key import AccessKey, read_access_key
from desktop_invoicer.simulator import expectation
from desktop_invoicer.simulator.keys import Issuer
from desktop_invoicer.simulator.records import JsonObject, Press
from desktop_invoicer.simulator.return_stories import INTEREST
from desktop_invoicer.simulator.stories import STORIES
from desktop_invoicer.simulator.story import Setting, Story

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SEVEN_DIGITS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00")


def told(name: str, sequence: int = 7) -> Story:
    setting = Setting("lojafarmgavea", Issuer("11222333000181", "RJ"), sequence, random.Random(1), NOW)  # noqa: S311
    return STORIES[name](setting)


def outputs(order: JsonObject) -> int:
    return sum(package["invoiceValue"] for package in order["packageAttachment"]["packages"])


@pytest.fixture(params=list(STORIES))
def story(request: pytest.FixtureRequest) -> Story:
    return told(request.param)


def test_a_story_has_the_name_it_is_listed_under() -> None:
    assert [told(name).name for name in STORIES] == list(STORIES)


def test_the_order_is_worth_the_sum_of_its_totals(story: Story) -> None:
    assert story.order["value"] == sum(total["value"] for total in story.order["totals"])


def test_lines_services_and_freight_add_up_to_the_value(story: Story) -> None:
    goods = 0
    for line in story.order["items"]:
        definition = line.get("priceDefinition") or line.get("priceDefinitions")
        goods += definition["total"] if definition else line["sellingPrice"] * line["quantity"]
        goods += sum(bundle["price"] for bundle in line["bundleItems"])
    freight = sum(row["sellingPrice"] for row in story.order["shippingData"]["logisticsInfo"])

    assert goods + freight == story.order["value"]


def test_selling_prices_add_up_to_the_total_of_the_line(story: Story) -> None:
    for line in story.order["items"]:
        if definition := line.get("priceDefinition") or line.get("priceDefinitions"):
            prices = definition["sellingPrices"]
            assert sum(price["value"] * price["quantity"] for price in prices) == definition["total"]
            assert sum(price["quantity"] for price in prices) == line["quantity"]


@pytest.mark.parametrize("name", [name for name in STORIES if told(name).outcome == "closed"])
def test_a_story_that_closes_asks_for_exactly_what_is_left(name: str) -> None:
    story = told(name)

    asked = sum(press.expected_value for press in story.presses)

    assert asked == story.order["value"] - outputs(story.order)


@pytest.mark.parametrize("name", [name for name in STORIES if all(p.expected_value for p in told(name).presses)])
def test_expected_values_agree_with_a_computation_by_fractions(name: str) -> None:
    story = told(name)
    order = story.order
    for press in story.presses:
        computed = expectation.press_for(order, press.items, press.observation, press.type)
        assert computed.expected_value == press.expected_value
        order = with_invoice(order, press)


def with_invoice(order: JsonObject, press: Press) -> JsonObject:
    entries = [{"itemIndex": index, "quantity": units} for index, units in press.items]
    package = {"type": press.invoice_type, "invoiceValue": press.expected_value, "items": entries}
    return {**order, "packageAttachment": {"packages": [*order["packageAttachment"]["packages"], package]}}


@pytest.mark.parametrize("name", ["return-freight-250-over-3", "return-prices-59-60-60"])
def test_returns_one_by_one_add_up_to_what_was_paid(name: str) -> None:
    story = told(name)

    assert sum(press.expected_value for press in story.presses) == story.order["value"] == outputs(story.order)


def test_a_return_that_completes_closes_the_order_exactly() -> None:
    story = told("return-freight-250-over-3")
    first, second, _ = story.presses
    order = with_invoice(with_invoice(story.order, replace(first, expected_value=1082)), second)

    rest = expectation.press_for(order, None, "", "Input")

    assert (rest.items, rest.expected_value) == (((0, 1),), 3250 - 1082 - 1084)


def test_a_sale_is_cancelled_in_time_or_not() -> None:
    ages = {name: NOW - issued(told(name)) for name in STORIES if name.startswith("cancellation")}

    assert ages["cancellation"] == timedelta(minutes=4)
    assert timedelta(minutes=30) < ages["cancellation-late"] < timedelta(hours=24)
    assert ages["cancellation-out-of-time"] > timedelta(hours=24)


def issued(story: Story) -> datetime:
    (package,) = story.order["packageAttachment"]["packages"]
    return datetime.fromisoformat(package["issuanceDate"]).replace(microsecond=0)


def test_no_document_is_older_than_its_order(story: Story) -> None:
    created = datetime.fromisoformat(story.order["creationDate"])

    for package in story.order["packageAttachment"]["packages"]:
        assert datetime.fromisoformat(package["issuanceDate"]) > created


def test_what_was_paid_with_interest_or_a_gift_card_says_so() -> None:
    interest, credit = (
        told(name).order["paymentData"]["transactions"][0]["payments"]
        for name in ("return-with-interest", "return-gift-card")
    )

    assert [(paid["group"], paid["value"], paid["referenceValue"]) for paid in interest] == [
        ("creditCard", 12990 + INTEREST, 12990)
    ]
    assert [(paid["group"], paid["value"]) for paid in credit] == [("creditCard", 7990), ("giftCard", 5000)]


def test_a_held_story_says_why(story: Story) -> None:
    assert bool(story.reason) == (story.outcome == "held")


def test_the_payload_is_json_with_dates_of_seven_digits(story: Story) -> None:
    assert json.loads(json.dumps(story.order)) == story.order
    assert SEVEN_DIGITS.fullmatch(story.order["creationDate"])
    assert SEVEN_DIGITS.fullmatch(story.order["shippingData"]["logisticsInfo"][0]["shippingEstimateDate"])


def test_earlier_invoices_have_valid_access_keys(story: Story) -> None:
    for package in story.order["packageAttachment"]["packages"]:
        assert isinstance(read_access_key(package["invoiceKey"]), AccessKey)


def test_two_tellings_of_a_story_share_no_order_and_no_sku() -> None:
    for name in STORIES:
        first, second = told(name, 1), told(name, 2)
        skus = [{line["id"] for line in story.order["items"]} for story in (first, second)]

        assert first.order_id != second.order_id
        assert not skus[0] & skus[1]


def test_freight_of_250_over_three_units_goes_as_83_84_83() -> None:
    presses = told("freight-250-over-3").presses

    assert [press.expected_value - 1000 for press in presses] == [83, 84, 83]


def test_vtex_own_example_is_worth_179_and_not_three_times_59() -> None:
    line = told("prices-59-60-60").order["items"][0]

    assert (line["price"], line["unitMultiplier"], line["quantity"], line["sellingPrice"]) == (199, 0.3, 3, 59)
    assert line["priceDefinition"]["total"] == 179


def test_the_other_invoice_has_the_number_that_ours_will_get() -> None:
    story = told("other-invoice-same-number")
    package = story.order["packageAttachment"]["packages"][0]
    key = read_access_key(package["invoiceKey"])

    assert isinstance(key, AccessKey)
    assert package["invoiceNumber"] == str(story.document_number) == str(key.nnf)
    assert key.serie != 1


@pytest.mark.parametrize("name", [name for name in STORIES if "return" in name or "cancel" in name])
def test_returns_are_inputs_whatever_their_type_says(name: str) -> None:
    story = told(name)

    assert story.outcome == "held"
    assert {press.invoice_type for press in story.presses} == {"Input"}
