"""Random damage to the trail of a real database is always found, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_invoicer.domain.audit_check import Anchor
from tests.harmed_trail import LINES, verify, with_key, written

TEXTS = ("at", "who", "deed", "subject", "facts", "previous", "hash")


@dataclass(frozen=True, slots=True)
class Written:
    folder: Path
    anchor: Anchor
    rows: tuple[tuple[Any, ...], ...]


@pytest.fixture(scope="module")
def once() -> Iterator[Written]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        anchor = written(folder)
        with with_key(folder) as connection:
            rows = tuple(connection.execute("SELECT id, at, who, deed, subject, facts, previous, hash FROM audit"))
        yield Written(folder, anchor, rows)


NUMBERS = st.integers(1, LINES)
DAMAGES = st.one_of(
    st.tuples(st.just("change"), NUMBERS, st.sampled_from(TEXTS), st.text(max_size=20)),
    st.tuples(st.just("flip"), NUMBERS, st.sampled_from(TEXTS), st.integers(0, 500)),
    st.tuples(st.just("delete"), NUMBERS),
    st.tuples(st.just("swap"), NUMBERS, NUMBERS),
    st.tuples(st.just("copy"), NUMBERS, st.integers(-3, LINES + 3)),
    st.tuples(st.just("cut"), NUMBERS),
)


def damaged(rows: Sequence[tuple[Any, ...]], damage: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Harm rows in one way; a damage may also come to nothing."""
    lines = {row[0]: list(row) for row in rows}
    match damage:
        case ("change", number, column, text) if number in lines:
            lines[number][1 + TEXTS.index(column)] = text
        case ("flip", number, column, place) if number in lines:
            text = lines[number][1 + TEXTS.index(column)]
            if text:
                place %= len(text)
                other = "x" if text[place] != "x" else "y"
                lines[number][1 + TEXTS.index(column)] = text[:place] + other + text[place + 1 :]
        case ("delete", number):
            lines.pop(number, None)
        case ("swap", one, other) if one in lines and other in lines:
            lines[one][1:], lines[other][1:] = lines[other][1:], lines[one][1:]
        case ("copy", number, to) if number in lines:
            lines[to] = [to, *lines[number][1:]]
        case ("cut", number):
            lines = {each: line for each, line in lines.items() if each < number}
        case _:
            pass
    return [tuple(lines[number]) for number in sorted(lines)]


@settings(max_examples=150, deadline=None)
@given(damages=st.lists(DAMAGES, min_size=1, max_size=4))
def test_random_damage_is_always_found_and_nothing_else_is(once: Written, damages: list[tuple[Any, ...]]) -> None:
    rows: list[tuple[Any, ...]] = list(once.rows)
    for damage in damages:
        rows = damaged(rows, damage)

    with with_key(once.folder) as connection:
        connection.execute("DELETE FROM audit")
        for row in rows:
            try:
                connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            except sqlcipher.IntegrityError:  # two lines that follow the same one: only one is kept
                rows = [each for each in rows if each != row]
        connection.execute(
            "UPDATE sqlite_sequence SET seq = ? WHERE name = 'audit'", (max([0, *(r[0] for r in rows)]),)
        )

    assert verify(once.folder, once.anchor).is_sound == (rows == list(once.rows))
