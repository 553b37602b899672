"""What the returns desk says of an order in more than one place."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_invoicer.domain.order import Buyer, Channel, Order, Payment
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.job.figures import tax_id_text
from desktop_invoicer.ui.job.remedies import SETTLING
from desktop_invoicer.ui.jobs.state import State, state_of, state_words
from desktop_invoicer.ui.theme.tokens import Tone

_WORD_DUE = State("person", Tone.WARNING, "")


def buyer_name(buyer: Buyer) -> str:
    """Name who bought."""
    return shown(buyer.name) or _("Buyer not named")


def buyer_words(buyer: Buyer) -> str:
    """Name who bought, with the end of the CPF, by which people are told apart."""
    return "  ·  ".join(filter(None, (buyer_name(buyer), tax_id_text(buyer.tax_id, revealed=False))))


def bought_words(order: Order) -> str:
    """Say when and how an order was bought."""
    if order.is_in_store:
        how = _("bought in the store")
    elif any(line.channel is Channel.DELIVERY for line in order.lines):
        how = _("bought online, delivered")
    else:
        how = _("bought online, picked up in the store")
    return how if order.created_at is None else f"{how}  ·  {moment(order.created_at)}"


def payment_words(payment: Payment) -> str:
    """Say how a part was paid: the method, the last digits of the card, the amount."""
    card = f" ···· {payment.last_digits}" if payment.last_digits else ""
    return f"{shown(payment.method)}{card}: {money(payment.value)}"


def note_name(original: Original) -> str:
    """Name a note of the sale as it is printed."""
    if original.key is None or original.model is None:
        return _("note {number}").format(number=shown(original.number))
    return _("{model} {number}, series {serie}").format(
        model=original.model.label, number=original.key.nnf, serie=original.key.serie
    )


def note_names(originals: Iterable[Original]) -> str:
    """Name all notes of a sale."""
    return ", ".join(map(note_name, originals))


def standing(job: Job, due: Matter | None) -> tuple[State, str]:
    """Say where a return stands; while a person's word is ``due`` before anything else, which one."""
    return (state_of(job), state_words(job)) if due is None else (_WORD_DUE, _(SETTLING[due]))
