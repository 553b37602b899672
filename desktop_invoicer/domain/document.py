"""The fiscal document: an NFC-e (65), an NF-e (55), or the event that cancels one; and whether it fits a job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from desktop_invoicer.domain.access_key import AccessKey, AccessKeyProblem
from desktop_invoicer.domain.decision import Decision, DocumentModel
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.policy import Environment, StorePolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode

NFE_PORTAL = (
    "https://www.nfe.fazenda.gov.br/portal/consultaRecaptcha.aspx?tipoConsulta=resumo&tipoConteudo=7PhJ+gAVw2g="
)

KEY_PROBLEMS = {
    AccessKeyProblem.LENGTH: ProblemCode.KEY_LENGTH,
    AccessKeyProblem.CHARACTERS: ProblemCode.KEY_CHARACTERS,
    AccessKeyProblem.CHECK_DIGIT: ProblemCode.KEY_CHECK_DIGIT,
}


class DocumentKind(Enum):
    """A note, or the registered event that cancels a note."""

    NOTE = "note"
    CANCELLATION = "cancellation"


class DocumentSource(Enum):
    """How the document came in: the authorised XML, or its key scanned or typed."""

    XML = "xml"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Document:
    """A fiscal document as attached. What only the XML tells is ``None`` when just the key is known.

    ``value`` in cents (a cancellation event has none); ``issued_at`` with its offset.
    """

    kind: DocumentKind
    source: DocumentSource
    key: AccessKey
    issued_at: datetime
    value: Cents | None = None
    url: str = ""
    protocol: str = ""
    is_entry: bool | None = None
    is_authorised: bool | None = None
    environment: Environment | None = None

    @property
    def model(self) -> DocumentModel | None:
        """NF-e or NFC-e; ``None`` for any other model."""
        return next((model for model in DocumentModel if model.value == self.key.model), None)

    @property
    def number(self) -> str:
        """What identifies it as an invoice: nNF of a note, the protocol of a cancellation event."""
        return self.protocol if self.kind is DocumentKind.CANCELLATION else str(self.key.nnf)


def document_url(key: AccessKey, qr_url: str) -> str:
    """Give the address where a buyer can look at the document: the QR address of an NFC-e, else the NF-e portal."""
    if qr_url or key.model != DocumentModel.NFE.value:
        return qr_url
    return f"{NFE_PORTAL}&chNFe={key}"


def check_document(document: Document, draft: Draft, decision: Decision, store: StorePolicy) -> tuple[Problem, ...]:
    """Tell everything that keeps ``document`` from serving the job; nothing means that it fits."""
    return (
        *_identity_problems(document, store),
        *_kind_problems(document, draft, decision),
        *_value_problems(document, draft),
    )


def _identity_problems(document: Document, store: StorePolicy) -> Iterable[Problem]:
    if store.cnpj and document.key.cnpj != store.cnpj:
        yield Problem(ProblemCode.CNPJ_NOT_OURS, {"document": document.key.cnpj, "store": store.cnpj})
    if document.is_authorised is False:
        yield Problem(ProblemCode.NOT_AUTHORISED)
    if document.environment not in {None, store.environment}:
        yield Problem(ProblemCode.ENVIRONMENT_WRONG, {"store": store.environment.value})


def _kind_problems(document: Document, draft: Draft, decision: Decision) -> Iterable[Problem]:
    if document.model is None:
        yield Problem(ProblemCode.MODEL_UNKNOWN, {"model": document.key.model})
        return
    if document.kind is DocumentKind.CANCELLATION:
        if draft.operation is not Operation.CANCELLATION:
            yield Problem(ProblemCode.DIRECTION_WRONG, {"operation": draft.operation.value})
        return
    if document.model not in {decision.model, *decision.alternatives}:
        yield Problem(ProblemCode.MODEL_NOT_DUE, {"model": document.model.label, "due": decision.model.label})
    if document.is_entry not in {None, draft.operation is not Operation.SALE}:
        yield Problem(ProblemCode.DIRECTION_WRONG, {"operation": draft.operation.value})


def _value_problems(document: Document, draft: Draft) -> Iterable[Problem]:
    if document.value is None and document.kind is DocumentKind.NOTE:
        yield from (problem for problem in draft.problems if problem.code is ProblemCode.BALANCE_DIFFERS)
    if document.value is not None and document.value not in draft.acceptable_values:
        yield Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": document.value, "value": draft.value})
