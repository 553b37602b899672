"""A VTEX account that takes whatever it is sent, and a ledger beside it that says what was wrong with it.

The ledger knows what was truly sold and given back, of every line and in money, whatever the desks believe.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from desktop_invoicer import errors
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.money import Cents, share
from desktop_invoicer.domain.notification import InvoiceType, NotificationId, OrderId
from desktop_invoicer.domain.order import EarlierInvoice, Order, SkuId
from desktop_invoicer.domain.policy import ReturnPolicy
from tests.fakes import FakeVtex


class CrashError(BaseException):
    """The desk's process ends here, in the middle of whatever it does."""


@dataclass(frozen=True)
class Meant:
    """What a document was attached for; ``units`` by item index as the notification asks for them."""

    notification: NotificationId
    units: Mapping[int, int]
    is_cancellation: bool


@dataclass(frozen=True)
class Sent:
    """An invoice that VTEX took, or that somebody else posted there."""

    order: OrderId
    type: InvoiceType
    value: int
    units: Mapping[int, int]
    rows: Mapping[SkuId, int]
    """Money of each SKU as the rows tell it, in cents."""
    meant: Meant | None = None


@dataclass
class Ledger:
    """What people said, and what came of it."""

    sent: list[Sent] = field(default_factory=list)
    meant: dict[str, Meant] = field(default_factory=dict)
    """What documents are for, by their number."""
    confirmed: dict[str, int | None] = field(default_factory=dict)
    """The amount that somebody confirmed for a document, by its number: good for one attempt."""
    reversed: defaultdict[NotificationId, set[int]] = field(default_factory=lambda: defaultdict(set))
    approved: defaultdict[NotificationId, set[int]] = field(default_factory=lambda: defaultdict(set))
    without_word: list[str] = field(default_factory=list)

    def of(self, order: OrderId, type_: InvoiceType) -> list[Sent]:
        """Give the order's invoices of a type."""
        return [sent for sent in self.sent if sent.order == order and sent.type is type_]

    def units(self, order: OrderId, type_: InvoiceType) -> Counter[int]:
        """Count units by item index."""
        return sum((Counter(sent.units) for sent in self.of(order, type_)), Counter())

    def value(self, order: OrderId, type_: InvoiceType) -> int:
        """Sum money in cents."""
        return sum(sent.value for sent in self.of(order, type_))

    def money(self, order: OrderId, type_: InvoiceType) -> Counter[SkuId]:
        """Sum the money of each SKU, without freight."""
        return sum((Counter(sent.rows) for sent in self.of(order, type_)), Counter())

    def word_for(self, invoice: Invoice, policy: ReturnPolicy) -> None:
        """Note what is missing for a refund that is being sent."""
        meant, value = self.meant[invoice.number], invoice.value
        if self.confirmed.pop(invoice.number, None) != value:
            self.without_word.append(f"{invoice.number}: {value} was not confirmed")
        if policy.records_reversal and meant.is_cancellation and value not in self.reversed[meant.notification]:
            self.without_word.append(f"{invoice.number}: {value} was not reversed")
        if policy.needs_approval(invoice.value) and value not in self.approved[meant.notification]:
            self.without_word.append(f"{invoice.number}: {value} was not approved")

    def faults(self, order: Order) -> Iterator[str]:
        """Tell what is wrong with an order."""
        this = order.order_id
        out, back = self.units(this, InvoiceType.OUTPUT), self.units(this, InvoiceType.INPUT)
        yield from (f"{this}: {back[line]} of {out[line]} units of line {line} came back" for line in back - out)
        paid, refunded = self.value(this, InvoiceType.OUTPUT), self.value(this, InvoiceType.INPUT)
        if refunded > paid:
            yield f"{this}: {refunded} of {paid} cents went out"
        if paid > order.value:
            yield f"{this}: {paid} of {order.value} cents were invoiced"
        earned, given = self.money(this, InvoiceType.OUTPUT), self.money(this, InvoiceType.INPUT)
        for sku in given:
            rounded = sum(line.quantity for line in order.lines if line.sku == sku)
            if given[sku] > earned[sku] + rounded:
                yield f"{this}: {given[sku]} of {earned[sku]} cents of SKU {sku} went out"

    def doubled(self) -> list[NotificationId]:
        """Give the notifications that were served more than once."""
        served = Counter(sent.meant.notification for sent in self.sent if sent.meant is not None)
        return [notification for notification, times in served.items() if times > 1]


@dataclass
class ReturningAccount(FakeVtex):
    """The account, with its ledger; a desk that asks anything when the ``fuse`` has burnt down is no more."""

    ledger: Ledger = field(default_factory=Ledger)
    policy: ReturnPolicy = field(default_factory=ReturnPolicy)
    """That of the desk that works now."""
    fuse: int | None = None
    is_dead: bool = False
    hidden: list[tuple[OrderId, Invoice]] = field(default_factory=list)

    async def post_invoice(self, callback_url: str, invoice: Invoice, embedded: str | None = None) -> str:
        order_id = OrderId(callback_url.split("/")[5])
        self._burn()
        if invoice.type is InvoiceType.INPUT and not self._is_unreachable():
            self.ledger.word_for(invoice, self.policy)
        self._fail(self.fails["post_invoice"])
        self._take(order_id, invoice)
        self.posts.append((callback_url, invoice))
        self.embedded.append(embedded)
        self._end("post_invoice")
        return "receipt"

    def reveal(self) -> None:
        """Show the invoices that were invisible so far."""
        while self.hidden:
            self.show_post(*self.hidden.pop())

    def show_post(self, order_id: OrderId, invoice: Invoice) -> None:
        """Let the order show an invoice with the lines that it is for."""
        shown = EarlierInvoice(
            invoice.number, invoice.type, invoice.value, invoice.key, self.ledger.meant[invoice.number].units
        )
        self.show(order_id, shown)

    def show(self, order_id: OrderId, shown: EarlierInvoice) -> None:
        """Let the order show an invoice; all of its money makes it invoiced."""
        order = self.orders[order_id]
        order = replace(order, invoices=(*order.invoices, shown))
        is_whole = order.invoiced(InvoiceType.OUTPUT) >= order.value
        self.orders[order_id] = replace(order, status="invoiced" if is_whole else order.status)

    def posted_elsewhere(self, order_id: OrderId, type_: InvoiceType, line: int, units: int, number: int) -> None:
        """Let somebody else post as many units as are left of a line, at what they cost."""
        order, ledger = self.orders[order_id], self.ledger
        sold, back = ledger.units(order_id, InvoiceType.OUTPUT)[line], ledger.units(order_id, InvoiceType.INPUT)[line]
        row = order.lines[line]
        done, room = (sold, row.quantity) if type_ is InvoiceType.OUTPUT else (back, sold)
        units = min(units, room - done)
        paid = ledger.value(order_id, InvoiceType.OUTPUT)
        open_money = order.value - paid if type_ is InvoiceType.OUTPUT else paid - ledger.value(order_id, type_)
        goods = share(row.goods, row.quantity, done, units) if units else 0
        value = min(goods + (share(row.freight, row.quantity, done, units) if units else 0), open_money)
        if value <= 0:
            return
        shown = EarlierInvoice(str(number), type_, Cents(value), f"K{number}", {line: units})
        ledger.sent.append(Sent(order_id, type_, value, {line: units}, {row.sku: goods}))
        self.show(order_id, shown)

    def _take(self, order_id: OrderId, invoice: Invoice) -> None:
        """Keep an invoice; the same number again changes nothing."""
        if any(posted == invoice for _, posted in self.posts):
            return
        meant = self.ledger.meant[invoice.number]
        rows = {row.sku: row.price * row.quantity for row in invoice.rows}
        self.ledger.sent.append(Sent(order_id, invoice.type, invoice.value, meant.units, rows, meant))
        if self.shows_posts:
            self.show_post(order_id, invoice)
        else:
            self.hidden.append((order_id, invoice))

    def _is_unreachable(self) -> bool:
        """Tell whether the next request surely does not arrive."""
        script = self.fails["post_invoice"]
        return bool(script) and isinstance(script[0], errors.TransientError)

    async def _begin(self, name: str, argument: object) -> None:
        self._burn()
        await super()._begin(name, argument)

    def _end(self, name: str) -> None:
        super()._end(name)
        self._burn()

    def _burn(self) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            self.is_dead = self.is_dead or self.fuse <= 0
        if self.is_dead:
            raise CrashError
