"""Where a rule comes from, in a line."""

from __future__ import annotations

from datetime import date

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.decision import Ground, Reason
from desktop_invoicer.domain.windows import Way, Window
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.messages.grounds import tell_ground

CHECKED = date(2026, 11, 20)


def test_a_rule_tells_its_source_when_it_was_checked_and_how_sure_it_is() -> None:
    activate(Language.EN)
    ground = Ground(Reason.DELIVERY, "delivery", "NFC-e rule 717", CHECKED, Certainty.LIKELY)

    assert tell_ground(ground) == "NFC-e rule 717 · checked on 2026-11-20 · likely"


def test_a_rule_tells_where_and_since_when_it_counts() -> None:
    activate(Language.EN)
    since = date(2026, 8, 3)
    ground = Ground(Reason.DELIVERY, "delivery", "a decree", CHECKED, Certainty.SURE, uf="RJ", valid_from=since)

    assert tell_ground(ground) == "a decree · only in RJ · since 2026-08-03 · checked on 2026-11-20 · sure"


def test_a_window_tells_the_states_in_which_it_counts() -> None:
    activate(Language.EN)
    states = frozenset({"SE", "AM"})
    window = Window(Way.CANCEL_LATE, DocumentModel.NFCE, None, "a list", CHECKED, Certainty.LIKELY, states)

    assert tell_ground(window) == "a list · only in AM, SE · checked on 2026-11-20 · likely"
