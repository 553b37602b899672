"""The sections of the settings by name, for whoever leads there."""

from __future__ import annotations

from enum import Enum


class Place(Enum):
    """A section, in the order in which the page lists them."""

    STORE = "store"
    ACCOUNTS = "accounts"
    RECEIVER = "receiver"
    DOCUMENTS = "documents"
    RETURNS = "returns"
    PEOPLE = "people"
    LANGUAGE = "language"
    WINDOW = "window"
    KEYS = "keys"
