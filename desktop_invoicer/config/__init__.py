"""Settings: where they live, what they say, and how they are read and changed.

Each name is imported when it is first asked for: whoever only wants to know where things live does not wait for
pydantic.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_invoicer.config.file import load_config, set_value, set_values
    from desktop_invoicer.config.home import Home
    from desktop_invoicer.config.peek import peek_language
    from desktop_invoicer.config.settings import (
        Account,
        Decision,
        Documents,
        People,
        Polling,
        Receiver,
        Returns,
        Settings,
        Store,
        Submit,
    )
    from desktop_invoicer.config.values import TokenPlace, is_loopback

__all__ = [
    "Account",
    "Decision",
    "Documents",
    "Home",
    "People",
    "Polling",
    "Receiver",
    "Returns",
    "Settings",
    "Store",
    "Submit",
    "TokenPlace",
    "is_loopback",
    "load_config",
    "peek_language",
    "set_value",
    "set_values",
]

_PLACES = {
    "Home": "home",
    "TokenPlace": "values",
    "is_loopback": "values",
    "load_config": "file",
    "peek_language": "peek",
    "set_value": "file",
    "set_values": "file",
}

if not TYPE_CHECKING:  # a checker knows the names by the block above, and that there are no others

    def __getattr__(name: str) -> object:
        if name not in __all__:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        return getattr(import_module(f"{__name__}.{_PLACES.get(name, 'settings')}"), name)
