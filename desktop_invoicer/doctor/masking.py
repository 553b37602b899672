"""What of settings, findings, health and logs may leave the store: named one by one; everything else stays here.

Nothing is searched for and taken out, because a name or an address cannot be told from any other text. Texts are kept
only where our own code wrote them, or where a closed set of words allows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_invoicer.config import Settings
from desktop_invoicer.doctor.finding import Finding
from desktop_invoicer.logs.reading import parsed

Json = dict[str, Any]

_HIDDEN = "(set)"
_SAFE_TEXTS = frozenset(
    {
        "language",
        "submit",
        "store.account",
        "store.uf",
        "store.environment",
        "store.time_zone",
        "decision.delivery",
        "decision.company_buyer",
        "decision.identified_buyer",
        "decision.pickup",
        "accounts.name",
        "accounts.catalog_account",
        "accounts.require_access_key",
        "accounts.receiver_token.kind",
        "documents.block",
    }
)
"""The settings whose texts come from a closed set, or are the names of VTEX accounts."""

_LINE = ("time", "level", "logger", "account", "order", "job", "stage", "event", "values", "origin", "error", "process")
_FIGURES = frozenset({"rests_until", "schema"})
"""Facts of health that are texts and still figures."""


def masked_settings(settings: Settings) -> Json:
    """Show the settings: numbers, switches and words of closed sets; of any other text only whether there is one."""
    shown: Json = {name: _masked(name, value) for name, value in settings.model_dump(mode="json").items()}
    return shown


def masked_finding(finding: Finding) -> Json:
    """Show what was looked at and how bad it is, without the sentence, which names folders and people."""
    return {"topic": finding.topic, "level": finding.level.value}


def masked_health(health: Json) -> Json:
    """Show how each part is: codes, moments and figures; no folder, no address, no sentence."""
    return {**health, "parts": [_masked_part(part) for part in health["parts"]]}


def masked_line(line: str) -> Json | None:
    """Show a line of the log by our own words and its figures; ``None`` where it is none that can be shown so."""
    found = parsed(line)
    return None if found is None else {name: found[name] for name in _LINE if name in found}


def _masked(path: str, value: object) -> object:
    match value:
        case Mapping():
            return {name: _masked(f"{path}.{name}", inner) for name, inner in value.items()}
        case list() if path == "accounts":
            return [_masked(path, inner) for inner in value]
        case list() if path not in _SAFE_TEXTS:
            return len(value)
        case str() if path not in _SAFE_TEXTS:
            return _HIDDEN if value else ""
        case _:
            return value


def _masked_part(part: Json) -> Json:
    figures = {name: fact for name, fact in part["facts"].items() if isinstance(fact, int) or name in _FIGURES}
    return {
        "part": part["part"],
        "condition": part["condition"],
        "last_success": part["last_success"],
        "problem": None if part["problem"] is None else part["problem"]["problem"],
        "facts": figures,
    }
