"""What takes its time on the day close page: the dry run and the sending, and the bar that tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal, Slot

from desktop_invoicer.domain.submission import LineResult, SubmissionEnd, SubmissionId
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.lengthy import Lengthy
from desktop_invoicer.ui.day.sending import Sending
from desktop_invoicer.ui.day.work_bar import WorkBar
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

_STOP, _CONTINUE, _CLOSE = N_("Stop"), N_("Continue"), N_("Close notice")


class Work(QObject):
    """One thing at a time is under way; the bar says how far it is, and what came of it until that was read."""

    changed = Signal()
    """Something began or ended: other things are possible now."""

    def __init__(self, workplace: Workplace, bar: WorkBar, parent: QObject) -> None:
        """Do nothing yet."""
        super().__init__(parent)
        self.sending = Sending(workplace, self)
        self.look_ahead = Lengthy(workplace.link, self)
        self._bar = bar
        self._followed: SubmissionId | None = None
        self._failure = ""
        self._is_stopping = False
        bar.pressed.connect(self._on_pressed)
        self.sending.changed.connect(self.tell)
        self.sending.refused.connect(self._on_failed)
        self.look_ahead.advanced.connect(self._on_looking)
        self.look_ahead.ended.connect(self._on_looked)
        self.look_ahead.given_up.connect(self._on_failed)

    @property
    def is_busy(self) -> bool:
        """Tell whether something is under way."""
        return self.sending.is_running or self.look_ahead.is_running

    def look(self, when: date) -> None:
        """Begin the dry run of a day."""
        self._forget()
        self.look_ahead.begin(lambda commands, told: commands.day_desk.look_ahead(when, told))
        if self.look_ahead.is_running:
            self._bar.tell_progress(_("Asking VTEX…"), _("Nothing is sent."), (0, 0), _STOP)
            self.changed.emit()

    def send(self, when: date, jobs: Sequence[Job]) -> None:
        """Have jobs sent, as they were shown."""
        self._forget()
        self.sending.begin(when, jobs)

    @Slot()
    def tell(self) -> None:
        """Say in the bar what is under way, was interrupted, or has come to its end under the eye."""
        sending = self.sending
        self._is_stopping = self._is_stopping and self.is_busy
        self._bar.button.setEnabled(not self._is_stopping)
        if self.look_ahead.is_running:
            return
        if sending.is_running:
            self._followed = sending.submission
            words = _("Stopping: what is under way ends.") if self._is_stopping else _sending_words(sending)
            self._bar.tell_progress(words, _results(sending), (sending.done, sending.total), _STOP)
        elif self._failure:
            self._bar.tell(self._failure, "", Tone.ERROR, _CLOSE)
        elif sending.is_interrupted:
            self._bar.tell(_interrupted_words(sending), _interrupted_hint(), Tone.WARNING, _CONTINUE)
        elif sending.submission is not None and sending.submission == self._followed:
            words, tone = _end_words(sending)
            self._bar.tell(words, _results(sending), tone, _CLOSE)
        else:
            self._bar.tell("")

    def _forget(self) -> None:
        """Leave what was told; something else begins."""
        self._followed, self._failure = None, ""

    @Slot(int, int)
    def _on_looking(self, done: int, total: int) -> None:
        if self.look_ahead.is_running:
            words = _("Asking VTEX: {done} of {total}").format(done=done, total=total)
            self._bar.tell_progress(words, _("Nothing is sent."), (done, total), _STOP)

    @Slot(object)
    def _on_looked(self, _forecasts: object) -> None:
        self.tell()
        self.changed.emit()

    @Slot(str)
    def _on_failed(self, words: str) -> None:
        """Say what is wrong; what a person gave up needs no words."""
        self._failure = words
        self._is_stopping = False
        self.tell()
        self.changed.emit()

    @Slot()
    def _on_pressed(self) -> None:
        """Stop what runs, put away what was told, or go on with what was interrupted."""
        if self.is_busy:
            self._is_stopping = True
            self.look_ahead.give_up()
            if self.sending.is_running:
                self.sending.cancel()
        elif self._failure or not self.sending.is_interrupted:
            self._forget()
        else:
            self.sending.resume()
        self.tell()


def _sending_words(sending: Sending) -> str:
    return _("Sending: {done} of {total}").format(done=sending.done, total=sending.total)


def _interrupted_words(sending: Sending) -> str:
    told = _("Interrupted: {sent} of {total} sent.")
    return told.format(sent=sending.counts[LineResult.SENT], total=sending.total)


def _interrupted_hint() -> str:
    return _("Continue sends the rest. What is sent already is not sent again.")


def _end_words(sending: Sending) -> tuple[str, Tone]:
    sent, left = sending.counts[LineResult.SENT], sending.total - sending.counts[LineResult.SENT]
    amount = money(sending.sent_value)
    if sending.end is SubmissionEnd.ACCOUNT_PAUSED:
        return _("The account is paused. {sent} of {total} sent.").format(sent=sent, total=sending.total), Tone.ERROR
    if sending.end is SubmissionEnd.CANCELLED:
        told = _("Stopped: {sent} of {total} sent, {amount}. The rest stays ready.")
        return told.format(sent=sent, total=sending.total, amount=amount), Tone.WARNING
    if left:
        told = _("{sent} of {total} sent, {amount}. The others stay below with their reason.")
        return told.format(sent=sent, total=sending.total, amount=amount), Tone.WARNING
    told = ngettext("{count} sent: {amount}.", "All {count} sent: {amount}.", sent)
    return told.format(count=sent, amount=amount), Tone.SUCCESS


def _results(sending: Sending) -> str:
    """Say how many did not go out, as far as there are any."""
    on, failed, told = sending.counts[LineResult.GOES_ON], sending.counts[LineResult.FAILED], []
    if on:
        told.append(ngettext("{count} goes on by itself", "{count} go on by themselves", on).format(count=on))
    if failed:
        told.append(ngettext("{count} not sent", "{count} not sent", failed).format(count=failed))
    return "  ·  ".join(told)
