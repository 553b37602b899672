"""The day close in the whole program, on a real desk."""

from __future__ import annotations

from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.close_dialog import CloseDialog
from desktop_invoicer.ui.day.page import PENDING, DayPage
from desktop_invoicer.ui.day.send_dialog import SendDialog
from tests.ui.acting.conftest import counter
from tests.ui.acting.counter import Counter

__all__ = ["counter"]


def _page(counter: Counter) -> DayPage:
    """Come to the pending jobs of the day."""
    window = counter.application.window
    window.actions_.of(Command.DAY).trigger()
    page = window.page
    assert isinstance(page, DayPage)
    counter.qtbot.waitUntil(lambda: Command.CLOSE_DAY in page.possible)
    page.tabs.setCurrentIndex(PENDING)
    return page


def test_everything_that_is_ready_goes_out(counter: Counter) -> None:
    details = [counter.documented(), counter.documented("delivery")]
    page = _page(counter)
    counter.qtbot.waitUntil(lambda: len(page.pending.model.chosen) == 2)

    counter.application.window.actions_.of(Command.SUBMIT).trigger()
    dialog = counter.dialog()
    assert isinstance(dialog, SendDialog)
    counter.qtbot.waitUntil(dialog.send.isEnabled)
    dialog.send.click()

    for each in details:
        counter.settled(each.job)
    counter.qtbot.waitUntil(lambda: page.pending.bar.text.startswith("All 2 sent"))
    stages = {job.stage for job in counter.ask(lambda commands: commands.desk.jobs())}
    assert stages == {Stage.CLOSED}


def test_the_dry_run_asks_vtex_and_sends_nothing(counter: Counter) -> None:
    job = counter.documented().job
    page = _page(counter)
    counter.qtbot.waitUntil(lambda: len(page.pending.model.chosen) == 1)

    counter.application.window.actions_.of(Command.LOOK_AHEAD).trigger()

    index = page.pending.model.index(1, 0)
    counter.qtbot.waitUntil(lambda: "VTEX was asked just now" in str(index.data()))
    assert counter.details(job).job.stage is Stage.DOCUMENTED


def test_a_pending_job_leads_to_its_page(counter: Counter) -> None:
    job = counter.job()
    page = _page(counter)
    counter.qtbot.waitUntil(lambda: page.pending.model.count == 1)

    page.pending.table.select_row(1)
    page.pending.details.open.click()

    window = counter.application.window
    counter.qtbot.waitUntil(lambda: window.page.details is not None and window.page.details.job.id == job.id)


def test_a_manager_closes_the_day(counter: Counter) -> None:
    counter.job()
    page = _page(counter)
    counter.qtbot.waitUntil(lambda: page.pending.model.count == 1)

    counter.application.window.actions_.of(Command.CLOSE_DAY).trigger()
    counter.qtbot.waitUntil(lambda: counter.is_asked(CloseDialog))
    dialog = counter.dialog()
    assert isinstance(dialog, CloseDialog)
    dialog.manager.line.setText("Marta")
    dialog.reason.line.setText("The document comes tomorrow")
    counter.qtbot.waitUntil(dialog.sign.isEnabled)
    dialog.sign.click()

    counter.qtbot.waitUntil(lambda: page.bar.state.text.startswith("Closed by Marta"))
