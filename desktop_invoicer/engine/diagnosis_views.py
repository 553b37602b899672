"""Findings, diagnoses and repairs as JSON objects. Money in cents, moments in ISO 8601 UTC."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.finding import Finding, FindingNote
from desktop_invoicer.domain.key_repair import KeyAnswer, KeyOffer
from desktop_invoicer.engine.reconciling import Reconciled
from desktop_invoicer.engine.views import Json, problem_view
from desktop_invoicer.messages.repair_texts import OUTCOME_TEXTS


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
        "settled": finding.is_settled,
        "parts": [{"order": part.order_id, **part.problem.facts} for part in finding.parts],
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
        **compared_view(done),
        "findings": [finding_view(finding) for finding in done.findings],
    }


def compared_view(done: Reconciled) -> Json:
    """Show how a day was compared: orders that were read, compared by VTEX's list alone, and not given by VTEX."""
    return {"at": done.at.isoformat(), "read": done.read, "listed": done.listed, "unread": done.unread}


def diagnosis_view(diagnosis: Diagnosis, bridge: str | None, offers: Sequence[KeyOffer] = ()) -> Json:
    """Show what is wrong with an order; ``bridge`` is where VTEX logs what marketplaces answered.

    ``status`` is ``None`` of an order that VTEX did not give.
    """
    return {
        "account": diagnosis.account,
        "order": diagnosis.order_id,
        "status": diagnosis.status or None,
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
        "offers": [offer_view(offer) for offer in offers],
    }


def offer_view(offer: KeyOffer) -> Json:
    """Show an invoice whose key can be sent again; ``key`` is what this desk knows."""
    return {
        "number": offer.number,
        "value": offer.value,
        "shown": offer.shown or None,
        "key": offer.key or None,
    }


def answer_view(answer: KeyAnswer) -> Json:
    """Show what VTEX did with a key, and what to do now."""
    message = OUTCOME_TEXTS[answer.outcome].message({"number": answer.number, "words": answer.words})
    return {
        "outcome": answer.outcome.value,
        "number": answer.number,
        "key": answer.key,
        "words": answer.words or None,
        "owner": message.owner.value,
        "message": message.sentence,
        "next_action": message.next_action,
    }
