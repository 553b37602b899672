"""What a line of a job's timeline tells, with its figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_invoicer.domain.check import CheckName
from desktop_invoicer.domain.journal import Entry, TimelineEntry
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.figures import Ready, fill
from desktop_invoicer.messages.problems import explain
from desktop_invoicer.messages.words import status_word, word

_AUTOMATIC = "automatic"
"""Stands for the operator where the desk's settings confirmed."""

_SOURCES: Mapping[object, str] = {
    "receiver": N_("announced by VTEX"),
    "polling": N_("found in VTEX"),
    "asked": N_("looked up by a person"),
}

_OPERATIONS: Mapping[object, Operation] = {operation.value: operation for operation in Operation}

_TELLINGS: Mapping[Entry, tuple[tuple[str, ...], str]] = {
    Entry.RECEIVED: (("source",), N_("{what}: {source}")),
    Entry.RECEIVED_AGAIN: (("source",), N_("{what}: {source}")),
    Entry.LOADED: (("value", "status"), N_("{what}: {value:money}, in VTEX {status}")),
    Entry.DOCUMENT_ATTACHED: (("key",), N_("{what}: {key}")),
    Entry.DOCUMENT_RELEASED: (("key",), N_("{what}: {key}")),
    Entry.CONFIRMED: (("operator", "value"), N_("{what} by {operator}: {value:money}")),
    Entry.POST_BEGUN: (("number", "value"), N_("{what}: {number}, {value:money}")),
    Entry.POST_UNKNOWN: (("number",), N_("{what}: {number}")),
    Entry.POST_NOT_DONE: (("number",), N_("{what}: {number}")),
    Entry.POST_REFUSED: (("status", "words"), N_("{what} ({status}): “{words}”")),
    Entry.POST_CONFIRMED: (("number",), N_("{what}: {number}")),
    Entry.POST_FOUND: (("number",), N_("{what}: {number}")),
    Entry.HELD: (("problem",), N_("{what}: {problem}")),
    Entry.RETRIED: (("operator",), N_("{what} by {operator}")),
    Entry.DISMISSED: (("operator", "reason"), N_("{what} by {operator}: {reason}")),
}
"""What each entry needs to say more than its bare word, and how it says it."""

_SETTLED: Mapping[object, tuple[tuple[str, ...], str]] = {
    Matter.OPERATION: (("operator", "operation"), N_("{what} by {operator}: {operation}")),
    Matter.TAKEOVER: (
        ("operator", "store", "reason"),
        N_("{what} by {operator}: the return of store {store} is done here ({reason})"),
    ),
    Matter.NO_REFUND: (("operator", "reason"), N_("{what} by {operator}: VTEX is to refund nothing ({reason})")),
    Matter.REVERSAL: (
        ("operator", "value", "authorisation", "reversed_at"),
        N_(
            "{what} by {operator}: the card terminal gave back {value:money} on {reversed_at:moment}, authorisation"
            " {authorisation}"
        ),
    ),
    Matter.APPROVAL: (("operator", "value"), N_("{what} by {operator}: {value:money} may go out")),
}
"""The same for what people settle about a return."""

_TELLINGS_BY_SOMEBODY: Mapping[Entry, tuple[tuple[str, ...], str]] = {
    Entry.DOCUMENT_ATTACHED: (("key", "operator"), N_("{what} by {operator}: {key}")),
}
"""The same where it is known who did it, which older entries do not say."""


def tell(entry: TimelineEntry) -> str:
    """Tell what happened; an entry without its usual facts is told by its bare word."""
    what = word(entry.entry)
    for needed, template in _candidates(entry):
        if all(name in entry.facts for name in needed):
            told = fill(_(template), {**entry.facts, **_readable(entry), "what": Ready(what)})
            return "; ".join((told, *_details(entry)))
    return what


def _candidates(entry: TimelineEntry) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the ways to tell an entry, the one that says most first."""
    if entry.entry is Entry.SETTLED and (told := _SETTLED.get(entry.facts.get("matter"))):
        yield told
    for tellings in (_TELLINGS_BY_SOMEBODY, _TELLINGS):
        if entry.entry in tellings:
            yield tellings[entry.entry]


def _details(entry: TimelineEntry) -> Iterator[str]:
    """Tell of a document from which file it was taken and what a person was to look at; of a return, where it is."""
    if entry.facts.get("matter") == Matter.OPERATION and (store := entry.facts.get("store")):
        yield fill(_("the goods are at store {store}"), {"store": store})
    if entry.entry is not Entry.DOCUMENT_ATTACHED:
        return
    if file := entry.facts.get("file"):
        yield fill(_("from the file {file}"), {"file": file})
    known = {name.value: name for name in CheckName}
    names = [known[name] for name in str(entry.facts.get("warnings", "")).split(", ") if name in known]
    if names:
        yield _("to look at: {names}").format(names=", ".join(word(name) for name in names))


def _readable(entry: TimelineEntry) -> dict[str, object]:
    """Put words in the place of names that only the program understands."""
    facts = entry.facts
    readable: dict[str, object] = {}
    if source := _SOURCES.get(facts.get("source")):
        readable["source"] = _(source)
    if facts.get("operator") == _AUTOMATIC:
        readable["operator"] = _("the settings of this desk")
    if entry.entry is Entry.LOADED:
        readable["status"] = status_word(str(facts.get("status")))
    if operation := _OPERATIONS.get(facts.get("operation")):
        readable["operation"] = Ready(word(operation))
    if (problem := str(facts.get("problem"))) in set(ProblemCode):
        readable["problem"] = Ready(explain(Problem(ProblemCode(problem), facts)).sentence)
    return readable
