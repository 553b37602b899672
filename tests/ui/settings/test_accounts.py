"""Accounts in the settings: their credentials, address and token."""

from __future__ import annotations

import pytest

from desktop_invoicer.credentials import MemoryVault, Secret, read_credentials, write_credentials
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.ui.settings.accounts import AccountsSection
from desktop_invoicer.ui.settings.notifier import NotifierCard
from desktop_invoicer.ui.settings.place import Place
from tests.ui.settings.desk import ACCOUNT, SettingsDesk

OTHER = AccountName("lojafarmleblon")


@pytest.fixture
def section(desk: SettingsDesk) -> AccountsSection:
    desk.section(list(Place).index(Place.ACCOUNTS))
    return desk.find(AccountsSection)


def add(desk: SettingsDesk, section: AccountsSection, name: str) -> None:
    section.adding.field.line.setText(name)
    section.adding.add.click()
    desk.qtbot.waitUntil(lambda: name in [account.name for account in desk.settings.accounts])
    desk.qtbot.waitUntil(lambda: section.chosen == name)


def test_an_account_is_added_and_comes_into_view(desk: SettingsDesk, section: AccountsSection) -> None:
    add(desk, section, OTHER)

    assert desk.settings.store.account == ACCOUNT


def test_no_account_can_have_a_name_that_vtex_would_not_give(desk: SettingsDesk, section: AccountsSection) -> None:
    before = desk.text
    section.adding.field.line.setText("Loja Farm")

    section.adding.add.click()

    assert section.adding.field.wrong
    assert desk.text == before


def test_the_counter_goes_to_another_account_when_its_own_is_removed(
    desk: SettingsDesk, section: AccountsSection
) -> None:
    add(desk, section, OTHER)

    section.remove_account(ACCOUNT)

    desk.qtbot.waitUntil(lambda: [account.name for account in desk.settings.accounts] == [OTHER])
    assert desk.settings.store.account == OTHER


def test_the_last_account_can_be_removed(desk: SettingsDesk, section: AccountsSection) -> None:
    section.remove_account(ACCOUNT)

    desk.qtbot.waitUntil(lambda: desk.settings.accounts == ())
    desk.qtbot.waitUntil(lambda: section.chosen == "")


def notifier(desk: SettingsDesk) -> NotifierCard:
    desk.section(list(Place).index(Place.ACCOUNTS))
    return desk.find(NotifierCard)


def test_credentials_are_tried_kept_and_not_shown(working_desk: SettingsDesk, vault: MemoryVault) -> None:
    card = working_desk.credentials()
    working_desk.qtbot.waitUntil(card.keep.isEnabled)
    card.fields[Secret.APP_KEY].line.setText(APP_KEY)
    card.fields[Secret.APP_TOKEN].line.setText(APP_TOKEN)

    card.keep.click()

    working_desk.qtbot.waitUntil(lambda: card.verdict == "taken")
    assert read_credentials(vault, ACCOUNT).app_token == APP_TOKEN
    assert not card.is_typed
    assert APP_TOKEN not in " ".join(working_desk.visible_texts())


def test_credentials_are_forgotten(working_desk: SettingsDesk, vault: MemoryVault) -> None:
    write_credentials(vault, ACCOUNT, {Secret.APP_KEY: APP_KEY, Secret.RECEIVER_TOKEN: "stays"})
    card = working_desk.credentials()
    working_desk.qtbot.waitUntil(card.forget.isEnabled)

    card.forget.click()

    working_desk.qtbot.waitUntil(lambda: card.verdict == "refused")
    kept = read_credentials(vault, ACCOUNT)
    assert (kept.app_key, kept.receiver_token) == ("", "stays")


def test_a_credential_that_cannot_travel_in_a_header_is_told(working_desk: SettingsDesk, vault: MemoryVault) -> None:
    card = working_desk.credentials()
    working_desk.qtbot.waitUntil(card.keep.isEnabled)
    card.fields[Secret.APP_KEY].line.setText("ché")

    card.keep.click()

    assert card.fields[Secret.APP_KEY].wrong
    assert read_credentials(vault, ACCOUNT).app_key == ""


def test_a_token_is_made_kept_and_shown_once(working_desk: SettingsDesk, vault: MemoryVault) -> None:
    card = notifier(working_desk)
    working_desk.qtbot.waitUntil(card.make.isEnabled)

    card.make.click()
    at_once = card.token
    working_desk.qtbot.waitUntil(lambda: bool(card.token))
    token, kept = card.token, read_credentials(vault, ACCOUNT).receiver_token
    working_desk.section(0)

    assert at_once == ""
    assert len(token) >= 32
    assert kept == token
    assert card.token == ""


def test_the_address_to_paste_is_the_one_that_listens(working_desk: SettingsDesk) -> None:
    running = working_desk.application.link.running
    assert running is not None

    card = notifier(working_desk)

    assert card.address == f"{running.receiver_address}/notifications/{ACCOUNT}"
