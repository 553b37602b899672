"""Documents and refusals in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.domain.order import Payment
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.errors import DocumentRefusedError, InvoicerError
from desktop_invoicer.messages import explain_failure, money, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import month, shown
from desktop_invoicer.ui.job.figures import tax_id_text
from desktop_invoicer.ui.workplace import Workplace


def document_name(document: Document) -> str:
    """Name a document as people do who have it in their hands."""
    if document.kind is DocumentKind.CANCELLATION:
        return _("cancellation event {protocol}").format(protocol=document.protocol)
    model = document.key.model if document.model is None else word(document.model)
    return _("{model} {number}, series {serie}").format(model=model, number=document.number, serie=document.key.serie)


def key_words(key: AccessKey) -> str:
    """Say what a key tells of its document, so that it can be compared with the paper."""
    model = next((word(known) for known in DocumentModel if known.value == key.model), key.model)
    note = _("{model} {number}, series {serie}").format(model=model, number=key.nnf, serie=key.serie)
    issued = month(date.fromisoformat(f"20{key.aamm[:2]}-{key.aamm[2:]}-01"))
    return "  ·  ".join([note, f"CNPJ {tax_id_text(key.cnpj, revealed=True)}", issued])


def refusal(error: InvoicerError, job_id: JobId | None = None) -> str:
    """Say what is wrong, and what to do."""
    told = explain_failure(error, job_id)
    return f"{told.sentence} {told.step}"


def needs_day(error: InvoicerError) -> bool:
    """Tell whether only the day of issue has to be given."""
    problems = error.problems if isinstance(error, DocumentRefusedError) else ()
    return any(isinstance(problem, Problem) and problem.code is ProblemCode.DATE_NEEDED for problem in problems)


def payments_words(payments: Iterable[Payment]) -> str:
    """Say how an order was paid: ``Visa · ends in 4242``, with the amounts where it was paid in several ways."""
    payments = tuple(payments)
    told = [_payment_words(payment) for payment in payments]
    if len(payments) > 1:
        told = [f"{words} ({money(payment.value)})" for words, payment in zip(told, payments, strict=True)]
    return ", ".join(told)


def _payment_words(payment: Payment) -> str:
    digits = _("ends in {digits}").format(digits=shown(payment.last_digits)) if payment.last_digits else ""
    return " · ".join(part for part in (shown(payment.method), digits) if part)


def return_policy(workplace: Workplace) -> ReturnPolicy:
    """Give how the store takes goods back, as the desk at work has it."""
    running = workplace.link.running
    return ReturnPolicy() if running is None else running.settings.policy.returns


def is_same_person(one: str, other: str) -> bool:
    """Tell whether two names are one."""
    return one.strip().casefold() == other.strip().casefold()
