"""Sending an access key again: what will be sent, said before anybody confirms it, and what VTEX did with it."""

from __future__ import annotations

from desktop_invoicer.cli.asking import agreed
from desktop_invoicer.cli.output import Json, err, tell
from desktop_invoicer.cli.session import CommandFailedError, Desk, ask, operator
from desktop_invoicer.domain.key_repair import KeyOutcome
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.figures import shown

LONGEST_SHOWN = 60


def send(reached: Desk, seen: Json, key: str, number: str | None, *, asks: bool) -> Json | None:
    """Send a key for an invoice of a diagnosed order, and give what came of it; ``None`` where nobody said yes."""
    offer = _offer(seen, number)
    if asks and not _confirmed(seen, key, offer):
        return None
    order = {"account": seen["account"], "order": seen["order"]}
    with err.waiting(_("Waiting until VTEX shows it, up to a minute…")):
        answer: Json = ask(reached, "send_key", **order, number=offer["number"], key=key, operator=operator())
    return answer


def print_answer(answer: Json) -> None:
    """Print what VTEX did with a key, and what to do now."""
    tell(answer["message"], 0, "green" if is_taken(answer) else "bold red")
    tell(f"→ {answer['next_action']}", 0)


def is_taken(answer: Json) -> bool:
    """Tell whether VTEX shows the key."""
    return bool(answer["outcome"] == KeyOutcome.TAKEN.value)


def _offer(seen: Json, number: str | None) -> Json:
    """Give the invoice that is meant; with a number the desk decides whether it may be."""
    offers: list[Json] = [offer for offer in seen["offers"] if number in {None, offer["number"]}]
    if len(offers) == 1:
        return offers[0]
    if number is not None:
        return {"number": number, "value": None}
    if offers:
        numbers = ", ".join(shown(offer["number"], LONGEST_SHOWN) for offer in offers)
        problem = _("Several invoices of this order lack a good key: {numbers}. Nothing was sent.")
        step = _("Say which one: --number N")
        raise CommandFailedError({"message": problem.format(numbers=numbers), "next_action": step, "problems": []})
    problem = _("No invoice of this order lacks a key that could be sent again. Nothing was sent.")
    step = _("See what is wrong: desktop-invoicer diagnose ORDER")
    raise CommandFailedError({"message": problem, "next_action": step, "problems": []})


def _confirmed(seen: Json, key: str, offer: Json) -> bool:
    """Say what will be sent, and ask."""
    named = shown(offer["number"], LONGEST_SHOWN)
    sent = _("Invoice {number} of order {order} is sent to VTEX once more, as it is, with this chave de acesso:")
    tell(sent.format(number=named, order=seen["order"]), 0, "bold", err)
    tell(shown(key, LONGEST_SHOWN), 2, "", err)
    if offer["value"] is not None:
        tell(_("Its value stays {value}.").format(value=money(offer["value"])), 2, "", err)
    tell(_("The buyer pays and gets back nothing by it. VTEX may take the key or not: it is read back."), 0, "", err)
    return agreed(_("Send it?"))
