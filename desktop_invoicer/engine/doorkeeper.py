"""Telling people by their PINs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.people import OperatorId, Registered, Role
from desktop_invoicer.domain.pin import LONGEST, is_weak
from desktop_invoicer.domain.policy import plain_name
from desktop_invoicer.engine.people_ports import Pins, Roster
from desktop_invoicer.engine.ports import Clock
from desktop_invoicer.engine.throttle import Throttle


@dataclass(slots=True)
class Doorkeeper:
    """Knows everybody who is registered, and lets nobody guess."""

    roster: Roster
    pins: Pins
    clock: Clock
    elapsed: Callable[[], float] = time.monotonic
    """Seconds of a clock that nobody sets."""
    _known: dict[str, Registered] = field(init=False)
    """By plain name."""
    _throttle: Throttle = field(init=False)
    _trying: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    """One PIN at a time: no two tries count as one, and each hash takes its memory."""

    def __post_init__(self) -> None:
        """Read who there is, and who has to wait."""
        now = self.clock.now()
        self._known = {plain_name(each.operator.name): each for each in self.roster.registered()}
        self._throttle = Throttle(self.elapsed)
        self._throttle.remember_desk(now - at for at in self.roster.wrong_pins())
        for name, each in self._known.items():
            if each.waits_until is not None:
                self._throttle.remember(name, each.failures, each.waits_until - now)

    @property
    def known(self) -> Mapping[str, Registered]:
        """Give everybody who is not retired, by plain name."""
        return self._known

    def by_id(self, operator: OperatorId | None) -> Registered | None:
        """Give somebody who is not retired."""
        return next((each for each in self._known.values() if each.operator.id == operator), None)

    def find(self, name: str) -> Registered:
        """Give somebody by name; ``UnknownOperatorError`` where nobody has it."""
        found = self._known.get(plain_name(name))
        if found is None:
            raise errors.UnknownOperatorError(name)
        return found

    async def recognised(self, name: str, pin: str) -> Registered:
        """Tell who somebody is; ``keep`` has to follow, and forgets the wrong PINs before this one.

        Raises:
            WrongPinError: nobody of that name has this PIN; it does not say which of them is wrong.
            PinThrottledError: nothing was tried.

        """
        async with self._trying:
            key = plain_name(name)
            if rest := self._throttle.rest(key):
                raise errors.PinThrottledError(self.clock.now() + rest)
            kept = self._pin_of(key)
            again = await asyncio.to_thread(self.pins.checked, kept, pin[: LONGEST + 1])
            if again is None or self._pin_of(key) != kept:  # it may have been set while it was tried
                raise self._wrong(key)
            return replace(self._known[key], pin=again, failures=0, waits_until=None)

    async def hashed(self, pin: str, owner: Registered | None = None) -> str:
        """Give the hash of a new PIN; ``WeakPinError`` where it is guessed at once, or is what its owner has."""
        if is_weak(pin):
            raise errors.WeakPinError
        async with self._trying:
            same = None if owner is None else await asyncio.to_thread(self.pins.checked, owner.pin, pin)
            if same is not None:
                raise errors.WeakPinError
            return await asyncio.to_thread(self.pins.hashed, pin)

    def keep(self, registered: Registered, entry: AuditEntry) -> None:
        """Keep what somebody has become."""
        self.roster.change(registered, entry)
        key = plain_name(registered.operator.name)
        if registered.operator.retired_at is None:
            self._known[key] = registered
        else:
            del self._known[key]
        if not registered.failures:
            self._throttle.passed(key)

    def admit(self, name: str, role: Role, pin: str, entry: AuditEntry) -> Registered:
        """Know somebody from now on by the hash of a PIN."""
        added = self.roster.add(name, role, pin, entry)
        self._known[plain_name(name)] = added
        return added

    def retire_all(self, entry: AuditEntry) -> None:
        """Know nobody any more."""
        self.roster.retire_all(entry)
        self._known.clear()

    def _pin_of(self, key: str) -> str | None:
        return self._known[key].pin if key in self._known else None

    def _wrong(self, key: str) -> errors.WrongPinError:
        """Note a wrong PIN; a name that nobody has is not written down: it may be a PIN in the wrong field."""
        found, now = self._known.get(key), self.clock.now()
        failures = self._throttle.missed(key, 0 if found is None else found.failures)
        rest = self._throttle.rest(key)
        until = now + rest if rest else None
        name = ""
        if found is not None:
            self._known[key] = found = replace(found, failures=failures, waits_until=until)
            name = found.operator.name
        self.roster.note_wrong_pin(found, AuditEntry(now, "", Deed.SIGN_IN_REFUSED, name, {"failures": failures}))
        return errors.WrongPinError(until)
