"""What people read: sentences, words, money and moments in the language of the desk (docs/adr/006).

Everything here is plain text. What came from outside stands in it verbatim, so whoever shows it must not read it as
markup (rich, Qt's rich text).
"""

from desktop_invoicer.messages.catalogue import activate, gettext, ngettext
from desktop_invoicer.messages.failures import explain_failure
from desktop_invoicer.messages.figures import moment, money
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
