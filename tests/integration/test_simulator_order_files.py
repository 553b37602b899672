"""Order payloads from files are served as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_invoicer.simulator import Simulator
from desktop_invoicer.simulator.order_files import is_oms, load

SHARED = Path(__file__).resolve().parents[3] / "shared" / "vtex" / "orders"


def write(folder: Path, name: str, **changes: object) -> None:
    order = {
        "orderId": "1-01",
        "status": "handling",
        "value": 3000,
        "totals": [{"id": "Items", "value": 3000}],
        "items": [{"id": "A", "productId": "1", "quantity": 3, "sellingPrice": 1000}],
        "shippingData": {},
        "packageAttachment": {"packages": []},
    } | changes
    (folder / name).write_text(json.dumps(order), encoding="utf-8")


def test_files_are_found_in_folders_below(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    write(tmp_path / "below", "a.json")

    (found,) = load(tmp_path)

    assert found.order_id == "1-01"
    assert found.press is not None
    assert (found.press.items, found.press.expected_value) == (((0, 3),), 3000)


def test_what_was_invoiced_before_is_not_asked_for_again(tmp_path: Path) -> None:
    package = {"type": "Output", "invoiceNumber": "7", "invoiceValue": 1000, "items": [{"quantity": 1}]}
    write(tmp_path, "a.json", packageAttachment={"packages": [package]})

    (found,) = load(tmp_path)

    assert found.press is not None
    assert (found.press.items, found.press.expected_value) == (((0, 2),), 2000)


def test_nothing_is_prepared_when_everything_was_invoiced(tmp_path: Path) -> None:
    package = {"type": "Output", "invoiceNumber": "7", "invoiceValue": 3000, "items": [{"itemIndex": 0, "quantity": 3}]}
    write(tmp_path, "a.json", packageAttachment={"packages": [package]})

    assert load(tmp_path)[0].press is None


def test_nothing_may_be_posted_for_a_canceled_order(tmp_path: Path) -> None:
    write(tmp_path, "a.json", status="canceled")

    press = load(tmp_path)[0].press

    assert press is not None
    assert press.expected_value == 0


def test_two_files_with_one_id_get_two_orders(tmp_path: Path) -> None:
    write(tmp_path, "a.json")
    write(tmp_path, "b.json")

    assert [(found.order_id, found.payload["orderId"]) for found in load(tmp_path)] == [("1-01",) * 2, ("1-01-2",) * 2]


def test_a_foreign_shape_is_served_under_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "mock.json").write_text(json.dumps({"orders": [{"orderId": "1-01"}]}), encoding="utf-8")
    simulator = Simulator()

    assert simulator.add_order_files(tmp_path) == ["mock"]
    assert simulator.account.read_order("mock") == {"orders": [{"orderId": "1-01"}]}
    assert simulator.request_all() == 1
    assert simulator.ledger()["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}


def test_a_file_that_is_no_object_is_told(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")

    with pytest.raises(TypeError, match="no JSON object"):
        load(tmp_path)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared order samples are not beside the repository")
def test_every_shared_order_is_served(tmp_path: Path) -> None:  # noqa: ARG001 (no file is written)
    simulator = Simulator()

    ids = simulator.add_order_files(SHARED)
    simulator.request_all()

    assert len(ids) == len(set(ids)) == len(list(SHARED.rglob("*.json")))
    orders = [simulator.account.read_order(order_id) for order_id in ids]
    assert sum(order is not None and is_oms(order) for order in orders) > 10
    assert simulator.ledger()["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}
