"""What closes the day: figures, sending, signing off, comparing, diagnosing and reports."""

from __future__ import annotations

import logging

from desktop_invoicer.config import Home, Settings
from desktop_invoicer.engine.closing import Closing
from desktop_invoicer.engine.day_commands import DayCommands
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.diagnosing import Diagnoser
from desktop_invoicer.engine.diagnosis_commands import DiagnosisCommands
from desktop_invoicer.engine.filing import Filing
from desktop_invoicer.engine.reconciling import Reconciler
from desktop_invoicer.engine.repairing import KeySender
from desktop_invoicer.engine.submitting import Submissions
from desktop_invoicer.fiscal.marketplace_pack import load_marketplaces
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.days import DayTable
from desktop_invoicer.reports.export import write_report

_log = logging.getLogger(__name__)


def wire_days(
    filing: Filing, database: Database, settings: Settings, home: Home
) -> tuple[DayCommands, DiagnosisCommands]:
    """Put together who answers commands about days, and about what does not agree."""
    desk, book, store = filing.desk, DayTable(database), settings.store
    marketplaces = load_marketplaces(home.marketplaces_file)
    if marketplaces.problem is not None:
        _log.warning("%s", marketplaces.problem)
    day_desk = DayDesk(desk, book, store.zone, store.desk, store.name)
    reconciler = Reconciler(desk, day_desk, book)
    audit = AuditTable(database)
    days = DayCommands(day_desk, Submissions(desk, book), Closing(day_desk, book), reconciler, write_report, audit)
    diagnoser = Diagnoser(desk, day_desk, marketplaces.pack, audit)
    return days, DiagnosisCommands(reconciler, diagnoser, KeySender(filing, day_desk, audit))
