"""Settings: where they live, what they say, and how they are read and changed."""

from desktop_invoicer.config.file import load_config, set_value, set_values
from desktop_invoicer.config.home import Home
from desktop_invoicer.config.settings import (
    Account,
    Documents,
    KeyDemand,
    Polling,
    Receiver,
    Settings,
    Store,
    Submit,
)
from desktop_invoicer.config.values import TokenPlace, is_loopback

__all__ = [
    "Account",
    "Documents",
    "Home",
    "KeyDemand",
    "Polling",
    "Receiver",
    "Settings",
    "Store",
    "Submit",
    "TokenPlace",
    "is_loopback",
    "load_config",
    "set_value",
    "set_values",
]
