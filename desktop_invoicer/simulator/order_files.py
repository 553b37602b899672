"""Serves order payloads that lie in files: real ones, and others in foreign shapes that must be refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from desktop_invoicer.simulator import expectation
from desktop_invoicer.simulator.records import JsonObject, Press

_OMS_KEYS = frozenset({"orderId", "status", "value", "totals", "items", "shippingData", "packageAttachment"})
"""What GET order always has; a payload without them is of another API."""


@dataclass(frozen=True, slots=True)
class OrderFile:
    """An order from a file, and the request that is prepared for it."""

    order_id: str
    payload: JsonObject
    press: Press | None
    """``None`` when nothing is left to ask for."""


def load(folder: Path) -> list[OrderFile]:
    """Read every ``*.json`` under a folder; an id that two files claim gets a number at its end.

    Raises:
        OSError: the folder cannot be read.
        ValueError: a file is no JSON.
        TypeError: a file is JSON, but no object.

    """
    found: list[OrderFile] = []
    for path in sorted(folder.rglob("*.json")):
        payload = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(payload, dict):
            msg = f"{path} is no JSON object"
            raise TypeError(msg)
        order_id = _free_id(payload, path.stem, {entry.order_id for entry in found})
        if "orderId" in payload:
            payload = {**payload, "orderId": order_id}
        found.append(OrderFile(order_id, payload, _press(payload)))
    return found


def is_oms(payload: JsonObject) -> bool:
    """Tell whether a payload has the shape of GET order."""
    return payload.keys() >= _OMS_KEYS and isinstance(payload["value"], int) and isinstance(payload["items"], list)


def _free_id(payload: JsonObject, stem: str, taken: set[str]) -> str:
    wanted = payload.get("orderId")
    base = wanted if isinstance(wanted, str) and wanted else stem
    order_id, number = base, 1
    while order_id in taken:
        number += 1
        order_id = f"{base}-{number}"
    return order_id


def _press(payload: JsonObject) -> Press | None:
    if not is_oms(payload):
        return Press(((0, 1),), 0)
    items = tuple(expectation.left_to_invoice(payload))
    left = payload["value"] - expectation.invoiced(payload)
    if not items:
        return None
    return Press(items, 0 if payload["status"] == "canceled" else max(left, 0))
