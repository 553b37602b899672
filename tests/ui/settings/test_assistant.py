"""From nothing to a desk that works."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home, load_config
from desktop_invoicer.credentials import MemoryVault, Secret, read_credentials
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.setup.assistant import Assistant
from desktop_invoicer.ui.setup.steps import AccountStep, CredentialsStep, EndStep, GroupStep, ReceiverStep, Step
from tests.ui.settings.conftest import Opener
from tests.ui.settings.desk import ACCOUNT, CONFIG, SettingsDesk

NOTHING = 'language = "en"\n[receiver]\nport = 0\n[polling]\nenabled = false\n'

S = TypeVar("S", bound=Step)


class Newcomer:
    """Somebody who sets a desk up for the first time."""

    def __init__(self, application: Application, qtbot: QtBot) -> None:
        self.application = application
        self.qtbot = qtbot
        self.page = next(iter(application.window.findChildren(SettingsPage)))
        qtbot.waitUntil(lambda: isinstance(self.page.guides.dialog, Assistant))

    @property
    def assistant(self) -> Assistant:
        assistant = self.page.guides.dialog
        assert isinstance(assistant, Assistant)
        return assistant

    def at(self, kind: type[S]) -> S:
        """Wait for a step."""
        self.qtbot.waitUntil(lambda: isinstance(self.assistant.step, kind))
        step = self.assistant.step
        assert isinstance(step, kind)
        return step

    def name_account(self, origin: str) -> CredentialsStep:
        """Come as far as the credentials; the account is the simulated one."""
        self.assistant.next.click()
        self.assistant.next.click()
        self.at(AccountStep).field.line.setText(ACCOUNT)
        self.assistant.next.click()
        step = self.at(CredentialsStep)
        with self.qtbot.waitSignal(self.page.book.loaded):
            origins = {
                f"accounts.{ACCOUNT}.myvtex_origin": origin,
                f"accounts.{ACCOUNT}.oms_origin": origin,
            }
            self.page.book.keep(self.page, origins, self.page.book.restart, print)
        self.qtbot.waitUntil(lambda: self._knows(origin))
        return step

    def type_credentials(self, step: CredentialsStep, app_token: str) -> str:
        """Type credentials, go on, and give what VTEX said."""
        card = step.card
        assert card is not None
        self.qtbot.waitUntil(card.keep.isEnabled)
        card.fields[Secret.APP_KEY].line.setText(APP_KEY)
        card.fields[Secret.APP_TOKEN].line.setText(app_token)
        self.assistant.next.click()
        self.qtbot.waitUntil(lambda: bool(card.verdict))
        return card.verdict

    def _knows(self, origin: str) -> bool:
        running = self.application.link.running
        account = None if running is None else running.settings.account(ACCOUNT)
        return account is not None and account.oms_origin == origin


@pytest.fixture
def newcomer(open_with: Opener, qtbot: QtBot) -> Newcomer:
    return Newcomer(open_with(NOTHING), qtbot)


def test_a_desk_is_set_up_from_nothing(newcomer: Newcomer, origin: str, vault: MemoryVault, home: Home) -> None:
    verdict = newcomer.type_credentials(newcomer.name_account(origin), APP_TOKEN)
    newcomer.assistant.next.click()
    notifier = newcomer.at(ReceiverStep).card
    assert notifier is not None
    newcomer.qtbot.waitUntil(notifier.make.isEnabled)
    notifier.make.click()
    token, address = notifier.token, notifier.address
    newcomer.qtbot.waitUntil(lambda: read_credentials(vault, ACCOUNT).receiver_token == token)
    for _step in range(3):
        newcomer.assistant.next.click()
    findings = newcomer.at(EndStep).findings
    newcomer.qtbot.waitUntil(lambda: not findings.is_looking)
    newcomer.assistant.next.click()

    assert verdict == "taken"
    assert address.endswith(f"/notifications/{ACCOUNT}")
    assert len(token) >= 32
    assert token not in home.config_file.read_text("utf-8")
    assert load_config(home).store.account == ACCOUNT
    assert {finding.topic for finding in findings.findings} >= {"settings", "credentials", "origins"}
    assert newcomer.page.guides.dialog is None


def test_credentials_that_vtex_refuses_are_told_and_the_step_stays(newcomer: Newcomer, origin: str) -> None:
    step = newcomer.name_account(origin)

    assert newcomer.type_credentials(step, "not-the-token") == "refused"
    assert newcomer.assistant.step is step


def test_credentials_that_only_memory_keeps_are_told_plainly(newcomer: Newcomer, origin: str) -> None:
    step = newcomer.name_account(origin)

    newcomer.type_credentials(step, APP_TOKEN)

    texts = {label.text() for label in step.findChildren(QLabel)}
    assert any("only as long as this program runs" in text for text in texts)


def test_what_was_left_goes_on_at_the_same_step(newcomer: Newcomer, origin: str) -> None:
    newcomer.name_account(origin)
    newcomer.assistant.later.click()
    newcomer.qtbot.waitUntil(lambda: newcomer.page.guides.dialog is None)

    newcomer.application.window.actions_.of(Command.SETUP).trigger()

    newcomer.at(CredentialsStep)


def test_back_leads_back_and_what_was_entered_is_there(newcomer: Newcomer, origin: str) -> None:
    newcomer.name_account(origin)

    newcomer.assistant.back.click()

    assert newcomer.at(AccountStep).field.line.text() == ACCOUNT


def test_no_step_beyond_the_account_comes_without_one(newcomer: Newcomer) -> None:
    newcomer.assistant.next.click()
    newcomer.assistant.next.click()
    step = newcomer.at(AccountStep)

    newcomer.assistant.next.click()

    assert newcomer.assistant.step is step
    assert step.field.wrong


def test_a_wrong_value_keeps_the_step(newcomer: Newcomer) -> None:
    newcomer.assistant.next.click()
    step = newcomer.at(GroupStep)
    field = step.groups[0].fields["store.cnpj"]
    assert isinstance(field, TextField)
    field.line.setText("1")

    newcomer.assistant.next.click()

    assert newcomer.assistant.step is step
    assert field.wrong


def test_the_assistant_does_not_come_where_an_account_is_set_up(open_with: Opener, origin: str, qtbot: QtBot) -> None:
    desk = SettingsDesk(open_with(CONFIG.format(origin=origin)), qtbot)
    with qtbot.waitSignal(desk.page.book.loaded):
        desk.page.book.load()

    assert desk.page.guides.dialog is None
