"""By which way a sale can be undone at SEFAZ right now, and until when (facts: fiscal, sections 2, 7.1 and 13).

Cancelling is open for a short time and only where the whole note comes back; after it the goods come in with an NF-e
of entry. What the law says comes with the rules; this module only chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from desktop_invoicer.domain.access_key import STATE_CODES, AccessKey
from desktop_invoicer.domain.brasilia import fiscal_day
from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.rules import RulePack
from desktop_invoicer.domain.windows import Way, Window

NORMAL_EMISSION = "1"
FIRST_YEAR, LAST_YEAR = 2006, 2100
"""Between these notes are issued; any other year is a mistake."""
_STATES = {code: uf for uf, code in STATE_CODES.items()}


class RouteKind(StrEnum):
    """What is done at SEFAZ about the sale."""

    CANCEL = "cancel"
    SUBSTITUTE = "substitute"
    ENTRY = "entry"


class RouteReason(StrEnum):
    """Why a way is open, or why it is not."""

    # open
    IN_TIME = "in_time"
    LATE_ALLOWED = "late_allowed"
    """The time is over, and the state takes late cancellations."""
    CANCELLED_ALREADY = "cancelled_already"
    """The event is registered: it only has to be attached."""
    GOODS_COME_BACK = "goods_come_back"
    """An NF-e of entry is possible at any time."""
    ONLY_IF_ISSUED_AGAIN = "only_if_issued_again"
    """Only where the same sale was issued once more offline; that second note stays valid."""
    # not open
    NOTHING_COMES_BACK = "nothing_comes_back"
    TIME_OVER = "time_over"
    TIME_UNKNOWN = "time_unknown"
    NOT_A_CANCELLATION = "not_a_cancellation"
    """VTEX asks for a return: the goods had left."""
    NOT_THE_WHOLE_NOTE = "not_the_whole_note"
    """Only a part of what the note sold comes back."""
    SEVERAL_NOTES = "several_notes"
    ORIGINAL_UNKNOWN = "original_unknown"
    OTHER_ISSUER = "other_issuer"
    """The note is of another store, which alone may cancel it."""
    OTHER_MODEL = "other_model"
    """Only an NFC-e can be substituted."""
    ISSUED_OFFLINE = "issued_offline"
    """Only a note that was issued online can be substituted."""
    SALE_CANCELLED = "sale_cancelled"
    """The note is cancelled: there is no sale left of which goods could come back."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way, whether it is open, why, and until when; ``window`` is the rule behind its time."""

    kind: RouteKind
    is_open: bool
    reason: RouteReason
    original: Original | None = None
    closes_at: datetime | None = None
    """When it closes or closed; ``None`` where it has no end, or none that is known."""
    window: Window | None = None
    is_open_late: bool = False
    """Whether the state takes a cancellation after ``closes_at``, too."""


@dataclass(frozen=True, slots=True)
class Routes:
    """All ways, the one to take first. It is open, unless there is none."""

    options: tuple[Route, ...]

    @property
    def best(self) -> Route:
        """The way to take now."""
        return self.options[0]

    def of(self, kind: RouteKind) -> Route:
        """Give one way."""
        return next(option for option in self.options if option.kind is kind)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen from this desk: its store, the rules with their windows, and the present moment."""

    cnpj: str
    """Empty when unknown."""
    rules: RulePack
    now: datetime


def find_routes(draft: Draft, originals: Sequence[Original], sight: Sight) -> Routes:
    """Find the ways that are open for a return, given the documents of the sale; the best one comes first."""
    if not draft.lines:
        return Routes(tuple(Route(kind, is_open=False, reason=RouteReason.NOTHING_COMES_BACK) for kind in RouteKind))
    original, doubt = _meant(draft, originals)
    is_whole = original is not None and original.value == draft.value and _is_untouched(draft, originals)
    found = (
        _cancel(draft.operation, original, doubt, sight, is_whole=is_whole),
        _entry(original),
        _substitute(original, doubt, sight),
    )
    return Routes(tuple(sorted(found, key=lambda route: not route.is_open)))


def _meant(draft: Draft, originals: Sequence[Original]) -> tuple[Original | None, RouteReason]:
    """Give the note of which units come back; ``None`` and why where it cannot be told.

    The units of a note that another program sent are VTEX's guess, so the only note there is needs none.
    """
    taken = {line.item_index: line.units for line in draft.lines}
    there = [original for original in originals if not original.is_refunded]
    touched = [original for original in there if not original.units or original.units.keys() & taken.keys()]
    whole = [original for original in touched if original.units == taken and original.value == draft.value]
    for candidates in (whole, touched, there):
        if len(candidates) == 1:
            return candidates[0], RouteReason.ORIGINAL_UNKNOWN
    return None, RouteReason.SEVERAL_NOTES if there else RouteReason.ORIGINAL_UNKNOWN


def _is_untouched(draft: Draft, originals: Sequence[Original]) -> bool:
    """Tell whether only events gave something of these lines back before; whose units else came back is not known."""
    gone: Counter[int] = Counter()
    for original in originals:
        if original.is_refunded:
            gone.update(original.units)
    return all(line.before <= gone[line.item_index] for line in draft.lines)


def _cancel(
    operation: Operation, original: Original | None, doubt: RouteReason, sight: Sight, *, is_whole: bool
) -> Route:
    closed = Route(RouteKind.CANCEL, is_open=False, reason=doubt, original=original)
    if operation is not Operation.CANCELLATION:
        return replace(closed, reason=RouteReason.NOT_A_CANCELLATION)
    if original is None or original.key is None:
        return closed
    if sight.cnpj not in {"", original.key.cnpj}:
        return replace(closed, reason=RouteReason.OTHER_ISSUER)
    if not is_whole:
        return replace(closed, reason=RouteReason.NOT_THE_WHOLE_NOTE)
    if original.is_cancelled:
        return replace(closed, is_open=True, reason=RouteReason.CANCELLED_ALREADY)
    return _cancel_timed(closed, sight)


def _cancel_timed(closed: Route, sight: Sight) -> Route:
    """Open cancelling as long as there is time; after it, where the state takes that."""
    in_time = _timed(closed, Way.CANCEL, RouteReason.IN_TIME, sight)
    late = _timed(closed, Way.CANCEL_LATE, RouteReason.LATE_ALLOWED, sight)
    if late.is_open and in_time.reason is RouteReason.TIME_OVER:
        return late
    return replace(in_time, is_open_late=in_time.is_open and late.is_open)


def _entry(original: Original | None) -> Route:
    if original is not None and original.is_cancelled:
        return Route(RouteKind.ENTRY, is_open=False, reason=RouteReason.SALE_CANCELLED, original=original)
    return Route(RouteKind.ENTRY, is_open=True, reason=RouteReason.GOODS_COME_BACK, original=original)


def _substitute(original: Original | None, doubt: RouteReason, sight: Sight) -> Route:
    """Tell whether the note can give way to one issued offline for the same sale: goods do not come back by it."""
    closed = Route(RouteKind.SUBSTITUTE, is_open=False, reason=doubt, original=original)
    if original is None or original.key is None:
        return closed
    if obstacle := _against_substituting(original, original.key, sight):
        return replace(closed, reason=obstacle)
    return _timed(closed, Way.SUBSTITUTE, RouteReason.ONLY_IF_ISSUED_AGAIN, sight)


def _against_substituting(original: Original, key: AccessKey, sight: Sight) -> RouteReason | None:
    if sight.cnpj not in {"", key.cnpj}:
        return RouteReason.OTHER_ISSUER
    if original.model is not DocumentModel.NFCE:
        return RouteReason.OTHER_MODEL
    if key.tp_emis != NORMAL_EMISSION:
        return RouteReason.ISSUED_OFFLINE
    return RouteReason.SALE_CANCELLED if original.is_cancelled else None


def _timed(closed: Route, way: Way, reason: RouteReason, sight: Sight) -> Route:
    """Open a way as long as its window lasts; ``reason`` is why it is open."""
    original = closed.original
    issued_at = None if original is None else _known_moment(original)
    window = None if original is None or issued_at is None else _window(way, original, issued_at, sight.rules)
    if issued_at is None or window is None:
        return replace(closed, reason=RouteReason.TIME_UNKNOWN)
    closes_at = None if window.length is None else issued_at + window.length
    if closes_at is not None and sight.now >= closes_at:
        return replace(closed, reason=RouteReason.TIME_OVER, closes_at=closes_at, window=window)
    return replace(closed, is_open=True, reason=reason, closes_at=closes_at, window=window)


def _window(way: Way, original: Original, issued_at: datetime, rules: RulePack) -> Window | None:
    if original.key is None or original.model is None:
        return None
    return rules.window(way, original.model, fiscal_day(issued_at), _STATES.get(original.key.cuf, ""))


def _known_moment(original: Original) -> datetime | None:
    """Give the moment from which the time of a note runs; a program that told VTEX the day alone left it open."""
    issued_at = original.issued_at
    if issued_at is None or not FIRST_YEAR <= issued_at.year <= LAST_YEAR:
        return None
    return issued_at if original.knows_authorisation or issued_at.time() != time.min else None
