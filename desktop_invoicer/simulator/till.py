"""Plays the fiscal program at the till: issues the document of what a desk has loaded."""

from __future__ import annotations

import json
from typing import Any

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.simulator.simulator import Simulator


def issue(simulator: Simulator, details: JobDetails) -> bytes:
    """Issue the authorised document of a job, as XML.

    Raises:
        ValueError: there is none, because the job is not loaded, an NF-e has nobody to go to, or a return has no sale.

    """
    content = details.content
    if content is None:
        msg = f"order {details.job.order_id} is not loaded"
        raise ValueError(msg)
    order = json.loads(content.raw_order)
    is_sale = details.job.operation is Operation.SALE
    return simulator.fiscal_program.issue(
        order,
        [{"itemIndex": line.item_index, "quantity": line.units} for line in content.draft.lines],
        content.draft.value,
        content.decision.model.value if is_sale else DocumentModel.NFE.value,
        reference=None if is_sale else _sale(order),
    )


def _sale(order: dict[str, Any]) -> str:
    """Give the access key of the sale that goods come back of."""
    packages = (order.get("packageAttachment") or {}).get("packages") or ()
    for package in packages:
        if package.get("type") == "Output" and package.get("invoiceKey"):
            return str(package["invoiceKey"])
    msg = f"order {order.get('orderId')} has no invoice with a key"
    raise ValueError(msg)
