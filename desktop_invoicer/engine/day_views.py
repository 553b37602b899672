"""A store's day as JSON objects. Money in cents, moments in ISO 8601 UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desktop_invoicer.domain.closing import DayChange, DayClosing, DayState, changes_since
from desktop_invoicer.domain.day import Balance, Day, Figure, Figures, Tally
from desktop_invoicer.domain.prospect import Forecast
from desktop_invoicer.domain.submission import LineResult, Progress, SubmissionLine
from desktop_invoicer.engine.closing import fingerprint
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.diagnosis_views import compared_view, finding_view
from desktop_invoicer.engine.reconciling import Reconciled
from desktop_invoicer.engine.views import Json, problem_view
from desktop_invoicer.messages.forecasts import explain_forecast


def day_view(
    desk: DayDesk,
    day: Day,
    forecasts: Sequence[Forecast],
    compared: Reconciled | None,
    progress: Progress | None,
) -> Json:
    """Show a day; ``compared`` is ``None`` where nobody has compared the truths, ``seen`` what a manager signs."""
    closing = desk.closing(day.day.date)
    return {
        "date": day.day.date.isoformat(),
        "store": desk.store,
        "account": desk.desk.context.store.account,
        "desk": desk.name,
        "state": (DayState.OPEN if closing is None else closing.state).value,
        "figures": figures_view(day.totals),
        "by": {
            dimension.value: {part: figures_view(figures) for part, figures in parts.items()}
            for dimension, parts in day.by.items()
        },
        "balance": _balance_view(day.balance),
        "pending": [forecast_view(forecast) for forecast in forecasts],
        "submission": None if progress is None else progress_view(progress),
        "findings": None if compared is None else [finding_view(finding) for finding in compared.findings],
        "compared": None if compared is None else compared_view(compared),
        "closing": None if closing is None else closing_view(closing),
        "changes": [] if closing is None else [_change_view(change) for change in changes_since(closing, day)],
        "seen": fingerprint(day),
    }


def figures_view(figures: Figures) -> Json:
    """Show figures; ``freight`` is a part of ``value``."""
    return {**{figure.value: _tally_view(figures.of(figure)) for figure in Figure}, "net": figures.net}


def forecast_view(forecast: Forecast) -> Json:
    """Show a job that is not sent, what would become of it and whose turn it is; ``asked``: VTEX was asked."""
    job, message = forecast.job, explain_forecast(forecast)
    return {
        "job": job.id,
        "account": job.account,
        "order": job.order_id,
        "operation": None if job.operation is None else job.operation.value,
        "stage": job.stage.value,
        "buyer": job.buyer,
        "value": job.value,
        "received_at": _moment(job.received_at),
        "prospect": forecast.prospect.value,
        "asked": forecast.is_asked,
        "problem": None if forecast.problem is None else forecast.problem.code.value,
        "owner": message.owner.value,
        "message": message.sentence,
        "step": message.step,
        "next_action": message.next_action,
    }


def progress_view(progress: Progress) -> Json:
    """Show how far a submission is, with each of its jobs; open and not running: it was interrupted."""
    return {**counts_view(progress), "lines": [line_view(line) for line in progress.lines]}


def counts_view(progress: Progress) -> Json:
    """Show how far a submission is, in numbers."""
    submission = progress.submission
    return {
        "submission": submission.id,
        "day": submission.day.isoformat(),
        "operator": submission.operator,
        "begun_at": _moment(submission.begun_at),
        "end": None if submission.end is None else submission.end.value,
        "ended_at": _moment(submission.ended_at),
        "running": progress.is_running,
        "total": len(progress.lines),
        "results": {result.value: progress.count(result) for result in LineResult},
    }


def line_view(line: SubmissionLine) -> Json:
    """Show what came of one job."""
    return {
        "job": line.job.id,
        "order": line.job.order_id,
        "value": line.job.value,
        "result": line.result.value,
        "problem": None if line.problem is None else problem_view(line.problem, line.job.id),
    }


def closing_view(closing: DayClosing) -> Json:
    """Show how a day was signed off; ``pending`` gives the code of what each unsent job waited for."""
    return {
        "manager": closing.manager,
        "closed_at": _moment(closing.closed_at),
        "reopened_at": _moment(closing.reopened_at),
        "reason": closing.reason,
        "figures": figures_view(closing.figures),
        "pending": {str(job): code for job, code in closing.pending.items()},
        "findings": list(closing.findings),
    }


def _change_view(change: DayChange) -> Json:
    return {
        "figure": change.figure.value,
        "signed": _tally_view(change.signed),
        "now": _tally_view(change.now),
        "jobs": list(change.jobs),
    }


def _balance_view(balance: Balance) -> Json:
    return {
        "brought_in": balance.brought_in,
        "asked": balance.asked,
        "sent": balance.sent,
        "given_up": balance.given_up,
        "left": balance.left,
        "even": balance.is_even,
    }


def _tally_view(tally: Tally) -> Json:
    return {"count": tally.count, "value": tally.value, "freight": tally.freight}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
