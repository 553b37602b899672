"""What the calls to an account tell of its connection."""

from __future__ import annotations

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.connections import Connections
from desktop_invoicer.engine.events import AccountPaused, AccountReached, AccountUnreached, Event
from tests.builders import ACCOUNT, NOW

REACHED = AccountReached(ACCOUNT)
DOWN = errors.VtexUnavailableError("no route")
REFUSED = errors.CredentialsRefusedError(ACCOUNT, 401)
FORBIDDEN = errors.CredentialsRefusedError(ACCOUNT, 403)
PAUSED = AccountPaused(ACCOUNT, Problem(ProblemCode.CREDENTIALS))


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def connections(events: list[Event]) -> Connections:
    return Connections(events.append, lambda: NOW)


def codes(events: list[Event]) -> list[ProblemCode | None]:
    return [event.problem.code if isinstance(event, AccountUnreached | AccountPaused) else None for event in events]


def test_of_an_account_that_was_never_called_nothing_is_known(connections: Connections) -> None:
    assert connections.of(ACCOUNT) is None


@pytest.mark.parametrize(
    "failure", [None, errors.VtexRefusedError(404, "no such order"), errors.InvalidOrderError("too large")]
)
def test_every_answer_shows_that_vtex_is_there(
    connections: Connections, events: list[Event], failure: errors.InvoicerError | None
) -> None:
    connections.hear(ACCOUNT, failure)

    assert events == [REACHED]
    assert connections.of(ACCOUNT) == REACHED


@pytest.mark.parametrize("failure", [DOWN, errors.VtexBusyError(60), errors.VtexSilentError("cut")])
def test_an_account_is_lost_while_vtex_does_not_answer_or_wants_to_be_left_alone(
    connections: Connections, events: list[Event], failure: errors.InvoicerError
) -> None:
    connections.hear(ACCOUNT, failure)

    assert codes(events) == [ProblemCode.WAITING_FOR_VTEX]


@pytest.mark.parametrize("failure", [REFUSED, FORBIDDEN, errors.CredentialsMissingError(ACCOUNT)])
def test_an_account_is_lost_where_its_credentials_are_not_taken(
    connections: Connections, events: list[Event], failure: errors.InvoicerError
) -> None:
    connections.hear(ACCOUNT, failure)

    assert codes(events) == [ProblemCode.CREDENTIALS]


def test_an_account_is_lost_where_whoever_answers_cannot_prove_to_be_vtex(
    connections: Connections, events: list[Event]
) -> None:
    connections.hear(ACCOUNT, errors.UnsafeConnectionError(ACCOUNT, "loja.myvtex.com", "certificate has expired"))

    assert codes(events) == [ProblemCode.CONNECTION_UNSAFE]


def test_only_changes_are_told(connections: Connections, events: list[Event]) -> None:
    other = errors.VtexUnavailableError("timed out")
    for failure in (None, None, DOWN, other, DOWN, REFUSED, REFUSED, None, None):
        connections.hear(ACCOUNT, failure)

    assert codes(events) == [None, ProblemCode.WAITING_FOR_VTEX, ProblemCode.CREDENTIALS, None]


def test_one_thing_that_is_forbidden_does_not_lose_an_account(connections: Connections, events: list[Event]) -> None:
    for failure in (None, FORBIDDEN):
        connections.hear(ACCOUNT, failure)

    assert events == [REACHED]


def test_an_account_that_was_paused_comes_back_with_its_next_answer(
    connections: Connections, events: list[Event]
) -> None:
    for failure in (None, REFUSED, None):
        connections.hear(ACCOUNT, failure)
        connections.pause(PAUSED)

    assert connections.of(ACCOUNT) == PAUSED
    connections.hear(ACCOUNT, FORBIDDEN)
    assert connections.of(ACCOUNT) == PAUSED
    connections.hear(ACCOUNT, None)

    assert events[-2:] == [PAUSED, REACHED]
