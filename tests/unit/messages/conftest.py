"""Texts are told in a known language and a known time zone."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate


@pytest.fixture(autouse=True)
def known_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "<-03>3")  # Brasília, without asking for a time zone database
    time.tzset()
    activate(Language.PT_BR)
    yield
    activate(Language.PT_BR)
    monkeypatch.undo()
    time.tzset()
