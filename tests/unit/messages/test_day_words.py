"""The words for the parts of a day's figures."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.day import Dimension
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.messages.day_words import part_word


@pytest.mark.parametrize(
    ("dimension", "part", "expected"),
    [
        (Dimension.OPERATION, "sale", "sale"),
        (Dimension.OPERATION, "", "not known yet"),
        (Dimension.MODEL, "65", "NFC-e"),
        (Dimension.MODEL, "55", "NF-e"),
        (Dimension.MODEL, "event", "cancellation event"),
        (Dimension.CHANNEL, "pickup", "pickup in the store"),
        (Dimension.OPERATOR, "Ana", "Ana"),
        (Dimension.OPERATOR, "automatic", "automatically"),
        (Dimension.OPERATOR, "", "nobody yet"),
        (Dimension.DESK, "Caixa\n1", "Caixa 1"),
        (Dimension.HOUR, "09", "09h"),
        (Dimension.HOUR, "", "not known yet"),
    ],
)
def test_every_part_of_a_day_has_a_word(dimension: Dimension, part: str, expected: str) -> None:
    activate(Language.EN)

    assert part_word(dimension, part) == expected
