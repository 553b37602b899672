"""What people read: sentences, words, money and moments in the language of the desk (docs/adr/006).

Everything here is plain text. What came from outside stands in it verbatim, so whoever shows it must not read it as
markup (rich, Qt's rich text).

What knows every problem and every word is imported when it is first asked for: a window has to say little before it
is seen.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from desktop_invoicer.messages.catalogue import activate, gettext, ngettext
from desktop_invoicer.messages.figures import moment, money

if TYPE_CHECKING:
    from desktop_invoicer.messages.failures import explain_failure
    from desktop_invoicer.messages.message import Message, Owner
    from desktop_invoicer.messages.problems import explain
    from desktop_invoicer.messages.timeline import tell
    from desktop_invoicer.messages.words import word

__all__ = [
    "Message",
    "Owner",
    "activate",
    "explain",
    "explain_failure",
    "gettext",
    "moment",
    "money",
    "ngettext",
    "tell",
    "word",
]

_PLACES = {
    "Message": "message",
    "Owner": "message",
    "explain": "problems",
    "explain_failure": "failures",
    "tell": "timeline",
    "word": "words",
}

if not TYPE_CHECKING:  # a checker knows the names by the block above, and that there are no others

    def __getattr__(name: str) -> object:
        if name not in _PLACES:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
