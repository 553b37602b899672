"""Sending a key again, from the press to what VTEX did with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.key_repair import KeyAnswer, KeyOffer, KeyOutcome
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.errors import DocumentRefusedError, DocumentUsedError, InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.messages.repair_texts import OUTCOME_TEXTS
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.actions import Command
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
    """One key at a time; ``told`` says of the order in view how far its key is, in words and a tone.

    What came of the key of an order that is no longer in view is told by the window, with the number of the order.
    """

    told = Signal(str, object)
    ended = Signal()
    """VTEX was asked whether it took the key of the order in view: that may look different now."""

    def __init__(self, workplace: Workplace, page: QWidget) -> None:
        """Send nothing yet; the question opens over ``page``."""
        super().__init__(page)
        self._workplace = workplace
        self._page = page
        self._seen: tuple[AccountName, OrderId] | None = None
        self._sent: KeyOffer | None = None
        self._question = 0
        self._is_looking = False

    def see(self, found: Diagnosis | None) -> None:
        """Know which order is in view; what is still to be asked about the one before it is dropped."""
        seen = None if found is None else (found.account, found.order_id)
        if seen == self._seen:
            return
        self._seen = seen
        self._question += 1
        self._is_looking = False
        self.told.emit("", Tone.NEUTRAL)
        self._tell_sending()

    def begin(self, found: Diagnosis, number: str) -> None:
        """Look at the invoice once more, and ask whether its key is to be sent."""
        if self._is_looking or self._is_busy():
            return
        self._is_looking = True
        self._question += 1
        question = self._question
        self.told.emit(_("Looking at the order in VTEX…"), Tone.INFO)
        self._ask(
            lambda commands: commands.key_sender.offers(found.account, found.order_id),
            partial(self._on_offers, question, number),
            partial(self._on_no_offers, question),
        )

    def _is_busy(self) -> bool:
        """Tell whether a key is still on its way, and say of which order."""
        if self._sent is None:
            return False
        told = _("The key of order {order} is still being sent.").format(order=shown(self._sent.order_id, 60))
        self.told.emit(told, Tone.WARNING)
        return True

    def _on_offers(self, question: int, number: str, offers: tuple[KeyOffer, ...]) -> None:
        if question != self._question:
            return
        self._is_looking = False
        offer = next((offer for offer in offers if offer.number == number), None)
        if offer is None:
            self.told.emit(_("VTEX shows something else by now: no key can be sent. Ask again."), Tone.WARNING)
            return
        self.told.emit("", Tone.NEUTRAL)
        self._open(offer).open()

    def _on_no_offers(self, question: int, error: InvoicerError) -> None:
        if question == self._question:
            self._is_looking = False
            self.told.emit(refusal(error), Tone.ERROR)

    def _open(self, offer: KeyOffer) -> KeyDialog:
        dialog = KeyDialog(offer, self._workplace.actions.of(Command.SUBMIT).shortcut(), self._page)
        dialog.decided.connect(partial(self._send, offer))
        return dialog

    def _send(self, offer: KeyOffer, key: str) -> None:
        if self._is_busy():
            return
        self._sent = offer
        self._tell_sending()
        operator = self._workplace.operator
        self._ask(
            lambda commands: commands.key_sender.send(offer.account, offer.order_id, offer.number, key, operator),
            partial(self._on_answered, offer),
            partial(self._on_not_sent, offer, key),
        )

    def _tell_sending(self) -> None:
        offer = self._sent
        if offer is not None and self._is_seen(offer):
            words = _(
                "The key of invoice {number} is sent, and VTEX asked whether it took it. This takes a minute or two."
            )
            self.told.emit(words.format(number=offer.number), Tone.INFO)

    def _on_answered(self, offer: KeyOffer, answer: KeyAnswer) -> None:
        message = OUTCOME_TEXTS[answer.outcome].message({"number": answer.number, "words": answer.words})
        self._end(offer, f"{message.sentence} {message.step}", _TONES[answer.outcome])
        if self._is_seen(offer):
            self.ended.emit()

    def _on_not_sent(self, offer: KeyOffer, key: str, error: InvoicerError) -> None:
        """Ask once more where it is the key that does not do, and its order is still looked at."""
        self._end(offer, refusal(error), Tone.ERROR)
        if self._is_seen(offer) and isinstance(error, DocumentRefusedError | DocumentUsedError):
            dialog = self._open(offer)
            dialog.show_refusal(key, refusal(error))
            dialog.open()

    def _end(self, offer: KeyOffer, words: str, tone: Tone) -> None:
        """Say what came of a key where its order is in view; over another one, nothing keeps that from its own."""
        self._sent = None
        if self._is_seen(offer):
            self.told.emit(words, tone)
            return
        self.told.emit("", Tone.NEUTRAL)
        told = _("Order {order}: {words}").format(order=shown(offer.order_id, 60), words=words)
        self._workplace.toasts.show_notice(told, tone)

    def _ask(
        self,
        work: Callable[[Commands], Awaitable[Any]],
        on_done: Callable[..., object],
        on_refused: Callable[[InvoicerError], object],
    ) -> None:
        self._workplace.link.ask(self, work, on_done, on_refused)

    def _is_seen(self, offer: KeyOffer) -> bool:
        return self._seen == (offer.account, offer.order_id)
