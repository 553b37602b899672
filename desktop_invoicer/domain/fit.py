"""Whether a document fits a job, seen rule by rule. Attaching refuses exactly what misfits here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from desktop_invoicer.domain.access_key import AccessKey, AccessKeyProblem, read_access_key, strip_key
from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.decision import Decision
from desktop_invoicer.domain.document import KEY_PROBLEMS, Document, DocumentKind
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.key_doubt import Known, find_doubt
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.policy import AccountPolicy, StorePolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId


def check_key(text: str, store: StorePolicy | None = None, today: date | None = None) -> Check:
    """Tell whether a scanned or typed text is an access key; ``store`` and ``today`` help to say where it is wrong."""
    key = read_access_key(text)
    if isinstance(key, AccessKey):
        return Check(CheckName.KEY, Verdict.OK, found=key.text)
    bare = strip_key(text)
    known = Known(today=today) if store is None else Known(store.cnpj, store.uf, today)
    doubt = None if key is AccessKeyProblem.IMPOSSIBLE else find_doubt(bare, known)
    facts = {"key": bare, "length": len(bare), **({} if doubt is None else doubt.facts)}
    return _misfit(CheckName.KEY, Problem(KEY_PROBLEMS[key], facts), found=bare)


def check_draft(draft: Draft) -> tuple[Check, ...]:
    """Tell whether the order can be invoiced, whatever the document."""
    if draft.is_sound:
        return (Check(CheckName.ORDER, Verdict.OK),)
    return tuple(_misfit(CheckName.ORDER, problem) for problem in draft.problems)


def check_document(document: Document, draft: Draft, decision: Decision, store: StorePolicy) -> tuple[Check, ...]:
    """Compare a document with what the job needs."""
    return (
        Check(CheckName.KEY, Verdict.OK, found=document.key.text),
        _issuer(document, store),
        _authorised(document),
        _environment(document, store),
        _model(document, decision, store),
        *_direction(document, draft),
        *_value(document, draft),
    )


def check_use(document: Document, order: Order, other_job: JobId | None) -> tuple[Check, ...]:
    """Tell whether the document serves something else already: another job, or an invoice that the order holds.

    A cancellation has the key of what it cancels, which is the order's sale: only money given back can be its own.
    """
    types = {InvoiceType.INPUT} if document.kind is DocumentKind.CANCELLATION else set(InvoiceType)
    there = [
        Problem(ProblemCode.INVOICE_ALREADY_THERE, {"number": seen.number, "value": seen.value})
        for seen in order.invoices
        if seen.key == document.key.text and seen.type in types
    ]
    used = [] if other_job is None else [Problem(ProblemCode.DOCUMENT_USED, {"job": other_job})]
    misfits = tuple(_misfit(CheckName.UNUSED, problem) for problem in (*there, *used))
    return misfits or (Check(CheckName.UNUSED, Verdict.OK),)


def is_plain(checks: Iterable[Check]) -> bool:
    """Tell whether nothing is wrong, and nothing has to be looked at."""
    return all(check.verdict in {Verdict.OK, Verdict.UNKNOWN} for check in checks)


def is_proved(checks: Iterable[Check]) -> bool:
    """Tell whether the content is surely what SEFAZ authorised: without that, nothing happens by itself."""
    right = {check.name for check in checks if check.verdict is Verdict.OK}
    return right >= {CheckName.AUTHORISED, CheckName.DIGEST}


def warnings(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Give what a person should look at before the document is used."""
    return tuple(check for check in checks if check.verdict is Verdict.WARNING)


def account_notices(order: Order, account: AccountPolicy) -> Iterator[Problem]:
    """Tell early what the document of an order has to bring along."""
    if order.marketplace and account.demands_key(order.marketplace):
        yield Problem(ProblemCode.ACCESS_KEY_NEEDED, {"marketplace": order.marketplace})
    if account.embeds_xml:
        yield Problem(ProblemCode.XML_NEEDED)


def check_account(
    document: Document, order: Order, account: AccountPolicy, store: StorePolicy, *, has_xml: bool
) -> Iterator[Check]:
    """Compare a document with what the account, or the marketplace that sold, has to get with the invoice."""
    if account.embeds_xml:
        yield Check(CheckName.XML, Verdict.OK) if has_xml else _misfit(CheckName.XML, Problem(ProblemCode.XML_NEEDED))
    if account.demands_key(order.marketplace) and not _has_good_key(document, store):
        problem = Problem(ProblemCode.ACCESS_KEY_NEEDED, {"marketplace": order.marketplace})
        yield _misfit(CheckName.KEY, problem, found=document.key.text)


def misfits(checks: Iterable[Check]) -> tuple[Problem, ...]:
    """Give what keeps the document out; nothing means that it may be attached."""
    return tuple(check.problem for check in checks if check.verdict is Verdict.BLOCKING and check.problem is not None)


def _misfit(
    name: CheckName, problem: Problem, expected: str | int | None = None, found: str | int | None = None
) -> Check:
    return Check(name, Verdict.BLOCKING, problem, expected, found)


def _has_good_key(document: Document, store: StorePolicy) -> bool:
    """Tell whether the key is valid, of an NF-e or NFC-e, and of this store."""
    key = document.key
    return read_access_key(key.text) == key and document.model is not None and store.cnpj in {"", key.cnpj}


def _issuer(document: Document, store: StorePolicy) -> Check:
    found = document.key.cnpj
    if not store.cnpj:
        return Check(CheckName.ISSUER, Verdict.UNKNOWN, found=found)
    if found != store.cnpj:
        problem = Problem(ProblemCode.CNPJ_NOT_OURS, {"document": found, "store": store.cnpj})
        return _misfit(CheckName.ISSUER, problem, store.cnpj, found)
    return Check(CheckName.ISSUER, Verdict.OK, None, store.cnpj, found)


def _authorised(document: Document) -> Check:
    if document.is_authorised is False:
        return _misfit(CheckName.AUTHORISED, Problem(ProblemCode.NOT_AUTHORISED))
    return Check(CheckName.AUTHORISED, Verdict.OK if document.is_authorised else Verdict.UNKNOWN)


def _environment(document: Document, store: StorePolicy) -> Check:
    expected = store.environment.value
    if document.environment is None:
        return Check(CheckName.ENVIRONMENT, Verdict.UNKNOWN, expected=expected)
    found = document.environment.value
    if document.environment is not store.environment:
        problem = Problem(ProblemCode.ENVIRONMENT_WRONG, {"store": expected})
        return _misfit(CheckName.ENVIRONMENT, problem, expected, found)
    return Check(CheckName.ENVIRONMENT, Verdict.OK, None, expected, found)


def _model(document: Document, decision: Decision, store: StorePolicy) -> Check:
    due = decision.model.label
    if document.model is None:
        found = document.key.model
        return _misfit(CheckName.MODEL, Problem(ProblemCode.MODEL_UNKNOWN, {"model": found}), due, found)
    found = document.model.label
    if document.kind is DocumentKind.CANCELLATION:  # an event of either model
        return Check(CheckName.MODEL, Verdict.OK, found=found)
    if document.model in decision.alternatives:
        verdict = Verdict.BLOCKING if CheckName.MODEL in store.blocking else Verdict.WARNING
        problem = Problem(ProblemCode.MODEL_ALTERNATIVE, {"model": found, "due": due})
        return Check(CheckName.MODEL, verdict, problem, due, found)
    if document.model is not decision.model:
        problem = Problem(ProblemCode.MODEL_NOT_DUE, {"model": found, "due": due})
        return _misfit(CheckName.MODEL, problem, due, found)
    return Check(CheckName.MODEL, Verdict.OK, None, due, found)


def _direction(document: Document, draft: Draft) -> Iterator[Check]:
    """Compare which way the goods go; an event has its direction in being one."""
    if document.model is None:
        return
    expected = draft.operation.invoice_type
    is_event = document.kind is DocumentKind.CANCELLATION
    if document.is_entry is None and not is_event:
        yield Check(CheckName.DIRECTION, Verdict.UNKNOWN, expected=expected.value)
        return
    found = InvoiceType.INPUT if document.is_entry or is_event else InvoiceType.OUTPUT
    fits = draft.operation is Operation.CANCELLATION if is_event else found is expected
    if fits:
        yield Check(CheckName.DIRECTION, Verdict.OK, None, expected.value, found.value)
    else:
        problem = Problem(ProblemCode.DIRECTION_WRONG, {"operation": draft.operation.value})
        yield _misfit(CheckName.DIRECTION, problem, expected.value, found.value)


def _value(document: Document, draft: Draft) -> Iterator[Check]:
    """Compare the values; where sum and balance differ the document has to tell which one it has."""
    if document.value is None:
        if document.kind is DocumentKind.CANCELLATION:  # an event has none
            return
        undecided = [problem for problem in draft.problems if problem.code is ProblemCode.BALANCE_DIFFERS]
        yield from (_misfit(CheckName.VALUE, problem, draft.value) for problem in undecided)
        if not undecided:
            yield Check(CheckName.VALUE, Verdict.UNKNOWN, expected=draft.value)
    elif document.value in draft.acceptable_values:
        yield Check(CheckName.VALUE, Verdict.OK, None, draft.value, document.value)
    else:
        problem = Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": document.value, "value": draft.value})
        yield _misfit(CheckName.VALUE, problem, draft.value, document.value)
