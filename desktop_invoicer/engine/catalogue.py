"""The NCM of each asked line: the order's tax code, else the product's specification, remembered for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping

from desktop_invoicer import errors
from desktop_invoicer.domain.journal import Ncm, NcmSource
from desktop_invoicer.domain.notification import AccountName, Notification
from desktop_invoicer.domain.order import Order, OrderLine, ProductId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.context import Context


async def find_ncms(
    order: Order,
    notification: Notification,
    account: AccountName,
    context: Context,
    *,
    insists: bool,
) -> dict[int, Ncm]:
    """Give the NCM of every asked line by item index.

    A catalogue that does not answer leaves the NCM missing, unless the caller ``insists``: then it raises.
    The catalogue is asked only where the order has no usable tax code. Missing is shown and never blocks: the
    document is issued elsewhere (design.md, section 4).
    """
    asked = {item.item_index for item in notification.items}
    lines = [line for line in order.lines if line.index in asked]
    unknown = {line.product_id for line in lines if not line.ncm and line.product_id}
    found = await asyncio.gather(*(_specified(product, account, context, insists=insists) for product in unknown))
    specified = dict(zip(unknown, found, strict=True))
    return {line.index: _ncm(line, specified, account, context) for line in lines}


def ncm_notices(order: Order, ncms: Mapping[int, Ncm]) -> Iterator[Problem]:
    """Tell which asked lines have no NCM, or two that differ."""
    for line in order.lines:
        ncm = ncms.get(line.index)
        if ncm is not None and ncm.source is NcmSource.MISSING:
            yield Problem(ProblemCode.NCM_MISSING, {"name": line.name, "sku": line.sku})
        elif ncm is not None and ncm.other:
            yield Problem(ProblemCode.NCM_DIFFERS, {"name": line.name, "ncm": ncm.code, "other": ncm.other})


def _ncm(line: OrderLine, specified: dict[ProductId, str], account: AccountName, context: Context) -> Ncm:
    if line.ncm:
        since = context.clock.now() - context.patience.ncm
        remembered = context.journal.remembered_ncm(account, line.product_id, since) or ""
        return Ncm(line.ncm, NcmSource.TAX_CODE, other="" if remembered == line.ncm else remembered)
    code = specified.get(line.product_id, "")
    return Ncm(code, NcmSource.SPECIFICATION if code else NcmSource.MISSING)


async def _specified(product: ProductId, account: AccountName, context: Context, *, insists: bool) -> str:
    now = context.clock.now()
    remembered = context.journal.remembered_ncm(account, product, now - context.patience.ncm)
    if remembered:
        return remembered
    try:
        ncm = await context.vtex(account).ncm(product)
    except errors.TransientError:
        if insists:
            raise
        return ""  # shown as missing; the sale does not wait for the catalogue for ever
    except (errors.RejectedError, errors.SetupError):
        return ""
    context.journal.remember_ncm(account, product, ncm, now)
    return ncm
