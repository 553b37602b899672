"""Domain values come back from their JSON as they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.persistence.values import Facts, from_json, to_json
from tests.builders import a_decision, a_draft, a_notification, an_earlier_invoice, an_order

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
st.register_type_strategy(datetime, st.datetimes(timezones=OFFSETS))


def dictionaries(mapping: type) -> st.SearchStrategy[dict[Any, Any]]:
    keys, values = get_args(mapping)
    return st.dictionaries(st.from_type(keys), st.from_type(values), max_size=2)


st.register_type_strategy(Mapping, dictionaries)
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("type_", [Content, Invoice, Document, Problem, Facts])
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_value_comes_back_as_it_was(type_: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(type_))

    assert from_json(to_json(value, type_), type_) == value


def test_a_content_that_an_older_version_kept_is_still_read() -> None:
    order = an_order(invoices=[an_earlier_invoice()])
    content = Content(
        notification=a_notification(),
        reading=Reading(Operation.SALE),
        order=order,
        draft=a_draft(),
        decision=a_decision(),
        ncms={},
        raw_notification="",
        raw_order="",
    )
    kept = json.loads(to_json(content, Content))
    for line in kept["order"]["lines"]:
        del line["address"], line["pickup_name"]
    for key in ("is_in_store", "created_at", "origin", "affiliate", "connectors", "is_in_error", "is_changing"):
        del kept["order"][key]
    del kept["order"]["invoices"][0]["has_xml"]
    for key in ("against", "notes", "grounds", "rules_date"):
        del kept["decision"][key]

    assert from_json(json.dumps(kept), Content) == content


def test_an_amount_that_is_no_amount_is_not_read() -> None:
    with pytest.raises(ValidationError):
        from_json('{"code": "no_such_code", "facts": {}}', Problem)
