"""Findings, diagnoses and repairs as JSON objects. Money in cents, moments in ISO 8601 UTC."""

from __future__ import annotations

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.finding import Finding, FindingNote
from desktop_invoicer.engine.reconciling import Reconciled
from desktop_invoicer.engine.repairing import KeyAnswer, KeyOffer
from desktop_invoicer.engine.views import Json, problem_view


def finding_view(finding: Finding) -> Json:
    """Show a difference, with what puts it right and a person's word about it."""
    return {
        **problem_view(finding.problem, finding.job),
        "finding": finding.identity,
        "fix": finding.fix.value,
        "account": finding.account,
        "order": finding.order_id,
        "job": finding.job,
        "file": finding.file,
        "amount": finding.amount,
        "note": None if finding.note is None else note_view(finding.note),
    }


def note_view(note: FindingNote) -> Json:
    """Show a person's word about a finding."""
    return {
        "finding": note.finding,
        "operator": note.operator,
        "at": note.at.isoformat(),
        "reason": note.reason,
    }


def reconciled_view(done: Reconciled) -> Json:
    """Show what a comparison came to, and how much of it was read."""
    return {
        "date": done.date.isoformat(),
        "at": done.at.isoformat(),
        "read": done.read,
        "listed": done.listed,
        "unread": done.unread,
        "findings": [finding_view(finding) for finding in done.findings],
    }


def diagnosis_view(diagnosis: Diagnosis, bridge: str, offer: KeyOffer | None = None) -> Json:
    """Show what is wrong with an order; ``bridge`` is where the marketplace's answers are logged."""
    return {
        "account": diagnosis.account,
        "order": diagnosis.order_id,
        "status": diagnosis.status,
        "marketplace": diagnosis.marketplace or None,
        "value": diagnosis.value,
        "invoiced": diagnosis.invoiced,
        "sound": diagnosis.is_sound,
        "causes": [
            {
                **problem_view(cause.problem, cause.job),
                "likelihood": cause.likelihood.value,
                "repair": cause.repair.value,
                "link": cause.link or None,
                "job": cause.job,
            }
            for cause in diagnosis.causes
        ],
        "bridge": bridge,
        "offer": None if offer is None else offer_view(offer),
    }


def offer_view(offer: KeyOffer) -> Json:
    """Show an invoice whose key can be sent again; ``key`` is what this desk knows."""
    return {
        "number": offer.number,
        "value": offer.value,
        "shown": offer.shown or None,
        "key": offer.key or None,
        "sends_xml": offer.sends_xml,
    }


def answer_view(answer: KeyAnswer) -> Json:
    """Show what VTEX did with a key."""
    return {"outcome": answer.outcome.value, "number": answer.number, "key": answer.key, "words": answer.words or None}
