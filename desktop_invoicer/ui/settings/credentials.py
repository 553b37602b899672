"""An account's credentials: kept in the keyring, tried at once, never shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_invoicer.credentials import Secret
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import explain_failure
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.note import Note
from desktop_invoicer.ui.theme.theme import Role
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:
    from desktop_invoicer.engine.commands import Commands

FIELDS = {
    Secret.APP_KEY: (N_("Application key"), "X-VTEX-API-AppKey"),
    Secret.APP_TOKEN: (N_("Application token"), "X-VTEX-API-AppToken"),
    Secret.USER_TOKEN: (N_("User token, in place of the application's"), "VtexIdclientAutCookie"),
}
RIGHT = N_("Plain printable characters, as VTEX shows them.")


class CredentialsCard(Card):
    """Sets, replaces, tries and forgets what VTEX has to see."""

    def __init__(self, workplace: Workplace, account: AccountName, parent: QWidget | None = None) -> None:
        """Show which entries are kept, once the desk runs."""
        super().__init__(N_("Credentials"), parent)
        self._link = workplace.link
        self._account = account
        self._names: list[str] = []
        self._is_asking = False
        self.verdict = ""
        """``taken``, ``refused``, or empty while it is not known."""
        intro = label(part="small", wraps=True)
        self.say(intro.setText, N_("Made in VTEX under Account settings → API keys, for this desk alone."))
        self.content.addWidget(intro)
        self.fields = {secret: self._field(secret) for secret in FIELDS}
        self._good, self._bad = Note("done", Role.SUCCESS), Note("error", Role.ERROR)
        self._busy, self._unkept = Note("waiting", Role.MUTED), Note("warning", Role.WARNING)
        self.keep = Button(N_("Keep and test"), "key")
        self.check = Button(N_("Test again"), "retry", "quiet")
        self.forget = Button(N_("Forget them"), "remove", "quiet")
        self._lay_out()
        self.keep.clicked.connect(self.keep_typed)
        self.check.clicked.connect(self._on_check)
        self.forget.clicked.connect(self._on_forget)
        self._link.started.connect(self.look)
        self.look()

    @property
    def is_typed(self) -> bool:
        """Tell whether something was typed that is not kept yet."""
        return any(field.line.text().strip() for field in self.fields.values())

    def look(self) -> None:
        """Ask the desk which entries it has; nobody else is asked. What is being tried goes on."""
        knows_account = self._knows_account()
        self._ready(is_ready=knows_account and not self._is_asking)
        waiting = "" if knows_account else _("The desk is starting…")
        self._busy.show_text(_("Asking VTEX…") if self._is_asking else waiting)
        if knows_account:
            self._link.ask(self, lambda commands: _kept(commands, self._account), self._on_known)

    def _field(self, secret: Secret) -> TextField:
        name, header = FIELDS[secret]
        field = TextField(name, printable, RIGHT, header)
        field.line.setEchoMode(QLineEdit.EchoMode.Password)
        field.line.returnPressed.connect(self.keep_typed)
        self.content.addWidget(field)
        return field

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addWidget(self.check)
        row.addStretch()
        row.addWidget(self.forget)
        for note in (self._good, self._bad, self._busy, self._unkept):
            self.content.addWidget(note)
        self.content.addLayout(row)

    def _knows_account(self) -> bool:
        running = self._link.running
        return running is not None and running.settings.account(self._account) is not None

    def _ready(self, *, is_ready: bool) -> None:
        for button in (self.keep, self.check, self.forget):
            button.setEnabled(is_ready)

    def keep_typed(self) -> None:
        """Keep what was typed and try it, once the desk knows the account."""
        if not self.keep.isEnabled():
            return
        typed = {secret: field.line.text().strip() for secret, field in self.fields.items()}
        values: dict[str, str | None] = {secret.value: text for secret, text in typed.items() if text}
        if values and self._are_right():
            self._ask(values)

    def _are_right(self) -> bool:
        wrong = [field for field in self.fields.values() if not field.judge()]
        return not wrong

    def _on_check(self) -> None:
        self._ask({})

    def _on_forget(self) -> None:
        self._ask({secret.value: None for secret in FIELDS})

    def _ask(self, values: Mapping[str, str | None]) -> None:
        self._is_asking = True
        self._show("", _("Asking VTEX…"))
        self._ready(is_ready=False)
        work: Callable[[Commands], Awaitable[Any]] = partial(_kept_and_tried, account=self._account, values=values)
        self._link.ask(self, work, self._on_tried, self._on_refused)

    def _on_known(self, found: Mapping[str, Any]) -> None:
        self._names = found["names"]
        self._unkept.show_text(
            ""
            if found["is_kept"]
            else _("No keyring can be used here: they last only as long as this program runs. See “Check this desk”.")
        )
        for secret, field in self.fields.items():
            is_there = secret.value in self._names
            field.show_default(_("Kept; type here to replace it") if is_there else _("Not kept"))
        self.check.setVisible(bool(self._names))
        self.forget.setVisible(bool(self._names))

    def _on_tried(self, found: Mapping[str, Any]) -> None:
        self._is_asking = False
        self._ready(is_ready=True)
        for field in self.fields.values():
            field.line.clear()
            field.show_value("")
        self._on_known(found)
        refusal = found["refusal"]
        if not set(self._names) & {secret.value for secret in FIELDS}:
            self._show("refused", _("Nothing is kept for this account."))
        elif refusal is None:
            self._show("taken", _("VTEX takes them."))
        else:
            self._show("refused", f"{refusal['message']} {refusal['next_action']}")

    def _on_refused(self, error: InvoicerError) -> None:
        self._is_asking = False
        self._ready(is_ready=True)
        told = explain_failure(error)
        self._show("refused", f"{told.sentence} {told.step}")

    def _show(self, verdict: str, text: str) -> None:
        self.verdict = verdict
        self._good.show_text(text if verdict == "taken" else "")
        self._bad.show_text(text if verdict == "refused" else "")
        self._busy.show_text("" if verdict else text)
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def adapt(self) -> None:
        """Say what is kept in the language in use; the verdict is said anew by the next test."""
        if self.verdict == "taken":
            self._good.show_text(_("VTEX takes them."))
        self.look()


def printable(text: str) -> str | None:
    """Read what can travel in an HTTP header; ``ValueError`` when it cannot."""
    if not (text.isascii() and text.isprintable()):
        raise ValueError(text)
    return text or None


def _kept(commands: Commands, account: AccountName) -> dict[str, Any]:
    return {"names": commands.credentials.names(account), "is_kept": commands.credentials.is_kept}


async def _kept_and_tried(commands: Commands, account: AccountName, values: Mapping[str, str | None]) -> dict[str, Any]:
    if values:
        await commands.set_credentials(account, values)
    return {**_kept(commands, account), **await commands.check_credentials(account)}
