"""Roles, and the one table of what each may do."""

from __future__ import annotations

from itertools import pairwise

import pytest

from desktop_invoicer.domain.people import LEAST, Action, Operator, OperatorId, Registered, Role
from tests.builders import NOW


def an_operator(role: Role, *, is_retired: bool = False) -> Operator:
    return Operator(OperatorId(1), "Ana", role, NOW, NOW if is_retired else None)


def test_every_action_stands_in_the_table() -> None:
    assert set(LEAST) == set(Action)


@pytest.mark.parametrize(("lower", "higher"), list(pairwise(Role)))
def test_each_role_may_do_what_those_before_it_may(lower: Role, higher: Role) -> None:
    may = {role: {action for action in Action if an_operator(role).may(action)} for role in Role}

    assert may[lower] < may[higher]
    assert higher.is_at_least(lower)
    assert not lower.is_at_least(higher)


def test_an_administrator_may_do_everything() -> None:
    assert all(an_operator(Role.ADMINISTRATOR).may(action) for action in Action)


def test_who_is_retired_may_do_nothing() -> None:
    assert not any(an_operator(Role.ADMINISTRATOR, is_retired=True).may(action) for action in Action)


def test_a_hash_is_not_shown() -> None:
    assert "argon2" not in repr(Registered(an_operator(Role.CLERK), "$argon2id$v=19$…"))
