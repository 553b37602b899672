"""What the store decides for itself, as the rules need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from unicodedata import combining, normalize

from desktop_invoicer.domain.check import CheckName
from desktop_invoicer.domain.choices import Choices
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName

NEGOTIABLE = frozenset({CheckName.DIGEST, CheckName.MODEL, CheckName.BUYER, CheckName.ITEMS, CheckName.DATE})
"""Comparisons of which the store says whether they keep a document out, or only warn: of the model, one that the rules
allow beside the one that is due; of the items, those of a sale. All others always keep it out."""

BLOCKING = frozenset({CheckName.DIGEST})
"""Which of them keep a document out unless the store says otherwise."""


class Environment(Enum):
    """SEFAZ environment of a document (tpAmb)."""

    PRODUCTION = "production"
    HOMOLOGATION = "homologation"


class KeyDemand(StrEnum):
    """Which orders need a valid access key on their invoice."""

    ALWAYS = "always"
    MARKETPLACE = "marketplace"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class AccountPolicy:
    """What is agreed with a VTEX account: which invoices need a key, and whether the XML is sent along."""

    key_demand: KeyDemand = KeyDemand.MARKETPLACE
    embeds_xml: bool = False

    def demands_key(self, marketplace: str) -> bool:
        """Tell whether an order needs a key; ``marketplace`` names the one that sold it, if any did."""
        return self.key_demand is KeyDemand.ALWAYS or (self.key_demand is KeyDemand.MARKETPLACE and bool(marketplace))


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """How the store takes goods back."""

    refunds_freight: bool = True
    """Whether the freight of what comes back is given back, too."""
    records_reversal: bool = True
    """Whether a cancellation needs the word of a person that the card terminal has given the money back."""
    approval_above: Cents | None = None
    """Above so many cents a manager has to allow a return; ``None``: never."""
    managers: tuple[str, ...] = ()
    """Who may allow it, and take over the return of another store; nobody named: whoever works here."""

    def needs_approval(self, value: Cents) -> bool:
        """Tell whether a second person has to allow that ``value`` goes out."""
        return self.approval_above is not None and value > self.approval_above

    def is_manager(self, name: str) -> bool:
        """Tell whether somebody may speak as a manager."""
        is_known = any(is_same_person(name, manager) for manager in self.managers)
        return bool(name.strip()) and (is_known or not self.managers)


def is_same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's however they are typed: nobody is two people by an accent or a space."""
    return plain_name(one) == plain_name(other)


def plain_name(name: str) -> str:
    """Give a name without what may be typed otherwise: capitals, accents and blanks."""
    letters = (letter for letter in normalize("NFKD", name) if not combining(letter))
    return " ".join("".join(letters).casefold().split())


@dataclass(frozen=True, slots=True)
class StorePolicy:
    """The store at this counter; ``cnpj`` bare and possibly empty when not configured yet."""

    account: AccountName
    cnpj: str = ""
    uf: str = ""
    environment: Environment = Environment.PRODUCTION
    blocking: frozenset[CheckName] = BLOCKING
    """Which of ``NEGOTIABLE`` keep a document out."""
    choices: Choices = field(default_factory=Choices)
    returns: ReturnPolicy = field(default_factory=ReturnPolicy)
