"""What is wrong with a campaign: in VTEX's ledger, in what became of each request, in the journals, and in the logs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from tests.campaign.campaign import DeskEnd, Outcome
from tests.campaign.desk import was_killed
from tests.campaign.plan import Strike
from tests.flow.desk_process import DATABASE_KEY, TOKEN
from tests.flow.store import Json

POSTED = frozenset({Stage.SUBMITTED, Stage.CLOSED})
AFTER_POST = frozenset({"return_doubled", "withdrawn_after_post", "outcome_unknown"})
"""Problems of jobs whose invoice is in VTEX, or may be."""
REFUSES_TO_START = ("keyring", "port", "database", "disk", "busy", "already running")
"""What a program that cannot start has to speak of."""
LOG_FULL = "--- Logging error ---"
"""What Python says where the log itself cannot be written."""

LEFT_WAITING = 0.1
"""Such a part of the sales that can be sent may wait for somebody all the same: two equal parts of an order, say, whose
documents the desks took for each other's."""

_TRACEBACK = re.compile(r"^.*(?:CRITICAL|Traceback).*(?:\n[ \t].*)*(?:\n.*)?", re.MULTILINE)


def faults_of(outcome: Outcome) -> list[str]:
    """Tell everything that is wrong."""
    found = [*outcome.failures, *_ledger_faults(outcome), *_request_faults(outcome), *_journal_faults(outcome)]
    found += _service_faults(outcome)
    for desk in outcome.desks:
        found += [f"{desk.name}: {fault}" for fault in (*_program_faults(desk), *_log_faults(desk, outcome))]
    return found


def _ledger_faults(outcome: Outcome) -> Iterator[str]:
    ledger = outcome.ledger
    for name, count in ledger["verdict"].items():
        orders = [order for order, entry in ledger["orders"].items() if entry["verdict"][name]]
        if count:
            yield f"{count} {name}: {[(order, ledger['orders'][order]) for order in orders[:3]]}"
    yield from (f"breach: {breach}" for breach in ledger["breaches"])
    refunds = Counter((refund["order"], refund["value"]) for refund in ledger["refunds"])
    yield from (f"nobody confirmed: {refund}" for refund in refunds - outcome.confirmed)
    knowing = Counter(job["order"] for desk in outcome.desks for job in desk.jobs)
    yield from (
        f"posted more often than desks know it: {post}"
        for post in ledger["posts"]
        if post["count"] > knowing[post["order"]]
    )


def _request_faults(outcome: Outcome) -> Iterator[str]:
    """Tell what was accepted and is neither done nor waits for somebody."""
    jobs: defaultdict[tuple[str, str], list[Json]] = defaultdict(list)
    for desk in outcome.desks:
        for job in desk.jobs:
            jobs[job["order"], job["notification"]].append(job)
    for request in outcome.accepted:
        if not jobs[request]:
            yield f"accepted and lost: {request}"
        elif request in outcome.remaining and not any(map(_waits, jobs[request])):
            yield f"VTEX still asks, and nobody is told: {jobs[request]}"
    yield from (
        f"waits for nothing: {job}" for desk in outcome.desks for job in desk.jobs if not (_waits(job) or _is_over(job))
    )


def _service_faults(outcome: Outcome) -> Iterator[str]:
    """Tell where sales wait that nothing speaks against: desks that send nothing break no other promise."""
    sales = [request for request in outcome.accepted if request[0] in outcome.served]
    waiting = [request for request in sales if request in outcome.remaining]
    if len(waiting) > LEFT_WAITING * len(sales):
        yield f"{len(waiting)} of {len(sales)} sales that can be sent wait: {waiting[:3]}"


def _waits(job: Json) -> bool:
    """Tell whether somebody is told why a job does not go on."""
    hold = job["hold"]
    return (
        not _is_over(job)
        and hold is not None
        and bool(hold["message"] and hold["owner"])
        and hold["kind"] != "retry_at"
    )


def _is_over(job: Json) -> bool:
    return Stage(job["stage"]).is_end


def _journal_faults(outcome: Outcome) -> Iterator[str]:
    """Tell where what the desks believe to have posted is not what VTEX has."""
    in_vtex = {(entry["order"], entry["key"], entry["value"]) for entry in outcome.ledger["invoices"] if entry["ours"]}
    jobs = [job for desk in outcome.desks for job in desk.jobs if job["document"] is not None]
    believed = {_posted(job) for job in jobs if Stage(job["stage"]) in POSTED}
    perhaps = {_posted(job) for job in jobs if job["hold"] is not None and job["hold"]["problem"] in AFTER_POST}
    yield from (f"in a journal, and not in VTEX: {invoice}" for invoice in believed - in_vtex)
    yield from (f"in VTEX, and in no journal: {invoice}" for invoice in in_vtex - believed - perhaps)


def _posted(job: Json) -> tuple[str, str, int]:
    return job["order"], job["document"]["key"], job["value"]


def _program_faults(desk: DeskEnd) -> Iterator[str]:
    yield from (
        f"ended by itself with {life.code}: {life.err[-600:]}"
        for life in desk.lives
        if not was_killed(life) and life.code != 0
    )
    for said in desk.refused_starts:
        if not any(word in said.lower() for word in REFUSES_TO_START) or "Traceback" in said:
            yield f"did not start, and said: {said[-600:]!r}"
    if desk.audit.code != 0:
        yield f"the audit trail does not verify: {desk.audit.err[-300:]}"
    if set(desk.integrity) != {"ok"}:
        yield f"the database is damaged: {desk.integrity[:5]}"


def _log_faults(desk: DeskEnd, outcome: Outcome) -> Iterator[str]:
    texts = [desk.log, *(text for life in desk.lives for text in (life.out, life.err)), *desk.refused_starts]
    texts += [text for _, done in outcome.typed for text in (done.out, done.err)]
    for text in texts:
        for secret in (APP_KEY, APP_TOKEN, TOKEN, DATABASE_KEY):
            if secret in text:
                yield f"a secret is told: …{text[max(text.index(secret) - 80, 0) :][:80]}…"
        for traceback in _TRACEBACK.findall(text):
            if not (outcome.struck[Strike.DISK_FULL] and LOG_FULL in text):
                yield f"in the log: {traceback[:600]}"
