"""The words for closed sets."""

from __future__ import annotations

from enum import Enum

import pytest

from desktop_invoicer.domain.access_key import KeyPart
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.audit_check import AnchorState
from desktop_invoicer.domain.cause import Likelihood, Repair
from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.check import CheckName, Verdict
from desktop_invoicer.domain.closing import DayState
from desktop_invoicer.domain.day import Dimension, Figure
from desktop_invoicer.domain.decision import Against, DocumentModel, Missing, Reason
from desktop_invoicer.domain.document import DocumentKind, DocumentSource
from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.domain.finding import Fix
from desktop_invoicer.domain.health import Condition, Part
from desktop_invoicer.domain.invoice_key import KeyDefect
from desktop_invoicer.domain.journal import EffectKind, Entry, NcmSource, Outcome
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import NOT_INVOICEABLE, Channel
from desktop_invoicer.domain.people import Action, Role
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.prospect import Prospect
from desktop_invoicer.domain.route import RouteKind, RouteReason
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.submission import LineResult, SubmissionEnd
from desktop_invoicer.domain.windows import Way
from desktop_invoicer.domain.workflow import HoldKind, Stage
from desktop_invoicer.language import Language
from desktop_invoicer.messages import Owner, activate, word
from desktop_invoicer.messages.words import WORDS, status_word

SHOWN: list[type[Enum]] = [
    Action,
    Against,
    AnchorState,
    Certainty,
    Channel,
    CheckName,
    Condition,
    DayState,
    Deed,
    Dimension,
    DocumentKind,
    DocumentModel,
    DocumentSource,
    EffectKind,
    Entry,
    Environment,
    Figure,
    FileState,
    Fix,
    HoldKind,
    InvoiceType,
    KeyDefect,
    KeyPart,
    Likelihood,
    LineResult,
    Matter,
    Missing,
    NcmSource,
    Operation,
    Outcome,
    Owner,
    Part,
    Prospect,
    Reason,
    Repair,
    Role,
    RouteKind,
    RouteReason,
    Stage,
    SubmissionEnd,
    Verdict,
    Way,
]


def test_every_set_that_is_shown_has_all_its_words() -> None:
    assert {kind: set(words) for kind, words in WORDS.items()} == {kind: set(kind) for kind in SHOWN}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", SHOWN)
def test_no_two_members_of_a_set_share_a_word(kind: type[Enum], language: Language) -> None:
    activate(language)

    words = [word(member) for member in kind]

    assert all(words)
    assert len(set(words)) == len(words)


def test_a_member_that_has_no_word_is_shown_by_its_name() -> None:
    class Colour(Enum):
        RED = "red"

    assert word(Colour.RED) == "red"


@pytest.mark.parametrize("status", sorted(NOT_INVOICEABLE))
def test_states_that_stop_an_invoice_have_words(status: str) -> None:
    activate(Language.ES)

    assert "“" not in status_word(status)
    assert "-" not in status_word(status)


def test_a_state_that_we_do_not_know_stays_as_vtex_spells_it() -> None:
    assert status_word("new-state") == "“new-state”"
