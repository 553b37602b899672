"""What is in order on this desk and what is not: settings, keyring, database, clock, origins, disk, folders."""

from __future__ import annotations

from desktop_invoicer.doctor.examination import examine
from desktop_invoicer.doctor.finding import Finding, Level

__all__ = ["Finding", "Level", "examine"]
