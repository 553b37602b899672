"""Defects of ours: logged, told in one dialog with a report for whoever can mend them, and the window lives on."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, Slot, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_invoicer import logs
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.frame.report import defect_report, save_report
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.theme.theme import Role, Theme

FILE_NAME = "desktop-invoicer-report.txt"

_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class TroubleDialog(Adapting, QDialog):
    """Says that the program made a mistake, and what to do. It holds up nobody: work goes on beside it."""

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        """Make a dialog; ``show_report`` fills in the report."""
        super().__init__(parent)
        self.setObjectName("trouble")
        self._tasks = tasks
        self._count = 1
        self._icon = QLabel()
        self._counted = label(part="small")
        self._report = QPlainTextEdit(readOnly=True)
        self._report.setTabChangesFocus(True)
        self._saved = label(part="small", wraps=True)
        self._go_on = Button(N_("Go on"), part="primary")
        self._go_on.clicked.connect(self.accept)
        self.say(self.setWindowTitle, N_("A mistake of the program"))
        self.say(self._report.setAccessibleName, N_("Report for IT"))
        self._lay_out()
        self.resize(Theme.current().metrics.text(640), Theme.current().metrics.text(520))
        self.adapt()
        self._go_on.setFocus()

    def show_report(self, text: str) -> None:
        """Show the report as it will be copied or saved."""
        self._report.setPlainText(text)

    def count_up(self) -> None:
        """Tell that it happened once more."""
        self._count += 1
        self.adapt()

    def adapt(self) -> None:
        """Draw the icon and say the count."""
        side = Theme.current().metrics.text(28)
        self._icon.setPixmap(Theme.current().pixmap("error", Role.ERROR, side, self.devicePixelRatioF()))
        told = ngettext("It happened {count} time.", "It happened {count} times.", self._count)
        self._counted.setText(told.format(count=self._count))
        self._counted.setVisible(self._count > 1)

    def _lay_out(self) -> None:
        heading = label(part="title", wraps=True)
        self.say(heading.setText, N_("The program made a mistake. It is a defect of ours, not yours."))
        top = QHBoxLayout()
        top.setSpacing(Theme.current().metrics.gap)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(heading, 1)
        step = label(wraps=True)
        self.say(
            step.setText,
            N_(
                "Nothing is lost: every job is on disk, and the desk goes on. If something looks wrong from now on, "
                "close the program and open it again. Please give this report to IT; it holds no passwords, "
                "and no CPF or CNPJ in full."
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(16)
        layout.addLayout(top)
        layout.addWidget(step)
        layout.addWidget(self._counted)
        layout.addWidget(self._report, 1)
        layout.addWidget(self._saved)
        layout.addLayout(self._foot())
        self._saved.hide()

    def _foot(self) -> QHBoxLayout:
        copy = Button(N_("Copy report"), "copy")
        copy.clicked.connect(self._on_copy)
        save = Button(N_("Save report…"), "save")
        save.clicked.connect(self._on_save)
        foot = QHBoxLayout()
        foot.setSpacing(Theme.current().metrics.gap)
        foot.addWidget(copy)
        foot.addWidget(save)
        foot.addStretch()
        foot.addWidget(self._go_on)
        return foot

    def _tell(self, text: str) -> None:
        self._saved.setText(text)
        self._saved.show()

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())
        self._tell(_("Copied"))

    @Slot()
    def _on_save(self) -> None:
        chooser = QFileDialog(self, _("Save report…"), FILE_NAME)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.selectFile(FILE_NAME)
        chooser.fileSelected.connect(self._on_chosen)
        chooser.open()

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        work = partial(save_report, Path(path), self._report.toPlainText())
        self._tasks.run(self, work, self._on_saved)

    def _on_saved(self, refusal: str) -> None:
        self._tell(refusal or _("Saved"))


class Trouble(QObject):
    """Hears of every exception that nobody took, on any thread, and of what Qt calls critical."""

    _happened = Signal(str)

    def __init__(self, tasks: Tasks, log_file: Path, window: QWidget) -> None:
        """Listen from now on; ``close`` puts back who listened before."""
        super().__init__(window)
        self._tasks = tasks
        self._log_file = log_file
        self._window = window
        self._dialog: TroubleDialog | None = None
        self._is_told = False
        self._happened.connect(self._on_happened, Qt.ConnectionType.QueuedConnection)
        tasks.failed.connect(self._on_failed)
        self._former = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        self._former_qt = qInstallMessageHandler(self._on_qt_message)

    def close(self) -> None:
        """Listen no more."""
        sys.excepthook, threading.excepthook = self._former
        qInstallMessageHandler(self._former_qt)

    def _on_exception(self, kind: type[BaseException], exc: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):  # the program is told to end
            self._former[0](kind, exc, trace)
            return
        _log.critical("nobody took an exception", exc_info=exc.with_traceback(trace))
        self._happened.emit("".join(traceback.format_exception(exc)))

    def _on_thread_exception(self, hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None:
            self._on_exception(hook.exc_type, hook.exc_value, hook.exc_traceback)

    @Slot(object)
    def _on_failed(self, exc: Exception) -> None:
        """Take what work beside the GUI thread raised; it is in the log already."""
        self._happened.emit("".join(traceback.format_exception(exc)))

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        _qt_log.log(_QT_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category, text)
        if kind in {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
            self._happened.emit(f"Qt: {text}")

    @Slot(str)
    def _on_happened(self, trace: str) -> None:
        if self._is_told:  # one that cannot be told either would go round for ever
            if self._dialog is not None:
                self._dialog.count_up()
            return
        self._is_told = True
        self._dialog = TroubleDialog(self._tasks, self._window)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.finished.connect(self._on_closed)
        self._dialog.show_report(logs.redact(trace))
        self._dialog.show()
        self._tasks.run(self._dialog, partial(defect_report, trace, self._log_file), self._dialog.show_report)

    @Slot()
    def _on_closed(self) -> None:
        self._dialog = None
        self._is_told = False
