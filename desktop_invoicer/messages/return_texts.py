"""What is told about returns and cancellations: money goes out, so every text says how much and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages import commands
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.message import Owner, Text

_ASKED = {
    ProblemCode.OBSERVATION_UNREADABLE: Text(
        N_("Goods come back, but the request does not say clearly where: “{observation}”."),
        Owner.RETURNS_DESK,
        N_(
            "Ask whoever requested it in VTEX, then say here what it is: a cancellation in the store, a return of"
            " something bought in another store, or another return."
        ),
        commands.SETTLE,
    ),
    ProblemCode.TYPE_CONTRADICTS: Text(
        N_(
            "The request says inStore, which is a return, but calls itself {type}, which is a sale. It counts as a"
            " return."
        ),
        Owner.RETURNS_DESK,
        N_("Make sure that goods come back. If not, have it requested again in VTEX and dismiss this job."),
        commands.DISMISS,
    ),
    ProblemCode.OTHER_STORE: Text(
        N_("This return belongs to store {store}; this counter is {here}."),
        Owner.MANAGER,
        N_("Leave it to that store and dismiss this job. If the goods are here, a manager can take the return over."),
        commands.TAKE_OVER,
    ),
    ProblemCode.NOT_FULLY_INVOICED: Text(
        N_("VTEX would take this return and refund NOTHING: only {invoiced:money} of {value:money} is invoiced."),
        Owner.RETURNS_DESK,
        N_(
            "Have the rest of the order invoiced first, then try again. Only if VTEX is to refund nothing, go on"
            " without a refund and say why."
        ),
        commands.WITHOUT_REFUND,
    ),
    ProblemCode.NOTHING_PAID: Text(
        N_("Nothing was paid for “{name}”. VTEX refuses a return of nothing."),
        Owner.RETURNS_DESK,
        N_("Take it back without VTEX, then dismiss this job."),
        commands.DISMISS,
    ),
    ProblemCode.ORDER_CANCELLED: Text(
        N_("VTEX shows this order as {status_word}: it gives the money back by that. Nothing was sent."),
        Owner.RETURNS_DESK,
        N_("Look in VTEX whether the buyer has been refunded. Give nothing back here, and dismiss this job."),
        commands.DISMISS,
    ),
    ProblemCode.REVERSED_ALREADY: Text(
        N_("The card terminal has given back {value:money} for this ({authorisation}). As a return VTEX would, too."),
        Owner.RETURNS_DESK,
        N_(
            "If the terminal did give it back, it is a cancellation: have that requested in VTEX. If not, have the"
            " return requested again. Then dismiss this job."
        ),
        commands.DISMISS,
    ),
}

_BEFORE_THE_MONEY = {
    ProblemCode.REVERSAL_DUE: Text(
        N_("First the card terminal has to give back {value:money}."),
        Owner.RETURNS_DESK,
        N_("Reverse the payment on the card terminal. Then enter the authorisation that it prints."),
        commands.REVERSAL,
    ),
    ProblemCode.APPROVAL_DUE: Text(
        N_("{value:money} goes out. Above {above:money} a manager has to allow it."),
        Owner.MANAGER,
        N_("Ask a manager to look at the goods and the amount, and to allow it."),
        commands.APPROVE,
    ),
    ProblemCode.RETURN_APPEARED: Text(
        N_("Meanwhile VTEX shows another return of this order: {number}, {value:money}. Nothing was sent."),
        Owner.RETURNS_DESK,
        N_("Find out whether it is for the same goods. If not, try again: the desk counts anew what is left."),
        commands.RETRY,
    ),
    ProblemCode.RETURN_DOUBLED: Text(
        N_(
            "This return was sent, and somebody else had answered the same request: VTEX shows another return of this"
            " order, {number}, {value:money}."
        ),
        Owner.MANAGER,
        N_(
            "Look at both in VTEX at once. If they are for the same goods, the buyer gets the money twice: call VTEX's"
            " support. Then try again, which closes this request."
        ),
        commands.RETRY,
    ),
    ProblemCode.REFUND_CHANGED: Text(
        N_("The order was changed in VTEX: for this return VTEX would now refund NOTHING. Nothing was sent."),
        Owner.RETURNS_DESK,
        N_("Try again, look at what is said then, and confirm anew."),
        commands.RETRY,
    ),
}

_NOTICES = {
    ProblemCode.REFUND_WITHOUT_ITEMS: Text(
        N_("VTEX shows a refund without items: {number}, {value:money}. It counts in money, not in units."),
        Owner.RETURNS_DESK,
        N_("Find out what it was for before you take the goods back."),
    ),
    ProblemCode.FREIGHT_KEPT: Text(
        N_("The freight is not refunded: this store keeps it."),
        Owner.RETURNS_DESK,
        N_("Tell the buyer before you confirm."),
    ),
    ProblemCode.INTEREST_KEPT: Text(
        N_("The buyer paid {interest:money} of interest. VTEX cannot refund that."),
        Owner.RETURNS_DESK,
        N_("Tell the buyer. If the interest is to be given back, too, do it by hand, outside VTEX."),
    ),
    ProblemCode.GIFT_CARD_PAID: Text(
        N_("{value:money} of the order was paid with a gift card or with credit of the shop."),
        Owner.RETURNS_DESK,
        N_("Tell the buyer that this part comes back as credit, not as money."),
    ),
    ProblemCode.MARKETPLACE_REFUNDS: Text(
        N_("{marketplace} sold this order and has the buyer's money."),
        Owner.RETURNS_DESK,
        N_("Tell the buyer that {marketplace} refunds, not this store."),
    ),
    ProblemCode.NO_REFUND: Text(
        N_("VTEX refunds NOTHING for this return: only {invoiced:money} of {value:money} is invoiced."),
        Owner.RETURNS_DESK,
        N_("Tell the buyer that VTEX sends no money. That was decided here; the history says by whom and why."),
    ),
    ProblemCode.REVERSED_BEFORE: Text(
        N_("The card terminal has given back {value:money} of this order before ({authorisation}). VTEX was not told."),
        Owner.RETURNS_DESK,
        N_("Do not reverse the same money again. Find out what it was for, and settle only what is missing."),
    ),
    ProblemCode.REFUNDS_AFTER_ALL: Text(
        N_("It was decided here to go on without a refund, but now VTEX does refund the buyer."),
        Owner.RETURNS_DESK,
        N_("Make sure that the buyer has not been given the money in another way: the history says what was decided."),
    ),
    ProblemCode.TAKEN_OVER: Text(
        N_("A manager took this return over from store {store}."),
        Owner.RETURNS_DESK,
        N_("Make sure that the goods are here, not there."),
    ),
}

_DOCUMENT = {
    ProblemCode.ORIGINAL_NOT_NAMED: Text(
        N_("The document does not name the note of the sale."),
        Owner.RETURNS_DESK,
        N_("Check that it takes back the goods of this order."),
    ),
    ProblemCode.ORIGINAL_CANCELLED: Text(
        N_("The document takes back goods of note {number}, but that note is cancelled: there is no sale left."),
        Owner.RETURNS_DESK,
        N_("Attach the XML of the cancellation instead."),
        commands.ATTACH,
    ),
    ProblemCode.ITEM_NOT_REFERENCED: Text(
        N_("Row {row} of the document does not name the item of the sale that comes back."),
        Owner.RETURNS_DESK,
        N_("Check that it takes back the right goods. Next time name note and item in each row, or SEFAZ may refuse."),
    ),
    ProblemCode.ITEM_REFERENCE_WRONG: Text(
        N_("Row {row} of the document names another item of the sale than the one that comes back, or one twice."),
        Owner.RETURNS_DESK,
        N_("Cancel it in the fiscal program while its deadline allows it, issue it with the right items, attach that."),
        commands.ATTACH,
    ),
    ProblemCode.PURPOSE_WRONG: Text(
        N_("The document does not say that it is a return (finNFe 4)."),
        Owner.RETURNS_DESK,
        N_("Issue it in the fiscal program as a return of goods (devolução) and attach that."),
        commands.ATTACH,
    ),
    ProblemCode.EVENT_CANCELS_MORE: Text(
        N_("The cancellation is for all of note {number}, {document:money}; but {value:money} comes back."),
        Owner.RETURNS_DESK,
        N_("For a part of a note issue an NF-e de entrada and attach that."),
        commands.ATTACH,
    ),
    ProblemCode.EVENT_CANCELS_OTHER: Text(
        N_("The cancellation is of note {number}, by which other items were sold than those that come back."),
        Owner.RETURNS_DESK,
        N_("Attach the cancellation of the note that has these items."),
        commands.ATTACH,
    ),
    ProblemCode.PROTOCOL_WRONG: Text(
        N_("The protocol of a cancellation has 15 or 17 digits; this one has {length} characters."),
        Owner.RETURNS_DESK,
        N_("Copy it from the cancellation event in the fiscal program, or attach the event's XML."),
        commands.ATTACH,
    ),
    ProblemCode.PROTOCOL_OF_NOTE: Text(
        N_("This is the protocol with which note {number} was authorised, not that of its cancellation."),
        Owner.RETURNS_DESK,
        N_("Cancel the note in the fiscal program. Then copy the protocol of that event, or attach its XML."),
        commands.ATTACH,
    ),
    ProblemCode.SUBSTITUTE_STANDS: Text(
        N_("The note was cancelled because note {number} took its place: that sale stands."),
        Owner.RETURNS_DESK,
        N_("Make sure that the goods come back at all. If so, note {number} has to be undone, too."),
    ),
}

RETURN_TEXTS: Mapping[ProblemCode, Text] = {**_ASKED, **_BEFORE_THE_MONEY, **_NOTICES, **_DOCUMENT}
