"""How the program is, as JSON: what ``doctor --json`` prints and what goes into a support bundle.

Moments in ISO 8601 UTC. Keys may be added, none renamed (docs/operations.md).
"""

from __future__ import annotations

from datetime import datetime

from desktop_invoicer.domain.health import Fact, Health, PartHealth
from desktop_invoicer.engine.views import Json, problem_view


def health_view(health: Health) -> Json:
    """Show how the program is, with each part and the queue."""
    queue = health.queue
    return {
        "condition": health.condition.value,
        "at": health.at.isoformat(),
        "since": health.since.isoformat(),
        "version": health.version,
        "parts": [part_view(part) for part in health.parts],
        "queue": {
            "open": queue.open,
            "waiting_for_person": queue.waiting_for_person,
            "waiting_for_document": queue.waiting_for_document,
            "oldest": _shown(queue.oldest),
        },
    }


def part_view(part: PartHealth) -> Json:
    """Show how a part is; ``problem`` says what is wrong, whose turn it is and what to do."""
    return {
        "part": part.part.value,
        "subject": part.subject,
        "condition": part.condition.value,
        "last_success": _shown(part.last_success),
        "problem": None if part.problem is None else problem_view(part.problem),
        "facts": {name: _shown(fact) for name, fact in part.facts.items()},
    }


def _shown(fact: Fact) -> str | int | None:
    return fact.isoformat() if isinstance(fact, datetime) else fact
