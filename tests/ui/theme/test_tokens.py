"""The colours can be told apart by everybody (WCAG 2.2: 1.4.3 and 1.4.11)."""

from __future__ import annotations

import pytest

from desktop_invoicer.ui.theme.tokens import DARK, LIGHT, Pair, Tokens

TEXT = 4.5
BORDER = 3.0


def luminance(color: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(color[place : place + 2]) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(pair: Pair) -> float:
    light, dark = sorted((luminance(pair.ink), luminance(pair.ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(tokens: Tokens) -> None:
    too_faint = {f"{pair.ink} on {pair.ground}": contrast(pair) for pair in tokens.text_pairs if contrast(pair) < TEXT}

    assert too_faint == {}


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_of_controls_and_the_focus_can_be_seen(tokens: Tokens) -> None:
    grounds = (tokens.surface, tokens.ground)
    too_faint = [
        (ink, ground)
        for ink in (tokens.edge, tokens.focus)
        for ground in grounds
        if contrast(Pair(ink, ground)) < BORDER
    ]

    assert too_faint == []


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast(Pair("#000000", "#ffffff")) == pytest.approx(21)
