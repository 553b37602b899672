"""VTEX's own words, from every shape of error body, without secrets."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.vtex.words import LENGTH, clean, words


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"error":{"code":"1","message":"Unauthorized access","exception":null}}', "1 Unauthorized access"),
        ('{"error":{"code":"OMS003","message":"Not ready"}}', "OMS003 Not ready"),
        ('{"error":"Order not found"}', "Order not found"),
        ('{"Message":"Too much"}', "Too much"),
        ('{"type":"about:blank","title":"Bad Request","status":400,"detail":"No value"}', "Bad Request No value"),
        ('{"title":"Bad","errors":{"invoiceValue":["must be positive"]}}', "Bad must be positive"),
        ('["one", {"message": "two"}]', "one two"),
        ("plain\r\n words ", "plain words"),
        ("<html><head><title>Sorry</title></head></html>", "a page: Sorry"),
        ("<!DOCTYPE html><p>Sorry", "a page"),
        ("", "no words"),
        ("{}", "no words"),
        ("null", "no words"),
    ],
)
def test_the_words_are_found_in_every_shape_of_error(body: str, said: str) -> None:
    assert words(body) == said


def test_words_are_cut_to_what_fits_a_line() -> None:
    assert len(words("x" * 10_000)) == LENGTH


def test_words_hold_no_secret() -> None:
    assert words('{"message":"token abcd-1234 is invalid"}', ["abcd-1234"]) == "token ••• is invalid"


@pytest.mark.parametrize(
    "tax_id",
    ["00000000191", "000.000.001-91", "11222333000181", "11.222.333/0001-81", "12ABC34501DE35", "12.ABC.345/01DE-35"],
)
def test_words_hold_no_full_cpf_or_cnpj(tax_id: str) -> None:
    said = words(json.dumps({"message": f"buyer {tax_id}, again"}))

    assert tax_id not in said
    assert said.endswith(f"•{tax_id[-2:]}, again")


def test_order_numbers_and_access_keys_stay_readable() -> None:
    told = "order 1172452900788-01 key 31170758731662018088550010006437971006437976"

    assert clean(told) == told


@given(st.text(max_size=400))
def test_any_text_becomes_one_short_line(text: str) -> None:
    said = words(text)

    assert 0 <= len(said) <= LENGTH
    assert said.isprintable() or not any(char in said for char in "\r\n\t\0")
