"""What is known of the settings before they are read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop_invoicer.config import Home, load_config, peek_language
from desktop_invoicer.language import Language


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("LANGUAGE", "en")
    return Home.below(tmp_path)


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "marked"])
def test_the_language_of_the_settings_is_seen_before_they_are_read(home: Home, mark: str) -> None:
    home.config_file.write_text(f'{mark}language = "es"\n', encoding="utf-8")

    assert peek_language(home) is load_config(home).language is Language.ES


@pytest.mark.parametrize(
    "content",
    [None, b"", b'language = "fr"', b"language = 3", b"language = []", b"language", b'language = "\xff"'],
)
def test_without_a_language_in_the_settings_the_systems_is_spoken(home: Home, content: bytes | None) -> None:
    if content is not None:
        home.config_file.write_bytes(content)

    assert peek_language(home) is Language.EN


def test_a_second_start_reaches_the_first_without_loading_what_a_desk_needs() -> None:
    program = (
        "import sys, desktop_invoicer.control.client, desktop_invoicer.messages, desktop_invoicer.engine.events\n"
        "from desktop_invoicer.config import Home, peek_language\n"
        "heavy = {'pydantic', 'httpx', 'sqlalchemy', 'keyring', 'alembic', 'asyncio', 'lxml', 'typer', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run(  # noqa: S603 (this very interpreter)
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip() == "[]"


def test_the_settings_have_no_name_that_they_do_not_offer() -> None:
    with pytest.raises(ImportError):
        from desktop_invoicer.config import Nothing  # type: ignore[attr-defined]  # noqa: F401
