"""Jobs as JSON objects: what ``--json`` prints and what crosses the command socket (design.md, section 6).

Money in cents, moments in ISO 8601 UTC. Keys may be added, none renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from desktop_invoicer.domain.check import Check, worst_first
from desktop_invoicer.domain.decision import Decision, Ground
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.draft import Draft, DraftLine
from desktop_invoicer.domain.journal import RAW, Content, Effect, Ncm, TimelineEntry
from desktop_invoicer.domain.order import EarlierInvoice, Payment
from desktop_invoicer.domain.personal import without_tax_ids
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.qr_code import shown_url
from desktop_invoicer.domain.tax_id import masked
from desktop_invoicer.domain.workflow import Hold, Job, JobId
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.explaining import Explanation
from desktop_invoicer.messages import explain, tell
from desktop_invoicer.messages.grounds import tell_ground

Json = dict[str, Any]


def job_view(job: Job) -> Json:
    """Show a job as the list shows it."""
    return {
        "job": job.id,
        "account": job.account,
        "order": job.order_id,
        "notification": job.notification_id,
        "operation": None if job.operation is None else job.operation.value,
        "stage": job.stage.value,
        "hold": None if job.hold is None else hold_view(job.hold, job.id),
        "value": job.value,
        "units": job.units,
        "channel": None if job.channel is None else job.channel.value,
        "document": None if job.document is None else document_view(job.document),
        "buyer": job.buyer,
        "due": None if job.due is None else job.due.label,
        "operator": job.operator,
        "received_at": _moment(job.received_at),
        "updated_at": _moment(job.updated_at),
    }


def hold_view(hold: Hold, job: JobId) -> Json:
    """Show why a job does not move: the problem's code, who settles it, and what it means."""
    return {"kind": hold.kind.value, **problem_view(hold.problem, job), "until": _moment(hold.until)}


def problem_view(problem: Problem, job: object = None) -> Json:
    """Show a problem with its sentence, its owner and the next action, in the language in use."""
    message = explain(problem, job)
    return {
        "problem": problem.code.value,
        "owner": message.owner.value,
        "message": message.sentence,
        "next_action": message.next_action,
        "detail": message.detail,
        "facts": dict(problem.facts),
    }


def document_view(document: Document) -> Json:
    """Show an attached document."""
    return {
        "kind": document.kind.value,
        "source": document.source.value,
        "model": document.key.model,
        "serie": document.key.serie,
        "number": document.number,
        "key": document.key.text,
        "value": document.value,
        "issued_at": _moment(document.issued_at),
        "url": shown_url(document.url),
        "protocol": document.protocol,
    }


def details_view(details: JobDetails) -> Json:
    """Show everything that is known of a job; personal data stays masked."""
    content = details.content
    return {
        **job_view(details.job),
        "callback_url": details.job.callback_url,
        "confirmed_by": details.job.confirmed_by,
        **({} if content is None else _content_view(content)),
        "checks": [_check_view(check, details.job.id) for check in worst_first(details.checks)],
        "effects": [_effect_view(effect) for effect in details.effects],
        "timeline": [_entry_view(entry) for entry in details.timeline],
    }


def _check_view(check: Check, job: JobId) -> Json:
    """Show one comparison; values are in cents."""
    return {
        "check": check.name.value,
        "verdict": check.verdict.value,
        "expected": check.expected,
        "found": check.found,
        "problem": None if check.problem is None else problem_view(check.problem, job),
    }


def raw_view(details: JobDetails) -> Json:
    """Show the very texts that VTEX sent, personal data included; ``None`` where there is none."""
    content = details.content
    refused = [entry.facts[RAW] for entry in details.timeline if RAW in entry.facts]
    return {
        "notification": None if content is None else content.raw_notification,
        "order": None if content is None else content.raw_order,
        "refused": refused[-1] if refused else None,
    }


def decision_view(decision: Decision) -> Json:
    """Show which document is due and why."""
    return {
        "model": decision.model.value,
        "document": decision.model.label,
        "reasons": [reason.value for reason in decision.reasons],
        "missing": [missing.value for missing in decision.missing],
        "alternatives": [model.value for model in decision.alternatives],
        "against": None if decision.against is None else decision.against.value,
        "notes": [note.value for note in decision.notes],
        "grounds": [_ground_view(ground) for ground in decision.grounds],
        "rules_date": _day(decision.rules_date),
    }


def explanation_view(explained: Explanation) -> Json:
    """Show which document an order takes, and what it is for."""
    draft = explained.draft
    return {
        "order": explained.order_id,
        "job": explained.job,
        "operation": draft.operation.value,
        "units": draft.units,
        "value": draft.value,
        "decision": decision_view(explained.decision),
        "problems": [problem_view(problem, explained.job) for problem in draft.problems],
        "notices": [problem_view(problem, explained.job) for problem in draft.notices],
    }


def _ground_view(ground: Ground) -> Json:
    return {
        "reason": ground.reason.value,
        "rule": ground.rule,
        "source": ground.source,
        "uf": ground.uf or None,
        "valid_from": _day(ground.valid_from),
        "checked_on": _day(ground.checked_on),
        "certainty": ground.certainty.value,
        "message": tell_ground(ground),
    }


def _content_view(content: Content) -> Json:
    order, draft = content.order, content.draft
    return {
        "observation": without_tax_ids(content.notification.observation),
        "trade_account": content.reading.trade_account,
        "changed_items": list(content.notification.changed_items),
        "order_status": order.status,
        "order_value": order.value,
        "marketplace": order.marketplace or None,
        "buyer": {
            "name": order.buyer.name,
            "tax_id": masked(order.buyer.tax_id),
            "is_company": order.buyer.is_company,
            "uf": order.buyer.uf,
        },
        "payments": [payment_view(payment) for payment in order.payments],
        **_draft_view(draft),
        "ncms": {str(index): _ncm_view(ncm) for index, ncm in content.ncms.items()},
        "decision": decision_view(content.decision),
        "earlier_invoices": [_invoice_view(invoice) for invoice in order.invoices],
    }


def payment_view(payment: Payment) -> Json:
    """Show how a part of an order was paid."""
    return {
        "method": payment.method,
        "value": payment.value,
        "interest": payment.interest,
        "last_digits": payment.last_digits or None,
        "is_gift_card": payment.is_gift_card,
    }


def _draft_view(draft: Draft) -> Json:
    return {
        "computed": draft.computed,
        "balance": draft.balance,
        "freight": draft.freight,
        "remaining": draft.remaining,
        "lines": [_line_view(line) for line in draft.lines],
        "problems": [problem_view(problem) for problem in draft.problems],
        "notices": [problem_view(problem) for problem in draft.notices],
    }


def _line_view(line: DraftLine) -> Json:
    return {
        "item_index": line.item_index,
        "sku": line.sku,
        "name": line.name,
        "channel": line.channel.value,
        "units": line.units,
        "ordered": line.ordered,
        "before": line.before,
        "remaining": line.remaining,
        "goods": line.goods,
        "freight": line.freight,
        "total": line.total,
    }


def _ncm_view(ncm: Ncm) -> Json:
    return {"ncm": ncm.code, "source": ncm.source.value, "other": ncm.other or None}


def _invoice_view(invoice: EarlierInvoice) -> Json:
    return {
        "number": invoice.number,
        "type": invoice.type.value,
        "value": invoice.value,
        "key": invoice.key or None,
        "units": _by_text(invoice.units),
        "ours": invoice.is_ours,
    }


def _effect_view(effect: Effect) -> Json:
    invoice = effect.invoice
    return {
        "kind": effect.kind.value,
        "begun_at": _moment(effect.begun_at),
        "outcome": None if effect.outcome is None else effect.outcome.value,
        "number": None if invoice is None else invoice.number,
        "value": None if invoice is None else invoice.value,
    }


def _entry_view(entry: TimelineEntry) -> Json:
    return {
        "at": _moment(entry.at),
        "entry": entry.entry.value,
        "message": tell(entry),
        "facts": {name: fact for name, fact in entry.facts.items() if name != RAW},
    }


def _by_text(units: Mapping[int, int]) -> Json:
    return {str(index): quantity for index, quantity in units.items()}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
