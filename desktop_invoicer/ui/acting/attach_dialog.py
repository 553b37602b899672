"""Where a job gets its document: a key, scanned, typed or pasted, or an XML, dropped, pasted or chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.access_key import LENGTH
from desktop_invoicer.domain.fit import check_key
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import explain, money, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.checks import Checks
from desktop_invoicer.ui.acting.choosing import choose_xml
from desktop_invoicer.ui.acting.comparing import Candidate, compare_key, compare_xml
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.files import FileProblem, read_file
from desktop_invoicer.ui.acting.key_form import KeyForm
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.telling import document_name, needs_day, refusal
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


class AttachDialog(Dialog):
    """Compares whatever is brought with the job at once. ``chosen`` brings the ``Candidate`` that fits."""

    chosen = Signal(object)

    def __init__(self, workplace: Workplace, job: Job, parent: QWidget) -> None:
        """Ask for the document of a job."""
        super().__init__(N_("Attach document"), N_("Back"), 620, parent)
        self.setObjectName("attach_dialog")
        self.setAcceptDrops(True)
        self._workplace = workplace
        self._job = job
        self._candidate: Candidate | None = None
        self._asked = 0
        self._is_wanted = False
        self._subject = label(part="muted", wraps=True)
        self._replaced = Notice()
        self.form = KeyForm()
        self._drop = label(part="drop", wraps=True)
        self._choose = Button("", "choose-file")
        self.notice = Notice()
        self.checks = Checks(job.id)
        self.attach = Button("", "attach", "primary")
        if job.operation is Operation.CANCELLATION:
            self.form.offer_event()
        self._lay_out_fields()
        self._connect()
        self.adapt()
        self._offer()
        self.form.key.setFocus()

    def take_scanned(self, text: str) -> bool:
        """Hold a scanned key; anything else is of no use here."""
        self.form.key.show_key(text)
        return self.form.key.is_key

    def take(self, data: QMimeData) -> None:
        """Use what was dropped or pasted: one file, an XML, or a key."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if len(files) > 1:
            self.notice.tell(_("These are several files. Bring one document at a time."), Tone.WARNING)
        elif files:
            self.take_file(files[0])
        elif data.text().lstrip("\ufeff \r\n\t").startswith("<"):
            self._take_xml(data.text().lstrip("\ufeff").encode())
        elif data.hasText():
            self.form.key.show_key(data.text())

    def take_file(self, path: Path) -> None:
        """Read a file and compare it."""
        self._forget()
        self._workplace.tasks.run(self, partial(read_file, path), partial(self._on_read, self._asked, path))

    def show_candidate(self, candidate: Candidate) -> None:
        """Show a document and how it fits."""
        self._candidate = candidate
        self.checks.show_candidate(candidate)
        if candidate.text != self.form.text:
            self.form.show_text(candidate.text)
            if self.form.lacks_protocol:  # the key alone cannot tell what was brought
                self._forget()
                return
        if _lacks_value(candidate):
            self.form.ask_value()
        self._offer()

    @override
    def outdated_by(self, job: Job) -> bool:
        """Tell whether the job takes no document any more."""
        return job.stage.is_end or job.stage is Stage.SUBMITTED

    def adapt(self) -> None:
        """Say everything that is computed in the language in use."""
        actions, job = self._workplace.actions, self._job
        parts = [job.order_id, "" if job.due is None else word(job.due), "" if job.value is None else money(job.value)]
        self._subject.setText("  ·  ".join(part for part in parts if part))
        if job.document is not None:
            told = _("{document} is attached. Another one takes its place.")
            self._replaced.tell(told.format(document=document_name(job.document)), Tone.INFO)
        choose, attach = actions.of(Command.CHOOSE_FILE).text(), _("Attach")
        self._choose.setText(choose)
        self._choose.show_key(actions.key(Command.CHOOSE_FILE))
        self._choose.setAccessibleName(choose)
        self.attach.setText(attach)
        self.attach.show_key(actions.key(Command.ATTACH))
        self.attach.setAccessibleName(attach)
        self._drop.setText(_("Or drop the XML here, or paste it"))

    def _lay_out_fields(self) -> None:
        self.content.addWidget(self._subject)
        self.content.addWidget(self._replaced)
        self.content.addWidget(self.form)
        files = QHBoxLayout()
        files.setSpacing(12)
        files.addWidget(self._drop, 1)
        files.addWidget(self._choose)
        self.content.addLayout(files)
        self.content.addWidget(self.notice)
        self.content.addWidget(self.checks)
        self.foot.addWidget(self.attach)

    def _connect(self) -> None:
        actions = self._workplace.actions
        self.form.changed.connect(self._on_key_changed)
        self.form.left.connect(self._judge)
        self.form.entered.connect(self._on_entered)
        self.form.other_pasted.connect(self._on_pasted)
        self._choose.clicked.connect(self._on_choose)
        self.attach.clicked.connect(self._on_attach)
        QShortcut(actions.of(Command.CHOOSE_FILE).shortcut(), self, self._on_choose)
        QShortcut(actions.of(Command.ATTACH).shortcut(), self, self._on_attach).setAutoRepeat(False)
        QShortcut(QKeySequence.StandardKey.Paste, self, self._on_pasted)

    def _forget(self) -> None:
        """Know no document; what is still on its way counts no more."""
        self._asked += 1
        self._candidate = None
        self._is_wanted = False
        self.notice.tell("")
        self.checks.show_candidate(None)
        self._offer()

    def _offer(self) -> None:
        self.attach.setEnabled(self._candidate is not None and self._candidate.fits)

    def _take_xml(self, content: bytes, file: str = "") -> None:
        self._forget()
        self.form.clear()
        self._compare(partial(compare_xml, job_id=self._job.id, content=content, file=file))

    def _compare(self, work: Callable[[Commands], Awaitable[Candidate] | Candidate]) -> None:
        on_refused = partial(self._on_refused, self._asked)
        self._workplace.link.ask(self, work, partial(self._on_compared, self._asked), on_refused)

    def _on_key_changed(self) -> None:
        if self._candidate is not None and self._candidate.paper.xml is not None and not self.form.text:
            return
        self._forget()
        if self.form.is_complete:
            self._compare_key()
        else:
            self._judge()

    def _compare_key(self) -> None:
        form, job_id = self.form, self._job.id
        told = partial(compare_key, value=form.value, day=form.issued_on, protocol=form.protocol)
        self._compare(partial(told, job_id=job_id, text=form.text))

    def _judge(self) -> None:
        """Say what is wrong with key or protocol, as soon as nothing that follows can put it right."""
        if self.form.key.is_key and self.form.lacks_protocol and self.form.number.is_wrong:
            self._compare_key()
        if not self.form.key.is_wrong:
            return
        if abs(len(self.form.key.bare) - LENGTH) <= 1:  # the desk knows best where it is wrong
            self._compare_key()
        elif (problem := check_key(self.form.text).problem) is not None:
            self.notice.tell(explain(problem, self._job.id).sentence, Tone.ERROR)

    def _on_compared(self, asked: int, candidate: Candidate) -> None:
        if asked != self._asked:
            return
        self.show_candidate(candidate)
        if self._is_wanted and candidate.is_plain:
            self._on_attach()

    def _on_refused(self, asked: int, error: InvoicerError) -> None:
        if asked != self._asked:
            return
        told = refusal(error, self._job.id)
        if needs_day(error):
            self.form.ask_day()
            self.notice.tell(told, Tone.INFO)
        else:
            self.form.key.show_doubt(error, told)
            self.notice.tell(told, Tone.ERROR)

    def _on_read(self, asked: int, path: Path, content: bytes | FileProblem) -> None:
        if asked != self._asked:
            return
        if isinstance(content, FileProblem):
            self.notice.tell(content.sentence(path), Tone.ERROR)
        else:
            self._take_xml(content, path.name)

    def _on_entered(self) -> None:
        """Attach what was entered as soon as it fits plainly, unless it takes the place of another document."""
        self._is_wanted = self._job.document is None
        if self._candidate is not None and self._candidate.is_plain and self._is_wanted:
            self._on_attach()

    def _on_attach(self) -> None:
        if self._candidate is not None and self._candidate.fits:
            self.chosen.emit(self._candidate)
            self.accept()

    def _on_choose(self) -> None:
        choose_xml(self, self._workplace.preferences, self.take_file)

    def _on_pasted(self) -> None:
        self.take(QGuiApplication.clipboard().mimeData())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and texts."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped anywhere on the dialog."""
        self.take(event.mimeData())
        event.acceptProposedAction()


def _lacks_value(candidate: Candidate) -> bool:
    """Tell whether only the value on the document can decide."""
    return candidate.paper.document.value is None and any(
        problem.code is ProblemCode.BALANCE_DIFFERS for problem in candidate.problems
    )
