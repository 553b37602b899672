"""A scanner is told from a hand by its speed, wherever the focus is."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config.home import Home
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.frame.scanner import GAP, GRACE, SHORTEST, Scanner
from desktop_invoicer.ui.preferences import Preferences

KEY = "NFe35261111222333000181650010000000421000000427"
QUICK, SLOW = 8, 120
RETURN = "\r"


class Counter(QWidget):
    """A window with the places where the focus may be, and the keyboard in front of it."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.secret = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.button = QPushButton("Send")
        self.table = QTableWidget(2, 2)
        self.pressed = 0
        self.button.clicked.connect(self._on_clicked)
        self.button.setAutoDefault(True)
        layout = QVBoxLayout(self)
        for widget in (self.field, self.secret, self.button, self.table):
            layout.addWidget(widget)
        self.time = 1_000

    def _on_clicked(self) -> None:
        self.pressed += 1

    def clock(self) -> int:
        return self.time

    def type(self, text: str, gap: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for character in text:
            self.press(character, gap, modifiers)

    def press(
        self,
        character: str,
        gap: int,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        repeats: bool = False,
    ) -> None:
        self.time += gap
        send_key(character, self.time, modifiers, repeats=repeats)


def send_key(
    character: str,
    moment: int,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    *,
    repeats: bool = False,
) -> None:
    """Press and release a key in a moment that its events tell."""
    key = Qt.Key.Key_Return if character == RETURN else Qt.Key(ord(character.upper()))
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, modifiers, character, repeats)
        event.setTimestamp(moment)
        QCoreApplication.sendEvent(QGuiApplication.focusWindow(), event)


@pytest.fixture
def preferences(home: Home) -> Preferences:
    return Preferences(home)


@pytest.fixture
def counter(qtbot: QtBot) -> Counter:
    counter = Counter()
    qtbot.addWidget(counter)
    with qtbot.waitActive(counter):
        counter.show()
    counter.field.setFocus()
    return counter


@pytest.fixture
def scans() -> list[str]:
    return []


@pytest.fixture
def scanner(counter: Counter, preferences: Preferences, scans: list[str]) -> Scanner:
    scanner = Scanner(preferences, counter, counter.clock)
    scanner.scanned.connect(scans.append)
    return scanner


@pytest.mark.parametrize("place", ["field", "button", "table"])
@pytest.mark.usefixtures("scanner")
def test_a_scan_is_taken_wherever_the_focus_is_and_presses_nothing(
    counter: Counter, scans: list[str], qtbot: QtBot, place: str
) -> None:
    getattr(counter, place).setFocus()

    counter.type(KEY + RETURN, QUICK)

    qtbot.waitUntil(lambda: scans == [KEY])
    assert counter.field.text() == ""
    assert counter.pressed == 0


@pytest.mark.usefixtures("scanner")
def test_a_scan_ends_with_a_pause_too(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    counter.type(KEY, QUICK)

    qtbot.waitUntil(lambda: scans == [KEY])


@pytest.mark.usefixtures("scanner")
def test_an_enter_that_comes_late_still_belongs_to_the_scan(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    counter.button.setFocus()
    counter.type(KEY, QUICK)
    qtbot.waitUntil(lambda: scans == [KEY])

    counter.press(RETURN, GRACE - 1)

    assert counter.pressed == 0


@pytest.mark.usefixtures("scanner")
def test_an_enter_of_a_hand_after_a_scan_reaches_the_button(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    counter.field.returnPressed.connect(counter.button.click)
    counter.type(KEY, QUICK)
    qtbot.waitUntil(lambda: scans == [KEY])

    counter.press(RETURN, GRACE + 50)

    assert counter.pressed == 1


@pytest.mark.usefixtures("scanner")
def test_what_a_hand_types_arrives_whole_and_in_order(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    counter.type("pedido maria 42", SLOW)

    qtbot.waitUntil(lambda: counter.field.text() == "pedido maria 42")
    assert scans == []


@pytest.mark.usefixtures("scanner")
def test_two_keys_rolled_over_each_other_are_no_scan(counter: Counter, qtbot: QtBot) -> None:
    counter.type("ab", GAP - 10)
    counter.press(RETURN, SLOW)

    qtbot.waitUntil(lambda: counter.field.text() == "ab")


@pytest.mark.usefixtures("scanner")
def test_enter_right_after_a_key_does_not_overtake_it(counter: Counter) -> None:
    entered: list[str] = []
    counter.field.returnPressed.connect(lambda: entered.append(counter.field.text()))

    counter.type("ab" + RETURN, QUICK)

    assert entered == ["ab"]


@pytest.mark.usefixtures("scanner")
def test_a_scan_between_what_a_hand_types_leaves_the_typing_alone(
    counter: Counter, scans: list[str], qtbot: QtBot
) -> None:
    counter.type("ma", SLOW)
    counter.press(KEY[0], SLOW)
    counter.type(KEY[1:] + RETURN, QUICK)
    counter.type("ria", SLOW)

    qtbot.waitUntil(lambda: counter.field.text() == "maria")
    assert scans == [KEY]


@pytest.mark.usefixtures("scanner")
def test_shift_and_the_signs_of_an_address_belong_to_a_burst(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    address = "HTTPS://nfce.fazenda/qrcode?p=3526|2|1|1&x=ABC"

    counter.type(address + RETURN, QUICK, Qt.KeyboardModifier.ShiftModifier)

    qtbot.waitUntil(lambda: scans == [address])


def test_a_busy_window_does_not_cut_a_burst(counter: Counter, scanner: Scanner, scans: list[str], qtbot: QtBot) -> None:
    counter.type(KEY[:10], QUICK)
    told = counter.time
    counter.time += 400  # nothing was read for so long, although the keys came
    pause = scanner.findChild(QTimer)
    assert isinstance(pause, QTimer)
    pause.timeout.emit()
    for character in KEY[10:]:
        told += QUICK
        counter.time, later = told - QUICK, counter.time
        counter.press(character, QUICK)
        counter.time = later

    qtbot.waitUntil(lambda: scans == [KEY])


@pytest.mark.usefixtures("scanner")
def test_a_scanner_that_stutters_is_not_cut(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    counter.type(KEY[:SHORTEST], QUICK)
    counter.press(KEY[SHORTEST], GRACE)
    counter.type(KEY[SHORTEST + 1 :] + RETURN, QUICK)

    qtbot.waitUntil(lambda: scans == [KEY])
    assert counter.field.text() == ""


@pytest.mark.usefixtures("scanner")
def test_the_same_key_twice_in_a_millisecond_is_a_scanner(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    counter.type("3526", QUICK)
    counter.press("6", 0, repeats=True)
    counter.type("1199" + RETURN, QUICK)

    qtbot.waitUntil(lambda: scans == ["352661199"])
    assert counter.field.text() == ""


@pytest.mark.usefixtures("scanner")
def test_a_key_that_is_kept_pressed_is_no_scanner(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    counter.press("0", SLOW)
    for _ in range(2 * SHORTEST):
        counter.press("0", 25, repeats=True)

    qtbot.waitUntil(lambda: counter.field.text() == "0" * (2 * SHORTEST + 1))
    assert scans == []


@pytest.mark.parametrize("repeats", [False, True], ids=["scanner", "remote session"])
@pytest.mark.usefixtures("scanner")
def test_a_code_of_one_digit_only_presses_nothing_either(
    counter: Counter, scans: list[str], qtbot: QtBot, repeats: bool
) -> None:
    counter.button.setFocus()
    counter.press("0", SLOW)
    for _ in range(SHORTEST - 1):
        counter.press("0", 0 if repeats else QUICK, repeats=repeats)
    counter.press(RETURN, QUICK)

    qtbot.waitUntil(lambda: scans == ["0" * SHORTEST])
    assert counter.pressed == 0


@pytest.mark.usefixtures("scanner")
def test_two_scans_are_two(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    counter.type(KEY, QUICK)
    counter.press(KEY[0], GRACE + 1)
    counter.type(KEY[1:], QUICK)

    qtbot.waitUntil(lambda: scans == [KEY, KEY])


@pytest.mark.usefixtures("scanner")
def test_a_slow_scanner_may_be_as_slow_throughout(
    counter: Counter, preferences: Preferences, scans: list[str], qtbot: QtBot
) -> None:
    preferences.keep("scanner/gap_ms", str(2 * GRACE))
    counter.button.setFocus()

    counter.type(KEY + RETURN, GRACE + 50)

    qtbot.waitUntil(lambda: scans == [KEY])
    assert counter.pressed == 0


@pytest.mark.usefixtures("scanner")
def test_passwords_are_left_alone(counter: Counter, scans: list[str]) -> None:
    counter.secret.setFocus()

    counter.type("a-token-typed-by-a-program", QUICK)

    assert counter.secret.text() == "a-token-typed-by-a-program"
    assert scans == []


@pytest.mark.usefixtures("scanner")
def test_without_a_scanner_keys_are_not_held_back(counter: Counter, preferences: Preferences) -> None:
    preferences.keep("scanner/enabled", "no")

    counter.type(KEY, QUICK)

    assert counter.field.text() == KEY


@pytest.mark.usefixtures("scanner")
def test_a_command_does_not_overtake_what_was_typed(counter: Counter) -> None:
    counter.type("ab", SLOW)

    counter.press("A", QUICK, Qt.KeyboardModifier.ControlModifier)

    assert counter.field.text() == "ab"
    assert counter.field.selectedText() == "ab"


def test_a_dialog_without_use_for_scans_refuses_them(
    counter: Counter, scanner: Scanner, scans: list[str], qtbot: QtBot
) -> None:
    dialog = QDialog(counter, modal=True)
    with qtbot.waitActive(dialog):
        dialog.show()

    with qtbot.waitSignal(scanner.refused) as refused:
        counter.type(KEY + RETURN, QUICK)

    assert refused.args == [KEY]
    assert scans == []
    assert dialog.isVisible()


class _Taking(QDialog):
    taken = ""

    def take_scanned(self, text: str) -> bool:
        self.taken = text
        return True


@pytest.mark.usefixtures("scanner")
def test_a_dialog_may_take_scans_itself(counter: Counter, scans: list[str], qtbot: QtBot) -> None:
    dialog = _Taking(counter, modal=True)
    default = QPushButton("Confirm", dialog, default=True)
    default.clicked.connect(dialog.accept)
    with qtbot.waitActive(dialog):
        dialog.show()

    counter.type(KEY + RETURN, QUICK)

    qtbot.waitUntil(lambda: dialog.taken == KEY)
    assert dialog.isVisible()
    assert scans == []


@given(
    parts=st.lists(
        st.one_of(
            st.text("abcxyz", min_size=1, max_size=4).map(lambda text: (text, SLOW)),
            st.text("0123456789", min_size=SHORTEST, max_size=44).map(lambda text: (text + RETURN, QUICK)),
        ),
        max_size=8,
    )
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("scanner")
def test_hands_and_scanners_may_take_turns(
    counter: Counter, scans: list[str], qtbot: QtBot, parts: list[tuple[str, int]]
) -> None:
    counter.field.clear()
    scans.clear()

    for text, gap in parts:
        counter.time += SLOW
        counter.type(text, gap)

    typed = "".join(text for text, gap in parts if gap == SLOW)
    scanned = [text.strip() for text, gap in parts if gap == QUICK]
    qtbot.waitUntil(lambda: counter.field.text() == typed and scans == scanned)


def test_the_window_uses_a_scan_and_presses_none_of_its_buttons(application: Application, qtbot: QtBot) -> None:
    window = application.window
    with qtbot.waitActive(window):
        window.activateWindow()
    pressed: list[str] = []
    window.header.unsent_pressed.connect(lambda: pressed.append("unsent"))
    button = window.header.findChild(QPushButton, "unsent")
    assert button is not None
    button.setFocus()

    for number, character in enumerate(KEY[3:] + RETURN, start=1):
        send_key(character, number * QUICK)

    qtbot.waitUntil(lambda: window.header.scan_field.text() == KEY[3:])
    assert pressed == []
