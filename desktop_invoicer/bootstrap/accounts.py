"""The accounts that the settings name, each with its origins, credentials and request budget."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import httpx

from desktop_invoicer import errors
from desktop_invoicer.bootstrap.credential_book import CredentialBook
from desktop_invoicer.config import Account, Settings
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import CatalogAccess, VtexAccount
from desktop_invoicer.vtex.server_time import Heard
from desktop_invoicer.vtex.trust import Origins, read_origin

Report = Callable[[AccountName, errors.InvoicerError | None], None]
"""Is told of every call whether VTEX answered, and why it did not."""


class Ears(NamedTuple):
    """Who is told what the calls to the accounts show: how they ended, and what time VTEX has."""

    report: Report
    heard: Heard


def known_accounts(settings: Settings) -> set[AccountName]:
    """Give the store's accounts and those that own their catalogues."""
    return {name for account in settings.accounts for name in (account.name, account.catalog_account)}


def vtex_accounts(
    settings: Settings, book: CredentialBook, http: httpx.AsyncClient, rest: float, ears: Ears
) -> dict[AccountName, VtexAccount]:
    """Make what calls each account; ``rest`` are the seconds after a 429."""
    per_minute = settings.polling.requests_per_minute
    budgets = {name: RequestBudget(per_minute, rest=rest) for name in known_accounts(settings)}

    def made(account: Account) -> VtexAccount:
        owner = account.catalog_account
        return VtexAccount(
            Origins.of(account.name, account.myvtex_origin, account.oms_origin),
            lambda: book.for_vtex(account.name),
            http,
            budgets[account.name],
            catalog=CatalogAccess(
                owner,
                read_origin(settings.catalog_origin(account), owner),
                lambda: book.for_vtex(owner),
                budgets[owner],
            ),
            ncm_names=account.ncm_names,
            report=partial(ears.report, account.name),
            heard=ears.heard,
        )

    return {account.name: made(account) for account in settings.accounts}
