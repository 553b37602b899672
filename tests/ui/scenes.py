"""Everything the window can show, each brought into view as a person does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.filing import FileRead, FolderNews, FolderSeen, Stamp
from desktop_invoicer.domain.finding import Finding, Fix
from desktop_invoicer.domain.health import Health, QueueHealth
from desktop_invoicer.domain.key_repair import KeyOffer
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.people import Action, Operator, OperatorId, Role
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.errors import InvoicerError, NotPermittedError
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.brought_dialog import BroughtDialog, Fate, Handled
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.job_dialog import JobDialog
from desktop_invoicer.ui.acting.operation_dialog import OperationDialog
from desktop_invoicer.ui.acting.settling import DIALOGS
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.close_dialog import CloseDialog
from desktop_invoicer.ui.day.note_dialog import NoteDialog
from desktop_invoicer.ui.day.page import DAY, FINDINGS, HISTORY, PENDING, DayPage
from desktop_invoicer.ui.day.send_dialog import SendDialog
from desktop_invoicer.ui.diagnosis.dialog import Diagnosis
from desktop_invoicer.ui.files.table import FileTable
from desktop_invoicer.ui.frame.help import HelpDialog
from desktop_invoicer.ui.frame.palette import Palette
from desktop_invoicer.ui.frame.trouble import TroubleDialog
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.people.allow_dialog import AllowDialog
from desktop_invoicer.ui.people.leaving_dialogs import RetireDialog, SwitchOffDialog
from desktop_invoicer.ui.people.person_dialog import PersonDialog
from desktop_invoicer.ui.people.pin_dialog import PinDialog
from desktop_invoicer.ui.people.role_dialog import RoleDialog
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.setup.assistant import PLACE, Assistant
from desktop_invoicer.ui.status.page import StatusPage
from desktop_invoicer.ui.status.trail_dialog import TrailDialog
from desktop_invoicer.ui.why.key_dialog import KeyDialog
from desktop_invoicer.ui.why.page import DAY as WHY_DAY
from desktop_invoicer.ui.why.page import WhyPage
from tests.builders import ACCOUNT, NOW, a_key
from tests.ui.acting.counter import Counter
from tests.ui.status.fake_desk import some_trouble

STEPS = ("language", "store", "account", "credentials", "receiver", "polling", "documents", "end")
"""The steps of the assistant, as the preferences keep them."""
TURNS = 20
STAFF = tuple(
    Operator(OperatorId(number), name, role, NOW)
    for number, (name, role) in enumerate(
        [("Ana Souza", Role.MANAGER), ("Bia Dias", Role.CLERK), ("Rui Lima", Role.ADMINISTRATOR)], 1
    )
)


def _selected(counter: Counter, job: Job) -> None:
    window = counter.application.window
    counter.qtbot.waitUntil(lambda: window.page.details is not None and window.page.details.job.id == job.id)
    for _ in range(TURNS):  # each card takes its own
        QApplication.processEvents()


def queue(counter: Counter) -> QWidget:
    """Select a job that may be sent."""
    _selected(counter, counter.documented().job)
    return counter.application.window


def empty_queue(counter: Counter) -> QWidget:
    return counter.application.window


def history(counter: Counter) -> QWidget:
    job = counter.job()
    counter.ask(lambda commands: commands.desk.dismiss(job.id, "Ana", "A test"))
    counter.application.window.show_page(Command.HISTORY)
    _selected(counter, job)
    return counter.application.window


def settings(place: Place, counter: Counter) -> QWidget:
    window = counter.application.window
    window.show_page(Command.SETTINGS)
    page = window.page
    assert isinstance(page, SettingsPage)
    counter.qtbot.waitUntil(lambda: page.book.settings is not None)
    page.show_place(place)
    return window


def files(counter: Counter) -> QWidget:
    """Select one of two documents for the same order."""
    window, job = counter.application.window, counter.job()
    problem = Problem(ProblemCode.FOLDER_UNREACHABLE, {"folder": "/srv/old"})
    papers = [read_paper(counter.xml(job)) for _ in range(2)]
    news: list[FolderNews] = [FolderSeen("/srv/xml", 2), FolderSeen("/srv/old", problem=problem)]
    news += [FileRead(f"/srv/xml/{paper.document.key}.xml", Stamp(1, job.id), paper) for paper in papers]

    async def take(commands: Commands) -> bool:
        await commands.filing.take(news)
        return True

    counter.ask(take)
    window.show_page(Command.FILES)
    table = window.page.findChild(FileTable)
    assert isinstance(table, FileTable)

    def is_in_view() -> bool:
        table.select_row(0)
        return window.page.findChild(QWidget, f"attach_to_{job.id}") is not None

    counter.qtbot.waitUntil(is_in_view)
    return window


def found(counter: Counter) -> QWidget:
    """Select a job for which a watched folder holds a document that has to be looked at."""
    window, job = counter.application.window, counter.job("delivery")
    paper = read_paper(counter.xml(job, model="65"))
    counter.ask(lambda commands: commands.filing.take([FileRead("/srv/xml/nota.xml", Stamp(1, 1), paper)]))
    window.show_job(job)
    counter.qtbot.waitUntil(lambda: Command.USE_FOUND in window.page.possible)
    _selected(counter, job)
    return window


def odd(counter: Counter) -> QWidget:
    """Ask whether a document goes out that has to be looked at."""
    window, job = counter.application.window, counter.job("delivery")
    xml = counter.xml(job, model="65")
    counter.ask(lambda commands: commands.desk.attach(job.id, commands.read_paper(xml)))
    window.show_job(job)
    _selected(counter, job)
    return _opened(counter, Command.SUBMIT, Dialog)


def returns(story: str, counter: Counter) -> QWidget:
    """Go through a return, as far as it is."""
    job = counter.job(story)
    counter.application.window.show_job(job)
    _selected(counter, job)
    return counter.application.window


def day(tab: int, counter: Counter) -> QWidget:
    """Come to a part of the day close, with one job that is ready and one that is not."""
    window = counter.application.window
    counter.documented()
    counter.job("delivery")
    window.show_page(Command.DAY)
    page = window.page
    assert isinstance(page, DayPage)
    page.tabs.setCurrentIndex(tab)
    counter.qtbot.waitUntil(lambda: page.pending.model.count >= 2)
    return window


def findings(counter: Counter) -> QWidget:
    """Compare the day, on which a job waits for its document."""
    window = counter.application.window
    counter.job()
    window.show_page(Command.DAY)
    page = window.page
    assert isinstance(page, DayPage)
    page.tabs.setCurrentIndex(FINDINGS)
    counter.qtbot.waitUntil(lambda: page.findings.begin.isVisible() and page.findings.begin.isEnabled())
    page.findings.begin.click()
    counter.qtbot.waitUntil(lambda: bool(page.findings.table.rows))
    page.findings.table.setFocus()
    return window


def earlier_days(counter: Counter) -> QWidget:
    day(HISTORY, counter)
    page = counter.application.window.page
    assert isinstance(page, DayPage)
    counter.qtbot.waitUntil(lambda: bool(page.history.table.rows))
    page.history.table.setFocus()
    return counter.application.window


def why(counter: Counter) -> QWidget:
    """Ask why an order is not invoiced whose document is missing."""
    window, job = counter.application.window, counter.job()
    page = window.furniture.pages[Command.WHY]
    assert isinstance(page, WhyPage)
    window.show_page(Command.WHY)
    page.show_job(job)
    counter.qtbot.waitUntil(lambda: page.order.diagnosis is not None)
    return window


def why_day(counter: Counter) -> QWidget:
    """Ask about all orders of the day."""
    window, _job = counter.application.window, counter.job()
    page = window.furniture.pages[Command.WHY]
    assert isinstance(page, WhyPage)
    window.show_page(Command.WHY)
    page.tabs.setCurrentIndex(WHY_DAY)
    counter.qtbot.waitUntil(page.day.begin.isEnabled)
    page.day.begin.click()
    counter.qtbot.waitUntil(lambda: bool(page.day.table.rows))
    return window


def send_key(counter: Counter) -> QWidget:
    """Ask whether a key is to be sent again."""
    window = counter.application.window
    offer = KeyOffer(ACCOUNT, OrderId("v70530116str-01"), "42", Cents(12990), "", a_key().text)
    dialog = KeyDialog(offer, window.workplace.actions.of(Command.SUBMIT).shortcut(), window)
    dialog.open()
    return dialog


def note(counter: Counter) -> QWidget:
    """Settle a finding by a word."""
    window = counter.application.window
    finding = Finding("one", Problem(ProblemCode.FOREIGN_INVOICE, {"number": "42", "value": 12990}), Fix.NOTE)
    dialog = NoteDialog(finding, "Ana", window)
    dialog.open()
    return dialog


def status(counter: Counter) -> QWidget:
    """Come to a desk of which one part does not work."""
    window = counter.application.window
    window.show_page(Command.STATUS)
    page = window.page
    assert isinstance(page, StatusPage)
    counter.qtbot.waitUntil(lambda: bool(page.rows))
    page.show_health(Health(NOW, NOW, "1.0", some_trouble(), QueueHealth(3, 1, NOW, 2)))
    return window


def trail(counter: Counter) -> QWidget:
    """Look at the audit trail."""
    window = counter.application.window
    dialog = TrailDialog(window.workplace, window)
    dialog.open()
    counter.qtbot.waitUntil(lambda: bool(dialog.table.rows))
    return dialog


def close_day(counter: Counter) -> QWidget:
    day(PENDING, counter)
    return _opened(counter, Command.CLOSE_DAY, CloseDialog)


def send_ready(counter: Counter) -> QWidget:
    day(PENDING, counter)
    dialog = _opened(counter, Command.SUBMIT, SendDialog)
    assert isinstance(dialog, SendDialog)
    counter.qtbot.waitUntil(dialog.send.isEnabled)
    return dialog


def choose_job(counter: Counter) -> QWidget:
    """Ask for which order a document is that fits none."""
    paper = read_paper(counter.xml(counter.job(), value=77))
    matches = counter.ask(lambda commands: commands.filing.jobs_of(paper))
    dialog = JobDialog(paper.document, matches, counter.application.window)
    dialog.open()
    return dialog


def brought(counter: Counter) -> QWidget:
    """List what came of several files."""
    handled = [Handled(f"{fate.value}.xml", fate, "What came of it.") for fate in Fate]
    dialog = BroughtDialog(handled, counter.application.window)
    dialog.open()
    return dialog


def assistant(step: str, counter: Counter) -> QWidget:
    application = counter.application
    application.preferences.keep(PLACE, step)
    return _opened(counter, Command.SETUP, Assistant)


def _opened(counter: Counter, command: Command, kind: type[QWidget]) -> QWidget:
    """Carry out a command that opens something."""
    window = counter.application.window
    action = window.actions_.of(command)
    counter.qtbot.waitUntil(action.isEnabled)
    action.trigger()
    counter.qtbot.waitUntil(lambda: any(found.isVisible() for found in window.findChildren(kind)))
    return next(found for found in window.findChildren(kind) if found.isVisible())


def with_job(command: Command, counter: Counter) -> QWidget:
    """Open a dialog about a job that has its document."""
    queue(counter)
    return _opened(counter, command, Dialog)


def settle(matter: Matter, counter: Counter) -> QWidget:
    """Ask for a word about a cancellation, whether it is due or not."""
    window, details = counter.application.window, counter.details(counter.job("cancellation"))
    dialog = DIALOGS[matter](window.workplace, details, window)
    dialog.open()
    if isinstance(dialog, OperationDialog):
        dialog.choices.buttons()[2].click()
    return dialog


def lock(counter: Counter) -> QWidget:
    """Have people sign in, and nobody there."""
    window = counter.application.window
    window.workplace.presence.show_roster(STAFF)
    window.furniture.locking.screen.form.begin(STAFF[0].name)
    return window


def _staffed(counter: Counter) -> MainWindow:
    """Have an administrator at the window."""
    window = counter.application.window
    window.workplace.presence.show_roster(STAFF)
    window.workplace.presence.show_operator(STAFF[-1])
    return window


def allow(counter: Counter) -> QWidget:
    """Ask for a manager's word."""
    details = counter.documented()
    window = _staffed(counter)
    error = NotPermittedError(STAFF[1].name, Action.DISMISS, Role.MANAGER, str(details.job.id))
    dialog = AllowDialog(window.workplace, error, details.job, window)
    dialog.open()
    return dialog


def people(counter: Counter) -> QWidget:
    """List those who sign in."""
    _staffed(counter)
    return settings(Place.PEOPLE, counter)


def first_person(counter: Counter) -> QWidget:
    """Have people sign in from now on."""
    window = counter.application.window
    dialog = PersonDialog(window.workplace, window)
    dialog.open()
    return dialog


def of_person(kind: type[PinDialog | RoleDialog | RetireDialog], counter: Counter) -> QWidget:
    """Change something of somebody."""
    window = _staffed(counter)
    dialog = kind(window.workplace, STAFF[-1], window)
    dialog.open()
    return dialog


def switch_off(counter: Counter) -> QWidget:
    """Have nobody sign in any more."""
    window = _staffed(counter)
    dialog = SwitchOffDialog(window.workplace, window)
    dialog.open()
    return dialog


def refund(counter: Counter) -> QWidget:
    """Ask whether money goes back."""
    counter.acting.submit(counter.documented("return"))
    return counter.dialog()


def attach(counter: Counter) -> QWidget:
    """Compare a document that does not fit."""
    job = counter.job()
    _selected(counter, job)
    dialog = _opened(counter, Command.ATTACH, AttachDialog)
    assert isinstance(dialog, AttachDialog)
    dialog.take_scanned(a_key(model=DocumentModel.NFE).text)
    counter.qtbot.waitUntil(dialog.checks.isVisible)
    return dialog


def trouble(counter: Counter) -> QWidget:
    dialog = TroubleDialog(counter.application.tasks, counter.application.window)
    dialog.show_report("Traceback: something\n" * 40)
    dialog.open()
    return dialog


def start_problem(counter: Counter) -> QWidget:
    window = counter.application.window
    window.furniture.start_problem.show_error(InvoicerError("the disk is full"))
    window.show_start_problem()
    return window


SCENES: Mapping[str, Callable[[Counter], QWidget]] = {
    "queue": queue,
    "empty queue": empty_queue,
    "history": history,
    "files": files,
    **{f"settings: {place.value}": partial(settings, place) for place in Place},
    **{f"assistant: {step}": partial(assistant, step) for step in STEPS},
    "returns: cancellation": partial(returns, "cancellation"),
    "returns: goods": partial(returns, "return"),
    "day": partial(day, DAY),
    "day: pending": partial(day, PENDING),
    "day: send": send_ready,
    "day: close": close_day,
    "day: findings": findings,
    "day: earlier days": earlier_days,
    "day: note": note,
    "status": status,
    "status: trail": trail,
    "why": why,
    "why: day": why_day,
    "why: key": send_key,
    "attach": attach,
    "found": found,
    "odd": odd,
    "choose job": choose_job,
    "brought": brought,
    "submit": partial(with_job, Command.SUBMIT),
    "refund": refund,
    "people: lock": lock,
    "people: allow": allow,
    "people: list": people,
    "people: first": first_person,
    "people: pin": partial(of_person, PinDialog),
    "people: role": partial(of_person, RoleDialog),
    "people: retire": partial(of_person, RetireDialog),
    "people: off": switch_off,
    **{f"settle: {matter.value}": partial(settle, matter) for matter in Matter},
    "dismiss": partial(with_job, Command.DISMISS),
    "raw": partial(with_job, Command.SHOW_RAW),
    "ask": partial(with_job, Command.ADD_ORDER),
    "palette": lambda counter: _opened(counter, Command.PALETTE, Palette),
    "help": lambda counter: _opened(counter, Command.HELP, HelpDialog),
    "diagnosis": lambda counter: _opened(counter, Command.DOCTOR, Diagnosis),
    "trouble": trouble,
    "start problem": start_problem,
}
