"""A VTEX account in a box: orders, notifications, invoices, faults and the truth about them, on this machine alone.

It is an independent truth: it shares no rule with the engine that it helps to prove.
"""

from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN, USER_TOKEN
from desktop_invoicer.simulator.faults import FAULT_NAMES, Faults
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.stories import STORIES
from desktop_invoicer.simulator.story import Story

__all__ = ["APP_KEY", "APP_TOKEN", "FAULT_NAMES", "STORIES", "USER_TOKEN", "Faults", "Simulator", "Story"]
