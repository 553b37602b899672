"""What sending a job does with the money, as its button says it."""

from __future__ import annotations

from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.returns import refunds_nothing
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money


def sending_words(job: Job, content: Content | None) -> str:
    """Say what is sent, and how much; the card terminal has given the money of a cancellation back already."""
    document = job.document
    amount = job.value if document is None or document.value is None else document.value
    if amount is None:
        return ""
    if job.operation is Operation.SALE:
        words = _("Send {amount}")
    elif content is not None and refunds_nothing(content.order):
        words = _("Send the return, without a refund")
    elif job.operation is Operation.CANCELLATION:
        words = _("Book {amount} in VTEX")
    else:
        words = _("Refund {amount}")
    return words.format(amount=money(amount))
