"""Figures as the panel writes them."""

from __future__ import annotations

from desktop_invoicer.ui.job.figures import breakable, tax_id_text


def test_a_cnpj_with_wrong_digits_is_shown_as_it_was_read() -> None:
    assert tax_id_text("99222333000191", revealed=True) == "99222333000191"


def test_a_right_cnpj_is_shown_with_its_signs() -> None:
    assert tax_id_text("11222333000181", revealed=True) == "11.222.333/0001-81"


def test_a_line_can_end_within_an_access_key() -> None:
    assert breakable("Attached: " + "1234" * 11) == "Attached: " + " ".join(["1234"] * 11)
