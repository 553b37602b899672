"""What has to be pasted into VTEX so that it calls this desk: the address, and a token that proves who calls."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from desktop_invoicer.credentials import Secret
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import explain_failure
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.buttons import Button, CopyButton
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.settings.credentials import RIGHT, printable
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.note import Note
from desktop_invoicer.ui.theme.theme import Role
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:
    from desktop_invoicer.engine.commands import Commands

TOKEN_BYTES = 24


class NotifierCard(Card):
    """Address and token for one account, with where they go."""

    token_shown = Signal()
    """A token that was made is kept, and shown this once."""
    refused = Signal()
    """What was wanted of the token was not done; the card says why."""
    settled = Signal()
    """What was wanted of the token is done, or refused."""

    def __init__(self, workplace: Workplace, account: AccountName, parent: QWidget | None = None) -> None:
        """Show the address once the desk runs."""
        super().__init__(N_("For VTEX's Invoice Notifier"), parent)
        self._link = workplace.link
        self._account = account
        self._is_set: bool | None = None
        self._refusal: InvoicerError | None = None
        self._is_asking = False
        self._where = label(part="small", wraps=True)
        self.say(
            self._where.setText,
            N_("In the VTEX Admin, open Apps → Invoice Notifier → Settings, and paste both there."),
        )
        self._address = label(part="verbatim", wraps=True, selectable=True)
        self._outside = label(part="small", wraps=True)
        self._token = label(part="verbatim", wraps=True, selectable=True)
        self._once = Note("warning", Role.WARNING)
        self._state = Note("info", Role.INFO)
        self._copy_token = CopyButton(N_("token"), self._token.text)
        self.make = Button(N_("Make a token"), "key")
        self.forget = Button(N_("Forget it"), "remove", "quiet")
        self.own = TextField(N_("Or a token of your own"), printable, RIGHT)
        self.own.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._lay_out()
        self.make.clicked.connect(self._on_make)
        self.forget.clicked.connect(self._on_forget)
        self.own.entered.connect(self._on_own)
        self._link.started.connect(self.look)
        self.look()

    @property
    def address(self) -> str:
        """Give the address that VTEX calls; empty while the receiver does not listen."""
        running = self._link.running
        address = "" if running is None else running.receiver_address
        return f"{address}/notifications/{self._account}" if address else ""

    @property
    def token(self) -> str:
        """Give the token as long as it is shown."""
        return self._token.text()

    @property
    def is_asking(self) -> bool:
        """Tell whether the desk is about to keep or forget a token."""
        return self._is_asking

    def look(self) -> None:
        """Show the address, and ask the desk whether it has a token."""
        running = self._link.running
        silent = _("The desk is starting…") if running is None else _("The receiver is not listening.")
        self._address.setText(self.address or silent)
        self._copy_address.setEnabled(bool(self.address))
        self._outside.setText(
            _("VTEX calls from outside: in place of {address} write the https address of your proxy or tunnel.").format(
                address=self.address.removesuffix(f"/notifications/{self._account}")
            )
        )
        self._outside.setVisible(bool(self.address))
        is_known = running is not None and running.settings.account(self._account) is not None
        self._ready(is_ready=is_known and not self._is_asking)
        if is_known:
            self._link.ask(self, lambda commands: _has_token(commands, self._account), self._on_known)

    def _lay_out(self) -> None:
        self._copy_address = CopyButton(N_("address"), self._address.text)
        self.content.addWidget(self._where)
        name = label(part="strong")
        self.say(name.setText, N_("URL to notify"))
        self.content.addWidget(name)
        self.content.addLayout(_row(self._address, self._copy_address))
        self.content.addWidget(self._outside)
        name = label(part="strong")
        self.say(name.setText, N_("Token"))
        self.content.addWidget(name)
        self.content.addLayout(_row(self._token, self._copy_token))
        self.content.addWidget(self._once)
        self.content.addWidget(self._state)
        buttons = QHBoxLayout()
        buttons.addWidget(self.make)
        buttons.addWidget(self.forget)
        buttons.addStretch()
        self.content.addLayout(buttons)
        self.content.addWidget(self.own)
        self._show_token("")

    def _ready(self, *, is_ready: bool) -> None:
        for control in (self.make, self.forget, self.own):
            control.setEnabled(is_ready)

    def _show_token(self, token: str) -> None:
        self._token.setText(token)
        self._token.setVisible(bool(token))
        self._copy_token.setVisible(bool(token))
        self._once.show_text(_("Shown only now: paste it into VTEX before you go on.") if token else "")

    def _on_make(self) -> None:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._keep(token, shown=token)

    def _on_forget(self) -> None:
        self._keep(None)

    def _on_own(self, token: str | None) -> None:
        if token:  # who empties the field wants another token, or none of their own: only "Forget it" forgets
            self._keep(token, is_own=True)

    def _keep(self, token: str | None, *, shown: str = "", is_own: bool = False) -> None:
        """Have the desk keep ``token``, or none; ``shown`` comes into view only once it is kept."""
        self._is_asking = True
        self._refusal = None
        self._show_token("")
        self._show_state()
        self._ready(is_ready=False)
        values = {Secret.RECEIVER_TOKEN.value: token}
        work: Callable[[Commands], Awaitable[Any]] = partial(_set, account=self._account, values=values)
        self._link.ask(self, work, partial(self._on_set, shown), partial(self._on_refused, is_own))

    def _on_set(self, shown: str, found: Mapping[str, Any]) -> None:
        self.own.line.clear()
        self.own.show_value("")
        self._on_known(Secret.RECEIVER_TOKEN.value in found["names"])
        self._show_token(shown)
        if shown:
            self.token_shown.emit()
        self._settle()

    def _on_known(self, is_set: bool) -> None:
        self._is_set = is_set
        self._show_state()
        self.forget.setVisible(is_set)

    def _on_refused(self, is_own: bool, error: InvoicerError) -> None:
        self._refusal = error
        self._show_state()
        if is_own:
            self.own.show_refusal(explain_failure(error).sentence)
        self.refused.emit()
        self._settle()

    def _settle(self) -> None:
        self._is_asking = False
        self._ready(is_ready=True)
        self.settled.emit()

    def _show_state(self) -> None:
        """Say what was refused, and what is kept as far as it is known."""
        refusal = "" if self._refusal is None else explain_failure(self._refusal).sentence
        kept = _("A token is kept.") if self._is_set else _("No token is kept: calls are refused.")
        self._state.show_text(" ".join(filter(None, (refusal, "" if self._is_set is None else kept))))

    def adapt(self) -> None:
        """Say everything in the language in use."""
        self._show_token(self.token)
        self._show_state()
        self.look()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Show a token no more once its card was left, nor what was refused."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._refusal = None
            self._show_token("")
            self._show_state()


def _row(text: QWidget, copy: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(text, 1)
    row.addWidget(copy)
    return row


def _has_token(commands: Commands, account: AccountName) -> bool:
    return Secret.RECEIVER_TOKEN.value in commands.credentials.names(account)


async def _set(commands: Commands, account: AccountName, values: Mapping[str, str | None]) -> dict[str, Any]:
    return await commands.set_credentials(account, values)
