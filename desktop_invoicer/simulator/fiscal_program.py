"""The store's fiscal program: issues NFC-e and NF-e that look authorised, in the test environment (tpAmb 2).

No tax authority ever saw them. The digest is true; the signature is not one, since there is no certificate.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from lxml import etree

from desktop_invoicer.domain.access_key import AccessKeyProblem, read_access_key
from desktop_invoicer.simulator import fiscal_figures, fiscal_xml
from desktop_invoicer.simulator.fiscal_figures import ItemReference, Row
from desktop_invoicer.simulator.fiscal_xml import Document, node
from desktop_invoicer.simulator.keys import Issuer, Number, Numbering, access_key
from desktop_invoicer.simulator.records import JsonObject

_BRASILIA = timezone(timedelta(hours=-3))


@dataclass(frozen=True, slots=True)
class _Issued:
    """What is remembered of a document: its protocol, and the ``nItem`` of each line of the order."""

    protocol: str
    places: Mapping[int, int]


class FiscalProgram:
    """Issues documents of one store, numbered per model and series."""

    def __init__(
        self,
        cnpj: str,
        uf: str,
        *,
        serie: int = 1,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        seed: int = 0,
    ) -> None:
        self.numbers = Numbering(serie)
        self._issuer = Issuer(cnpj, uf)
        self._serie = serie
        self._clock = clock
        self._rng = random.Random(seed)  # noqa: S311 (repeatable, not secret)
        self._reserved: dict[str, int] = {}
        self._protocol = 0
        self._issued: dict[str, _Issued] = {}
        self._cancelled: dict[str, bytes] = {}
        """The events by which documents were cancelled, by access key."""
        self._lock = threading.Lock()

    def reserve(self, order_id: str, number: int) -> None:
        """Give the next document of an order a number of one's choice."""
        with self._lock:
            self._reserved[order_id] = number

    def issue(  # noqa: PLR0913 (what a document is made of)
        self,
        order: JsonObject,
        items: Sequence[Mapping[str, int]],
        value: int,
        model: str,
        issued_at: datetime | None = None,
        *,
        key: str | None = None,
        reference: str | Mapping[int, str] | None = None,
        names_order: bool = True,
    ) -> bytes:
        """Issue an authorised document (nfeProc) for ``{itemIndex, quantity}`` of an order, worth ``value`` cents.

        ``model`` is ``"65"`` or ``"55"``. ``reference`` makes it an NF-e of entry for a return: the key of the sale, or
        of the sale of each line by ``itemIndex``. Without ``names_order`` it says nowhere for which order it is.
        ``key`` is one that was made before; else it gets the next one.

        Raises:
            ValueError: the model is unknown, the figures cannot be met, an NF-e has nobody to go to, or goods would
                come back of a sale that is cancelled.

        """
        if model not in {"65", "55"} or (reference and model != "55"):
            msg = f"model {model} cannot be issued here"
            raise ValueError(msg)
        rows = fiscal_figures.rows(order, items, value)
        issued = (issued_at or self._clock()).astimezone(_BRASILIA)
        self._refer(rows, reference or {})
        with self._lock:
            number = _number_of(key) if key else self._take_number(str(order.get("orderId")), model)
            key = key or access_key(self._issuer, number, issued, self._rng)
            protocol = self._take_protocol(issued)
            self._issued[key] = _Issued(protocol, {row.index: place for place, row in enumerate(rows, start=1)})
        document = Document(self._issuer, number, key, issued, rows, order, names_order)
        body = fiscal_xml.invoice(document)
        digest = fiscal_xml.digest(body)
        nfe = node("NFe", body)
        if model == "65":
            nfe.append(fiscal_xml.supplement(document))
        nfe.append(fiscal_xml.signature(f"NFe{key}", digest))
        proc = node("nfeProc", nfe, fiscal_xml.protocol(key, protocol, issued, digest), versao="4.00")
        return _bytes(proc)

    def cancel(self, key: str) -> bytes:
        """Cancel a document, and give the accepted event (110111); what is cancelled already has the same event.

        The protocol of a document that another program issued is made up.

        Raises:
            ValueError: the key is none.

        """
        if key not in self._cancelled:
            known = self._issued.get(key)
            protocol = known.protocol if known else f"1{key[:4]}{key[25:35]}"
            self._cancelled[key] = self.write_cancellation(key, protocol)
        return self._cancelled[key]

    def write_cancellation(self, key: str, protocol: str, at: datetime | None = None) -> bytes:
        """Write the accepted cancellation event (110111) of a document with a given key and protocol.

        Raises:
            ValueError: the key is none.

        """
        if isinstance(read_access_key(key), AccessKeyProblem):
            msg = f"{key} is no access key"
            raise ValueError(msg)  # noqa: TRY004 (the type is right, the text is not)
        moment = (at or self._clock()).astimezone(_BRASILIA)
        with self._lock:
            accepted = self._take_protocol(moment)
        return _bytes(fiscal_xml.cancellation(key, protocol, accepted, moment))

    def _refer(self, rows: Sequence[Row], reference: str | Mapping[int, str]) -> None:
        """Let the rows of a return name those of the sale."""
        for row in rows if reference else ():
            sale = reference if isinstance(reference, str) else reference[row.index]
            row.original = self._row_of(sale, row.index)

    def _row_of(self, key: str, index: int) -> ItemReference:
        """Find a line of the order in the document that sold it; another program's has all lines in their order."""
        if key in self._cancelled:
            msg = f"{key} is cancelled"
            raise ValueError(msg)
        known = self._issued.get(key)
        return ItemReference(key, known.places.get(index, index + 1) if known else index + 1)

    def _take_number(self, order_id: str, model: str) -> Number:
        if order_id in self._reserved:
            return Number(model, self._serie, self._reserved.pop(order_id))
        return self.numbers.take(model)

    def _take_protocol(self, moment: datetime) -> str:
        self._protocol += 1
        return f"1{fiscal_xml.state_code(self._issuer)}{moment:%y}{self._protocol:010d}"


def _number_of(key: str) -> Number:
    return Number(key[20:22], int(key[22:25]), int(key[25:34]))


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
