"""What the store's fiscal program issues for a job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop_invoicer.simulator.simulator import Simulator


def document_of(account: Simulator, job: Any, folder: Path, *, extra: int = 0) -> Path:  # noqa: ANN401 (JSON of jobs show)
    """Issue the document of a job, perhaps some cents off, and give the file of its XML."""
    sale = next((invoice["key"] for invoice in job["earlier_invoices"]), None)
    file = folder / f"{job['job']}.xml"
    file.write_bytes(
        account.issue_document(
            order=job["order"],
            items=[{"itemIndex": line["item_index"], "quantity": line["units"]} for line in job["lines"]],
            value=job["value"] + extra,
            model=job["decision"]["model"],
            reference=None if job["operation"] == "sale" else sale,
        )
    )
    return file
