"""Sending a key again, from the press to what VTEX did with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.key_repair import KeyAnswer, KeyOffer, KeyOutcome
from desktop_invoicer.errors import DocumentRefusedError, DocumentUsedError, InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.repair_texts import OUTCOME_TEXTS
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.link import NOT_RUNNING
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.why.key_dialog import KeyDialog
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

_TONES = {
    KeyOutcome.TAKEN: Tone.SUCCESS,
    KeyOutcome.NOT_TAKEN: Tone.WARNING,
    KeyOutcome.REFUSED: Tone.ERROR,
    KeyOutcome.UNKNOWN: Tone.WARNING,
    KeyOutcome.DOUBLED: Tone.ERROR,
}


class KeySending(QObject):
    """One key at a time; ``told`` says how far that is, in words and a tone."""

    told = Signal(str, object)
    ended = Signal()
    """VTEX was asked whether it took the key: the order may look different now."""

    def __init__(self, workplace: Workplace, page: QWidget) -> None:
        """Send nothing yet; the question opens over ``page``."""
        super().__init__(page)
        self._workplace = workplace
        self._page = page
        self.is_running = False

    def begin(self, found: Diagnosis, number: str) -> None:
        """Look at the invoice once more, and ask whether its key is to be sent."""
        if self.is_running:
            return
        self.told.emit(_("Looking at the order in VTEX…"), Tone.INFO)
        self._ask(
            lambda commands: commands.key_sender.offers(found.account, found.order_id),
            partial(self._on_offers, number),
            self._on_refused,
        )

    def _on_offers(self, number: str, offers: tuple[KeyOffer, ...]) -> None:
        self.is_running = False
        offer = next((offer for offer in offers if offer.number == number), None)
        if offer is None:
            self.told.emit(_("VTEX shows something else by now: no key can be sent. Ask again."), Tone.WARNING)
            return
        self.told.emit("", Tone.NEUTRAL)
        self._open(offer).open()

    def _open(self, offer: KeyOffer) -> KeyDialog:
        dialog = KeyDialog(offer, self._workplace.actions.of(Command.SUBMIT).shortcut(), self._page)
        dialog.decided.connect(partial(self._send, offer))
        return dialog

    def _send(self, offer: KeyOffer, key: str) -> None:
        words = _("The key of invoice {number} is sent, and VTEX asked whether it took it. This takes a minute or two.")
        self.told.emit(words.format(number=offer.number), Tone.INFO)
        operator = self._workplace.operator
        self._ask(
            lambda commands: commands.key_sender.send(offer.account, offer.order_id, offer.number, key, operator),
            self._on_answered,
            partial(self._on_not_sent, offer, key),
        )

    def _on_answered(self, answer: KeyAnswer) -> None:
        self.is_running = False
        message = OUTCOME_TEXTS[answer.outcome].message({"number": answer.number, "words": answer.words})
        self.told.emit(f"{message.sentence} {message.step}", _TONES[answer.outcome])
        self.ended.emit()

    def _on_not_sent(self, offer: KeyOffer, key: str, error: InvoicerError) -> None:
        """Ask once more where it is the key that does not do."""
        self._on_refused(error)
        if isinstance(error, DocumentRefusedError | DocumentUsedError):
            dialog = self._open(offer)
            dialog.show_refusal(key, refusal(error))
            dialog.open()

    def _on_refused(self, error: InvoicerError) -> None:
        self.is_running = False
        self.told.emit(refusal(error), Tone.ERROR)

    def _ask(
        self,
        work: Callable[[Commands], Awaitable[Any]],
        on_done: Callable[..., object],
        on_refused: Callable[[InvoicerError], object],
    ) -> None:
        self.is_running = self._workplace.link.ask(self, work, on_done, on_refused) is not None
        if not self.is_running:
            self.told.emit(_(NOT_RUNNING), Tone.WARNING)
