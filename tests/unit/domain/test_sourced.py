"""What was read keeps its raw text."""

from __future__ import annotations

from desktop_invoicer.domain.sourced import Sourced


def test_the_raw_text_stays_beside_what_was_read_from_it() -> None:
    sourced = Sourced(7, '{"value": 7}')

    assert (sourced.value, sourced.raw) == (7, '{"value": 7}')
