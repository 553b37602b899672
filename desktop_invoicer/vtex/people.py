"""Who buys, and through whom: the buyer and the external marketplace (facts: VTEX, 2.3 and section 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from desktop_invoicer.domain.order import Address, Buyer
from desktop_invoicer.domain.tax_id import bare, is_cnpj, is_cpf
from desktop_invoicer.vtex import channel, wire

_UF = re.compile(r"[A-Z]{2}")
_BRAZIL = frozenset({"", "BR", "BRA"})
_VTEX_HOST = re.compile(r"(?:^|\.)(?:vtexinternal|vtexcommerce[a-z]*)\.com(?:\.br)?$")
_FRANCHISE = "SLR"
"""The affiliate by which VTEX's own marketplaces call their sellers."""
_CONNECTOR = re.compile(r"integration|marketplace|connector|^cn-", re.IGNORECASE)


def buyer(order: wire.Order, *, is_delivered: bool) -> Buyer:
    """Give the buyer; a tax id that is not valid is none at all."""
    profile = order.profile or wire.Profile()
    person = f"{profile.first_name} {profile.last_name}".strip()
    tax_id = next(_tax_ids(profile), "")
    is_company = is_cnpj(tax_id)
    texts = (person, profile.corporate_name, profile.document, profile.corporate_document)
    return Buyer(
        name=(profile.corporate_name if is_company else "") or person,
        tax_id=tax_id,
        is_company=is_company,
        masked=order.pii_hidden or any("*" in text for text in texts),
        uf=_uf(channel.delivery_address(order)) if is_delivered else "",
    )


def address(order: wire.Order, index: int) -> Address | None:
    """Give where a line is delivered, as far as VTEX tells."""
    found = channel.delivery_address(order, index)
    if found is None:
        return None
    known = Address(
        receiver=found.receiver,
        street=found.street,
        number=found.number,
        complement=found.complement,
        neighbourhood=found.neighborhood,
        city=found.city,
        state=found.state,
        postal_code=found.postal_code,
    )
    return None if known == Address() else known


def marketplace(order: wire.Order) -> str:
    """Name the external marketplace the order comes from, as well as it can be named; empty when there is none.

    Franchises of a VTEX marketplace look alike (origin Fulfillment): the host of the endpoint tells them apart, and
    where none is given the affiliate.
    """
    if order.origin.casefold() != "fulfillment" or not (order.affiliate_id or order.marketplace_order_id):
        return ""
    connector = next(connectors(order), "")
    host = _host(order.marketplace_endpoint) or _host(order.marketplace.base_url)
    is_franchise = _VTEX_HOST.search(host) if host else order.affiliate_id == _FRANCHISE
    if is_franchise and not connector:
        return ""
    name = "" if order.marketplace.name == order.hostname else order.marketplace.name
    return name or connector or order.affiliate_id or host or order.marketplace_order_id


def _tax_ids(profile: wire.Profile) -> Iterator[str]:
    """Give valid tax ids, the one that counts first; corporate fields count only for a corporate buyer."""
    corporate, own = bare(profile.corporate_document), bare(profile.document)
    if profile.is_corporate and is_cnpj(corporate):
        yield corporate
    if is_cpf(own) or is_cnpj(own):
        yield own


def _uf(address: wire.Address | None) -> str:
    if address is None or address.country.upper() not in _BRAZIL:
        return ""
    state = address.state.upper()
    return state if _UF.fullmatch(state) else ""


def connectors(order: wire.Order) -> Iterator[str]:
    """Give the apps that connect a marketplace: they say so in their name, or leave its payment data."""
    for app in order.custom_data.apps:
        has_payment = any(field.startswith("marketplacePayment") for field in app.fields)
        if app.id and (has_payment or _CONNECTOR.search(app.id)):
            yield app.id


def _host(address: str) -> str:
    try:
        return urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
