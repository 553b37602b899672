"""The bundled font shows every text of the counter, in each weight the window uses, on a system without fonts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QRawFont
from PySide6.QtWidgets import QApplication

from desktop_invoicer.assets import asset

WEIGHTS = {
    "Regular": QFont.Weight.Normal,
    "Medium": QFont.Weight.Medium,
    "SemiBold": QFont.Weight.DemiBold,
    "Bold": QFont.Weight.Bold,
}
NEEDED = (
    "0123456789 Devolução à espera, señor ¿ÁÉÍÓÚÜÑ? R$ € % … – — × − ± ≠ ≤ ≥ “” ‘’ « » · • ← ↑ → ↓ ↵ ⌘ ⇧ ⌫ ✓ ✗ ● ○ ▲ ▼"
)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Need no screen."""
    return ["desktop-invoicer", "-platform", "offscreen"]


@pytest.fixture(params=WEIGHTS)
def face(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def loaded(qapp: QApplication, face: str) -> Iterator[int]:  # noqa: ARG001 - Qt needs an application to load fonts
    font = QFontDatabase.addApplicationFontFromData(QByteArray(_content(face)))
    yield font
    QFontDatabase.removeApplicationFont(font)


def test_a_font_belongs_to_the_family(loaded: int) -> None:
    assert "Inter" in QFontDatabase.applicationFontFamilies(loaded)


@pytest.mark.usefixtures("loaded")
def test_asking_for_a_weight_gives_its_own_drawing(face: str) -> None:
    info = QFontInfo(QFont("Inter", weight=WEIGHTS[face]))

    assert (info.family(), info.weight(), info.exactMatch()) == ("Inter", WEIGHTS[face], True)


@pytest.mark.usefixtures("qapp")
def test_no_text_of_the_counter_needs_another_font(face: str) -> None:
    raw = QRawFont()
    raw.loadFromData(QByteArray(_content(face)), 16, QFont.HintingPreference.PreferNoHinting)

    assert raw.isValid()
    assert [sign for sign in NEEDED if not raw.supportsCharacter(ord(sign))] == []


@pytest.mark.usefixtures("loaded")
def test_figures_can_stand_in_columns(face: str) -> None:
    font = QFont("Inter", weight=WEIGHTS[face])
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setPixelSize(14)
    widths = [QFontMetricsF(font).horizontalAdvance(figure * 4) for figure in "0123456789"]

    assert max(widths) - min(widths) < 0.25  # less than can be seen; without tnum, 1111 is a quarter narrower than 0000


def test_the_four_weights_stay_small() -> None:
    assert sum(len(_content(face)) for face in WEIGHTS) < 400 * 1024


def _content(face: str) -> bytes:
    return asset("fonts", f"Inter-{face}.otf").read_bytes()
