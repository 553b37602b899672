"""From nothing to a desk that works."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home, load_config
from desktop_invoicer.credentials import MemoryVault, Secret, read_credentials
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.settings.choice import ChoiceField
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.notifier import NotifierCard
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
    newcomer.qtbot.waitUntil(lambda: bool(notifier.token))
    token, address = notifier.token, notifier.address
    for _step in range(3):
        newcomer.assistant.next.click()
    findings = newcomer.at(EndStep).findings
    newcomer.qtbot.waitUntil(lambda: not findings.is_looking)
    newcomer.assistant.next.click()

    assert verdict == "taken"
    assert address.endswith(f"/notifications/{ACCOUNT}")
    assert len(token) >= 32
    assert read_credentials(vault, ACCOUNT).receiver_token == token
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


def test_next_stays_with_the_reason_until_a_value_is_written(newcomer: Newcomer, home: Home) -> None:
    newcomer.assistant.next.click()
    step = newcomer.at(GroupStep)
    field = step.groups[0].fields["store.name"]
    assert isinstance(field, TextField)
    home.config_file.write_text("store = nonsense")
    field.line.setText("Loja Leblon")

    newcomer.assistant.next.click()
    newcomer.qtbot.waitUntil(lambda: "cannot be used" in field.wrong)
    stayed = newcomer.assistant.step
    newcomer.assistant.next.click()
    newcomer.qtbot.waitUntil(lambda: not step.groups[0].is_writing)
    stayed_again, told, text = newcomer.assistant.step, field.wrong, field.line.text()
    home.config_file.write_text(NOTHING)
    newcomer.assistant.next.click()

    newcomer.at(AccountStep)
    assert stayed is step
    assert stayed_again is step
    assert "cannot be used" in told
    assert text == "Loja Leblon"
    assert load_config(home).store.name == "Loja Leblon"


def test_a_choice_that_is_refused_keeps_the_step(newcomer: Newcomer, home: Home) -> None:
    step = newcomer.at(GroupStep)
    field = step.groups[0].fields["language"]
    assert isinstance(field, ChoiceField)
    home.config_file.write_text("store = nonsense")
    field.box.setCurrentIndex(field.box.findData("es"))
    field.box.activated.emit(field.box.currentIndex())

    newcomer.assistant.next.click()

    newcomer.qtbot.waitUntil(lambda: "cannot be used" in field.wrong)
    assert newcomer.assistant.step is step
    assert field.box.currentData() == "en"


def test_what_is_typed_while_the_step_before_is_written_is_written_too(newcomer: Newcomer, home: Home) -> None:
    newcomer.assistant.next.click()
    step = newcomer.at(GroupStep)
    name, cnpj = step.groups[0].fields["store.name"], step.groups[0].fields["store.cnpj"]
    assert isinstance(name, TextField)
    assert isinstance(cnpj, TextField)
    name.line.setText("Loja Leblon")

    newcomer.assistant.next.click()
    cnpj.line.setFocus()
    QTest.keyClicks(cnpj.line, "11222333000181")

    newcomer.at(AccountStep)
    assert load_config(home).store.cnpj == "11222333000181"


def test_who_goes_back_while_it_is_written_is_not_led_on(newcomer: Newcomer) -> None:
    newcomer.assistant.next.click()
    step = newcomer.at(GroupStep)
    field = step.groups[0].fields["store.name"]
    assert isinstance(field, TextField)
    field.line.setText("Loja Leblon")

    newcomer.assistant.next.click()
    newcomer.assistant.back.click()
    newcomer.assistant.next.click()

    newcomer.qtbot.waitUntil(lambda: not step.groups[0].is_writing)
    assert newcomer.assistant.step is step


def at_the_receiver(newcomer: Newcomer, origin: str) -> tuple[ReceiverStep, NotifierCard]:
    newcomer.name_account(origin)
    newcomer.assistant.next.click()
    step = newcomer.at(ReceiverStep)
    assert step.card is not None
    newcomer.qtbot.waitUntil(step.card.own.isEnabled)
    return step, step.card


def test_next_keeps_a_token_of_ones_own_before_it_goes_on(
    newcomer: Newcomer, origin: str, vault: MemoryVault, qtbot: QtBot
) -> None:
    step, card = at_the_receiver(newcomer, origin)
    link = newcomer.application.link
    with qtbot.waitSignal(link.stopped):
        link.stop()
    card.own.line.setText("of-my-own")

    newcomer.assistant.next.click()
    qtbot.waitUntil(lambda: "Nothing was done." in card.own.wrong)
    stayed = newcomer.assistant.step
    with qtbot.waitSignal(link.started):
        link.start()
    newcomer.assistant.next.click()

    qtbot.waitUntil(lambda: newcomer.assistant.step is not step)
    assert stayed is step
    assert read_credentials(vault, ACCOUNT).receiver_token == "of-my-own"


def test_next_does_not_leave_a_token_that_was_made_unseen(newcomer: Newcomer, origin: str) -> None:
    step, card = at_the_receiver(newcomer, origin)

    card.make.click()
    newcomer.assistant.next.click()

    newcomer.qtbot.waitUntil(lambda: bool(card.token))
    assert newcomer.assistant.step is step


def test_the_assistant_does_not_come_where_an_account_is_set_up(open_with: Opener, origin: str, qtbot: QtBot) -> None:
    desk = SettingsDesk(open_with(CONFIG.format(origin=origin)), qtbot)
    with qtbot.waitSignal(desk.page.book.loaded):
        desk.page.book.load()

    assert desk.page.guides.dialog is None
