"""Who works here now: the system's user where nobody signs in, else whoever did."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_invoicer.domain.people import Action, Operator


class Presence(QObject):
    """What the window knows of its people; ``changed`` tells that it knows something else."""

    changed = Signal()
    sale_sent = Signal()
    """Somebody sent a sale, after which the window may lock itself."""

    def __init__(self, user: str, parent: QObject | None = None) -> None:
        """Begin with nobody who signs in: ``user`` of the system works here."""
        super().__init__(parent)
        self._user = user
        self._last = ""
        self._roster: tuple[Operator, ...] = ()
        self._operator: Operator | None = None

    @property
    def name(self) -> str:
        """Give who acts here; while the window is locked, who did last."""
        return (self._last or self._user) if self.uses_pins else self._user

    @property
    def operator(self) -> Operator | None:
        """Give who is signed in."""
        return self._operator

    @property
    def roster(self) -> tuple[Operator, ...]:
        """Give everybody who may sign in, by name."""
        return self._roster

    @property
    def uses_pins(self) -> bool:
        """Tell whether people sign in here."""
        return bool(self._roster)

    @property
    def is_locked(self) -> bool:
        """Tell whether somebody has to sign in first."""
        return self.uses_pins and self._operator is None

    def may(self, action: Action) -> bool:
        """Tell whether whoever works here may do something without another's word."""
        return not self.uses_pins or (self._operator is not None and self._operator.may(action))

    def show_roster(self, roster: tuple[Operator, ...]) -> None:
        """Know other people. Whoever is here and not among them any more is here no longer."""
        here = self._operator
        self._roster = roster
        self._operator = next((one for one in roster if here is not None and one.id == here.id), None)
        if self._operator is not None:
            self._last = self._operator.name
        self.changed.emit()

    def show_operator(self, operator: Operator | None) -> None:
        """Know who is signed in, or that nobody is."""
        self._operator = operator
        if operator is not None:
            self._last = operator.name
        self.changed.emit()

    def tell_sale(self) -> None:
        """Hear that a sale was sent from here."""
        self.sale_sent.emit()
