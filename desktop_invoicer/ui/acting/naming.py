"""What documents are called in sentences."""

from __future__ import annotations

from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word


def document_name(document: Document) -> str:
    """Name a document as people do who have it in their hands."""
    if document.kind is DocumentKind.CANCELLATION:
        return _("cancellation event {protocol}").format(protocol=document.protocol)
    model = document.key.model if document.model is None else word(document.model)
    return _("{model} {number}, series {serie}").format(model=model, number=document.number, serie=document.key.serie)
