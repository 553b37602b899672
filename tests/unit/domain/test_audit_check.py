"""Following the chain of the audit trail; the database's own tests harm a real one."""

from __future__ import annotations

from dataclasses import replace

from desktop_invoicer.domain.audit import NO_HEAD, AuditLine, TrailHead
from desktop_invoicer.domain.audit_check import Anchor, AnchorState, AuditVerdict, ChainCheck, TrailState
from desktop_invoicer.domain.problem import ProblemCode
from tests.builders import NOW
from tests.trail_lines import chain

NONE = Anchor(AnchorState.NONE)


def checked(lines: list[AuditLine], state: TrailState | None = None, anchor: Anchor = NONE) -> AuditVerdict:
    check = ChainCheck(anchor)
    for start in range(0, len(lines), 2):  # in pieces
        check.follow(lines[start : start + 2])
    check.end(state or TrailState(len(lines), len(lines), is_guarded=True))
    return check.verdict(NOW)


def codes(verdict: AuditVerdict) -> list[ProblemCode]:
    return [finding.code for finding in verdict.findings]


def test_a_whole_chain_is_sound_and_gives_its_head() -> None:
    lines = chain(5)

    verdict = checked(lines)

    assert verdict == AuditVerdict(NOW, 5, TrailHead(5, lines[-1].hash), AnchorState.NONE)
    assert verdict.is_sound


def test_an_empty_trail_has_no_head() -> None:
    assert checked([]) == AuditVerdict(NOW, 0, NO_HEAD, AnchorState.NONE)


def test_a_line_that_does_not_say_what_its_hash_says_is_changed() -> None:
    lines = chain(3)
    lines[1] = replace(lines[1], who="bia")

    (finding,) = checked(lines).findings

    assert finding.code is ProblemCode.AUDIT_CHANGED
    assert finding.facts == {"number": 2, "at": lines[1].at, "deed": lines[1].deed, "subject": lines[1].subject}


def test_a_gap_tells_which_lines_are_missing_and_before_which() -> None:
    lines = chain(6)

    (finding,) = checked(lines[:2] + lines[4:], TrailState(6, 6, is_guarded=True)).findings

    assert finding.code is ProblemCode.AUDIT_MISSING
    assert (finding.facts["first"], finding.facts["last"], finding.facts["number"]) == (3, 4, 5)


def test_what_the_keyring_remembers_beyond_the_end_is_cut_off() -> None:
    anchor = Anchor(AnchorState.KEPT, TrailHead(9, "ab"))

    (finding,) = checked(chain(4), TrailState(4, 7, is_guarded=True), anchor).findings

    assert finding.code is ProblemCode.AUDIT_CUT
    assert finding.facts == {"first": 5, "last": 9}


def test_another_line_than_the_one_that_the_keyring_remembers_was_put_in_its_place() -> None:
    anchor = Anchor(AnchorState.KEPT, TrailHead(2, "ab"))

    assert codes(checked(chain(4), anchor=anchor)) == [ProblemCode.AUDIT_REPLACED]


def test_a_counter_behind_and_missing_guards_are_told() -> None:
    verdict = checked(chain(4), TrailState(4, 2, is_guarded=False))

    assert codes(verdict) == [ProblemCode.AUDIT_COUNTER, ProblemCode.AUDIT_UNGUARDED]


def test_a_trail_that_cannot_be_read_on_says_from_where() -> None:
    check = ChainCheck(NONE)
    check.follow(chain(4))
    check.break_off("database disk image is malformed")

    (finding,) = check.verdict(NOW).findings

    assert finding.code is ProblemCode.AUDIT_UNREADABLE
    assert finding.facts["number"] == 5
