"""The day close, met by a screen reader, a keyboard, an eye and a finger, at every size."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.send_dialog import SendDialog
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme
from tests.ui.day.closer import Closer
from tests.ui.day.day_jobs import ready, refund, refused, sent, without_document
from tests.ui.reading import wrongly_focused, wrongly_read, wrongly_sized, wrongly_walked
from tests.ui.wording import cut

LOOKS = ((Density.COMPACT, 80), (Density.TOUCH, 100), (Density.COMPACT, 150), (Density.TOUCH, 200))


def _day(closer: Closer) -> QWidget:
    closer.open(sent(1), ready(2), without_document(3))
    return closer.page.window()


def _pending(closer: Closer) -> QWidget:
    closer.pending(ready(1), ready(2), without_document(3), refund(4), refused(5))
    closer.page.pending.table.select_row(1)
    return closer.page.window()


def _sending(closer: Closer) -> QWidget:
    _pending(closer)
    closer.desk.begin_submission(closer.desk.today().date, "Ana", [ready(1).job, ready(2).job])
    closer.page.enter()
    closer.sees("Sending: 0 of 2")
    return closer.page.window()


def _send(closer: Closer) -> QWidget:
    _pending(closer)
    closer.page.perform(Command.SUBMIT)
    dialog = closer.dialog("send_dialog")
    assert isinstance(dialog, SendDialog)
    closer.qtbot.waitUntil(dialog.send.isEnabled)
    return dialog


def _close(closer: Closer) -> QWidget:
    _pending(closer)
    closer.page.perform(Command.CLOSE_DAY)
    return closer.dialog("close_dialog")


def _report(closer: Closer) -> QWidget:
    closer.open(sent(1))
    closer.page.perform(Command.DAY_REPORT)
    dialog = closer.dialog("report_dialog")
    closer.qtbot.waitUntil(lambda: closer.button("Print", dialog).isEnabled())
    return dialog


def _other_day(closer: Closer) -> QWidget:
    closer.open(sent(1))
    closer.page.bar.date.click()
    return closer.dialog("day_dialog")


SCENES: Mapping[str, Callable[[Closer], QWidget]] = {
    "day": _day,
    "pending": _pending,
    "sending": _sending,
    "send": _send,
    "close": _close,
    "report": _report,
    "other day": _other_day,
}


@pytest.mark.parametrize("scene", SCENES)
def test_everything_can_be_heard_reached_seen_and_pressed(closer: Closer, scene: str) -> None:
    root = SCENES[scene](closer)
    root.window().activateWindow()
    closer.qtbot.waitUntil(lambda: root.window().isActiveWindow() and QApplication.focusWidget() is not None)

    read, walked = list(wrongly_read(root)), list(wrongly_walked(root))
    focused, sized = list(wrongly_focused(root)), list(wrongly_sized(root))

    assert not "\n".join(read + walked + focused + sized)


@pytest.mark.parametrize(("density", "scale"), LOOKS)
@pytest.mark.parametrize("scene", SCENES)
def test_nothing_is_cut_at_any_size(closer: Closer, theme: Theme, scene: str, density: Density, scale: int) -> None:
    root = SCENES[scene](closer)

    theme.apply(Appearance.DARK, density, scale)
    closer.page.window().resize(1180, 780)
    closer.settle()

    closer.qtbot.waitUntil(lambda: not list(cut(root)))


def test_a_box_is_read_out_as_ticked_or_not(closer: Closer) -> None:
    _pending(closer)
    closer.model.toggle(2)

    face = QAccessible.queryAccessibleInterface(closer.page.pending.table)
    states = {face.child(at).text(QAccessible.Text.Name): face.child(at).state() for at in range(face.childCount())}
    ticked = {name.split(",")[0]: (state.checkable, state.checked) for name, state in states.items()}

    assert ticked["v70530001str-01"] == (1, 1)
    assert ticked["v70530002str-01"] == (1, 0)
    assert ticked["v70530003str-01"] == (0, 0)
