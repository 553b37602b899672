"""Three truths side by side: what VTEX holds, which documents there are, and what this desk wrote down.

Every difference that somebody can do something about is one finding. What goes on by itself is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.finding import Finding, Fix
from desktop_invoicer.domain.foreign_invoices import folded
from desktop_invoicer.domain.loose_notes import loose_findings
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.numbering import find_gaps
from desktop_invoicer.domain.order_findings import order_findings
from desktop_invoicer.domain.papers import Papers
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.truths import OrderTruth, SeenDocument, Truths
from desktop_invoicer.domain.workflow import Job, JobId

__all__ = ["OrderTruth", "SeenDocument", "Truths", "reconcile"]

_MONEY_FIRST = (
    ProblemCode.INVOICE_VANISHED,
    ProblemCode.FOREIGN_INVOICE,
    ProblemCode.FOREIGN_INVOICES,
    ProblemCode.CANCELLED_NOT_RETURNED,
    ProblemCode.POSTED_VALUE_DIFFERS,
    ProblemCode.NOTIFICATION_UNKNOWN,
    ProblemCode.PARTLY_INVOICED,
    ProblemCode.DOCUMENT_WITHOUT_INVOICE,
    ProblemCode.JOB_WITHOUT_DOCUMENT,
    ProblemCode.NOTIFICATION_GONE,
    ProblemCode.NOTIFICATION_LEFT,
    ProblemCode.NUMBER_GAP,
    ProblemCode.ORDER_NOT_CHECKED,
    ProblemCode.TILL_DOCUMENTS,
)
"""What moved money wrongly, then what did not move it yet, then the rest."""


_Kind = tuple[Cents | None, DocumentModel | None, bool]
"""Value, model and way of a note: what a job waits for, as far as notes without their content can tell."""


def reconcile(truths: Truths) -> tuple[Finding, ...]:
    """Compare everything, and give every difference once; of a kind the largest amount comes first."""
    papers = Papers.of(truths)
    of_orders = [finding for truth in truths.orders for finding in order_findings(truth, truths, papers)]
    found = [*folded(list(_with_notes(of_orders, truths, papers)), truths), *_gaps(truths)]
    found.sort(key=lambda each: (_MONEY_FIRST.index(each.problem.code), -each.amount, each.identity))
    return tuple(_told_apart(found))


def _with_notes(findings: Sequence[Finding], truths: Truths, papers: Papers) -> Iterator[Finding]:
    """Set the notes to which nothing belongs against the jobs that wait for such ones, and tell of the others."""
    notes: defaultdict[_Kind, list[SeenDocument]] = defaultdict(list)
    for note in papers.loose(truths.cnpj):
        notes[_kind_of(note.document)].append(note)
    without = {each.job for each in findings if each.problem.code is ProblemCode.JOB_WITHOUT_DOCUMENT}
    jobs = (each.job for truth in truths.orders for each in truth.jobs)
    kinds: dict[JobId | None, _Kind] = {job.id: _kind_due(job) for job in jobs if job.id in without}
    waiting = Counter(kinds.values())
    clear: dict[_Kind | None, SeenDocument] = {
        kind: alike[0] for kind, alike in notes.items() if len(alike) == waiting[kind] == 1
    }
    for finding in findings:
        seen = clear.get(kinds.get(finding.job))
        yield finding if seen is None else _proposed(finding, seen)
    yield from loose_findings([note for kind, alike in notes.items() for note in alike[waiting[kind] :]], truths)


def _kind_of(document: Document) -> _Kind:
    return document.value, document.model, bool(document.is_entry)


def _kind_due(job: Job) -> _Kind:
    return job.value, job.due, job.operation is not Operation.SALE


def _proposed(finding: Finding, seen: SeenDocument) -> Finding:
    facts = {**finding.problem.facts, "number": seen.document.number}
    return replace(finding, problem=replace(finding.problem, facts=facts), file=seen.file)


def _gaps(truths: Truths) -> Iterator[Finding]:
    """Find the numbers that are missing in each of the store's series; a cancelled note has its number, too."""
    numbers: defaultdict[tuple[DocumentModel, int], list[int]] = defaultdict(list)
    for key, model in ((seen.document.key, seen.document.model) for seen in truths.documents):
        if key.cnpj == truths.cnpj and model is not None:
            numbers[model, key.serie].append(key.nnf)
    for (model, serie), known in numbers.items():
        for gap in find_gaps(known, truths.last_numbers.get((model.value, serie))):
            problem = Problem(
                ProblemCode.NUMBER_GAP,
                {"document": model.label, "serie": serie, "first": gap.first, "last": gap.last, "count": gap.count},
            )
            identity = f"{problem.code}:{model.value}:{serie}:{gap.first}-{gap.last}"
            yield Finding(identity, problem, Fix.NOTE)


def _told_apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Count differences that are alike in everything, such as one invoice that is in an order three times."""
    alike: Counter[str] = Counter()
    for finding in findings:
        alike[finding.identity] += 1
        again = alike[finding.identity]
        yield finding if again == 1 else replace(finding, identity=f"{finding.identity} #{again}")
