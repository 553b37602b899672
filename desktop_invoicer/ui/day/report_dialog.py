"""The report of a day: seen, saved as a file, or printed."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QFrame, QHBoxLayout, QRadioButton, QScrollArea, QWidget

from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.day_words import weekday_and_day
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.day.report_pages import preview
from desktop_invoicer.ui.day.report_printing import ReportPrinting
from desktop_invoicer.ui.day.sight import DaySight
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

FOLDER = "report/folder"
HIGH = 430
"""Points of the preview at a text scale of 100 %."""
_PAPERS = {PaperSize.A4: N_("A4"), PaperSize.ROLL_80: N_("80 mm roll")}
_FORMATS = ((N_("PDF, to print"), "pdf"), (N_("Excel"), "xlsx"), (N_("CSV, for other programs"), "csv"))


class ReportDialog(Dialog):
    """Shows the first page. ``reported`` tells in words what was saved or printed."""

    reported = Signal(str)

    def __init__(self, workplace: Workplace, sight: DaySight, parent: QWidget) -> None:
        """Ask what is to become of the report of a day."""
        super().__init__(N_("Report of the day"), N_("Back"), 640, parent)
        self.setObjectName("report_dialog")
        self._workplace = workplace
        self._sight = sight
        self._report: DayReport | None = None
        self._day = label(part="muted")
        self._papers = {size: QRadioButton() for size in PaperSize}
        self._seen = QScrollArea()
        self._page = label()
        self.refused = Notice()
        self.print_ = Button(N_("Print…"), "print")
        self.save = Button(N_("Save as…"), "save", "primary")
        self._printing = ReportPrinting(workplace, self)
        self._fill()
        self._connect()
        self.adapt()
        self._ask()

    @property
    def paper(self) -> PaperSize:
        """Give the paper that was chosen."""
        return next(size for size, button in self._papers.items() if button.isChecked())

    def adapt(self) -> None:
        """Say everything in the language in use."""
        self._day.setText(weekday_and_day(self._sight.date))
        for size, button in self._papers.items():
            button.setText(_(_PAPERS[size]))
            button.setAccessibleName(_("Paper: {size}").format(size=button.text()))

    def _fill(self) -> None:
        group, row = QButtonGroup(self), QHBoxLayout()
        for button in self._papers.values():
            group.addButton(button)
            row.addWidget(button)
        row.addStretch()
        self._papers[PaperSize.A4].setChecked(True)
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.say(self._page.setAccessibleName, N_("The first page of the report"))
        self._seen.setWidget(self._page)
        self._seen.setWidgetResizable(True)
        self._seen.setFrameShape(QFrame.Shape.NoFrame)
        self._seen.setProperty("part", "read")
        self.say(self._seen.setAccessibleName, N_("The first page of the report"))
        self._seen.setFixedHeight(Theme.current().metrics.text(HIGH))
        self.content.addWidget(self._day)
        self.content.addLayout(row)
        self.content.addWidget(self._seen)
        self.content.addWidget(self.refused)
        self.foot.addWidget(self.print_)
        self.foot.addWidget(self.save)

    def _connect(self) -> None:
        for button in self._papers.values():
            button.toggled.connect(self._on_toggled)
        self.save.clicked.connect(self._choose_file)
        self.print_.clicked.connect(self._on_print)
        self._printing.done.connect(self._on_done)
        self._printing.failed.connect(self._refuse)

    def _ask(self) -> None:
        """Have the report put together as it is now."""
        when, findings = self._sight.date, self._sight.findings
        self._page.setText(_("Drawing the report…"))
        self.print_.setEnabled(False)
        self._workplace.link.ask(
            self, lambda commands: commands.day_desk.report(when, findings), self._on_report, self._on_refused
        )

    def _on_report(self, report: DayReport) -> None:
        self._report = report
        self._draw()

    def _draw(self) -> None:
        if (report := self._report) is not None:
            size = self.paper
            work = partial(preview, report, size)
            self._workplace.tasks.run(self, work, partial(self._on_drawn, size), self._on_refused)

    def _on_drawn(self, size: PaperSize, image: QImage) -> None:
        """Show the page as wide as there is room for, unless another paper was chosen meanwhile."""
        if size is not self.paper:
            return
        metrics, ratio = Theme.current().metrics, self.devicePixelRatioF()
        wide = round(metrics.text(420 if size is PaperSize.A4 else 250) * ratio)
        pixmap = QPixmap.fromImage(image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation))
        pixmap.setDevicePixelRatio(ratio)
        self._page.setPixmap(pixmap)
        self.print_.setEnabled(True)

    def _on_toggled(self, is_chosen: bool) -> None:
        if is_chosen:
            self._draw()

    def _on_print(self) -> None:
        if self._report is not None:
            self._printing.begin(self._report, self.paper)

    def _choose_file(self) -> None:
        preferences = self._workplace.preferences
        dialog = QFileDialog(self, _("Save the report"), preferences.text(FOLDER))
        dialog.setObjectName("save_report")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{_(name)} (*.{suffix})" for name, suffix in _FORMATS])
        dialog.setDefaultSuffix(_FORMATS[0][1])
        dialog.filterSelected.connect(partial(_follow_filter, dialog))
        dialog.selectFile(f"{self._sight.date.isoformat()}.{_FORMATS[0][1]}")
        dialog.fileSelected.connect(self.save_as)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_as(self, file: str) -> None:
        """Have the report written, beside the window's thread."""
        path, when, size = Path(file), self._sight.date, self.paper

        def written(commands: Commands) -> Awaitable[Any]:
            return commands.export_day(when, path, size)

        self._workplace.preferences.keep(FOLDER, str(path.parent))
        self._workplace.link.ask(self, written, partial(self._on_saved, path), self._on_refused)

    def _on_saved(self, path: Path, _written: object) -> None:
        self._on_done(_("Saved as {file}").format(file=path))

    def _on_done(self, words: str) -> None:
        self.reported.emit(words)
        self.accept()

    def _on_refused(self, error: InvoicerError) -> None:
        self._refuse(refusal(error))

    def _refuse(self, words: str) -> None:
        if self._report is None:
            self._page.clear()
        self.refused.tell(words, Tone.ERROR)


def _follow_filter(dialog: QFileDialog, chosen: str) -> None:
    """Let the name end as the format that was chosen."""
    suffix = next(suffix for name, suffix in _FORMATS if f"(*.{suffix})" in chosen)
    dialog.setDefaultSuffix(suffix)
    for file in dialog.selectedFiles()[:1]:
        dialog.selectFile(Path(file).with_suffix(f".{suffix}").name)
