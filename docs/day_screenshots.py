# ruff: noqa: INP001 (a script, no package)
"""Draws the pictures of ``docs/closing.md`` (``make screenshots``): how a day is closed, and stuck orders.

They speak the language of that guide; some of them are drawn dark, too, for the README.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from itertools import cycle, islice
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from screenshots import LONGEST, PACE, WATCHED, Day, Painter, _stamp, main

from desktop_invoicer.bootstrap import Program
from desktop_invoicer.config import Home, set_values
from desktop_invoicer.domain.filing import FileRead, FolderSeen
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.workflow import Job, JobId, Stage
from desktop_invoicer.engine.closing import fingerprint
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.engine import Listener
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.language import Language
from desktop_invoicer.simulator.demo import ACCOUNT
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.till import issue
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.day.close_dialog import CloseDialog
from desktop_invoicer.ui.day.day_dialog import DayDialog
from desktop_invoicer.ui.day.page import DAY, FINDINGS, HISTORY, PENDING, DayPage
from desktop_invoicer.ui.day.report_dialog import ReportDialog
from desktop_invoicer.ui.day.sending import Sending
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.theme.theme import Appearance
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.why.page import DAY as WHOLE_DAY
from desktop_invoicer.ui.why.page import ORDER, WhyPage

ZONE = ZoneInfo("America/Sao_Paulo")
SALES = ("anonymous-pickup", "pickup-with-cpf", "delivery", "gift", "delivery", "mixed-channels", "prices-59-60-60")
BY_WEEKDAY = (3, 2, 3, 4, 5, 7, 2)
"""How many sales the earlier days have, from Monday on."""
BY_HOUR = {9: 1, 10: 3, 11: 4, 12: 6, 13: 5, 14: 3, 15: 4, 16: 5, 17: 7}
"""How many the day has that is closed."""
DAYS = 20
NOON, EVENING = time(12), time(18, 30)
READY = SALES * 4
WAITING = ("anonymous-pickup", "delivery", "return", "unreadable-observation", "cancellation")
"""What is asked for and waits for a person."""
ODD = ("posted-value-differs", "invoiced-in-part", "cancelled-not-returned")
"""What a comparison finds."""
KEYLESS = "stuck-key-ignored"
STUCK = (KEYLESS, "stuck-short", "stuck-payment-pending", "stuck-bridge-error", "sound-marketplace", "sound-with-xml")
"""Stories of marketplaces' orders."""
CLERK, MANAGER = "Ana", "Rui Lima"
REASON = "The documents come tomorrow"
SLOW = 0.3
"""Seconds that every answer takes while a picture of the sending is made."""
LOOK_AGAIN = 0.02


class StoreClock:
    """A clock that stands in the store at any moment, and goes on from there."""

    def __init__(self) -> None:
        """Stand at the last evening."""
        self._ahead = timedelta()

    def set(self, moment: datetime) -> None:
        """Go on from another moment."""
        self._ahead = moment - datetime.now(UTC)

    def now(self) -> datetime:
        """Give the moment that it is in the store, in UTC."""
        return datetime.now(UTC) + self._ahead


class ClosedDay(Day):
    """A store that has worked for some weeks."""

    stories = ()

    def __init__(self, home: Home) -> None:
        """Begin with no order; the last evening that has come is that of the day to be closed."""
        super().__init__(home)
        self.clock = StoreClock()
        self.simulator = Simulator(ACCOUNT, seed=3, pace=PACE, clock=self.clock.now, is_varied=True)
        now = datetime.now(ZONE)
        self.date = now.date() if now.time() > EVENING else now.date() - timedelta(days=1)

    def write_settings(self, language: Language) -> None:
        """Add the managers, and where the store is."""
        super().write_settings(language)
        wanted = {"returns.managers": ["Ana Souza", MANAGER], "store.time_zone": ZONE.key, "store.desk": "Caixa 1"}
        set_values(self.home, wanted)

    def launch(self, listener: Listener) -> Program:
        """Start the desk by the store's clock."""
        with patch("desktop_invoicer.bootstrap.program.SystemClock", lambda: self.clock):
            return super().launch(listener)

    def set_clock(self, at: time, days_before: int = 0) -> None:
        """Let it be a time of the day to be closed, or of one before."""
        self.clock.set(datetime.combine(self.date - timedelta(days=days_before), at, ZONE))


class Desk:
    """What happens at the desk, as people there would do it."""

    def __init__(self, day: ClosedDay) -> None:
        """Work on the engine's loop."""
        self.day = day
        self._sales = cycle(SALES)

    async def work(self, commands: Commands) -> None:
        """Work for some weeks, until the evening of the day to be closed."""
        for before in range(DAYS, 0, -1):
            date = self.day.date - timedelta(days=before)
            self.day.set_clock(NOON, before)
            await self._sell(commands, islice(self._sales, BY_WEEKDAY[date.weekday()]))
            self.day.set_clock(EVENING, before)
            commands.closing.sign_off(date, MANAGER, "", fingerprint(commands.day_desk.day(date)))
        for hour, sales in BY_HOUR.items():
            self.day.set_clock(time(hour, 20))
            await self._sell(commands, islice(self._sales, sales))
        await self._plant(commands)
        await self._document(commands, READY)
        await self._ask(commands, WAITING)
        self.day.set_clock(EVENING)

    async def sell_late(self, commands: Commands) -> None:
        """Invoice one more order after the day was closed."""
        await self._sell(commands, SALES[:1])

    async def _sell(self, commands: Commands, stories: Iterable[str]) -> None:
        jobs = await self._document(commands, stories)
        for job in jobs:
            await commands.desk.submit(job.id, CLERK, confirmed=False)
        for job in jobs:
            await _until(commands, job.id, lambda job: job.stage is Stage.CLOSED)

    async def _document(self, commands: Commands, stories: Iterable[str]) -> list[Job]:
        """Let the till issue the documents of new orders."""
        jobs = await self._ask(commands, stories)
        return [await self._documented(commands, job) for job in jobs]

    async def _documented(self, commands: Commands, job: Job) -> Job:
        paper = read_paper(issue(self.day.simulator, commands.desk.details(job.id)))
        return await commands.desk.attach(job.id, paper, CLERK)

    async def _ask(self, commands: Commands, stories: Iterable[str]) -> list[Job]:
        """Let VTEX ask for the invoices of new orders, and wait until they are loaded."""
        told = self.day.simulator.add_stories(tuple(stories))
        self.day.simulator.request_all()
        jobs = [job for story in told for job in await commands.desk.add(ACCOUNT, OrderId(story.order_id), None)]
        return [await _until(commands, job.id, lambda job: job.hold is not None) for job in jobs]

    async def _plant(self, commands: Commands) -> None:
        """Let VTEX and the fiscal program know of what this desk has not done."""
        self.day.simulator.add_stories([*ODD, *STUCK])
        papers = [xml for each in self.day.simulator.papers.values() for xml in each]
        news = [FileRead(f"{WATCHED}/{at}.xml", _stamp(), read_paper(xml)) for at, xml in enumerate(papers)]
        await commands.filing.take([*news, FolderSeen(WATCHED, len(news))])


async def _until(commands: Commands, job: JobId, reached: Callable[[Job], bool]) -> Job:
    while not reached(found := commands.desk.job(job)):  # noqa: ASYNC110 (the desk is asked as from outside)
        await asyncio.sleep(LOOK_AGAIN)
    return found


class DayPainter(Painter):
    """Closes a day as the guide does, then looks into orders that are stuck."""

    prefix = "day"

    def __init__(self, application: Application, day: ClosedDay, folder: Path) -> None:
        """Draw into ``folder``."""
        super().__init__(application, day, folder)
        self._desk = Desk(day)

    def draw(self) -> None:
        """Draw each step of the day close, then what is said of a stuck order."""
        self._at_the_desk(self._desk.work)
        self._do(Command.DAY)
        self._page.show_date(self._desk.day.date)
        self._settle()
        self._in_both("figures")
        self._look_at_pending()
        self._compare()
        self._report()
        self._close()
        self._turn_to(HISTORY)
        self._in_light("earlier")
        self._look_into_stuck_orders()

    def _look_at_pending(self) -> None:
        pending = self._page.pending
        self._turn_to(PENDING)
        pending.table.select_row(1)
        self._in_both("pending")
        self._do(Command.LOOK_AHEAD)
        self._until(lambda: not pending.work.is_busy)
        self._in_light("dry-run")
        self._do(Command.SUBMIT)
        dialog = self._opened("send")
        self._draw("send", Appearance.LIGHT, dialog)
        self._day.simulator.gate.latency = SLOW
        QTest.keyClick(dialog, Qt.Key.Key_F8)
        self._wait_until_some_are_sent(pending.work.sending)
        self._draw("sending", Appearance.LIGHT)
        self._day.simulator.gate.latency = 0
        self._until(lambda: not pending.work.is_busy)

    def _wait_until_some_are_sent(self, sending: Sending) -> None:
        loop = QEventLoop()

        def look() -> None:
            if sending.done * 3 >= sending.total > 0:
                loop.quit()

        watched = sending.changed.connect(look)
        QTimer.singleShot(LONGEST, loop.quit)
        loop.exec()
        sending.changed.disconnect(watched)

    def _compare(self) -> None:
        findings = self._page.findings
        self._turn_to(FINDINGS)
        findings.begin.click()
        self._until(lambda: bool(findings.table.rows))
        findings.table.select_row(0)
        self._in_both("findings")

    def _report(self) -> None:
        self._turn_to(DAY)
        self._do(Command.DAY_REPORT)
        dialog = self._opened("report")
        self._until(lambda: isinstance(dialog, ReportDialog) and dialog.print_.isEnabled())
        self._draw("report", Appearance.LIGHT, dialog)
        dialog.close()
        self._settle()

    def _close(self) -> None:
        self._do(Command.CLOSE_DAY)
        self._until(lambda: QApplication.activeModalWidget() is not None)
        dialog = self._opened("close")
        if isinstance(dialog, CloseDialog):
            dialog.list.scrollToBottom()
            dialog.manager.list.setCurrentText(MANAGER)
            dialog.reason.line.setText(REASON)
            self._settle()
            self._draw("close", Appearance.LIGHT, dialog)
            dialog.sign.click()
        self._settle()
        self._at_the_desk(self._desk.sell_late)
        self._until(lambda: self._page.bar.state.text.startswith("Changed"))
        self._in_light("reopened")

    def _look_into_stuck_orders(self) -> None:
        self._do(Command.WHY)
        page = self._window.page
        if not isinstance(page, WhyPage):
            raise TypeError(page)
        self._ask_about_the_day(page)
        page.tabs.setCurrentIndex(ORDER)
        page.order.ask_meant(self._day.order_of(KEYLESS))
        self._until(lambda: page.order.diagnosis is not None)
        self._in_both("why")
        for button in page.order.answer.findChildren(Button, "move_key"):
            button.click()
        self._settle()
        self._settle()
        dialog = self._opened("key")
        self._draw("key", Appearance.LIGHT, dialog)
        QTest.keyClick(dialog, Qt.Key.Key_F8)
        self._until(lambda: page.order.key_notice.property("tone") == Tone.WARNING.value)
        self._in_light("key-not-taken")

    def _ask_about_the_day(self, page: WhyPage) -> None:
        page.tabs.setCurrentIndex(WHOLE_DAY)
        page.day.date.click()
        dialog = self._opened("day")
        if isinstance(dialog, DayDialog):
            dialog.field.setText(self._desk.day.date.isoformat())
            dialog.go.click()
        self._settle()
        page.day.begin.click()
        self._until(lambda: bool(page.day.table.rows))
        self._in_light("why-day")

    @property
    def _page(self) -> DayPage:
        page = self._window.page
        if not isinstance(page, DayPage):
            raise TypeError(page)
        return page

    def _at_the_desk(self, work: Callable[[Commands], Awaitable[None]]) -> None:
        """Let something happen, and wait until it has."""
        done: list[None] = []
        self._application.link.ask(self._window, work, done.append)
        self._until(lambda: bool(done))

    def _turn_to(self, tab: int) -> None:
        self._page.tabs.setCurrentIndex(tab)
        self._settle()


if __name__ == "__main__":
    main(ClosedDay, DayPainter, Language.EN)
