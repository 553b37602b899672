"""A first look into ``config.toml`` for what has to be known before everything else, and quickly."""

from __future__ import annotations

import tomllib

from desktop_invoicer.config.home import Home
from desktop_invoicer.language import Language, system_language


def peek_language(home: Home) -> Language:
    """Give the language that the settings name, else the system's; what is wrong is told by ``load_config``."""
    try:
        text = home.config_file.read_bytes().decode("utf-8-sig")
        return Language(tomllib.loads(text)["language"])
    except (OSError, ValueError, KeyError):  # not there, unreadable, no TOML, no language of ours
        return system_language()
