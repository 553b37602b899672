"""An order as VTEX lists it: enough to know that it is there, without its lines. The index is some minutes late."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import OrderId


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """A row of the list of orders; ``value`` in cents. Every field but the id may be empty."""

    order_id: OrderId
    status: str = ""
    value: Cents | None = None
    origin: str = ""
    affiliate: str = ""
    marketplace_order_id: str = ""
    is_in_error: bool = False
    """VTEX's workflow of the order stopped with an error."""

    @property
    def is_done(self) -> bool:
        """Tell whether VTEX waits for no further invoice of it, and nothing went wrong."""
        return self.status == "invoiced" and not self.is_in_error

    @property
    def may_be_of_marketplace(self) -> bool:
        """Tell whether it may come from an external marketplace; only the order itself says for sure."""
        return bool(self.affiliate or self.marketplace_order_id)
