"""What ``config.toml`` says, checked and with its defaults (design.md, section 6). Everything is frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from platform import node
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    model_validator,
)

from desktop_invoicer.config import values
from desktop_invoicer.domain.check import CheckName
from desktop_invoicer.domain.choices import Choices, DocumentModel, Presence
from desktop_invoicer.domain.keeping import KeepingPolicy
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.policy import (
    BLOCKING,
    AccountPolicy,
    Environment,
    KeyDemand,
    ReturnPolicy,
    StorePolicy,
)
from desktop_invoicer.language import Language, system_language

_AccountName = Annotated[AccountName, AfterValidator(values.account_name)]
_Origin = Annotated[str, AfterValidator(values.origin)]
_Folder = Annotated[Path, AfterValidator(values.folder)]


class Submit(StrEnum):
    """Whether a person presses the button, or sales go out by themselves once their document matches exactly."""

    CONFIRM = "confirm"
    AUTOMATIC = "automatic"


class ModelName(StrEnum):
    """The models of fiscal documents, as the settings call them."""

    NFE = "nfe"
    NFCE = "nfce"

    @property
    def model(self) -> DocumentModel:
        """The model of that name."""
        return DocumentModel[self.name]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Store(_Section):
    """The store at this counter; everything may be empty until it is set up. ``desk`` is this very installation."""

    name: str = ""
    account: AccountName = AccountName("")
    cnpj: Annotated[str, AfterValidator(values.cnpj)] = ""
    uf: Annotated[str, AfterValidator(values.uf)] = ""
    environment: Environment = Environment.PRODUCTION
    desk: Annotated[str, AfterValidator(values.desk)] = Field(default_factory=node)
    time_zone: Annotated[str, AfterValidator(values.time_zone)] = Field(
        default_factory=lambda data: values.usual_zone(data.get("uf", ""))
    )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone by which the store's days begin and end."""
        return ZoneInfo(self.time_zone)

    @property
    def policy(self) -> StorePolicy:
        """What the rules need to know of the store."""
        return StorePolicy(self.account, self.cnpj, self.uf, self.environment)


class Account(_Section):
    """One VTEX account. ``feed``: this desk has an Orders Feed of its own there."""

    name: _AccountName
    myvtex_origin: _Origin = Field(default_factory=lambda data: f"https://{data.get('name')}.myvtex.com")
    oms_origin: _Origin = Field(default_factory=lambda data: f"https://{data.get('name')}.vtexcommercestable.com.br")
    catalog_account: _AccountName = Field(default_factory=lambda data: data.get("name", ""))
    require_access_key: KeyDemand = KeyDemand.MARKETPLACE
    embed_xml: StrictBool = False
    feed: StrictBool = False
    ncm_names: tuple[Annotated[str, AfterValidator(values.product_specification)], ...] = ("NCM",)
    receiver_token: Annotated[values.TokenPlace, BeforeValidator(values.token_place)] = values.TokenPlace(
        "header", "Authorization"
    )

    @property
    def policy(self) -> AccountPolicy:
        """What the rules need to know of the account."""
        return AccountPolicy(self.require_access_key, self.embed_xml)


class Decision(_Section):
    """Which document is issued where the law leaves it to the store; its accountant has the last word."""

    delivery: ModelName = ModelName.NFE
    company_buyer: ModelName = ModelName.NFE
    identified_buyer: ModelName = ModelName.NFCE
    pickup: Presence = Presence.IN_PERSON

    @property
    def choices(self) -> Choices:
        """What the rules need to know of it."""
        return Choices(self.delivery.model, self.company_buyer.model, self.identified_buyer.model, self.pickup)


class Returns(_Section):
    """How the store takes goods back. ``approval_above`` in cents: from there on a second person has a say."""

    freight: StrictBool = True
    terminal_reversal: StrictBool = True
    approval_above: Annotated[StrictInt, AfterValidator(values.cents)] | None = None
    managers: tuple[Annotated[str, AfterValidator(values.person)], ...] = ()

    @property
    def policy(self) -> ReturnPolicy:
        """What the rules need to know of it."""
        above = None if self.approval_above is None else Cents(self.approval_above)
        return ReturnPolicy(self.freight, self.terminal_reversal, above, self.managers)


class People(_Section):
    """When the window locks itself where people sign in: after minutes without anybody (0: never), after a sale."""

    lock_after: Annotated[StrictInt, AfterValidator(values.lock_after)] = 5
    lock_after_sale: StrictBool = False


class Receiver(_Section):
    """Where VTEX's notifications are received."""

    enabled: StrictBool = True
    host: Annotated[str, AfterValidator(values.listening_host)] = "127.0.0.1"
    port: Annotated[StrictInt, AfterValidator(values.port)] = 8710

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach the receiver."""
        return values.is_loopback(self.host)


class Polling(_Section):
    """Whether and how often VTEX is asked; the budget is this desk's share of the account's limit."""

    enabled: StrictBool = True
    requests_per_minute: Annotated[StrictInt, AfterValidator(values.requests_per_minute)] = 120


class Documents(_Section):
    """The folders where the fiscal program drops authorised XML, and what keeps a document out that could go."""

    watch: tuple[_Folder, ...] = ()
    block: tuple[Annotated[CheckName, BeforeValidator(values.negotiable)], ...] = tuple(BLOCKING)


class Keeping(_Section):
    """How long personal data of jobs that ended stays, and where a copy of everything is put every day."""

    retention_days: Annotated[StrictInt, AfterValidator(values.retention_days)] = 90
    backup_folder: Annotated[_Folder | None, BeforeValidator(values.given)] = None
    backups_kept: Annotated[StrictInt, AfterValidator(values.backups_kept)] = 7


class Settings(_Section):
    """The whole of ``config.toml``."""

    language: Language = Field(default_factory=system_language)
    submit: Submit = Submit.CONFIRM
    store: Store = Store()
    decision: Decision = Decision()
    returns: Returns = Returns()
    people: People = People()
    accounts: tuple[Account, ...] = ()
    receiver: Receiver = Receiver()
    polling: Polling = Polling()
    documents: Documents = Documents()
    keeping: Keeping = Keeping()

    @property
    def policy(self) -> StorePolicy:
        """What the rules need to know of this desk."""
        return replace(
            self.store.policy,
            choices=self.decision.choices,
            blocking=frozenset(self.documents.block),
            returns=self.returns.policy,
        )

    @property
    def keeping_policy(self) -> KeepingPolicy:
        """How this desk's data is kept."""
        keeping = self.keeping
        return KeepingPolicy(
            timedelta(days=keeping.retention_days), keeping.backup_folder, keeping.backups_kept, self.store.desk
        )

    def account(self, name: str) -> Account | None:
        """Give the account of that name, if it is set up."""
        return next((account for account in self.accounts if account.name == name), None)

    def catalog_origin(self, account: Account) -> str:
        """Give the origin that answers for the catalogue of ``account``.

        It is that of the catalogue account's own entry; else the account's own ``oms_origin`` when its settings name
        one (a proxy or a simulator serves both); else the catalogue account's usual one.
        """
        owner = self.account(account.catalog_account)
        if owner is not None:
            return owner.oms_origin
        if "oms_origin" in account.model_fields_set:
            return account.oms_origin
        return f"https://{account.catalog_account}.vtexcommercestable.com.br"

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        problems = contradictions(
            [account.name for account in self.accounts],
            self.store.account,
            self.receiver.host,
            [account.name for account in self.accounts if account.receiver_token.kind == "none"],
        )
        if lines := [f"{path}: {problem}" for path, problem in problems]:
            raise ValueError("\n".join(lines))
        return self


def contradictions(
    names: Sequence[str], store: str, host: str, without_token: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Give what cannot stand together in one file, each with its key path."""
    for name, count in Counter(names).items():
        if count > 1:
            yield f"accounts.{name}.name", f"stands there {count} times, must be unique"
    if names and store not in names:
        yield "store.account", "must be one of the accounts: " + ", ".join(dict.fromkeys(names))
    for name in dict.fromkeys(without_token if not values.is_loopback(host) else ()):
        path = f"accounts.{name}.receiver_token"
        yield path, f"must not be none while receiver.host is {host}, open to other machines"


def known_keys(path: Sequence[str | int]) -> list[str]:
    """Give the keys that the table at ``path`` may have; an account's position counts as its name does."""
    model: Any = Settings
    for part in path:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            model = Account if part == "accounts" else annotation
    return list(model.model_fields)
