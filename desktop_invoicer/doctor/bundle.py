"""The support bundle: one file for whoever helps, with figures and our own words, and nobody's data or secrets."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from desktop_invoicer import errors
from desktop_invoicer.config import Home, load_config
from desktop_invoicer.doctor.examination import examine
from desktop_invoicer.doctor.masking import masked_finding, masked_health, masked_line, masked_settings
from desktop_invoicer.doctor.report import is_ok, report
from desktop_invoicer.logs.reading import failures
from desktop_invoicer.messages import gettext as _

LAST_FAILURES = 50
"""Failures that are listed by their ids, the newest last."""

Json = dict[str, Any]


def write_bundle(home: Home, path: Path, facts: Json) -> Path:
    """Write a support bundle, whole or not at all, readable by this user only. Blocks: it also looks at everything.

    Args:
        home: whose settings and logs are taken, as far as they may leave the store.
        path: the file; one that is there is replaced.
        facts: what the desk answered to ``support_facts``; that asks whether somebody may, and writes it down. Of a
            desk that cannot be reached, ``unreached`` with the name of the error.

    Raises:
        ReportUnwritableError: it cannot be written there; what was there before is still there.

    """
    try:
        descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # of mode 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                _fill(file, home, facts)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise errors.ReportUnwritableError(path, exc.strerror or str(exc)) from exc
    return path


def _fill(file: Any, home: Home, facts: Json) -> None:  # noqa: ANN401 (a binary file)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", _manifest())
        for name, content in _documents(home, facts):
            bundle.writestr(name, json.dumps(content, ensure_ascii=False, indent=2))
        for log in _logs(home):
            bundle.writestr(f"logs/{log.name}.jsonl", _masked_log(log))


def _documents(home: Home, facts: Json) -> Iterator[tuple[str, object]]:
    """Give the JSON files, each with its name."""
    health = masked_health(facts["health"]) if "health" in facts else None
    findings = examine(home)
    doctor = {**report(findings, health), "ok": is_ok(findings), "findings": [masked_finding(one) for one in findings]}
    yield "doctor.json", {**doctor, "written_at": datetime.now(UTC).isoformat(timespec="seconds")}
    yield "desk.json", {name: fact for name, fact in facts.items() if name != "health"}
    yield "settings.json", _settings(home)
    yield "libraries.json", dict(sorted((one.name, one.version) for one in distributions()))
    yield "failures.json", _failures(_logs(home))


def _settings(home: Home) -> object:
    try:
        return masked_settings(load_config(home))
    except errors.ConfigError as exc:
        return {"error": type(exc).__name__}


def _logs(home: Home) -> Sequence[Path]:
    """Give the logs, the newest first."""
    older = sorted(home.logs.glob(f"{home.log_file.name}.[0-9]"))
    return [path for path in (home.log_file, *older) if path.is_file()]


def _masked_log(path: Path) -> str:
    """Write a log anew by our own words and figures; lines that have none are counted at its end."""
    lines = path.read_text("utf-8", "replace").splitlines()
    shown = [masked for masked in map(masked_line, lines) if masked is not None]
    last = [{"left_out": len(lines) - len(shown)}] if len(shown) < len(lines) else []
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in (*shown, *last))


def _failures(logs: Iterable[Path]) -> list[Json]:
    """List the last failures: id, when, where, and how often the same one is in the logs."""
    found = list(failures(list(reversed(list(logs)))))
    count = Counter(one["error"] for one in found)
    newest = {one["error"]: one for one in found[-LAST_FAILURES:]}
    return [
        {"error": error, "count": count[error], "last": one["time"], "origin": one.get("origin", [])}
        for error, one in newest.items()
    ]


def _manifest() -> str:
    """Say in plain words what is in the bundle, for the person who sends it on."""
    return "\n".join(
        [
            _("This file is for whoever helps you with desktop-invoicer. You may look into it: all of it is text."),
            "",
            _("doctor.json: the version of the program and the system, and what works and what does not."),
            _("desk.json: how many orders are in which state, how many people of which role, how long the trail is."),
            _("settings.json: numbers and switches of the settings. Other texts are shown as “(set)”."),
            _("failures.json: failures of the program: where they happened, and how often."),
            _("libraries.json: the libraries that the program uses, with their versions."),
            _("logs: what the program did and when, by numbers of orders."),
            "",
            _(
                "It holds no passwords and no keys, no CPF or CNPJ, no names, addresses or e-mails, no amounts, no "
                "XML, nothing of the database, and nothing of what VTEX sent."
            ),
            "",
        ]
    )
