"""The language of the system."""

from __future__ import annotations

import pytest

from desktop_invoicer.language import Language, system_language


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, Language.PT_BR),
        ({"LANG": "C"}, Language.PT_BR),
        ({"LANG": "POSIX"}, Language.PT_BR),
        ({"LANG": "C.UTF-8"}, Language.PT_BR),
        ({"LANG": "de_DE.UTF-8"}, Language.PT_BR),
        ({"LANG": "pt_PT.UTF-8"}, Language.PT_BR),
        ({"LANG": "es_AR.UTF-8"}, Language.ES),
        ({"LANG": "en_US"}, Language.EN),
        ({"LANG": "EN"}, Language.EN),
        ({"LANG": "en.UTF-8"}, Language.EN),
    ],
)
def test_every_other_language_is_portuguese(environ: dict[str, str], language: Language) -> None:
    assert system_language(environ) is language


def test_language_goes_before_lc_all_before_lc_messages_before_lang() -> None:
    names = ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]

    for position, name in enumerate(names):
        environ = {name: "es_MX", **dict.fromkeys(names[position + 1 :], "en_US")}
        assert system_language(environ) is Language.ES


def test_empty_variables_say_nothing() -> None:
    assert system_language({"LANGUAGE": "", "LC_ALL": "", "LANG": "en_GB"}) is Language.EN


def test_first_language_of_a_list_that_we_have_counts() -> None:
    assert system_language({"LANGUAGE": "fr:es:en"}) is Language.ES
