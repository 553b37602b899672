"""Which SKU of an order a row of a document names: by SKU or GTIN, however a fiscal program fills them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from desktop_invoicer.domain.document import DocumentItem
from desktop_invoicer.domain.order import Order, SkuId


@dataclass(frozen=True, slots=True)
class ItemCodes:
    """The codes by which the rows of a document may name the lines of one order."""

    skus: Mapping[str, SkuId]
    gtins: Mapping[str, SkuId]

    @classmethod
    def of(cls, order: Order) -> Self:
        """Collect the codes of an order; a GTIN that several SKUs have tells none of them."""
        by_gtin: dict[str, set[SkuId]] = {}
        for line in order.lines:
            by_gtin.setdefault(_bare(line.ean), set()).add(line.sku)
        return cls(
            skus={_bare(line.sku): line.sku for line in order.lines},
            gtins={gtin: sku for gtin, (sku, *others) in by_gtin.items() if gtin and not others},
        )

    def sku(self, item: DocumentItem) -> SkuId | None:
        """Give the SKU of a row; ``None`` where the fiscal program has codes of its own."""
        gtin = _bare(item.gtin)
        return self.skus.get(_bare(item.code)) or self.gtins.get(gtin) or self.skus.get(gtin)


def _bare(code: str) -> str:
    """Compare codes without the zeros that some programs fill them up with."""
    return code.strip().upper().lstrip("0")
