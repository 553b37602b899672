"""Who gives commands from outside the window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_invoicer.domain.people import OperatorId
from desktop_invoicer.engine.sessions import Sessions
from tests.fakes import FakeStopwatch

ANA, BIA = OperatorId(1), OperatorId(2)
IDLE = timedelta(minutes=5)
SECOND = timedelta(seconds=1)


@pytest.fixture
def stopwatch() -> FakeStopwatch:
    return FakeStopwatch()


@pytest.fixture
def sessions(stopwatch: FakeStopwatch) -> Sessions:
    return Sessions(IDLE, stopwatch.seconds)


def test_a_token_tells_whose_session_it_is(sessions: Sessions) -> None:
    tokens = {ANA: sessions.open(ANA), BIA: sessions.open(BIA)}

    assert {who: sessions.operator(token) for who, token in tokens.items()} == {ANA: ANA, BIA: BIA}


@pytest.mark.parametrize("token", [None, "", "made up"])
def test_anything_else_is_nobodys(sessions: Sessions, token: str | None) -> None:
    sessions.open(ANA)

    assert sessions.operator(token) is None


def test_tokens_cannot_be_guessed(sessions: Sessions) -> None:
    tokens = {sessions.open(ANA) for _ in range(100)}

    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43


def test_a_session_is_over_when_it_is_not_used(sessions: Sessions, stopwatch: FakeStopwatch) -> None:
    token = sessions.open(ANA)
    for _ in range(3):
        stopwatch.move(IDLE - SECOND)
        assert sessions.operator(token) == ANA

    stopwatch.move(IDLE)
    assert sessions.operator(token) is None


def test_a_session_that_was_closed_is_over(sessions: Sessions) -> None:
    token = sessions.open(ANA)

    assert sessions.close(token) == ANA
    assert sessions.close(token) is None
    assert sessions.operator(token) is None


def test_all_sessions_of_somebody_end_at_once(sessions: Sessions) -> None:
    gone, other = [sessions.open(ANA), sessions.open(ANA)], sessions.open(BIA)

    sessions.end(ANA)

    assert [sessions.operator(token) for token in (*gone, other)] == [None, None, BIA]


def test_sessions_that_are_over_take_no_room(sessions: Sessions, stopwatch: FakeStopwatch) -> None:
    for _ in range(100):
        sessions.open(ANA)
    stopwatch.move(IDLE)
    sessions.open(ANA)

    assert len(sessions._open) == 1  # noqa: SLF001 (it has no other face)


def test_tokens_are_not_shown(sessions: Sessions) -> None:
    token = sessions.open(ANA)

    assert token not in repr(sessions)
