"""The look follows the person while the program runs."""

from __future__ import annotations

from PySide6.QtGui import QFontInfo, QIcon
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_invoicer.language import Language
from desktop_invoicer.messages import gettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.application import speak
from desktop_invoicer.ui.theme.metrics import Density, Metrics
from desktop_invoicer.ui.theme.theme import Appearance, Role, Theme

MARKED = N_("Order")


class Sample(Adapting, QPushButton):
    """A widget that says one text and wears one icon."""

    def __init__(self) -> None:
        super().__init__()
        self.icons: list[QIcon] = []
        self.adapted = 0
        self.say(self.setText, MARKED)
        self.wear(self.icons.append, "search", Role.INK)

    def adapt(self) -> None:
        self.adapted += 1


def test_the_bundled_font_is_used(qapp: QApplication, theme: Theme) -> None:  # noqa: ARG001 (it sets the font)
    assert QFontInfo(qapp.font()).family() == "Inter"


def test_text_grows_with_the_scale(theme: Theme, qtbot: QtBot) -> None:
    label = QLabel("Order")
    qtbot.addWidget(label)
    label.ensurePolished()
    before = label.sizeHint().height()

    theme.apply(scale=200)

    label.ensurePolished()
    assert label.sizeHint().height() > 1.7 * before


def test_a_widget_wears_its_icons_anew_in_another_appearance(theme: Theme, qtbot: QtBot) -> None:
    sample = Sample()
    qtbot.addWidget(sample)
    sample.show()

    theme.apply(Appearance.DARK)

    assert len(sample.icons) >= 2
    assert sample.icons[-1].cacheKey() == theme.icon("search", Role.INK).cacheKey()
    assert sample.icons[0].cacheKey() != sample.icons[-1].cacheKey()
    assert sample.adapted


def test_an_icon_that_cannot_be_used_looks_like_it_in_the_dark(theme: Theme) -> None:
    theme.apply(Appearance.DARK)
    icon = theme.icon("search", Role.MUTED)

    colours = {
        mode: max(
            icon.pixmap(24, 24, mode).toImage().pixelColor(x, y).lightness() for x in range(24) for y in range(24)
        )
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
    }

    assert colours[QIcon.Mode.Disabled] < 0.8 * colours[QIcon.Mode.Normal]


def test_a_widget_speaks_another_language_at_once(qapp: QApplication, theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001
    sample = Sample()
    qtbot.addWidget(sample)

    speak(qapp, Language.PT_BR)

    qtbot.waitUntil(lambda: sample.adapted > 0)
    assert sample.text() == gettext(MARKED) != MARKED


def test_a_widget_speaks_english_again(qapp: QApplication, theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001
    speak(qapp, Language.ES)
    sample = Sample()
    qtbot.addWidget(sample)

    speak(qapp, Language.EN)

    qtbot.waitUntil(lambda: sample.text() == MARKED)


def test_a_finger_finds_every_control() -> None:
    metrics = Metrics(Density.TOUCH)

    assert min(metrics.control, metrics.row) >= 48
    assert metrics.primary >= 56


def test_compact_controls_are_large_enough_for_a_mouse() -> None:
    assert min(Metrics(Density.COMPACT).control, Metrics(Density.COMPACT).row) >= 24
