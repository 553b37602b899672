"""What every step has at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.policy import AccountPolicy, ReturnPolicy, StorePolicy
from desktop_invoicer.domain.rules import RulePack
from desktop_invoicer.engine.people import People
from desktop_invoicer.engine.ports import Clock, Journal, Vtex
from desktop_invoicer.errors import RulesUnreadableError, UnknownAccountError


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the engine waits for what."""

    first_retry: timedelta = timedelta(seconds=2)
    last_retry: timedelta = timedelta(minutes=5)
    details: timedelta = timedelta(minutes=30)
    """VTEX stores a notification only after our answer: a 404 of its details is not believed before this."""
    gone: timedelta = timedelta(seconds=20)
    """A notification that was there once and is missing now is believed gone after this."""
    answer: timedelta = timedelta(seconds=60)
    """A post cut off by the end of the program may still reach VTEX this long after it was begun."""
    invisible: timedelta = timedelta(seconds=60)
    """A posted invoice may stay invisible in VTEX this long (KI 1372902): nothing is repeated before."""
    paused: timedelta = timedelta(minutes=5)
    """After this an account with refused credentials is tried once more."""
    ncm: timedelta = timedelta(days=30)
    """An NCM read from the catalogue is believed this long."""

    def growing(self, failures: int) -> timedelta:
        """Double the wait with each failure in a row, up to the longest."""
        doublings: int = 2 ** min(failures, 16)
        return min(self.first_retry * doublings, self.last_retry)

    def hurried(self, pace: float) -> Patience:
        """Give the same patience in time that passes faster: ``pace`` 0.01 waits a hundredth."""
        return Patience(
            first_retry=self.first_retry * pace,
            last_retry=self.last_retry * pace,
            details=self.details * pace,
            gone=self.gone * pace,
            answer=self.answer * pace,
            invisible=self.invisible * pace,
            paused=self.paused * pace,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """The engine's world: ports, the store's policy, and how patient to be."""

    accounts: Mapping[AccountName, Vtex]
    journal: Journal
    clock: Clock
    store: StorePolicy
    rules: RulePack
    people: People
    patience: Patience = Patience()
    submits_automatically: bool = False
    """Sales whose authorised XML fits exactly go out without a further word."""
    account_policies: Mapping[AccountName, AccountPolicy] = field(default_factory=dict)
    xml_text: Callable[[bytes], str] = bytes.decode
    """Writes a document of any encoding as the text that goes along with an invoice."""
    rules_problem: RulesUnreadableError | None = None
    """Why newer rules that lie beside the settings do not count."""

    @property
    def returns(self) -> ReturnPolicy:
        """Give how the store takes goods back, with the managers that count."""
        return self.people.returns(self.store.returns)

    def account_policy(self, account: AccountName) -> AccountPolicy:
        """Give what is agreed with an account."""
        return self.account_policies.get(account, AccountPolicy())

    def vtex(self, account: AccountName) -> Vtex:
        """Give the account's calls; ``UnknownAccountError`` when the settings do not know it (any more)."""
        if account not in self.accounts:
            raise UnknownAccountError(account)
        return self.accounts[account]
