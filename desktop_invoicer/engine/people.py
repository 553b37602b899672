"""Who is at the desk, and what they may do: asked before every act (``domain.people`` has the table)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import timedelta

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.people import LEAST, Action, Operator, OperatorId, Registered, Role
from desktop_invoicer.domain.policy import ReturnPolicy, is_same_person, plain_name
from desktop_invoicer.engine.day_ports import AuditTrail
from desktop_invoicer.engine.doorkeeper import Doorkeeper
from desktop_invoicer.engine.sessions import Sessions
from desktop_invoicer.engine.words import words

WORD = timedelta(minutes=2)
"""So long somebody's word for a single act counts."""

_session: ContextVar[OperatorId | None] = ContextVar("session")
"""Whose session gave the command that is being answered; nothing is set for what is done at the window."""


@dataclass(frozen=True, slots=True)
class _Word:
    speaker: OperatorId
    until: float


@dataclass(slots=True)
class People:
    """The people of this desk, and who of them is at its window. Runs on the engine's loop.

    Without anybody registered PINs are off: every name is believed, and everything is allowed.
    """

    door: Doorkeeper
    audit: AuditTrail
    sessions: Sessions
    tell: Callable[[], None] = lambda: None
    """Is called whenever somebody was added, changed or retired."""
    user: str = ""
    """Who works here where nobody signs in, and no other name is given."""
    _at_window: OperatorId | None = field(default=None, init=False)
    _given: dict[tuple[OperatorId, Action, str], _Word] = field(default_factory=dict, init=False)
    """Words that were said and not used: for whom, and for which act."""

    @property
    def uses_pins(self) -> bool:
        """Tell whether people sign in here."""
        return bool(self.door.known)

    def operators(self) -> tuple[Operator, ...]:
        """Give everybody who is not retired, by name."""
        return tuple(self.door.known[name].operator for name in sorted(self.door.known))

    def returns(self, policy: ReturnPolicy) -> ReturnPolicy:
        """Give how the store takes goods back, with those as managers who are some where people sign in."""
        if not self.uses_pins:
            return policy
        managers = (each.name for each in self.operators() if each.role.is_at_least(Role.MANAGER))
        return replace(policy, managers=tuple(managers))

    # who is there

    async def sign_in(self, name: str, pin: str) -> Operator:
        """Let somebody work at the window, in place of whoever was there.

        Raises:
            WrongPinError: nobody of that name has this PIN; it does not say which of them is wrong.
            PinThrottledError: too many wrong ones: nothing was tried.

        """
        operator = await self.recognise(name, pin)
        self._at_window = operator.id
        return operator

    def welcome_back(self, name: str) -> None:
        """Let somebody go on at the window who was there until the desk stopped to take up other settings.

        Only the window itself can say so, in whose memory they never left; ``UnknownOperatorError`` where they did.
        """
        self._at_window = self.door.find(name).operator.id

    def sign_out(self, name: str) -> None:
        """Note that somebody leaves the window; nothing happens where they are not there."""
        found = self.door.known.get(plain_name(name))
        if found is not None and found.operator.id == self._at_window:
            self._at_window = None
            self.note_leaving(found.operator.id)

    def note_leaving(self, operator: OperatorId) -> None:
        """Write down that somebody has left; who was taken off the list meanwhile is not there to leave."""
        if (name := self.name_of(operator)) is not None:
            self.audit.add(self._entry(name, Deed.SIGNED_OUT, name))

    def name_of(self, operator: OperatorId | None) -> str | None:
        """Give the name of somebody who is not retired."""
        found = self.door.by_id(operator)
        return None if found is None else found.operator.name

    async def recognise(self, name: str, pin: str) -> Operator:
        """Tell who somebody is, and write down that they are there; raises as ``sign_in``."""
        found = await self.door.recognised(name, pin)
        self.door.keep(found, self._entry(found.operator.name, Deed.SIGNED_IN, found.operator.name))
        return found.operator

    @contextmanager
    def in_session(self, operator: OperatorId | None) -> Iterator[None]:
        """Act for a session of ``operator``, or for a caller without one, and not for the window."""
        before = _session.set(operator)
        try:
            yield
        finally:
            _session.reset(before)

    # what they may do

    def demand(self, who: str, action: Action, subject: str = "") -> None:
        """Let an act happen that cannot fail any more, or raise as ``permit``, which see."""
        with self.permit(who, action, subject):
            pass

    @contextmanager
    def permit(self, who: str, action: Action, subject: str = "") -> Iterator[str]:
        """Let an act happen in the ``with`` block; gives the name of who answers for it.

        That is ``who``, or whoever is there where nobody is named; or, where they may not, whoever allowed it on the
        spot. Such a word is used up, unless the act fails: then it counts again for what is left of its time.

        Raises:
            SignInNeededError: ``who`` is not there.
            NotPermittedError: it takes another role, and nobody of that role has allowed it.

        """
        if not self.uses_pins:
            yield who or self.user
            return
        operator, is_there = self._named(who)
        if is_there and operator.may(action):
            yield operator.name
            return
        key = operator.id, action, subject
        speaker = self._speaker(key)
        if not is_there and speaker != operator:
            raise errors.SignInNeededError(who)
        if speaker is None:
            raise _refusal(operator, action, subject)
        word = self._given.pop(key)
        try:
            yield speaker.name
        except errors.InvoicerError:
            self._given[key] = word
            raise

    async def allow(self, manager: str, pin: str, action: Action, operator: str, subject: str = "") -> None:
        """Let ``operator`` do a single thing soon that takes another role, or ``manager`` without signing in.

        Raises:
            WrongPinError, PinThrottledError: as for ``sign_in``; they count for the manager.
            NotPermittedError: the manager may not do it either.
            SignInNeededError: nobody is called as who is to do it.

        """
        if not self.uses_pins:
            return
        allowed = self._named(operator)[0]
        found = await self.door.recognised(manager, pin)
        speaker = found.operator
        if not speaker.may(action):
            raise _refusal(speaker, action, subject)
        facts = {"action": action.value, "operator": allowed.name}
        self.door.keep(found, self._entry(speaker.name, Deed.ALLOWED, subject, facts))
        self._given[allowed.id, action, subject] = _Word(speaker.id, self.door.elapsed() + WORD.total_seconds())

    def withdraw(self, operator: str, action: Action, subject: str = "") -> None:
        """Let a word that ``operator`` was allowed a thing by count no more, whether it was used or not."""
        if (found := self.door.known.get(plain_name(operator))) is not None:
            self._given.pop((found.operator.id, action, subject), None)

    # who is registered

    async def add(self, by: str, name: str, role: Role, pin: str) -> Operator:
        """Register somebody; who was retired under that name comes back. The first one turns PINs on.

        Raises:
            NameTakenError: somebody is called so.
            AdministratorNeededError: the first one is to be something else.
            WeakPinError: the PIN would be guessed at once.
            SignInNeededError, NotPermittedError: as for ``permit``.

        """
        name = words(name)
        kept = await self.door.hashed(pin)  # before it is asked who may: it takes a while
        with self.permit(by, Action.MANAGE_PEOPLE, name) as by_whom:
            if plain_name(name) in self.door.known:
                raise errors.NameTakenError(name)
            if not self.uses_pins and role is not Role.ADMINISTRATOR:
                raise errors.AdministratorNeededError
            entry = self._entry(words(by_whom), Deed.OPERATOR_ADDED, name, {"role": role.value})
            added = self.door.admit(name, role, kept, entry)
        self.tell()
        return added.operator

    async def set_pin(self, by: str, name: str, pin: str, old: str = "") -> None:
        """Give somebody another PIN: an administrator to others, everybody to themselves with the old one.

        Raises:
            WeakPinError: the PIN would be guessed at once, or is the one that they have.
            WrongPinError, PinThrottledError: ``old`` is not one's own PIN.
            UnknownOperatorError: nobody is called so.
            SignInNeededError, NotPermittedError: as for ``permit``.

        """
        found = self.door.find(name)
        if is_same_person(by, name):
            await self.door.recognised(name, old)
            await self._set_pin(found, pin, found.operator.name)
            return
        with self.permit(by, Action.MANAGE_PEOPLE, found.operator.name) as by_whom:
            await self._set_pin(found, pin, by_whom)
            self._expel(found.operator)

    def set_role(self, by: str, name: str, role: Role) -> None:
        """Make somebody something else.

        Raises:
            AdministratorNeededError: they are the last administrator.
            UnknownOperatorError: nobody is called so.
            SignInNeededError, NotPermittedError: as for ``permit``.

        """
        found = self.door.find(name)
        with self.permit(by, Action.MANAGE_PEOPLE, found.operator.name) as by_whom:
            self._demand_another(found, role)
            facts = {"before": found.operator.role.value, "role": role.value}
            entry = self._entry(by_whom, Deed.ROLE_SET, found.operator.name, facts)
            self.door.keep(replace(found, operator=replace(found.operator, role=role)), entry)
        self.tell()

    def retire(self, by: str, name: str) -> None:
        """Let somebody sign in no more; their name stays with what they did. Raises as ``set_role``."""
        found = self.door.find(name)
        with self.permit(by, Action.MANAGE_PEOPLE, found.operator.name) as by_whom:
            self._demand_another(found, None)
            entry = self._entry(by_whom, Deed.OPERATOR_RETIRED, found.operator.name)
            self.door.keep(replace(found, operator=replace(found.operator, retired_at=entry.at)), entry)
            self._expel(found.operator)
        self.tell()

    def switch_off(self, by: str) -> None:
        """Retire everybody: from now on every name is believed, and everything is allowed; raises as ``permit``."""
        with self.permit(by, Action.MANAGE_PEOPLE) as by_whom:
            gone = self.operators()
            self.door.retire_all(self._entry(words(by_whom), Deed.PINS_OFF, ""))
            for operator in gone:
                self._expel(operator)
        self.tell()

    async def rescue(self, by: str, name: str, pin: str) -> None:
        """Give an administrator who forgot it another PIN, by the word of the system's user.

        Whoever calls this owns the system's account and its keyring, and holds the home: see docs/people.md.

        Raises:
            UnknownOperatorError: nobody is called so.
            NoAdministratorError: they are something else.
            WeakPinError: the PIN would be guessed at once, or is the one that they have.

        """
        found = self.door.find(name)
        if found.operator.role is not Role.ADMINISTRATOR:
            raise errors.NoAdministratorError(found.operator.name)
        await self._set_pin(found, pin, words(by), Deed.PIN_RESCUED)
        self._expel(found.operator)

    async def _set_pin(self, owner: Registered, pin: str, by: str, deed: Deed = Deed.PIN_SET) -> None:
        name = owner.operator.name
        kept = await self.door.hashed(pin, owner)
        found = self.door.find(name)  # as they are by now
        if found.pin != owner.pin:  # somebody else was quicker, and had perhaps a reason
            raise errors.WrongPinError
        self.door.keep(replace(found, pin=kept, failures=0, waits_until=None), self._entry(by, deed, name))

    def _expel(self, operator: Operator) -> None:
        """Let somebody who was taken off the list, or whose PIN others may have known, go on with nothing."""
        self.sessions.end(operator.id)
        self._given = {key: word for key, word in self._given.items() if operator.id not in {key[0], word.speaker}}
        if self._at_window == operator.id:
            self._at_window = None

    def _demand_another(self, found: Registered, role: Role | None) -> None:
        administrators = [each for each in self.operators() if each.role is Role.ADMINISTRATOR]
        if administrators == [found.operator] and role is not Role.ADMINISTRATOR:
            raise errors.AdministratorNeededError

    def _named(self, who: str) -> tuple[Operator, bool]:
        """Give who is meant, and whether they are there; nobody named is whoever is there."""
        there = self.door.by_id(_session.get(self._at_window))
        found = self.door.known.get(plain_name(who)) if who else there
        if found is None:
            raise errors.SignInNeededError(who)
        return found.operator, found == there

    def _speaker(self, key: tuple[OperatorId, Action, str]) -> Operator | None:
        """Give whose word allows an act, as long as it counts."""
        word = self._given.get(key)
        if word is None or word.until < self.door.elapsed():
            return None
        speaker = self.door.by_id(word.speaker)
        return speaker.operator if speaker is not None and speaker.operator.may(key[1]) else None

    def _entry(self, who: str, deed: Deed, subject: str, facts: Mapping[str, str | int] | None = None) -> AuditEntry:
        return AuditEntry(self.door.clock.now(), who, deed, subject, facts or {})


def _refusal(operator: Operator, action: Action, subject: str) -> errors.NotPermittedError:
    return errors.NotPermittedError(operator.name, action.value, LEAST[action].value, subject)
