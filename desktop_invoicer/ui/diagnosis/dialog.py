"""The doctor in a dialog: looks as soon as it opens, looks again on request, gives a report to pass on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.diagnosis.findings import Findings
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.workplace import Workplace

WIDTH, HEIGHT = 760, 620
AROUND = 64
"""What stays free of the window beneath."""


class Diagnosis(Adapting, QDialog):
    """Shows the findings over the window. ``place_wanted`` asks for a part of the settings."""

    place_wanted = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the dialog; ``open`` it to have it look."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("diagnosis")
        self.say(self.setWindowTitle, N_("Check this desk"))
        self.findings = Findings(workplace)
        self.again = Button(N_("Look again"), "refresh")
        self.copy = Button(N_("Copy report"), "copy")
        self._close = Button(N_("Close"), "", "primary")
        self._lay_out()
        self.findings.examined.connect(self._on_examined)
        self.findings.place_wanted.connect(self._on_place_wanted)
        self.again.clicked.connect(self._on_again)
        self.copy.clicked.connect(self._on_copy)
        self._close.clicked.connect(self.accept)
        beneath, metrics = parent.window().size(), Theme.current().metrics
        self.resize(
            min(metrics.text(WIDTH), beneath.width() - AROUND), min(metrics.text(HEIGHT), beneath.height() - AROUND)
        )
        self._on_again()

    def _lay_out(self) -> None:
        title = label(part="title", wraps=True)
        self.say(title.setText, N_("Check this desk"))
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(24, 24, 24, 8)
        inner.setSpacing(12)
        inner.addWidget(title)
        inner.addWidget(self.findings)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setProperty("part", "read")
        self.say(scroll.setAccessibleName, N_("Check this desk"))
        scroll.setWidget(body)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 24)
        foot.setSpacing(Theme.current().metrics.gap)
        foot.addWidget(self.copy)
        foot.addWidget(self.again)
        foot.addStretch()
        foot.addWidget(self._close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll, 1)
        outer.addLayout(foot)
        self._close.setFocus()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.findings.report)

    def _on_again(self) -> None:
        self.again.setEnabled(False)
        self.copy.setEnabled(False)
        self.findings.examine()

    def _on_examined(self) -> None:
        self.again.setEnabled(True)
        self.copy.setEnabled(True)

    def _on_place_wanted(self, place: object) -> None:
        self.place_wanted.emit(place)
        self.accept()
