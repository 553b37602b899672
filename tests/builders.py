"""Make domain values for tests: every argument has a sensible default, so a test names only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache

from desktop_invoicer.domain.access_key import AccessKey, check_digit
from desktop_invoicer.domain.decision import Decision, DocumentModel, Reason, decide, facts_of
from desktop_invoicer.domain.document import (
    Document,
    DocumentContent,
    DocumentItem,
    DocumentKind,
    DocumentSource,
    Paper,
    document_url,
)
from desktop_invoicer.domain.draft import Claim, Draft, DraftLine, draft_sale
from desktop_invoicer.domain.invoice import Invoice, InvoiceRow
from desktop_invoicer.domain.journal import Content, Effect, Ncm, NcmSource, TimelineEntry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import (
    AccountName,
    AskedItem,
    InvoiceType,
    Notification,
    NotificationCall,
    NotificationId,
    Operation,
    OrderId,
)
from desktop_invoicer.domain.observation import read_observation
from desktop_invoicer.domain.order import Buyer, Channel, EarlierInvoice, Order, OrderLine, ProductId, SkuId
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.policy import Environment, StorePolicy
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.returns import Terms, draft_return
from desktop_invoicer.domain.rules import RulePack
from desktop_invoicer.domain.workflow import Hold, Job, JobId, Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.fiscal.rule_pack import shipped_rules

ACCOUNT = AccountName("lojatestegavea")
OTHER_ACCOUNT = AccountName("lojatesteleblon")
ORDER_ID = OrderId("v70530116str-01")
NOTIFICATION_ID = NotificationId("5f3c2a9d0b7e4c1f8a6d")
CALLBACK_URL = f"https://{ACCOUNT}.myvtex.com/_v/invoice-notifier/{ORDER_ID}/invoice"
CNPJ = "11222333000181"
"""A made-up CNPJ with right check digits: the store's own."""
CPF = "00000000191"
BUYER_CNPJ = "99999999000191"
NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
BRASILIA = timezone(timedelta(hours=-3))
ISSUED_AT = datetime(2026, 11, 20, 12, 29, 30, tzinfo=BRASILIA)
PROTOCOL = "135260000123456"


def a_line(  # noqa: PLR0913 (keywords of a builder)
    index: int = 0,
    *,
    sku: str | None = None,
    product_id: str | None = None,
    name: str | None = None,
    quantity: int = 1,
    goods: int = 9990,
    freight: int = 0,
    channel: Channel = Channel.PICKUP,
    removed: int = 0,
    unit_multiplier: Decimal | int | str = 1,
    measurement_unit: str = "un",
    is_gift: bool = False,
    pickup_point: str = "",
    ncm: str = "61091000",
    ean: str = "",
) -> OrderLine:
    """Make an order line; ``goods`` and ``freight`` are for all ``quantity`` units, the SKU follows the index."""
    return OrderLine(
        index=index,
        sku=SkuId(str(100 + index) if sku is None else sku),
        product_id=ProductId(str(500 + index) if product_id is None else product_id),
        name=f"Camiseta {index}" if name is None else name,
        quantity=quantity,
        goods=Cents(goods),
        freight=Cents(freight),
        channel=channel,
        removed=removed,
        unit_multiplier=Decimal(unit_multiplier),
        measurement_unit=measurement_unit,
        is_gift=is_gift,
        pickup_point=pickup_point,
        ncm=ncm,
        ean=ean,
    )


def some_lines(
    count: int,
    *,
    quantity: int = 1,
    goods: int = 9990,
    freight: int = 0,
    channel: Channel = Channel.PICKUP,
) -> tuple[OrderLine, ...]:
    """Make ``count`` alike lines; ``freight`` is the whole order's and goes to the lines in equal integer parts."""
    parts = [freight * (index + 1) // count - freight * index // count for index in range(count)]
    return tuple(
        a_line(index, quantity=quantity, goods=goods, freight=part, channel=channel) for index, part in enumerate(parts)
    )


def a_buyer(
    *,
    name: str = "Maria Teste",
    tax_id: str = CPF,
    is_company: bool = False,
    masked: bool = False,
    uf: str = "",
) -> Buyer:
    """Make an identified person who picks up; an empty ``tax_id`` makes the buyer anonymous."""
    return Buyer(name=name, tax_id=tax_id, is_company=is_company, masked=masked, uf=uf)


def an_earlier_invoice(  # noqa: PLR0913 (keywords of a builder)
    *,
    number: str = "41",
    type_: InvoiceType = InvoiceType.OUTPUT,
    value: int = 9990,
    key: str | None = None,
    units: Mapping[int, int] | None = None,
    is_ours: bool = False,
) -> EarlierInvoice:
    """Make an invoice that the order holds already; its key is that of an NFC-e with its number where it has one."""
    default_key = a_key(nnf=int(number)).text if number.isascii() and number.isdigit() and len(number) <= 9 else ""
    return EarlierInvoice(
        number=number,
        type=type_,
        value=Cents(value),
        key=default_key if key is None else key,
        units={0: 1} if units is None else units,
        is_ours=is_ours,
    )


def an_order(  # noqa: PLR0913 (keywords of a builder)
    *,
    order_id: str = ORDER_ID,
    status: str = "handling",
    value: int | None = None,
    lines: int | Iterable[OrderLine] = 1,
    quantity: int = 1,
    goods: int = 9990,
    freight: int = 0,
    channel: Channel = Channel.PICKUP,
    buyer: Buyer | None = None,
    invoices: Iterable[EarlierInvoice] = (),
    last_change: str = "2026-11-20T15:00:00.0000000+00:00",
    changes: Iterable[str] = (),
    sequence: str = "502556",
    marketplace: str = "",
    marketplace_order_id: str = "",
    rounding_error: int = 0,
    notices: Iterable[Problem] = (),
    is_in_store: bool = False,
    created_at: datetime | None = None,
) -> Order:
    """Make an order: of ``lines`` alike lines (see ``some_lines``), or of the lines given.

    The value is the sum of what may be invoiced of the lines, unless it is given.
    """
    if isinstance(lines, int):
        lines = some_lines(lines, quantity=quantity, goods=goods, freight=freight, channel=channel)
    lines = tuple(lines)
    worth = sum(line.worth for line in lines)
    return Order(
        order_id=OrderId(order_id),
        status=status,
        value=Cents(worth if value is None else value),
        lines=lines,
        buyer=a_buyer() if buyer is None else buyer,
        invoices=tuple(invoices),
        last_change=last_change,
        changes=tuple(changes),
        sequence=sequence,
        marketplace=marketplace,
        marketplace_order_id=marketplace_order_id,
        rounding_error=Cents(rounding_error),
        notices=tuple(notices),
        is_in_store=is_in_store,
        created_at=created_at,
    )


def a_call(
    *,
    account: str = ACCOUNT,
    order_id: str = ORDER_ID,
    notification_id: str = NOTIFICATION_ID,
    callback_url: str = CALLBACK_URL,
) -> NotificationCall:
    """Make the announcement of a notification."""
    return NotificationCall(AccountName(account), OrderId(order_id), NotificationId(notification_id), callback_url)


def a_notification(  # noqa: PLR0913 (keywords of a builder)
    *,
    units: Mapping[int, int] | None = None,
    notification_id: str = NOTIFICATION_ID,
    order_id: str = ORDER_ID,
    changed_items: Iterable[str] = (),
    observation: str = "",
    type_: InvoiceType | None = InvoiceType.OUTPUT,
) -> Notification:
    """Make the details of a notification; ``units`` asked by item index, one of the first line by default."""
    asked = {0: 1} if units is None else units
    return Notification(
        id=NotificationId(notification_id),
        order_id=OrderId(order_id),
        items=tuple(AskedItem(index, quantity) for index, quantity in asked.items()),
        changed_items=tuple(changed_items),
        observation=observation,
        type=type_,
    )


def everything_of(order: Order) -> dict[int, int]:
    """Give the units to ask for all of an order: ``a_notification(units=everything_of(order))``."""
    return {line.index: line.invoiceable for line in order.lines if line.invoiceable}


def a_claim(
    *,
    type_: InvoiceType = InvoiceType.OUTPUT,
    value: int = 9990,
    units: Mapping[int, int] | None = None,
) -> Claim:
    """Make a claim on one unit of the first line, unless told otherwise."""
    return Claim(type_, Cents(value), {0: 1} if units is None else units)


def claims_of(order: Order) -> tuple[Claim, ...]:
    """Give the claims that an order's own invoices make."""
    return tuple(Claim(invoice.type, invoice.value, invoice.units) for invoice in order.invoices)


def a_draft_line(  # noqa: PLR0913 (keywords of a builder)
    item_index: int = 0,
    *,
    sku: str | None = None,
    name: str | None = None,
    channel: Channel = Channel.PICKUP,
    units: int = 1,
    ordered: int | None = None,
    before: int = 0,
    goods: int = 9990,
    freight: int = 0,
) -> DraftLine:
    """Make a line of a draft; it takes all that was ordered unless ``ordered`` or ``before`` say otherwise."""
    return DraftLine(
        item_index=item_index,
        sku=SkuId(str(100 + item_index) if sku is None else sku),
        name=f"Camiseta {item_index}" if name is None else name,
        channel=channel,
        units=units,
        ordered=before + units if ordered is None else ordered,
        before=before,
        goods=Cents(goods),
        freight=Cents(freight),
    )


def a_draft(  # noqa: PLR0913 (keywords of a builder)
    *,
    operation: Operation = Operation.SALE,
    lines: Iterable[DraftLine] | None = None,
    computed: int | None = None,
    balance: int | None = None,
    remaining: int = 0,
    problems: Iterable[Problem] = (),
    notices: Iterable[Problem] = (),
) -> Draft:
    """Make a draft without problems, of one line; ``computed`` is the sum of the lines unless it is given."""
    lines = (a_draft_line(),) if lines is None else tuple(lines)
    return Draft(
        operation=operation,
        lines=lines,
        computed=Cents(sum(line.total for line in lines) if computed is None else computed),
        balance=None if balance is None else Cents(balance),
        remaining=Cents(remaining),
        problems=tuple(problems),
        notices=tuple(notices),
    )


def a_decision(
    model: DocumentModel = DocumentModel.NFCE,
    *,
    reasons: Iterable[Reason] | None = None,
    alternatives: Iterable[DocumentModel] = (),
) -> Decision:
    """Make a decision for one model, with a reason that suits it."""
    default = Reason.DELIVERY if model is DocumentModel.NFE else Reason.PICKUP_ANONYMOUS
    return Decision(model, (default,) if reasons is None else tuple(reasons), alternatives=tuple(alternatives))


def a_key(  # noqa: PLR0913 (the parts of a key)
    *,
    cuf: str = "33",
    aamm: str = "2611",
    cnpj: str = CNPJ,
    model: DocumentModel | str = DocumentModel.NFCE,
    serie: int = 1,
    nnf: int = 42,
    tp_emis: str = "1",
    cnf: str = "12345678",
) -> AccessKey:
    """Make an access key with the right check digit from its parts."""
    mod = model.value if isinstance(model, DocumentModel) else model
    body = f"{cuf}{aamm}{cnpj}{mod}{serie:03}{nnf:09}{tp_emis}{cnf}"
    return AccessKey(body + check_digit(body))


def a_document(  # noqa: PLR0913 (keywords of a builder)
    *,
    key: AccessKey | None = None,
    model: DocumentModel | str = DocumentModel.NFCE,
    nnf: int = 42,
    source: DocumentSource = DocumentSource.XML,
    issued_at: datetime = ISSUED_AT,
    value: int | None = 9990,
    url: str | None = None,
    protocol: str = PROTOCOL,
    is_entry: bool | None = False,
    is_authorised: bool | None = True,
    environment: Environment | None = Environment.PRODUCTION,
) -> Document:
    """Make an authorised NFC-e of the store that fits ``a_draft()``; ``value=None`` is a value nobody knows."""
    key = a_key(model=model, nnf=nnf) if key is None else key
    qr_url = f"https://www.nfce.fazenda.rj.gov.br/consulta?p={key}|3|1" if key.model == "65" else ""
    return Document(
        kind=DocumentKind.NOTE,
        source=source,
        key=key,
        issued_at=issued_at,
        value=None if value is None else Cents(value),
        url=document_url(key, qr_url) if url is None else url,
        protocol=protocol,
        is_entry=is_entry,
        is_authorised=is_authorised,
        environment=environment,
    )


def an_item(  # noqa: PLR0913 (keywords of a builder)
    code: str = "100",
    *,
    gtin: str = "",
    quantity: Decimal | int | str = 1,
    value: int = 9990,
    order_text: str = "",
    number: int = 1,
    original: str = "",
    original_number: int = 0,
) -> DocumentItem:
    """Make a row of a note: one unit of the first line; ``original`` is the key of what it takes back."""
    return DocumentItem(code, gtin, Decimal(quantity), Cents(value), order_text, number, original, original_number)


def a_paper(  # noqa: PLR0913 (keywords of a builder)
    document: Document | None = None,
    *,
    buyer: str = CPF,
    items: Iterable[DocumentItem] | None = None,
    order_texts: Iterable[str] = (),
    references: Iterable[str] = (),
    purpose: str = "1",
    is_genuine: bool | None = True,
) -> Paper:
    """Make a document with what its XML says: by default all that ``an_order`` leaves to wish for."""
    content = DocumentContent(
        buyer=buyer,
        items=(an_item(),) if items is None else tuple(items),
        order_texts=tuple(order_texts),
        purpose=purpose,
        references=tuple(references),
        is_genuine=is_genuine,
    )
    return Paper(a_document() if document is None else document, b"<nfeProc/>", content)


def an_original(  # noqa: PLR0913 (keywords of a builder)
    *,
    key: AccessKey | None = None,
    model: DocumentModel | str = DocumentModel.NFCE,
    nnf: int = 42,
    number: str | None = None,
    value: int = 9990,
    units: Mapping[int, int] | None = None,
    issued_at: datetime | None = ISSUED_AT,
    knows_authorisation: bool = True,
    is_cancelled: bool = False,
) -> Original:
    """Make the NFC-e by which one unit of the first line was sold; with a ``number`` it has no key unless given."""
    default_key = a_key(model=model, nnf=nnf) if number is None else None
    return Original(
        number=str(nnf) if number is None else number,
        value=Cents(value),
        units={0: 1} if units is None else units,
        key=default_key if key is None else key,
        issued_at=issued_at,
        knows_authorisation=knows_authorisation,
        is_cancelled=is_cancelled,
    )


def a_scanned_document(
    *,
    key: AccessKey | None = None,
    model: DocumentModel | str = DocumentModel.NFCE,
    issued_at: datetime = ISSUED_AT,
    value: int | None = None,
) -> Document:
    """Make a document of which only the key is known, and perhaps a typed value."""
    return Document(
        kind=DocumentKind.NOTE,
        source=DocumentSource.KEY,
        key=a_key(model=model) if key is None else key,
        issued_at=issued_at,
        value=None if value is None else Cents(value),
    )


def a_cancellation(  # noqa: PLR0913 (keywords of a builder)
    *,
    key: AccessKey | None = None,
    protocol: str = PROTOCOL,
    issued_at: datetime = ISSUED_AT,
    is_authorised: bool | None = True,
    environment: Environment = Environment.PRODUCTION,
    substitute: str = "",
) -> Document:
    """Make the registered event that cancels the document with ``key``."""
    return Document(
        kind=DocumentKind.CANCELLATION,
        source=DocumentSource.XML,
        key=a_key() if key is None else key,
        issued_at=issued_at,
        protocol=protocol,
        is_authorised=is_authorised,
        environment=environment,
        substitute=substitute,
    )


def an_invoice(  # noqa: PLR0913 (keywords of a builder)
    *,
    type_: InvoiceType = InvoiceType.OUTPUT,
    number: str = "42",
    value: int = 9990,
    key: str | None = None,
    url: str = "",
    issued_at: datetime = ISSUED_AT,
    rows: Iterable[InvoiceRow] | None = None,
) -> Invoice:
    """Make the invoice of one unit of the first line."""
    return Invoice(
        type=type_,
        number=number,
        value=Cents(value),
        key=a_key().text if key is None else key,
        url=url,
        issued_at=issued_at,
        rows=(InvoiceRow(SkuId("100"), Cents(value), 1),) if rows is None else tuple(rows),
    )


@cache
def the_rules() -> RulePack:
    """Give the rules that ship."""
    return shipped_rules()


def a_store(
    *,
    account: str = ACCOUNT,
    cnpj: str = CNPJ,
    uf: str = "RJ",
    environment: Environment = Environment.PRODUCTION,
) -> StorePolicy:
    """Make the store of this counter."""
    return StorePolicy(AccountName(account), cnpj, uf, environment)


def a_job(  # noqa: PLR0913 (keywords of a builder)
    *,
    job_id: int = 1,
    account: str = ACCOUNT,
    order_id: str = ORDER_ID,
    notification_id: str = NOTIFICATION_ID,
    callback_url: str = CALLBACK_URL,
    received_at: datetime = NOW,
    stage: Stage = Stage.RECEIVED,
    hold: Hold | None = None,
    version: int = 1,
    attempts: int = 0,
    confirmed_by: str = "",
    operation: Operation | None = None,
    channel: Channel | None = None,
    units: int = 0,
    value: int | None = None,
    document: Document | None = None,
    buyer: str = "",
    due: DocumentModel | None = None,
    operator: str = "",
) -> Job:
    """Make a job as just received, or at the stage given (which fills in nothing by itself: see ``a_job_at``)."""
    return Job(
        id=JobId(job_id),
        account=AccountName(account),
        order_id=OrderId(order_id),
        notification_id=NotificationId(notification_id),
        callback_url=callback_url,
        received_at=received_at,
        updated_at=received_at,
        stage=stage,
        hold=hold,
        version=version,
        attempts=attempts,
        confirmed_by=confirmed_by,
        operation=operation,
        channel=channel,
        units=units,
        value=None if value is None else Cents(value),
        document=document,
        buyer=buyer,
        due=due,
        operator=operator,
    )


def a_job_at(stage: Stage, *, job_id: int = 1, order_id: str = ORDER_ID) -> Job:
    """Make a job at ``stage`` that carries what a sale has gathered by then."""
    job = a_job(job_id=job_id, order_id=order_id, stage=stage)
    if stage is Stage.RECEIVED:
        return job
    job = replace(job, operation=Operation.SALE, channel=Channel.PICKUP, units=1, value=Cents(9990))
    if stage in {Stage.DOCUMENTED, Stage.SUBMITTED, Stage.CLOSED}:
        job = replace(job, document=a_document(nnf=41 + job_id))
    return job


def a_content(
    order: Order | None = None,
    notification: Notification | None = None,
    *,
    ncms: Mapping[int, Ncm] | None = None,
) -> Content:
    """Make what is loaded for a notification: draft and decision follow from the order, as the engine computes them."""
    order = order or an_order()
    notification = notification or a_notification()
    reading = read_observation(notification.observation, notification.type)
    if reading.operation is Operation.SALE:
        draft = draft_sale(order, notification, claims_of(order))
    else:
        draft = draft_return(order, notification, claims_of(order), reading, Terms(ACCOUNT))
    found = {line.index: Ncm(line.ncm, NcmSource.TAX_CODE) for line in order.lines}
    return Content(
        notification=notification,
        reading=reading,
        order=order,
        draft=draft,
        decision=decide(facts_of(draft, order, a_store(), NOW), a_store(), the_rules()),
        ncms=found if ncms is None else ncms,
        raw_notification="{}",
        raw_order="{}",
    )


def some_details(  # noqa: PLR0913 (keywords of a builder)
    content: Content | None = None,
    *,
    job_id: int = 1,
    stage: Stage = Stage.LOADED,
    hold: Hold | None = None,
    version: int = 1,
    confirmed_by: str = "",
    document: Document | None = None,
    timeline: Iterable[TimelineEntry] = (),
    effects: Iterable[Effect] = (),
) -> JobDetails:
    """Make everything that is known of a job; without content it was not loaded yet."""
    job = a_job(job_id=job_id, stage=stage, hold=hold, version=version, confirmed_by=confirmed_by, document=document)
    if content is not None:
        draft = content.draft
        job = replace(
            job,
            operation=draft.operation,
            channel=draft.channel,
            units=draft.units,
            value=draft.value,
            due=content.decision.model,
        )
    return JobDetails(job, content, tuple(effects), tuple(timeline))
