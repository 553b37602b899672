"""What is written on a tone has its colour at once."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QVBoxLayout
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone


def test_words_in_a_frame_follow_its_tone(qtbot: QtBot, theme: Theme) -> None:
    frame, words = QFrame(), label("Paused")
    qtbot.addWidget(frame)
    QVBoxLayout(frame).addWidget(words)
    frame.show()

    set_tone(frame, Tone.ERROR)

    assert words.palette().color(QPalette.ColorRole.WindowText).name() == theme.pair(Tone.ERROR).ink
