"""Changing ``config.toml`` in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.check import CheckName
from desktop_invoicer.domain.policy import NEGOTIABLE
from desktop_invoicer.language import Language
from desktop_invoicer.messages import gettext
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.settings.account import KEY_DEMANDS
from desktop_invoicer.ui.settings.broken import BrokenFile
from desktop_invoicer.ui.settings.checks import QUESTIONS, ChecksField
from desktop_invoicer.ui.settings.folders import FoldersField
from desktop_invoicer.ui.settings.groups import ENVIRONMENTS, LANGUAGES, SUBMITS
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.settings.token_place import TokenPlaceField
from tests.ui.settings.conftest import Opener
from tests.ui.settings.desk import SettingsDesk


def test_a_typed_text_is_written_and_comments_stay(desk: SettingsDesk) -> None:
    field = desk.type("store.name", "Loja Leblon")

    desk.kept(field)
    assert desk.settings.store.name == "Loja Leblon"
    assert "# written by hand" in desk.text
    assert "# as on the sign" in desk.text
    assert "# played" in desk.text


@pytest.mark.parametrize(("key", "value"), [("desk", "Caixa 2"), ("time_zone", "America/Noronha")])
def test_what_the_days_of_the_store_go_by_is_written(desk: SettingsDesk, key: str, value: str) -> None:
    desk.kept(desk.type(f"store.{key}", value))

    assert getattr(desk.settings.store, key) == value


def test_a_choice_is_written(desk: SettingsDesk) -> None:
    desk.kept(desk.choose("submit", "automatic"))

    assert desk.settings.submit.value == "automatic"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("decision.delivery", "nfce"),
        ("decision.company_buyer", "nfce"),
        ("decision.identified_buyer", "nfe"),
        ("decision.pickup", "distance"),
    ],
)
def test_the_document_is_chosen_where_the_law_leaves_it_open(desk: SettingsDesk, key: str, value: str) -> None:
    desk.kept(desk.choose(key, value))

    assert getattr(desk.settings.decision, key.removeprefix("decision.")).value == value


def test_a_switch_is_written(desk: SettingsDesk) -> None:
    desk.kept(desk.switch("polling.enabled"))

    assert desk.settings.polling.enabled


def test_a_number_is_written_as_one(desk: SettingsDesk) -> None:
    desk.kept(desk.type("polling.requests_per_minute", "60"))

    assert "requests_per_minute = 60" in desk.text


def test_names_with_commas_between_become_a_list(desk: SettingsDesk) -> None:
    desk.kept(desk.type("accounts.lojafarmgavea.ncm_names", "NCM, Codigo NCM"))

    assert desk.settings.accounts[0].ncm_names == ("NCM", "Codigo NCM")


@pytest.mark.parametrize("key", ["returns.freight", "returns.terminal_reversal"])
def test_what_a_refund_goes_by_is_switched_off(desk: SettingsDesk, key: str) -> None:
    desk.kept(desk.switch(key))

    assert not getattr(desk.settings.returns, key.removeprefix("returns."))


@pytest.mark.parametrize("typed", ["500", "500,00", "R$ 500.00"])
def test_the_limit_of_refunds_is_typed_as_an_amount_and_kept_in_cents(desk: SettingsDesk, typed: str) -> None:
    field = desk.type("returns.approval_above", typed)

    desk.kept(field)
    assert "approval_above = 50000" in desk.text
    desk.qtbot.waitUntil(lambda: field.line.text() == "R$ 500.00")


def test_without_a_limit_one_person_is_enough(desk: SettingsDesk) -> None:
    desk.kept(desk.type("returns.approval_above", "0"))
    limited = desk.settings.returns.approval_above

    desk.type("returns.approval_above", "")

    desk.qtbot.waitUntil(lambda: desk.settings.returns.approval_above is None)
    assert limited == 0


def test_the_managers_are_names_with_commas_between(desk: SettingsDesk) -> None:
    desk.kept(desk.type("returns.managers", "Ana Souza, Rui Lima"))

    assert desk.settings.returns.managers == ("Ana Souza", "Rui Lima")


def test_the_place_of_the_token_is_written(desk: SettingsDesk) -> None:
    field = desk.field("accounts.lojafarmgavea.receiver_token")
    assert isinstance(field, TokenPlaceField)

    field.place.setText("X-Token")
    field.place.editingFinished.emit()

    desk.kept(field)
    assert str(desk.settings.accounts[0].receiver_token) == "header:X-Token"


def test_a_folder_is_watched_and_no_more(desk: SettingsDesk, home: Home) -> None:
    field = desk.field("documents.watch")
    assert isinstance(field, FoldersField)

    field.add_folder(str(home.documents))
    desk.kept(field)
    watched = desk.settings.documents.watch
    field.remove_folder(str(home.documents))

    desk.qtbot.waitUntil(lambda: desk.settings.documents.watch == ())
    assert watched == (home.documents,)


def test_a_folder_that_is_added_while_another_is_written_is_watched_too(desk: SettingsDesk, home: Home) -> None:
    field = desk.field("documents.watch")
    assert isinstance(field, FoldersField)

    field.add_folder(str(home.documents))
    field.add_folder(str(home.data))

    desk.qtbot.waitUntil(lambda: desk.settings.documents.watch == (home.documents, home.data))


def test_what_keeps_a_document_out_is_written(desk: SettingsDesk) -> None:
    field = desk.field("documents.block")
    assert isinstance(field, ChecksField)
    shown = [name for name, switch in field.switches.items() if switch.isChecked()]

    field.switches[CheckName.BUYER].click()
    desk.kept(field)
    both = desk.settings.documents.block
    field.switches[CheckName.DIGEST].click()
    field.switches[CheckName.BUYER].click()

    desk.qtbot.waitUntil(lambda: desk.settings.documents.block == ())
    assert shown == [CheckName.DIGEST]
    assert both == (CheckName.DIGEST, CheckName.BUYER)


def test_the_store_is_asked_about_every_comparison_that_is_its_own_affair() -> None:
    assert set(QUESTIONS) == NEGOTIABLE


def test_an_emptied_field_goes_back_to_the_default(desk: SettingsDesk) -> None:
    field = desk.type("receiver.port", "")

    desk.kept(field)
    assert "port" not in desk.text
    assert field.line.placeholderText() == "8710"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("store.cnpj", "11222333000182"),
        ("receiver.port", "70000"),
        ("receiver.host", "not a host"),
        ("polling.requests_per_minute", "many"),
        ("accounts.lojafarmgavea.catalog_account", "Farm!"),
        ("accounts.lojafarmgavea.oms_origin", "http://example.com"),
        ("accounts.lojafarmgavea.ncm_names", "NCM,,"),
        ("returns.approval_above", "much"),
        ("returns.managers", "Ana Souza,,"),
    ],
)
def test_a_wrong_value_is_told_and_not_written(desk: SettingsDesk, key: str, text: str) -> None:
    before = desk.text

    field = desk.type(key, text)

    assert field.wrong
    assert field.line.property("wrong") == "true"
    assert field.line.accessibleDescription() == field.wrong
    assert desk.text == before


def test_a_wrong_value_is_told_while_it_is_typed(desk: SettingsDesk) -> None:
    field = desk.type("store.cnpj", "112223", leave=False)

    desk.qtbot.waitUntil(lambda: bool(field.wrong))


def test_reading_the_file_again_leaves_alone_what_is_being_typed(desk: SettingsDesk) -> None:
    field = desk.type("store.name", "Loja n", leave=False)

    with desk.qtbot.waitSignal(desk.page.book.loaded):
        desk.page.book.load()

    assert field.line.text() == "Loja n"


def test_a_value_that_becomes_right_is_marked_no_more(desk: SettingsDesk) -> None:
    field = desk.type("receiver.port", "70000")

    QTest.keyClick(field.line, Qt.Key.Key_Backspace)

    assert not field.wrong


def test_what_cannot_stand_together_is_told_and_not_written(desk: SettingsDesk) -> None:
    place = desk.field("accounts.lojafarmgavea.receiver_token")
    place.entered.emit("none")
    desk.kept(place)

    field = desk.type("receiver.host", "0.0.0.0")  # noqa: S104 (the very thing that is refused)

    desk.qtbot.waitUntil(lambda: "Without a token" in field.wrong)
    assert "0.0.0.0" not in desk.text  # noqa: S104


def test_the_desk_takes_a_change_up_by_itself(desk: SettingsDesk) -> None:
    with desk.qtbot.waitSignal(desk.application.link.started):
        desk.type("store.name", "Loja Leblon")

    running = desk.application.link.running
    assert running is not None
    assert running.settings.store.name == "Loja Leblon"


def test_another_language_is_spoken_at_once_everywhere(desk: SettingsDesk) -> None:
    for position in range(desk.page.list.count()):
        desk.section(position)
    field = desk.field("language")
    before = desk.visible_texts()

    desk.choose("language", "es")

    desk.kept(field)
    translated = {text for text in before if gettext(text) != text}
    assert translated
    desk.qtbot.waitUntil(lambda: not translated & desk.visible_texts())


def test_a_file_that_cannot_be_read_is_told_and_never_written(open_with: Opener, qtbot: QtBot, home: Home) -> None:
    broken = 'language = "en"\n[store]\ncnpj = "1"\n'
    desk = SettingsDesk(open_with(broken), qtbot)

    told = desk.page.findChildren(BrokenFile)[0]
    qtbot.waitUntil(lambda: told.isVisibleTo(desk.page))

    assert "store.cnpj" in told.problems.text()
    assert desk.text == broken
    assert not desk.page.list.isEnabled()
    home.config_file.write_text('language = "en"\n')
    with qtbot.waitSignal(desk.application.link.started):
        told.read.click()
    assert desk.page.list.isEnabled()


def test_a_change_by_hand_that_broke_the_file_is_told_at_the_field(desk: SettingsDesk, home: Home) -> None:
    field = desk.field("store.name")
    home.config_file.write_text("store = nonsense")

    desk.type("store.name", "Loja Leblon")

    desk.qtbot.waitUntil(lambda: "cannot be used" in field.wrong)
    assert home.config_file.read_text() == "store = nonsense"


def test_every_choice_of_the_file_is_offered() -> None:
    from desktop_invoicer.config import Submit
    from desktop_invoicer.domain.policy import Environment, KeyDemand

    for choices, known in (
        (SUBMITS, Submit),
        (KEY_DEMANDS, KeyDemand),
        (ENVIRONMENTS, Environment),
        (LANGUAGES, Language),
    ):
        assert [choice.value for choice in choices] == [member.value for member in known]


@pytest.mark.parametrize("place", Place)
def test_tab_goes_down_each_section(desk: SettingsDesk, home: Home, place: Place) -> None:
    folders = desk.field("documents.watch")
    folders.entered.emit([str(home.data), str(home.logs)])
    desk.kept(folders)
    desk.section(list(Place).index(place))
    area = desk.page.shown_section
    assert area is not None
    window = desk.application.window
    stops, widget = [], window.nextInFocusChain()
    while widget is not None and widget is not window:
        is_stop = widget.isVisible() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if area.isAncestorOf(widget) and is_stop:
            stops.append(widget)
        widget = widget.nextInFocusChain()

    heights = [widget.mapTo(area, widget.rect().center()).y() for widget in stops]

    assert heights == sorted(heights)
    assert heights


def test_asking_for_the_assistant_with_a_broken_file_leads_to_what_is_wrong(desk: SettingsDesk, home: Home) -> None:
    desk.qtbot.waitUntil(lambda: desk.page.book.settings is not None)
    page, window = desk.page, desk.application.window
    window.show_page(Command.QUEUE)
    home.config_file.write_text("store = nonsense")

    window.actions_.of(Command.SETUP).trigger()

    desk.qtbot.waitUntil(page.findChildren(BrokenFile)[0].isVisible)
    assert page.guides.dialog is None


def test_what_an_earlier_reading_brings_too_late_does_not_count(desk: SettingsDesk, home: Home) -> None:
    desk.qtbot.waitUntil(lambda: desk.page.book.settings is not None)
    told: list[str] = []
    desk.page.book.loaded.connect(lambda _: told.append("loaded"))
    desk.page.book.unreadable.connect(lambda _: told.append("unreadable"))

    desk.page.book.load()
    home.config_file.write_text("store = nonsense")
    desk.page.book.load()

    desk.qtbot.waitUntil(lambda: bool(told))
    assert told == ["unreadable"]
