"""What a person has settled about a return: a word with a name and a time, kept with the job (design.md, section 3).

Money goes out on a return. What VTEX left open, what happened at the card terminal and who allowed it is never
guessed: somebody says it, and the word counts only for what it was said about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.personal import without_tax_ids
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import ProblemCode


class Matter(StrEnum):
    """What has to be settled."""

    OPERATION = "operation"
    """What an unreadable observation asks for. Facts: ``observation``, ``operation``, ``store`` (or empty)."""
    TAKEOVER = "takeover"
    """The return of another store is done here. Facts: ``store``, ``reason``. A manager's word."""
    NO_REFUND = "no_refund"
    """It goes on although VTEX refunds nothing, because the order is not fully invoiced. Facts: ``reason``."""
    REVERSAL = "reversal"
    """The terminal gave the money back. Facts: ``value``, ``authorisation``, ``reversed_at`` (ISO with offset)."""
    APPROVAL = "approval"
    """A manager allows that these goods give back this amount. Facts: see ``allowed``. The operator is the manager."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """One matter settled: by whom, when, and what exactly was said."""

    matter: Matter
    operator: str
    at: datetime
    facts: Mapping[str, str | int] = field(default_factory=dict)


_PROBLEMS = {
    ProblemCode.OBSERVATION_UNREADABLE: Matter.OPERATION,
    ProblemCode.OTHER_STORE: Matter.TAKEOVER,
    ProblemCode.NOT_FULLY_INVOICED: Matter.NO_REFUND,
}
"""The problems of a draft that a word settles."""


@dataclass(frozen=True, slots=True)
class Settlements:
    """What was settled about one job, oldest first; of each matter the newest word counts."""

    said: tuple[Settlement, ...] = ()
    unsent: tuple[Settlement, ...] = ()
    """Reversals on the card terminal for other requests of the order of which nothing was sent."""

    def read(self, reading: Reading, observation: str) -> Reading:
        """Give what the notification asks for: as a person settled it, where its observation cannot be read."""
        word = self._word(Matter.OPERATION, observation=without_tax_ids(observation.strip()))
        if word is None or all(problem.code is not ProblemCode.OBSERVATION_UNREADABLE for problem in reading.problems):
            return reading
        store = str(word.facts["store"]) or None
        return replace(reading, operation=Operation(word.facts["operation"]), trade_account=store, problems=())

    def takeover(self, store: str) -> Settlement | None:
        """Give the word by which the return that VTEX gave to another store is done here."""
        return self._word(Matter.TAKEOVER, store=store)

    @property
    def goes_without_refund(self) -> bool:
        """Tell whether somebody knows that VTEX refunds nothing, and wants to go on."""
        return self._word(Matter.NO_REFUND) is not None

    def reversal(self, value: Cents | None = None) -> Settlement | None:
        """Give the reversal on the card terminal: of exactly this amount, or of any."""
        return self._word(Matter.REVERSAL) if value is None else self._word(Matter.REVERSAL, value=value)

    def approval(self, draft: Draft, value: Cents) -> Settlement | None:
        """Give a manager's word for exactly these goods and this amount."""
        return self._word(Matter.APPROVAL, **allowed(draft, value))

    def _word(self, matter: Matter, **facts: str | int) -> Settlement | None:
        newest = next((word for word in reversed(self.said) if word.matter is matter), None)
        return newest if newest is not None and facts.items() <= newest.facts.items() else None


def allowed(draft: Draft, value: Cents) -> dict[str, str | int]:
    """Say what a manager allows: which goods come back, by which operation, and how much goes out for them."""
    goods = ", ".join(f"{line.units}×{line.item_index}" for line in draft.lines)
    return {"value": value, "operation": draft.operation.value, "goods": goods}


def matters_due(draft: Draft, value: Cents, settlements: Settlements, policy: ReturnPolicy) -> Iterator[Matter]:
    """Give what has still to be settled before ``value`` cents go out for a draft, in the order in which to ask."""
    if draft.operation is Operation.SALE:
        return
    yield from (_PROBLEMS[problem.code] for problem in draft.problems if problem.code in _PROBLEMS)
    is_reversed = draft.operation is not Operation.CANCELLATION or settlements.reversal(value) is not None
    if policy.records_reversal and not is_reversed:
        yield Matter.REVERSAL
    approval = settlements.approval(draft, value)
    if policy.needs_approval(value) and (approval is None or not policy.is_manager(approval.operator)):
        yield Matter.APPROVAL
