"""What is in order on this desk and what is not, for people, for programs, and for whoever helps."""

from __future__ import annotations

from desktop_invoicer.doctor.bundle import write_bundle
from desktop_invoicer.doctor.examination import examine
from desktop_invoicer.doctor.finding import Finding, Level
from desktop_invoicer.doctor.report import is_ok, report
from desktop_invoicer.doctor.running import running_health

__all__ = ["Finding", "Level", "examine", "is_ok", "report", "running_health", "write_bundle"]
