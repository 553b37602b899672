"""The languages and their catalogues. The English texts are the message ids; Brazilian Portuguese is the default."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations

from desktop_invoicer.assets import asset
from desktop_invoicer.language import Language

DOMAIN = "desktop_invoicer"


class _Choice:
    """The language in use; one for the whole program, set before anything is shown."""

    language = Language.PT_BR


def activate(language: str) -> Language:
    """Speak ``language`` from now on, whatever its writing (``pt_BR``, ``es-AR``); pt-BR in place of one we lack."""
    primary = language.replace("_", "-").replace(".", "-").split("-")[0].casefold()
    _Choice.language = next((ours for ours in Language if ours.split("-")[0] == primary), Language.PT_BR)
    return _Choice.language


def active_language() -> Language:
    """Give the language in use."""
    return _Choice.language


def gettext(message: str) -> str:
    """Give ``message`` in the language in use; imported as ``_`` where texts are written."""
    return _translations(_Choice.language).gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Give the text for ``count`` things in the language in use."""
    return _translations(_Choice.language).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 (the name that every gettext tool knows)
    """Mark a text for translation where it stands; it is translated where it is shown."""
    return message


@cache
def _translations(language: Language) -> NullTranslations:
    if language is Language.EN:
        return NullTranslations()
    with asset("locale", language.replace("-", "_"), "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as compiled:
        return GNUTranslations(compiled)
