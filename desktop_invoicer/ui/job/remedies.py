"""What to press when something is wrong: a command for every problem, and the one thing to do next with a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_invoicer.domain.acts import Act, acts_on, next_act
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import Command

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

COMMANDS: Mapping[Act, Command] = {
    Act.ATTACH: Command.ATTACH,
    Act.SUBMIT: Command.SUBMIT,
    Act.RETRY: Command.RETRY,
    Act.DISMISS: Command.DISMISS,
}
"""How the window calls what a person does with a job; settling is a part of sending it."""

REMEDIES: Mapping[ProblemCode, Command] = {
    ProblemCode.NOTHING_ASKED: Command.DISMISS,
    ProblemCode.UNKNOWN_LINE: Command.DISMISS,
    ProblemCode.LINE_EXCEEDED: Command.DISMISS,
    ProblemCode.OBSERVATION_UNREADABLE: Command.SUBMIT,
    ProblemCode.TYPE_CONTRADICTS: Command.DISMISS,
    ProblemCode.OTHER_STORE: Command.SUBMIT,
    ProblemCode.FOREIGN_CALLBACK: Command.DOCTOR,
    ProblemCode.NOTIFICATION_MISSING: Command.RETRY,
    ProblemCode.ALIKE_REQUEST_OPEN: Command.RETRY,
    ProblemCode.NOTIFICATION_CHANGED: Command.RETRY,
    ProblemCode.WITHDRAWN_AFTER_POST: Command.OPEN_IN_VTEX,
    ProblemCode.ORDER_UNREADABLE: Command.SHOW_RAW,
    ProblemCode.ORDER_NOT_INVOICEABLE: Command.OPEN_IN_VTEX,
    ProblemCode.ORDER_CHANGED: Command.DISMISS,
    ProblemCode.ALREADY_INVOICED: Command.DISMISS,
    ProblemCode.INVOICE_ALREADY_THERE: Command.DISMISS,
    ProblemCode.VALUE_EXCEEDED: Command.DISMISS,
    ProblemCode.VALUE_ZERO: Command.OPEN_IN_VTEX,
    ProblemCode.VALUE_CHANGED: Command.RETRY,
    ProblemCode.BALANCE_DIFFERS: Command.ATTACH,
    ProblemCode.NOT_FULLY_INVOICED: Command.SUBMIT,
    ProblemCode.TOTALS_DIFFER: Command.OPEN_IN_VTEX,
    ProblemCode.FREIGHT_WITHOUT_LINE: Command.OPEN_IN_VTEX,
    ProblemCode.CHANGED_ITEMS: Command.OPEN_IN_VTEX,
    ProblemCode.NCM_MISSING: Command.OPEN_IN_VTEX,
    ProblemCode.NCM_DIFFERS: Command.OPEN_IN_VTEX,
    ProblemCode.PERSONAL_DATA_MASKED: Command.OPEN_IN_VTEX,
    ProblemCode.KEY_LENGTH: Command.ATTACH,
    ProblemCode.KEY_CHARACTERS: Command.ATTACH,
    ProblemCode.KEY_CHECK_DIGIT: Command.ATTACH,
    ProblemCode.KEY_CONTRADICTS_CONTENT: Command.ATTACH,
    ProblemCode.CNPJ_NOT_OURS: Command.ATTACH,
    ProblemCode.MODEL_UNKNOWN: Command.ATTACH,
    ProblemCode.MODEL_NOT_DUE: Command.ATTACH,
    ProblemCode.DOCUMENT_VALUE_DIFFERS: Command.ATTACH,
    ProblemCode.DOCUMENT_USED: Command.ATTACH,
    ProblemCode.DIRECTION_WRONG: Command.ATTACH,
    ProblemCode.ORIGINAL_NOT_HERE: Command.ATTACH,
    ProblemCode.NOT_AUTHORISED: Command.ATTACH,
    ProblemCode.ENVIRONMENT_WRONG: Command.ATTACH,
    ProblemCode.ACCESS_KEY_NEEDED: Command.ATTACH,
    ProblemCode.XML_NEEDED: Command.ATTACH,
    ProblemCode.KEY_IMPOSSIBLE: Command.ATTACH,
    ProblemCode.DATE_NEEDED: Command.ATTACH,
    ProblemCode.DIGEST_WRONG: Command.ATTACH,
    ProblemCode.MODEL_ALTERNATIVE: Command.ATTACH,
    ProblemCode.BUYER_DIFFERS: Command.ATTACH,
    ProblemCode.BUYER_NOT_NAMED: Command.ATTACH,
    ProblemCode.ITEMS_DIFFER: Command.ATTACH,
    ProblemCode.DATE_IN_FUTURE: Command.ATTACH,
    ProblemCode.DATE_BEFORE_ORDER: Command.ATTACH,
    ProblemCode.DATE_LONG_AGO: Command.ATTACH,
    ProblemCode.DOCUMENT_CANCELLED: Command.ATTACH,
    ProblemCode.NOTHING_PAID: Command.DISMISS,
    ProblemCode.RETURN_APPEARED: Command.RETRY,
    ProblemCode.RETURN_DOUBLED: Command.OPEN_IN_VTEX,
    ProblemCode.REFUND_CHANGED: Command.RETRY,
    ProblemCode.REVERSAL_DUE: Command.SUBMIT,
    ProblemCode.APPROVAL_DUE: Command.SUBMIT,
    ProblemCode.REFUND_WITHOUT_ITEMS: Command.OPEN_IN_VTEX,
    ProblemCode.FREIGHT_KEPT: Command.OPEN_IN_VTEX,
    ProblemCode.INTEREST_KEPT: Command.OPEN_IN_VTEX,
    ProblemCode.GIFT_CARD_PAID: Command.OPEN_IN_VTEX,
    ProblemCode.MARKETPLACE_REFUNDS: Command.OPEN_IN_VTEX,
    ProblemCode.NO_REFUND: Command.OPEN_IN_VTEX,
    ProblemCode.ORDER_CANCELLED: Command.DISMISS,
    ProblemCode.REVERSED_ALREADY: Command.DISMISS,
    ProblemCode.REVERSED_BEFORE: Command.OPEN_IN_VTEX,
    ProblemCode.REFUNDS_AFTER_ALL: Command.OPEN_IN_VTEX,
    ProblemCode.TAKEN_OVER: Command.OPEN_IN_VTEX,
    ProblemCode.PROTOCOL_WRONG: Command.ATTACH,
    ProblemCode.PROTOCOL_OF_NOTE: Command.ATTACH,
    ProblemCode.ORIGINAL_NOT_NAMED: Command.ATTACH,
    ProblemCode.ORIGINAL_CANCELLED: Command.ATTACH,
    ProblemCode.ITEM_NOT_REFERENCED: Command.ATTACH,
    ProblemCode.ITEM_REFERENCE_WRONG: Command.ATTACH,
    ProblemCode.PURPOSE_WRONG: Command.ATTACH,
    ProblemCode.EVENT_CANCELS_MORE: Command.ATTACH,
    ProblemCode.EVENT_CANCELS_OTHER: Command.ATTACH,
    ProblemCode.SUBSTITUTE_STANDS: Command.ATTACH,
    ProblemCode.FOLDER_MISSING: Command.SETTINGS,
    ProblemCode.FOLDER_FORBIDDEN: Command.SETTINGS,
    ProblemCode.FOLDER_UNREACHABLE: Command.SETTINGS,
    ProblemCode.FOLDER_EMPTIED: Command.SETTINGS,
    ProblemCode.FILE_UNREADABLE: Command.ATTACH,
    ProblemCode.FILE_FORBIDDEN: Command.ATTACH,
    ProblemCode.FILE_TOO_LARGE: Command.ATTACH,
    ProblemCode.CONFIRMATION_DUE: Command.SUBMIT,
    ProblemCode.VTEX_REFUSED: Command.OPEN_IN_VTEX,
    ProblemCode.CREDENTIALS: Command.SETTINGS,
    ProblemCode.CONNECTION_UNSAFE: Command.RETRY,
    ProblemCode.WAITING_FOR_VTEX: Command.RETRY,
    ProblemCode.OUTCOME_UNKNOWN: Command.RETRY,
    ProblemCode.DOCUMENT_DUE: Command.ATTACH,
    ProblemCode.INTERNAL: Command.RETRY,
}
"""The next step that the message of a problem tells, as a command of the window."""

SETTLING: Mapping[Matter, str] = {
    Matter.OPERATION: N_("Say what it asks for"),
    Matter.TAKEOVER: N_("Take it over"),
    Matter.NO_REFUND: N_("Go on without a refund"),
    Matter.REVERSAL: N_("Reverse on the card terminal"),
    Matter.APPROVAL: N_("Let a manager allow it"),
}
"""What sending a return leads to as long as it has to be settled, in marked words."""
_EXCEPTIONS = frozenset({Matter.TAKEOVER, Matter.NO_REFUND})
"""What is offered and not urged: the ordinary way is another one."""

LOOKING = frozenset({Command.OPEN_IN_VTEX, Command.COPY_ORDER, Command.SHOW_RAW, Command.WHY})
"""What changes nothing, and is possible with every job."""
ELSEWHERE = frozenset({Command.SETTINGS, Command.DOCTOR, Command.RETURNS, Command.WHY})
"""What leads away from the job; the window takes them."""

_GONE = frozenset({"canceled", "cancelled", "cancel", "replaced"})
"""States of an order that will not be invoiced any more."""


def remedy(problem: Problem) -> Command:
    """Give the command that a problem calls for."""
    if problem.code is ProblemCode.ORDER_NOT_INVOICEABLE and problem.facts.get("status") in _GONE:
        return Command.DISMISS
    return REMEDIES[problem.code]


def next_matter(details: JobDetails) -> Matter | None:
    """Give what somebody has to say next before a return goes out; ``None`` while nothing is, or nobody is heard."""
    due = () if details.case is None or Act.SETTLE not in acts_on(details.job) else details.case.due
    return due[0] if due else None


def allowed(job: Job, matter: Matter | None = None) -> frozenset[Command]:
    """Give the commands that the desk takes for a job as it stands; looking at it is always allowed.

    What sends the job leads to the ``matter`` that has to be settled first.
    """
    acts = acts_on(job)
    files = {Command.CHOOSE_FILE} if Act.ATTACH in acts else set()
    settling = set() if matter is None else {Command.SUBMIT}
    return LOOKING | {COMMANDS[act] for act in acts if act in COMMANDS} | files | settling


def primary(job: Job, matter: Matter | None = None) -> Command | None:
    """Give the one command to stand out; ``None`` where nothing is to be done, or only to be decided."""
    if matter is not None and matter not in _EXCEPTIONS:
        return Command.SUBMIT
    act = next_act(job)
    if act is not Act.RETRY or job.hold is None:
        return None if act is None else COMMANDS[act]
    wanted = remedy(job.hold.problem)
    if wanted is Command.DISMISS or matter is Matter.TAKEOVER:
        return None  # giving up is offered, not urged
    return wanted if wanted is Command.ATTACH and wanted in allowed(job) else Command.RETRY


def retry_words(job: Job) -> str:
    """Say what trying again does where that is more than its name; empty where it is not."""
    is_doubled = job.hold is not None and job.hold.problem.code is ProblemCode.RETURN_DOUBLED
    return _("Close this request") if is_doubled else ""
