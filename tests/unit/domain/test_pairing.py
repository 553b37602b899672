"""What was posted beside what VTEX shows."""

from __future__ import annotations

from desktop_invoicer.domain.invoice import InvoiceRow
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import SkuId
from desktop_invoicer.domain.pairing import items_left, pair
from tests.builders import a_key, a_line, an_earlier_invoice, an_invoice, an_order

KEY = a_key().text
POSTED = an_invoice(number="42", value=9990, key=KEY)


def test_an_invoice_is_found_as_it_was_posted() -> None:
    shown = an_earlier_invoice(number="42", value=9990, key=KEY)

    pairing = pair([POSTED], an_order(invoices=[shown]))

    assert pairing.shown == ((POSTED, shown),)
    assert not pairing.vanished
    assert not pairing.foreign


def test_an_invoice_that_is_there_twice_is_ours_once() -> None:
    shown = an_earlier_invoice(number="42", value=9990, key=KEY)

    pairing = pair([POSTED], an_order(invoices=[shown, shown]))

    assert len(pairing.shown) == len(pairing.foreign) == 1


def test_the_very_invoice_is_preferred_to_another_one_of_its_document() -> None:
    other = an_earlier_invoice(number="42", value=1, key=KEY)
    same = an_earlier_invoice(number="42", value=9990, key=KEY)

    pairing = pair([POSTED], an_order(invoices=[other, same]))

    assert pairing.shown == ((POSTED, same),)
    assert pairing.foreign == (other,)


def test_an_invoice_is_known_by_its_key_or_without_one_by_its_number() -> None:
    renumbered = an_earlier_invoice(number="42001", value=1, key=KEY)
    keyless = an_earlier_invoice(number="42", value=1, key="")

    assert pair([POSTED], an_order(invoices=[renumbered])).shown
    assert pair([POSTED], an_order(invoices=[keyless])).shown


def test_the_same_number_of_another_document_or_way_is_another_invoice() -> None:
    other_serie = an_earlier_invoice(number="42", key=a_key(serie=2).text)
    way_back = an_earlier_invoice(number="42", key=KEY, type_=InvoiceType.INPUT)

    pairing = pair([POSTED], an_order(invoices=[other_serie, way_back]))

    assert pairing.vanished == (POSTED,)
    assert pairing.foreign == (other_serie, way_back)


def test_of_an_order_that_was_not_read_our_own_word_counts() -> None:
    ((ours, shown),) = pair([POSTED], None).shown

    assert ours is POSTED
    assert ours.is_same_as(shown)


def test_what_is_left_is_counted_by_product() -> None:
    """VTEX writes units on any line of their product (KI 1008459)."""
    lines = [a_line(0, sku="100", quantity=2), a_line(1, sku="100"), a_line(2, sku="200"), a_line(3, sku="300")]
    posted = an_invoice(rows=[InvoiceRow(SkuId("100"), Cents(9990), 2)])
    shown = an_earlier_invoice(number="42", key=KEY, units={0: 1})
    foreign = an_earlier_invoice(number="7", units={2: 1, 9: 1})
    returned = an_earlier_invoice(number="8", type_=InvoiceType.INPUT, units={0: 2})
    order = an_order(lines=lines, invoices=[shown, foreign, returned])

    left = items_left(order, pair([posted], order))

    assert left == (("Camiseta 0", 1), ("Camiseta 3", 1))


def test_a_return_of_ours_leaves_no_more_to_invoice() -> None:
    back = an_invoice(number="9", type_=InvoiceType.INPUT, key=a_key(nnf=9).text)
    order = an_order(invoices=[an_earlier_invoice(number="9", type_=InvoiceType.INPUT)])

    assert items_left(order, pair([back], order)) == (("Camiseta 0", 1),)
