"""What is refused in the settings stays told, and is not taken for what is in force."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_invoicer.config import Home
from desktop_invoicer.credentials import MemoryVault, Secret, read_credentials
from desktop_invoicer.domain.check import CheckName
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.ui.settings.checks import ChecksField
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.group import Group
from desktop_invoicer.ui.settings.notifier import NotifierCard
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.settings.token_place import TokenPlaceField
from tests.ui.settings.desk import ACCOUNT, SettingsDesk

KEPT = "the-token-that-is-kept"
NOT_RUNNING = "The desk is not running yet. Nothing was done."

Mend = Callable[[], object]


@pytest.fixture
def mend(desk: SettingsDesk, home: Home) -> Mend:
    """Break the file, so that every value is refused, and give what puts it right."""
    desk.qtbot.waitUntil(lambda: desk.page.book.settings is not None)
    before = desk.text
    home.config_file.write_text("store = nonsense")
    return lambda: home.config_file.write_text(before, "utf-8")


def refused(desk: SettingsDesk, key: str, text: str) -> TextField:
    field = desk.type(key, text)
    desk.qtbot.waitUntil(lambda: "cannot be used" in field.wrong)
    return field


def test_a_text_that_was_refused_is_given_again(desk: SettingsDesk, mend: Mend) -> None:
    field = refused(desk, "store.name", "Loja Leblon")
    mend()

    field.give()
    told_meanwhile = field.wrong
    desk.kept(field)

    assert "cannot be used" in told_meanwhile
    assert not field.wrong
    assert desk.settings.store.name == "Loja Leblon"


@pytest.mark.usefixtures("mend")
def test_a_text_that_is_refused_again_stays_with_the_reason(desk: SettingsDesk) -> None:
    field = refused(desk, "store.name", "Loja Leblon")

    with desk.qtbot.waitSignal(field.entered):
        QTest.keyClick(field.line, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: not any(group.is_writing for group in desk.page.findChildren(Group)))

    assert "cannot be used" in field.wrong
    assert field.line.text() == "Loja Leblon"


def test_a_text_that_was_refused_outlasts_the_next_change(desk: SettingsDesk, mend: Mend) -> None:
    field = refused(desk, "store.name", "Loja Leblon")
    mend()

    desk.kept(desk.choose("submit", "automatic"))

    assert "cannot be used" in field.wrong
    assert field.line.text() == "Loja Leblon"
    assert desk.settings.store.name == "Loja Gávea"


@pytest.mark.usefixtures("mend")
def test_a_refused_text_is_marked_no_more_once_another_is_typed(desk: SettingsDesk) -> None:
    field = refused(desk, "store.name", "Loja Leblon")

    QTest.keyClick(field.line, Qt.Key.Key_Backspace)

    assert not field.wrong


@pytest.mark.parametrize("is_first", [True, False])
def test_a_text_is_not_lost_when_it_is_refused_beside_one_that_is_written(desk: SettingsDesk, is_first: bool) -> None:
    everywhere = "0.0.0.0"  # noqa: S104 (the very thing that is refused)
    place = desk.field("accounts.lojafarmgavea.receiver_token")
    place.entered.emit("none")
    desk.kept(place)
    host, port = desk.field("receiver.host"), desk.field("receiver.port")
    assert isinstance(host, TextField)
    assert isinstance(port, TextField)
    host.line.setText(everywhere)
    port.line.setText("9000")

    for field in (host, port) if is_first else (port, host):
        field.give()

    desk.kept(port)
    desk.qtbot.waitUntil(lambda: "Without a token" in host.wrong)
    assert host.line.text() == everywhere


def test_a_choice_that_was_refused_goes_back_and_can_be_made_again(desk: SettingsDesk, mend: Mend) -> None:
    field = desk.choose("submit", "automatic")
    desk.qtbot.waitUntil(lambda: "cannot be used" in field.wrong)
    shown = field.box.currentData()
    mend()

    desk.choose("submit", "automatic")
    told_meanwhile = field.wrong
    desk.kept(field)

    assert shown == "confirm"
    assert "cannot be used" in told_meanwhile
    assert not field.wrong
    assert desk.settings.submit.value == "automatic"


@pytest.mark.usefixtures("mend")
def test_who_chooses_what_is_in_force_has_nothing_refused_any_more(desk: SettingsDesk) -> None:
    field = desk.choose("submit", "automatic")
    desk.qtbot.waitUntil(lambda: "cannot be used" in field.wrong)

    desk.choose("submit", "confirm")

    assert not field.wrong


def test_a_switch_that_was_refused_goes_back_and_can_be_switched_again(desk: SettingsDesk, mend: Mend) -> None:
    field = desk.switch("polling.enabled")
    desk.qtbot.waitUntil(lambda: "cannot be used" in field.wrong)
    shown = field.switch.isChecked()
    mend()

    desk.switch("polling.enabled")
    desk.kept(field)

    assert not shown
    assert not field.wrong
    assert desk.settings.polling.enabled


@pytest.mark.usefixtures("mend")
def test_comparisons_that_were_refused_go_back(desk: SettingsDesk) -> None:
    field = desk.field("documents.block")
    assert isinstance(field, ChecksField)

    field.switches[CheckName.BUYER].click()
    desk.qtbot.waitUntil(lambda: "cannot be used" in field.wrong)

    assert not field.switches[CheckName.BUYER].isChecked()


@pytest.mark.parametrize("again", ["name", "kind"])
def test_a_place_of_the_token_that_was_refused_is_given_again(desk: SettingsDesk, mend: Mend, again: str) -> None:
    field = desk.field("accounts.lojafarmgavea.receiver_token")
    assert isinstance(field, TokenPlaceField)
    field.kind.setCurrentIndex(field.kind.findData("query"))
    field.kind.activated.emit(field.kind.currentIndex())
    desk.qtbot.waitUntil(lambda: "cannot be used" in field.wrong)
    mend()

    if again == "name":
        field.place.editingFinished.emit()
    else:
        field.kind.activated.emit(field.kind.currentIndex())
    told_meanwhile = field.wrong
    desk.kept(field)

    assert "cannot be used" in told_meanwhile
    assert not field.wrong
    assert str(desk.settings.accounts[0].receiver_token) == "query:token"


@pytest.fixture
def notifier(working_desk: SettingsDesk) -> NotifierCard:
    """Show the token's card of a desk that keeps one and has just stopped."""
    working_desk.section(list(Place).index(Place.ACCOUNTS))
    card = working_desk.find(NotifierCard)
    working_desk.qtbot.waitUntil(card.own.isEnabled)
    card.own.line.setText(KEPT)
    card.own.give()
    working_desk.qtbot.waitUntil(lambda: told(working_desk, "A token is kept."))
    stop(working_desk)
    return card


def stop(desk: SettingsDesk) -> None:
    with desk.qtbot.waitSignal(desk.application.link.stopped):
        desk.application.link.stop()


def start(desk: SettingsDesk) -> None:
    with desk.qtbot.waitSignal(desk.application.link.started):
        desk.application.link.start()


def told(desk: SettingsDesk, words: str) -> bool:
    return any(words in text for text in desk.visible_texts())


def test_a_token_that_is_not_kept_is_not_shown(
    working_desk: SettingsDesk, notifier: NotifierCard, vault: MemoryVault
) -> None:
    notifier.make.click()
    at_once = notifier.token

    working_desk.qtbot.waitUntil(lambda: told(working_desk, NOT_RUNNING))
    assert at_once == notifier.token == ""
    assert not told(working_desk, "Shown only now")
    assert read_credentials(vault, ACCOUNT).receiver_token == KEPT


def test_a_token_that_is_not_forgotten_stays_and_that_is_told(
    working_desk: SettingsDesk, notifier: NotifierCard, vault: MemoryVault
) -> None:
    notifier.forget.click()

    working_desk.qtbot.waitUntil(lambda: told(working_desk, NOT_RUNNING))
    start(working_desk)
    assert told(working_desk, f"{NOT_RUNNING} A token is kept.")
    assert read_credentials(vault, ACCOUNT).receiver_token == KEPT


def test_a_token_is_forgotten(working_desk: SettingsDesk, notifier: NotifierCard, vault: MemoryVault) -> None:
    start(working_desk)
    notifier.forget.click()

    working_desk.qtbot.waitUntil(lambda: told(working_desk, "No token is kept: calls are refused."))
    assert read_credentials(vault, ACCOUNT).receiver_token == ""


def give_own(desk: SettingsDesk, card: NotifierCard) -> None:
    """Give a token of one's own to a desk that does not run, and start it."""
    card.own.line.setText("of-my-own")
    card.own.give()
    desk.qtbot.waitUntil(lambda: card.own.wrong == NOT_RUNNING)
    start(desk)
    desk.qtbot.waitUntil(card.own.isEnabled)


def test_a_token_of_ones_own_that_was_refused_is_given_again(
    working_desk: SettingsDesk, notifier: NotifierCard, vault: MemoryVault
) -> None:
    give_own(working_desk, notifier)
    told_then = notifier.own.wrong

    notifier.own.give()
    working_desk.qtbot.waitUntil(lambda: not notifier.own.line.text())

    assert told_then == NOT_RUNNING
    assert not notifier.own.wrong
    assert read_credentials(vault, ACCOUNT).receiver_token == "of-my-own"


def test_emptying_the_field_of_a_refused_token_forgets_none(
    working_desk: SettingsDesk, notifier: NotifierCard, vault: MemoryVault
) -> None:
    give_own(working_desk, notifier)

    notifier.own.line.clear()
    notifier.own.give()
    notifier.own.entered.emit(None)

    assert not notifier.is_asking
    assert read_credentials(vault, ACCOUNT).receiver_token == KEPT


def test_a_look_while_a_token_is_kept_lets_no_second_one_be_made(
    working_desk: SettingsDesk, notifier: NotifierCard
) -> None:
    start(working_desk)
    notifier.make.click()

    notifier.look()

    assert not notifier.make.isEnabled()
    working_desk.qtbot.waitUntil(lambda: bool(notifier.token))
    assert notifier.make.isEnabled()


def test_credentials_typed_while_no_desk_runs_are_refused_and_not_lost(
    working_desk: SettingsDesk, vault: MemoryVault
) -> None:
    card = working_desk.credentials()
    working_desk.qtbot.waitUntil(card.keep.isEnabled)
    stop(working_desk)
    card.fields[Secret.APP_KEY].line.setText(APP_KEY)
    card.fields[Secret.APP_TOKEN].line.setText(APP_TOKEN)

    card.keep.click()
    working_desk.qtbot.waitUntil(lambda: card.verdict == "refused")
    start(working_desk)
    told_then, typed = told(working_desk, NOT_RUNNING), card.fields[Secret.APP_TOKEN].line.text()
    card.keep.click()

    working_desk.qtbot.waitUntil(lambda: card.verdict == "taken")
    assert told_then
    assert typed == APP_TOKEN
    assert read_credentials(vault, ACCOUNT).app_token == APP_TOKEN


def test_a_look_while_vtex_is_asked_leaves_the_question_alone(working_desk: SettingsDesk) -> None:
    card = working_desk.credentials()
    working_desk.qtbot.waitUntil(card.keep.isEnabled)
    card.fields[Secret.APP_KEY].line.setText(APP_KEY)
    card.fields[Secret.APP_TOKEN].line.setText(APP_TOKEN)

    card.keep.click()
    card.look()

    assert told(working_desk, "Asking VTEX…")
    assert not card.keep.isEnabled()
    working_desk.qtbot.waitUntil(lambda: card.verdict == "taken")
    assert card.keep.isEnabled()
