"""Documents and refusals in words."""

from __future__ import annotations

from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import explain_failure, word
from desktop_invoicer.messages import gettext as _


def document_name(document: Document) -> str:
    """Name a document as people do who have it in their hands."""
    if document.kind is DocumentKind.CANCELLATION:
        return _("cancellation event {protocol}").format(protocol=document.protocol)
    model = document.key.model if document.model is None else word(document.model)
    return _("{model} {number}, series {serie}").format(model=model, number=document.number, serie=document.key.serie)


def refusal(error: InvoicerError, job_id: JobId | None = None) -> str:
    """Say what is wrong, and what to do."""
    told = explain_failure(error, job_id)
    return f"{told.sentence} {told.step}"


def capital(text: str) -> str:
    """Begin with a capital, where a word stands by itself."""
    return text[:1].upper() + text[1:]
