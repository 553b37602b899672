"""What is told about an order that is not invoiced. Honest about what the desk, VTEX and a marketplace can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.commands import RETRY
from desktop_invoicer.messages.message import Owner, Text

Facts = Mapping[str, object]

_LOOK_AGAIN = N_("Nothing to do: look again in some minutes. Do not send it another way.")

_KEY_STEP = N_(
    "Send the right key again where the desk offers it, or type it in at the invoice in VTEX. If {marketplace} does not"
    " go on then, the order can only be put right by hand in {back_office_word}."
)

_ASKED = {
    ProblemCode.NOT_ASKED_FOR: Text(
        N_("Nobody has asked for the invoice of this order."),
        Owner.MANAGER,
        N_("Have somebody press “Request invoice” at the order in VTEX. It then comes here by itself."),
    ),
    ProblemCode.JOB_PENDING: Text(
        N_("This desk is at work on it."),
        Owner.WAIT,
        N_("Nothing to do: it goes on by itself."),
    ),
}

_IN_VTEX = {
    ProblemCode.INVOICED_SHORT: Text(
        N_(
            "The invoices come to {invoiced:money} of {value:money}: {open:money} short. To VTEX an order is invoiced"
            " only when no cent is missing."
        ),
        Owner.MANAGER,
        N_("In VTEX take {open:money} off the order with a change, or have the rest requested and invoiced."),
    ),
    ProblemCode.INVOICED_PARTLY: Text(
        N_("Only a part is invoiced: {invoiced:money} of {value:money}. {open:money} is left."),
        Owner.MANAGER,
        N_("If the rest does not wait at this desk yet, have it requested in VTEX."),
    ),
    ProblemCode.NOT_SHOWN_YET: Text(
        N_("Invoice {number} of {value:money} was sent, and VTEX does not show it in the order yet."),
        Owner.WAIT,
        _LOOK_AGAIN,
    ),
    ProblemCode.SETTLEMENT_PENDING: Text(
        N_("The order is invoiced in full, but VTEX keeps it as {status_word}."),
        Owner.VTEX,
        N_("Do not send it again. Ask VTEX's support to index the invoice of this order anew."),
    ),
    ProblemCode.PAYMENT_PENDING: Text(
        N_("The order cannot be invoiced yet: in VTEX it is {status_word}."),
        Owner.WAIT,
        N_("Nothing to do here: VTEX goes on once it is paid and released. After a day, ask VTEX's support."),
    ),
    ProblemCode.CANCEL_IN_FLIGHT: Text(
        N_("Somebody asked VTEX to cancel this order, and that is not decided yet."),
        Owner.MANAGER,
        N_("Do not hand over the goods. Have the cancellation decided in VTEX."),
    ),
    ProblemCode.CHANGE_IN_FLIGHT: Text(
        N_("The order is being changed in VTEX at this moment."),
        Owner.WAIT,
        N_("Nothing to do: nothing is invoiced until the change is done."),
    ),
    ProblemCode.ORDER_GONE: Text(
        N_("The order is {status_word} in VTEX: nothing is to be invoiced."),
        Owner.CLERK,
        N_("Keep the goods in the store. If a job of it is open here, dismiss it."),
    ),
}

_IN_MARKETPLACE = {
    ProblemCode.KEY_MISSING: Text(
        N_("Invoice {number} stands in VTEX without its chave de acesso, which {marketplace} may need."),
        Owner.MANAGER,
        _KEY_STEP,
    ),
    ProblemCode.KEY_INVALID: Text(
        N_("The chave de acesso of invoice {number} is wrong in VTEX: {defect_word}."),
        Owner.MANAGER,
        _KEY_STEP,
    ),
    ProblemCode.KEY_NOT_OURS: Text(
        N_("The chave de acesso of invoice {number} is of another CNPJ: {document:cnpj}, not {store:cnpj}."),
        Owner.MANAGER,
        _KEY_STEP,
    ),
    ProblemCode.KEY_CANCELLED: Text(
        N_("The note of invoice {number} is cancelled at SEFAZ, but in VTEX the sale still stands with it."),
        Owner.MANAGER,
        N_(
            "If the goods come back, have the return requested in VTEX. If the sale stands, issue a new note and type"
            " its key in at the invoice in VTEX."
        ),
    ),
    ProblemCode.XML_MISSING: Text(
        N_("{marketplace} wants the XML of the note, and invoice {number} stands in VTEX without it."),
        Owner.MANAGER,
        N_("Upload the XML by hand in {back_office_word}."),
    ),
    ProblemCode.BRIDGE_ERROR: Text(
        N_("The way of this order from VTEX to {marketplace} stopped with an error."),
        Owner.MANAGER,
        N_(
            "Read the error in VTEX under Marketplace → Connections → Orders (the former Bridge): it says what"
            " {marketplace} did not take."
        ),
    ),
}

DIAGNOSIS_TEXTS: Mapping[ProblemCode, Text] = {**_ASKED, **_IN_VTEX, **_IN_MARKETPLACE}

_NOT_FETCHED = Text(
    N_("VTEX asks for the invoice, and this desk has not fetched the request yet."),
    Owner.CLERK,
    N_("Fetch it from VTEX: it then waits among the jobs."),
    "jobs add {order}",
)
_DISMISSED = Text(
    N_("The invoice was asked for, and somebody dismissed its job here ({dismissed})."),
    Owner.MANAGER,
    N_("If it is to be invoiced after all, take the job up again."),
    RETRY,
)
_ALL_BUT_MONEY = Text(
    N_("Every item is invoiced, but {open:money} of {value:money} is missing: often that is the freight."),
    Owner.MANAGER,
    N_("Have the missing amount requested in VTEX and invoiced, or take it off the order there with a change."),
)
_NOT_SHOWN = Text(
    N_("Invoice {number} of {value:money} was taken by VTEX, but the order does not show it."),
    Owner.MANAGER,
    N_("Look at the order in VTEX. If the invoice is not there, ask VTEX's support; do not send it again."),
)
_JUST_INVOICED = Text(
    N_("The order was invoiced in full just now, and VTEX still shows it as {status_word}."),
    Owner.WAIT,
    _LOOK_AGAIN,
)
_SETTLING = Text(
    N_("VTEX has the whole invoice, checks it and settles the payment. That takes some minutes."),
    Owner.WAIT,
    _LOOK_AGAIN,
)
_UNSETTLED = Text(
    N_("VTEX has the whole invoice, but goes on checking it: the payment is not settled."),
    Owner.VTEX,
    N_("Do not send it again. Look at the payment in VTEX before goods leave the store, and ask VTEX's support."),
)
_CANCEL_STUCK = Text(
    N_("The order was cancelled and invoiced at the same time: in VTEX it is stuck between both."),
    Owner.VTEX,
    N_(
        "No call from here can put that right. Ask VTEX's support, keep the goods, and look whether the buyer has been"
        " refunded."
    ),
)
_KEY_REQUIRED = Text(
    N_("{marketplace} takes no invoice without its chave de acesso, and invoice {number} stands in VTEX without it."),
    Owner.MANAGER,
    _KEY_STEP,
)
_XML_NOT_SENT = Text(
    N_("{marketplace} wants the XML of the note, and invoice {number} stands in VTEX without it."),
    Owner.MANAGER,
    N_(
        "Upload the XML by hand in {back_office_word}. For the next orders, switch on “Send the XML along” in the"
        " settings of the account."
    ),
)
_FALSE_ALARMS = Text(
    N_("The way of this order from VTEX to {marketplace} stopped with an error."),
    Owner.MANAGER,
    N_(
        "Read the error in VTEX under Marketplace → Connections → Orders (the former Bridge). Errors about tracking are"
        " often false alarms there; any other says what {marketplace} did not take."
    ),
)
_WORKFLOW_STOPPED = Text(
    N_("VTEX's own handling of this order stopped with an error."),
    Owner.VTEX,
    N_("Look at the order in VTEX: its page shows the step and may try it again. If not, ask VTEX's support."),
)

Choice = Callable[[Facts], bool]


def _is(name: str) -> Choice:
    return lambda facts: bool(facts.get(name))


def _is_zero(name: str) -> Choice:
    return lambda facts: facts.get(name) == 0


def _lacks(name: str) -> Choice:
    return lambda facts: not facts.get(name)


OTHERWISE: Mapping[ProblemCode, tuple[tuple[Choice, Text], ...]] = {
    ProblemCode.NOT_ASKED_FOR: ((_is("requests"), _NOT_FETCHED), (_is("dismissed"), _DISMISSED)),
    ProblemCode.INVOICED_PARTLY: ((_is_zero("units"), _ALL_BUT_MONEY),),
    ProblemCode.NOT_SHOWN_YET: ((_is("status"), _JUST_INVOICED), (_is_zero("recent"), _NOT_SHOWN)),
    ProblemCode.SETTLEMENT_PENDING: (
        (lambda facts: bool(facts.get("verifying") and facts.get("recent")), _SETTLING),
        (_is("verifying"), _UNSETTLED),
    ),
    ProblemCode.CANCEL_IN_FLIGHT: ((_is("stuck"), _CANCEL_STUCK),),
    ProblemCode.KEY_MISSING: ((_is("required"), _KEY_REQUIRED),),
    ProblemCode.XML_MISSING: ((_is_zero("embeds"), _XML_NOT_SENT),),
    ProblemCode.BRIDGE_ERROR: ((_is("false_alarms"), _FALSE_ALARMS), (_lacks("marketplace"), _WORKFLOW_STOPPED)),
}
"""What is told instead where the facts say so, the first that fits."""


def diagnosis_text(code: ProblemCode, facts: Facts) -> Text:
    """Choose what is told about a cause."""
    return next((text for is_so, text in OTHERWISE.get(code, ()) if is_so(facts)), DIAGNOSIS_TEXTS[code])
