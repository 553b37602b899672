"""The catalogues are complete and fresh: whoever changes a text runs ``make messages`` and translates it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate, gettext, ngettext

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "desktop_invoicer"
LOCALES = ["pt_BR", "es"]
SAME_IN_ALL = {
    *("VTEX", "NF-e", "NFC-e", "CNPJ", "produção", "homologação", "chave de acesso", "Chave de acesso"),
    *("NF-e de entrada", "Item", "item {number}: {name}", "item {numbers}"),
    *("Marketplace", "No", "Token", "token", "Total"),
    *("{count} d", "{count} h", "{count} min", "{hours} h {minutes} min", "{hour}h"),
    *("A4", "Enter", "Excel", "PIN", "backup"),
}
"""Names, fiscal terms of art and what happens to be one word in two languages. Others are added here with care."""


def po_file(locale: str) -> Path:
    return ROOT / "resources" / "locale" / locale / "LC_MESSAGES" / "desktop_invoicer.po"


@cache
def catalogue(locale: str) -> Catalog:
    with po_file(locale).open("rb") as file:
        return read_po(file, locale=locale)


@cache
def extracted() -> frozenset[str]:
    return frozenset(
        message if isinstance(message, str) else message[0] for _, _, message, _, _ in extract_from_dir(PACKAGE)
    )


def messages(locale: str) -> Iterator[Message]:
    return (message for message in catalogue(locale) if message.id)


def strings(texts: object) -> list[str]:
    return [texts] if isinstance(texts, str) else [str(text) for text in texts]  # type: ignore[attr-defined]


def first(texts: object) -> str:
    return strings(texts)[0]


def places(text: str) -> Counter[tuple[str, str | None, str | None]]:
    return Counter((name, spec, form) for _, name, spec, form in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalogue_has_every_text_of_the_program_and_no_other(locale: str) -> None:
    known = {first(message.id) for message in messages(locale)}

    assert sorted(extracted() - known) == [], "run make messages and translate these"
    assert sorted(known - extracted()) == [], "run make messages"
    assert not catalogue(locale).obsolete


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_is_translated_for_sure(locale: str) -> None:
    assert [message.id for message in messages(locale) if not all(strings(message.string))] == []
    assert [message.id for message in messages(locale) if message.fuzzy] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_was_left_in_english(locale: str) -> None:
    same = [text for message in messages(locale) if (text := first(message.id)) == first(message.string)]

    assert [text for text in same if text not in SAME_IN_ALL and any(map(str.isalpha, bare(text)))] == []


def bare(text: str) -> str:
    return "".join(literal for literal, *_ in Formatter().parse(text))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_has_the_places_of_its_text(locale: str) -> None:
    differing = [
        text
        for message in messages(locale)
        for text in strings(message.string)
        if places(text) not in [places(one) for one in strings(message.id)]
    ]

    assert differing == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_compiled_catalogue_is_that_of_its_source(locale: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(locale))

    assert po_file(locale).with_suffix(".mo").read_bytes() == compiled.getvalue(), "run make messages"


def test_no_text_hides_in_an_f_string() -> None:
    """Python before 3.12 gives an f-string as one token, so its texts would not be found."""
    hidden = {
        path.relative_to(ROOT).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "N_", "gettext", "ngettext"}
        and isinstance(call.args[0], ast.Constant)
    }

    assert hidden == set()


def test_english_texts_are_the_message_ids() -> None:
    activate(Language.EN)

    assert gettext("waits for the document") == "waits for the document"


def test_brazilian_portuguese_is_spoken_by_default() -> None:
    assert gettext("waits for the document") == "aguarda o documento"


def test_a_text_that_nobody_translated_stays_as_it_is() -> None:
    assert gettext("of tomorrow") == "of tomorrow"
    assert ngettext("one", "many", 2) == "many"
    assert gettext("") == ""


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("pt-BR", Language.PT_BR),
        ("pt_BR.UTF-8", Language.PT_BR),
        ("pt", Language.PT_BR),
        ("es", Language.ES),
        ("es_AR.UTF-8", Language.ES),
        ("ES-419", Language.ES),
        ("en", Language.EN),
        ("en_US.UTF-8", Language.EN),
        ("de-DE", Language.PT_BR),
        ("C.UTF-8", Language.PT_BR),
        ("", Language.PT_BR),
    ],
)
def test_any_usual_writing_of_a_language_is_understood(tag: str, language: Language) -> None:
    assert activate(tag) is language
