"""The rules by which a document is chosen: dated, each with its source. They come as data (``resources/rules``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import DocumentModel, Presence, Setting
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.windows import Way, Window


class Effect(StrEnum):
    """What a rule does where it applies."""

    REQUIRE = "require"
    """The law demands the model."""
    CHOOSE = "choose"
    """The law leaves it open; this is the usual model, and ``setting`` names what the store may say otherwise."""
    ASK = "ask"
    """The document needs data; where ``model`` is given, only a document of that model."""
    NOTE = "note"
    """Something to know; where ``model`` is given, only about a document of that model."""


class Handover(StrEnum):
    """How the goods reach the buyer."""

    PICKUP = "pickup"
    DELIVERY = "delivery"
    MIXED = "mixed"
    """Some items are delivered, others picked up: treated as a delivery."""


class BuyerKind(StrEnum):
    """Whom a document can name."""

    NOBODY = "nobody"
    PERSON = "person"
    COMPANY = "company"


class Reason(StrEnum):
    """Why a rule says what it says, or why a model is due."""

    RETURN = "return"
    LATE_CANCELLATION = "late_cancellation"
    OTHER_STATE = "other_state"
    ABOVE_CEILING = "above_ceiling"
    COMPANY_BANNED = "company_banned"
    DELIVERY = "delivery"
    MIXED_CHANNELS = "mixed_channels"
    COMPANY_BUYER = "company_buyer"
    PICKUP_IDENTIFIED = "pickup_identified"
    PICKUP_ANONYMOUS = "pickup_anonymous"
    STORE_CHOICE = "store_choice"
    # why data is needed
    NFE_NAMES_BUYER = "nfe_names_buyer"
    RETURN_NAMES_BUYER = "return_names_buyer"
    HIGH_VALUE = "high_value"
    AT_A_DISTANCE = "at_a_distance"
    NFCE_DELIVERED = "nfce_delivered"
    # what is good to know
    RETURN_WITHOUT_BUYER = "return_without_buyer"
    RETURN_NAMES_ITEMS = "return_names_items"
    CANCELLATION_WINDOW = "cancellation_window"
    CANCELLATION_ALSO_LATE = "cancellation_also_late"
    COMPANY_BAN_REVOKED = "company_ban_revoked"
    NFCE_GIVES_NO_CREDIT = "nfce_gives_no_credit"
    NO_NFE_AFTERWARDS = "no_nfe_afterwards"
    SMALL_DANFE = "small_danfe"
    PICKUP_UNSETTLED = "pickup_unsettled"
    TEST_DOCUMENT = "test_document"


class Missing(StrEnum):
    """What the document needs and nobody has told; the last two are gaps in the decision itself."""

    UNMASKED_DATA = "unmasked_data"
    BUYER_TAX_ID = "buyer_tax_id"
    BUYER_NAME = "buyer_name"
    BUYER_ADDRESS = "buyer_address"
    STORE_UF = "store_uf"
    DESTINATION_UF = "destination_uf"


@dataclass(frozen=True, slots=True)
class SaleFacts:
    """What the rules look at. UFs are empty when unknown, the value is in cents, the day is Brasília's."""

    day: date
    operation: Operation
    handover: Handover
    buyer: BuyerKind
    value: Cents
    presence: Presence = Presence.IN_PERSON
    is_in_store: bool = True
    store_uf: str = ""
    destination_uf: str = ""
    environment: Environment = Environment.PRODUCTION
    known: frozenset[Missing] = frozenset()
    """What is known of what a document may need."""
    is_masked: bool = False
    """Whether VTEX hides the buyer's data."""

    @property
    def is_delivered(self) -> bool:
        """Tell whether anything is brought to the buyer."""
        return self.handover is not Handover.PICKUP

    @property
    def leaves_the_state(self) -> bool:
        """Tell whether goods go to another state; an unknown state is not another one."""
        return bool(self.is_delivered and self.store_uf and self.destination_uf) and (
            self.store_uf != self.destination_uf
        )


@dataclass(frozen=True, slots=True)
class When:
    """The conditions of a rule; one that is not given does not matter. Values in cents."""

    operations: frozenset[Operation] = frozenset(Operation)
    handovers: frozenset[Handover] = frozenset(Handover)
    buyers: frozenset[BuyerKind] = frozenset(BuyerKind)
    presence: Presence | None = None
    environment: Environment | None = None
    other_state: bool | None = None
    in_store: bool | None = None
    masked: bool | None = None
    above: Cents | None = None
    """Values higher than this."""
    at_least: Cents | None = None
    """This value and higher ones."""

    def holds(self, facts: SaleFacts) -> bool:
        """Tell whether all conditions are met."""
        return (
            facts.operation in self.operations
            and facts.handover in self.handovers
            and facts.buyer in self.buyers
            and self.presence in {None, facts.presence}
            and self.environment in {None, facts.environment}
            and self.other_state in {None, facts.leaves_the_state}
            and self.in_store in {None, facts.is_in_store}
            and self.masked in {None, facts.is_masked}
            and (self.above is None or facts.value > self.above)
            and (self.at_least is None or facts.value >= self.at_least)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule and where it comes from. ``uf`` empty: everywhere, save where a rule of the same name is for a state."""

    name: str
    effect: Effect
    reason: Reason
    source: str
    checked_on: date
    certainty: Certainty
    model: DocumentModel | None = None
    setting: Setting | None = None
    asks: frozenset[Missing] = frozenset()
    when: When = field(default_factory=When)
    uf: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day."""
    revoked: date | None = None
    """The day on which it was taken back, perhaps before it ever began."""

    def is_in_force(self, day: date) -> bool:
        """Tell whether the rule counts on a day."""
        return (
            (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
            and (self.revoked is None or day < self.revoked)
        )

    def is_about(self, model: DocumentModel) -> bool:
        """Tell whether what is asked or noted concerns a document of ``model``."""
        return self.model in {None, model}


@dataclass(frozen=True, slots=True)
class RulePack:
    """All rules, as they were put together on a day."""

    as_of: date
    rules: tuple[Rule, ...]
    windows: tuple[Window, ...] = ()

    def in_force(self, day: date, uf: str) -> tuple[Rule, ...]:
        """Give the rules that count on a day in a state, in their order; a state's own displaces the national one."""
        valid = [rule for rule in self.rules if rule.is_in_force(day)]
        own = {rule.name for rule in valid if uf in rule.uf}
        return tuple(rule for rule in valid if uf in rule.uf or (not rule.uf and rule.name not in own))

    def window(self, way: Way, model: DocumentModel, day: date, uf: str) -> Window | None:
        """Give how long a way is open for a model on a day; a state's own window displaces the national one."""
        found = [
            window
            for window in self.windows
            if window.way is way and window.model is model and window.is_in_force(day) and window.counts_in(uf)
        ]
        return max(found, key=lambda window: bool(window.uf), default=None)
