"""The sounds are short, even and quiet: they are heard hundreds of times a day."""

from __future__ import annotations

import sys
import wave
from array import array
from dataclasses import dataclass

import pytest

from desktop_invoicer.assets import asset

NAMES = ["accepted", "rejected", "arrived", "deadline"]


@dataclass(frozen=True, slots=True)
class Recording:
    layout: tuple[int, int, int]  # channels, bytes a sample, samples a second
    samples: array[int]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.layout[2]


@pytest.fixture(params=NAMES)
def recording(request: pytest.FixtureRequest) -> Recording:
    with asset("sounds", f"{request.param}.wav").open("rb") as file, wave.open(file) as sound:
        samples = array("h", sound.readframes(sound.getnframes()))
        if sys.byteorder == "big":
            samples.byteswap()
        return Recording((sound.getnchannels(), sound.getsampwidth(), sound.getframerate()), samples)


def test_any_player_can_play_a_sound(recording: Recording) -> None:
    assert recording.layout == (1, 2, 22_050)


def test_a_sound_is_over_before_the_next_scan(recording: Recording) -> None:
    assert 0.1 < recording.seconds <= 0.35


def test_no_sound_is_louder_than_half_of_what_is_possible(recording: Recording) -> None:
    assert 0.4 < max(map(abs, recording.samples)) / 32_767 <= 0.5


def test_a_sound_neither_begins_nor_ends_with_a_click(recording: Recording) -> None:
    edges = [*recording.samples[:5], *recording.samples[-5:]]

    assert max(map(abs, edges)) < 1_000
