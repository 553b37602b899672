"""Sending an access key again for an invoice that VTEX holds without a good one, and reading whether VTEX took it.

Intention in the audit trail before, result after it; a lost answer is read back, never repeated blindly. A program that
ends in between finds out at its next look.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from desktop_invoicer import errors
from desktop_invoicer.domain.access_key import strip_key
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.key_repair import (
    KeyAnswer,
    KeyOffer,
    KeyOutcome,
    came_of,
    check_key,
    find_document,
    find_invoice,
    invoice_again,
    is_good_key,
    order_problem,
    sale_problem,
)
from desktop_invoicer.domain.notification import AccountName, InvoiceType, Operation, OrderId
from desktop_invoicer.domain.order import EarlierInvoice, Order
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.personal import without_tax_ids
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.truths import SeenDocument
from desktop_invoicer.domain.workflow import DueJob, JobId
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.day_ports import AuditTrail
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.diagnosing import NOT_FOUND
from desktop_invoicer.engine.filing import Filing
from desktop_invoicer.engine.key_trail import subject
from desktop_invoicer.engine.truth_reader import TruthReader
from desktop_invoicer.engine.words import words

SENDING = "send a key"
_NOT_SENT = "not_sent"
_NOT_READ = (
    errors.TransientError,
    errors.RejectedError,
    errors.InvalidOrderError,
    errors.SetupError,
    errors.UnknownOrderError,
)

Place = tuple[AccountName, OrderId]


@dataclass(frozen=True, slots=True)
class KeySender:
    """Sends keys again. Runs on the engine's loop."""

    filing: Filing
    day_desk: DayDesk
    audit: AuditTrail

    async def offers(self, account: AccountName, order_id: OrderId) -> tuple[KeyOffer, ...]:
        """Read an order, and give its invoices whose key can be sent again; none where that could be booked twice.

        Raises:
            UnknownOrderError: VTEX has no such order.
            InvoicerError: the account is not known, or VTEX does not answer.

        """
        place = account, order_id
        async with self._lock(place):
            order = await self._order(place)
            self._conclude(place, order)
        if order_problem(order) is not None:
            return ()
        return tuple(
            self._offer(invoice, place)
            for invoice in order.invoices
            if invoice.type is InvoiceType.OUTPUT and not is_good_key(invoice.key, self._context.store.cnpj)
        )

    async def send(self, account: AccountName, order_id: OrderId, number: str, key: str, operator: str) -> KeyAnswer:
        """Send the key of an invoice again, and tell what VTEX did with it.

        Raises:
            DocumentRefusedError: with why the key is not, or must not be, sent.
            NotAllowedNowError: an invoice of the order is under way.
            NothingSaidError: nobody's name is given.
            SignInNeededError, NotPermittedError: as for ``People.permit``.
            UnknownOrderError: VTEX has no such order.
            InvoicerError: the account is not known, or VTEX does not answer; nothing was sent.

        """
        place, operator = (account, order_id), words(operator)
        with self._context.people.permit(operator, Action.SEND_KEY, subject(*place)):
            async with self._lock(place):
                return await self._sent(place, number, key, operator)

    @property
    def _desk(self) -> Desk:
        return self.filing.desk

    @property
    def _context(self) -> Context:
        return self._desk.context

    def _lock(self, place: Place) -> asyncio.Lock:
        return self._desk.engine.order_lock(DueJob(JobId(0), *place))

    async def _sent(self, place: Place, number: str, key: str, operator: str) -> KeyAnswer:
        account, order_id = place
        for job in self._context.journal.find(account, order_id):
            self._desk.demand_no_post(job, SENDING)
        order = await self._order(place)
        self._conclude(place, order)
        invoice = find_invoice(order, number)
        if invoice is None:
            raise errors.DocumentRefusedError([Problem(ProblemCode.INVOICE_NOT_THERE, {"number": number})])
        seen = self._checked(key, invoice, order, place)
        if strip_key(invoice.key) == seen.document.key.text:
            return KeyAnswer(KeyOutcome.TAKEN, number, invoice.key)
        if any(sent.facts["number"] == number for sent in self._pending(place)):
            return KeyAnswer(KeyOutcome.UNKNOWN, number, seen.document.key.text)
        posted = TruthReader(self._context).written(account, order_id).posted
        again = invoice_again(order, invoice, seen.document, posted)
        return await self._send(again, await self._xml(seen, account), order, place, operator)

    async def _order(self, place: Place) -> Order:
        account, order_id = place
        try:
            return (await self._context.vtex(account).order(order_id)).value
        except errors.VtexRefusedError as exc:
            if exc.status != NOT_FOUND:
                raise
            raise errors.UnknownOrderError(order_id) from exc

    def _offer(self, invoice: EarlierInvoice, place: Place) -> KeyOffer:
        document = find_document(invoice, self._seen(invoice, place), self._context.store.cnpj)
        key = "" if document is None else document.document.key.text
        return KeyOffer(*place, invoice.number, invoice.value, invoice.key, key)

    def _seen(self, invoice: EarlierInvoice, place: Place) -> tuple[SeenDocument, ...]:
        """Give the documents that may be an invoice's: those of the order's jobs, and free ones of its day."""
        own = (
            SeenDocument(job.document, job.id, is_cancelled=self._is_cancelled(job.document))
            for job in self._context.journal.find(*place)
            if job.document is not None and job.operation is Operation.SALE
        )
        at = invoice.issued_at
        issued = () if at is None else self.day_desk.book.documents_of(StoreDay.of(at, self.day_desk.zone))
        return (*(each for each in issued if each.job is None), *own)

    def _checked(self, key: str, invoice: EarlierInvoice, order: Order, place: Place) -> SeenDocument:
        """Take a key for an invoice, with what is known of its document; raise why it must not be sent."""
        context = self._context
        if problem := order_problem(order):
            raise errors.DocumentRefusedError([problem])
        document = check_key(key, invoice, context.store.cnpj, context.clock.now())
        if isinstance(document, Problem):
            raise errors.DocumentRefusedError([document])
        if self._is_cancelled(document):
            raise errors.DocumentRefusedError([Problem(ProblemCode.DOCUMENT_CANCELLED)])
        owner = context.journal.document_owner(document)
        if owner is not None and not ((owner.account, owner.order_id) == place and owner.operation is Operation.SALE):
            raise errors.DocumentUsedError(str(owner.id))
        known = (each for each in self._seen(invoice, place) if each.document.key == document.key)
        seen = next(known, SeenDocument(document))
        if problem := sale_problem(seen.document):
            raise errors.DocumentRefusedError([problem])
        if seen.document.value not in {None, invoice.value}:
            facts = {"document": seen.document.value or 0, "value": invoice.value}
            raise errors.DocumentRefusedError([Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, facts)])
        return seen

    def _is_cancelled(self, document: Document) -> bool:
        return self._context.journal.is_cancelled(document.key, self._context.store.environment)

    async def _xml(self, seen: SeenDocument, account: AccountName) -> str | None:
        """Give the XML to send along, where that is agreed with the account and there is one."""
        xml = None
        if not self._context.account_policy(account).embeds_xml:
            return None
        if seen.job is not None:
            xml = self._context.journal.document_xml(seen.job)
        elif seen.file is not None:
            with suppress(errors.FileChangedError):  # the key alone may do
                xml = (await self.filing.paper(seen.file)).xml
        return None if xml is None else self._context.xml_text(xml)

    async def _send(self, again: Invoice, xml: str | None, order: Order, place: Place, operator: str) -> KeyAnswer:
        account, order_id = place
        facts: dict[str, str | int] = {"number": again.number, "key": again.key, "value": again.value}
        facts |= {"xml": int(xml is not None), "invoiced": order.invoiced(InvoiceType.OUTPUT)}
        sent = AuditEntry(self._context.clock.now(), operator, Deed.KEY_SENT, subject(*place), facts)
        self.audit.add(sent)
        vtex, words_said, wait = self._context.vtex(account), "", self._context.patience.invisible
        try:
            await vtex.post_invoice(vtex.callback_url(order_id), again, xml)
            outcome = KeyOutcome.NOT_TAKEN
        except (errors.TransientError, errors.SetupError):
            self._answer(sent, _NOT_SENT)
            raise
        except errors.OutcomeUnknownError:
            outcome = KeyOutcome.UNKNOWN
        except errors.VtexRefusedError as refusal:
            outcome, words_said, wait = KeyOutcome.REFUSED, without_tax_ids(refusal.words), timedelta(0)
        seen = await self._look_back(sent, place, wait)
        if seen in {KeyOutcome.TAKEN, KeyOutcome.DOUBLED}:
            outcome, words_said = seen, ""
        elif seen is None and outcome is KeyOutcome.NOT_TAKEN:
            outcome = KeyOutcome.UNKNOWN
        self._answer(sent, outcome, words_said)
        return KeyAnswer(outcome, again.number, again.key, words_said)

    async def _look_back(self, sent: AuditEntry, place: Place, longest: timedelta) -> KeyOutcome | None:
        """Tell what the order shows of a key that was sent, after ``longest`` at most; ``None``: it cannot be read."""
        outcome, looks, waited = None, 0, timedelta(0)
        while True:
            with suppress(*_NOT_READ):
                outcome = _outcome_of(sent, await self._order(place))
            if outcome not in {None, KeyOutcome.NOT_TAKEN} or waited >= longest:
                return outcome
            wait = self._context.patience.growing(looks)
            await asyncio.sleep(wait.total_seconds())
            looks, waited = looks + 1, waited + wait

    def _conclude(self, place: Place, order: Order) -> None:
        """Write down what became of keys whose answer was lost, once the order tells or has had time to."""
        patience, now = self._context.patience, self._context.clock.now()
        for sent in self._pending(place):
            outcome = _outcome_of(sent, order)
            if outcome is not KeyOutcome.NOT_TAKEN or now >= sent.at + patience.answer + patience.invisible:
                self._answer(sent, outcome)

    def _pending(self, place: Place) -> tuple[AuditEntry, ...]:
        """Give the keys that were sent and whose outcome is not known."""
        pending: dict[str | int, AuditEntry] = {}
        for entry in self.audit.entries(subject(*place)):
            if entry.deed is Deed.KEY_SENT:
                pending[entry.facts["number"]] = entry
            elif entry.deed is Deed.KEY_ANSWERED and entry.facts["outcome"] != KeyOutcome.UNKNOWN:
                pending.pop(entry.facts["number"], None)
        return tuple(pending.values())

    def _answer(self, sent: AuditEntry, outcome: str, words_said: str = "") -> None:
        facts = {"number": sent.facts["number"], "key": sent.facts["key"], "outcome": str(outcome)}
        facts |= {"words": words_said} if words_said else {}
        self.audit.add(AuditEntry(self._context.clock.now(), sent.who, Deed.KEY_ANSWERED, sent.subject, facts))


def _outcome_of(sent: AuditEntry, order: Order) -> KeyOutcome:
    facts = sent.facts
    return came_of(order, str(facts["number"]), str(facts["key"]), int(facts["invoiced"]))
