"""The composition root: settings in, a wired desk out. The only package that names concrete adapters."""

from desktop_invoicer.bootstrap.clock import SystemClock
from desktop_invoicer.bootstrap.parts import Parts, Tempo
from desktop_invoicer.bootstrap.program import Program
from desktop_invoicer.bootstrap.storage import open_database

__all__ = ["Parts", "Program", "SystemClock", "Tempo", "open_database"]
