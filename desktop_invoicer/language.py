"""The languages people can read this program in; the system says which, unless the settings name one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class Language(StrEnum):
    """The languages that people can read this program in."""

    PT_BR = "pt-BR"
    ES = "es"
    EN = "en"


_BY_CODE = {"pt": Language.PT_BR, "es": Language.ES, "en": Language.EN}


def system_language(environ: Mapping[str, str] | None = None) -> Language:
    """Give the language that the first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG asks for, else Portuguese.

    LANGUAGE may list several, separated by colons: the first one that we have counts.
    """
    environ = os.environ if environ is None else environ
    wish = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    codes = (part.replace("_", "-").replace(".", "-").split("-")[0].lower() for part in wish.split(":"))
    return next((_BY_CODE[code] for code in codes if code in _BY_CODE), Language.PT_BR)
