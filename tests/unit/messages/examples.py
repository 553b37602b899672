"""One example of everything that can be told: each problem, each of its variants, each error, each timeline entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from desktop_invoicer import errors
from desktop_invoicer.domain.journal import Entry, TimelineEntry
from desktop_invoicer.domain.problem import Problem, ProblemCode

KEY = "35260712ABC34501DE35650010000000421123456780"
CHANGED_AT = "2026-11-20T17:05:09.1234567+00:00"
AT = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)

_FACTS: Mapping[ProblemCode, list[dict[str, str | int]]] = {
    ProblemCode.NOTHING_ASKED: [{}],
    ProblemCode.UNKNOWN_LINE: [{"item_index": 4, "lines": 3}],
    ProblemCode.LINE_EXCEEDED: [
        {"name": "Vestido midi azul", "asked": 3, "left": 1},
        {"name": "Vestido midi azul", "asked": -1, "left": 1},
    ],
    ProblemCode.OBSERVATION_UNREADABLE: [{"observation": "inStore: {tradeAccount"}],
    ProblemCode.TYPE_CONTRADICTS: [{"type": "Output"}],
    ProblemCode.OTHER_STORE: [{"store": "lojafarmleblon", "here": "lojafarmgavea"}],
    ProblemCode.FOREIGN_CALLBACK: [{"address": "https://example.com/invoice", "account": "lojafarmgavea"}],
    ProblemCode.NOTIFICATION_MISSING: [{"missing_since": AT.isoformat()}],
    ProblemCode.NOTIFICATION_CHANGED: [{}],
    ProblemCode.WITHDRAWN_AFTER_POST: [{}],
    ProblemCode.ORDER_UNREADABLE: [{"reason": "items.0.quantity is no whole number"}],
    ProblemCode.ORDER_NOT_INVOICEABLE: [
        {"status": "waiting-seller-handling"},
        {"status": "replaced"},
        {"status": "canceled"},
        {"status": "request-cancel"},
        {"status": "new-state-of-vtex"},
    ],
    ProblemCode.ORDER_CHANGED: [{"before": "2026-11-20T12:00:00+00:00", "now": CHANGED_AT}],
    ProblemCode.ALREADY_INVOICED: [
        {"invoices": "1024, 1025", "invoiced": 129800, "value": 129800},
        {"invoices": "", "invoiced": 0, "value": 129800},
    ],
    ProblemCode.INVOICE_ALREADY_THERE: [{"number": "1024", "value": 12980}],
    ProblemCode.VALUE_EXCEEDED: [{"computed": 12980, "open": 9980}],
    ProblemCode.VALUE_ZERO: [{"computed": 0, "open": 0}],
    ProblemCode.VALUE_CHANGED: [{"document": 12980, "now": 12780}],
    ProblemCode.BALANCE_DIFFERS: [{"computed": 12980, "open": 12480}, {"computed": 12480, "open": 12980}],
    ProblemCode.NOT_FULLY_INVOICED: [{"invoiced": 6490, "value": 12980}],
    ProblemCode.ORDER_CANCELLED: [{"status": "canceled"}],
    ProblemCode.REVERSED_ALREADY: [{"value": 12980, "authorisation": "NSU 004711"}],
    ProblemCode.NOTHING_PAID: [{"name": "Sacola de brinde"}],
    ProblemCode.RETURN_APPEARED: [{"number": "1031", "value": 6490}],
    ProblemCode.REFUND_CHANGED: [{"refunds": 0}, {"refunds": 1}],
    ProblemCode.REVERSAL_DUE: [{"value": 12980}],
    ProblemCode.APPROVAL_DUE: [
        {"value": 129800, "above": 100000},
        {"value": 129800, "above": 100000, "manager": "Bia"},
    ],
    ProblemCode.TOTALS_DIFFER: [{"lines": 12980, "value": 12480}],
    ProblemCode.FREIGHT_WITHOUT_LINE: [{"freight": 1990}],
    ProblemCode.CHANGED_ITEMS: [{"skus": "2051428, 2051429"}],
    ProblemCode.NCM_MISSING: [{"name": "Vestido midi azul"}],
    ProblemCode.NCM_DIFFERS: [{"name": "Vestido midi azul", "ncm": "62044400", "other": "62044300"}],
    ProblemCode.PERSONAL_DATA_MASKED: [{}],
    ProblemCode.REFUND_WITHOUT_ITEMS: [{"number": "1031", "value": 6490}],
    ProblemCode.FREIGHT_KEPT: [{}],
    ProblemCode.INTEREST_KEPT: [{"interest": 1290}],
    ProblemCode.GIFT_CARD_PAID: [{"value": 5000}],
    ProblemCode.MARKETPLACE_REFUNDS: [{"marketplace": "Mercado Exemplo"}],
    ProblemCode.NO_REFUND: [{"invoiced": 6490, "value": 12980}],
    ProblemCode.REFUNDS_AFTER_ALL: [{}],
    ProblemCode.TAKEN_OVER: [{"store": "lojafarmleblon"}],
    ProblemCode.KEY_LENGTH: [
        {"key": KEY[:-1]},
        {"key": KEY[:-1], "first": 6, "last": 9, "found": "6500 1000 0000 0421", "expected": "", "part": ""},
    ],
    ProblemCode.KEY_CHARACTERS: [{"key": "X" + KEY[1:]}],
    ProblemCode.KEY_CHECK_DIGIT: [
        {"key": KEY[:-1] + "1"},
        {"key": KEY[:-1] + "1", "first": 3, "last": 3, "found": "BC34", "expected": "BC43", "part": "cnpj"},
        {"key": KEY[:-1] + "1", "first": 6, "last": 11, "found": "6500 1000 0000 0421 1234 5678 1", "part": ""},
    ],
    ProblemCode.KEY_IMPOSSIBLE: [{"key": KEY}],
    ProblemCode.DATE_NEEDED: [{"month": "2026-10"}],
    ProblemCode.KEY_CONTRADICTS_CONTENT: [
        {"part": "cnpj", "key": "12ABC34501DE35", "content": "11222333000181"},
        {"part": "aamm", "key": "2607", "content": "2608", "month": "2026-07", "day": "2026-08-01"},
    ],
    ProblemCode.CNPJ_NOT_OURS: [{"document": "12ABC34501DE35", "store": "11222333000181"}],
    ProblemCode.MODEL_UNKNOWN: [{"model": "59"}],
    ProblemCode.MODEL_NOT_DUE: [{"model": "NFC-e", "due": "NF-e"}],
    ProblemCode.DOCUMENT_VALUE_DIFFERS: [{"document": 12980, "value": 12880}],
    ProblemCode.DOCUMENT_USED: [{"job": 7}],
    ProblemCode.DIRECTION_WRONG: [{"operation": "sale"}, {"operation": "return"}, {"operation": "cancellation"}],
    ProblemCode.ORIGINAL_NOT_HERE: [{"number": 4711}],
    ProblemCode.ORIGINAL_NOT_NAMED: [{}],
    ProblemCode.ORIGINAL_CANCELLED: [{"number": 4711}],
    ProblemCode.ITEM_NOT_REFERENCED: [{"row": 2}],
    ProblemCode.ITEM_REFERENCE_WRONG: [{"row": 2}],
    ProblemCode.PURPOSE_WRONG: [{}],
    ProblemCode.PROTOCOL_OF_NOTE: [{"number": 4711}],
    ProblemCode.PROTOCOL_WRONG: [{"length": 14}],
    ProblemCode.EVENT_CANCELS_OTHER: [{"number": "1024"}],
    ProblemCode.EVENT_CANCELS_MORE: [{"number": 4711, "document": 12980, "value": 6490}],
    ProblemCode.SUBSTITUTE_STANDS: [{"number": 4712}],
    ProblemCode.NOT_AUTHORISED: [{}],
    ProblemCode.ENVIRONMENT_WRONG: [{"store": "production"}, {"store": "homologation"}],
    ProblemCode.DIGEST_WRONG: [{}],
    ProblemCode.MODEL_ALTERNATIVE: [{"model": "NFC-e", "due": "NF-e"}],
    ProblemCode.BUYER_DIFFERS: [{"document": "••••••••••••91", "order": "•••••••••91"}],
    ProblemCode.BUYER_NOT_NAMED: [{"order": "•••••••••91"}],
    ProblemCode.ITEMS_DIFFER: [{"name": "Camiseta básica", "asked": 2, "document": "3"}],
    ProblemCode.DATE_IN_FUTURE: [{"issued": "2026-11-21"}],
    ProblemCode.DATE_BEFORE_ORDER: [{"issued": "2026-11-17", "ordered": "2026-11-20"}],
    ProblemCode.DATE_LONG_AGO: [{"issued": "2026-09-01", "days": 80}],
    ProblemCode.DOCUMENT_CANCELLED: [{}],
    ProblemCode.ACCESS_KEY_NEEDED: [{"marketplace": "Mercado Exemplo"}, {"marketplace": ""}],
    ProblemCode.XML_NEEDED: [{}],
    ProblemCode.FOLDER_MISSING: [{"folder": "/srv/fiscal/xml"}],
    ProblemCode.FOLDER_FORBIDDEN: [{"folder": "/srv/fiscal/xml"}],
    ProblemCode.FOLDER_UNREACHABLE: [{"folder": "/srv/fiscal/xml", "reason": "Host is down"}],
    ProblemCode.FOLDER_EMPTIED: [{"folder": "/srv/fiscal/xml", "files": 10214}],
    ProblemCode.FILE_UNREADABLE: [{"reason": "line 1, column 812: premature end of data"}],
    ProblemCode.FILE_FORBIDDEN: [{"reason": "Permission denied"}],
    ProblemCode.FILE_TOO_LARGE: [{"megabytes": 12, "most": 5}],
    ProblemCode.CONFIRMATION_DUE: [
        {"value": 9990, "operation": "sale", "warnings": 2},
        {"value": 12980, "operation": "sale"},
        {"value": 12980, "operation": "return"},
    ],
    ProblemCode.VTEX_REFUSED: [
        {"status": 400, "words": "Invoice total exceeds order total"},
        {"status": 400, "words": "Invoice total exceeds order total", "operation": "return"},
    ],
    ProblemCode.CREDENTIALS: [
        {"account": "lojafarmgavea", "reason": "VTEX refused the credentials of account lojafarmgavea with 401"},
    ],
    ProblemCode.WAITING_FOR_VTEX: [{"reason": "VTEX is not available: 503"}],
    ProblemCode.OUTCOME_UNKNOWN: [{"reason": "VTEX gave no usable answer: timed out"}, {}],
    ProblemCode.DOCUMENT_DUE: [
        {"value": 123456789, "document": "NFC-e"},
        {"value": 5458, "document": "NF-e", "missing": "buyer_tax_id"},
    ],
    ProblemCode.INTERNAL: [{"error": "KeyError"}],
}

PROBLEMS = [Problem(code, facts) for code, all_facts in _FACTS.items() for facts in all_facts]

_MISFIT = (
    Problem(ProblemCode.MODEL_NOT_DUE, {"model": "NFC-e", "due": "NF-e"}),
    Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": 12980, "value": 12880}),
)

_UNSETTLED = (
    Problem(ProblemCode.REVERSAL_DUE, {"value": 129800}),
    Problem(ProblemCode.APPROVAL_DUE, {"value": 129800, "above": 100000}),
)

_DATABASE = Path("/home/loja/jobs.db")

ERRORS: list[errors.InvoicerError] = [
    errors.InvoicerError("boom"),
    errors.TransientError("boom"),
    errors.VtexUnavailableError("503"),
    errors.VtexBusyError(60.0),
    errors.VtexGarbledError("line 1 column 20"),
    errors.NotificationNotReadyError("v70530116str-01", "a1b2"),
    errors.StorageBusyError(),
    errors.OutcomeUnknownError("boom"),
    errors.VtexSilentError("timed out"),
    errors.RejectedError("boom"),
    errors.VtexRefusedError(400, "Invoice total exceeds order total"),
    errors.FeedMissingError(),
    errors.InvalidOrderError("items.0.quantity is no whole number"),
    errors.SetupError("boom"),
    errors.CredentialsRefusedError("lojafarmgavea", 403),
    errors.CredentialsMissingError("lojafarmgavea"),
    errors.UntrustedOriginError("https://example.com/invoice", "lojafarmgavea"),
    errors.ConfigError(Path("/home/loja/config.toml"), ["store.cnpj: wrong check digits", "accounts: none"]),
    errors.RulesUnreadableError(Path("/home/loja/rules.toml"), ["rule ceiling.model: must be 'nfe' or 'nfce'"]),
    errors.KeyringError("locked"),
    errors.HomeHeldError(Path("/home/loja")),
    errors.PortTakenError("127.0.0.1", 8710, "address already in use"),
    errors.StorageError(_DATABASE, "disk I/O error"),
    errors.WrongKeyError(_DATABASE, "file is not a database"),
    errors.FutureDatabaseError(_DATABASE, "revision 0042"),
    errors.StorageFullError(_DATABASE, "database or disk is full"),
    errors.StorageReadOnlyError(_DATABASE, "attempt to write a readonly database"),
    errors.StaleJobError("12"),
    errors.CommandError("boom"),
    errors.UnknownJobError("99"),
    errors.UnknownJobError("v70530116str-01", ["12", "13"]),
    errors.UnknownOrderError("v70530116str-01"),
    errors.UnknownAccountError("lojafarmgavia"),
    errors.OnlyReceivingError(),
    errors.NoWindowError(),
    errors.ServiceStoppedError(),
    errors.NotAllowedNowError("12", "submitted", "dismiss"),
    errors.ConfirmationMissingError("12"),
    errors.UnsettledError(_UNSETTLED),
    errors.UnsettledError([]),
    errors.NotAManagerError("Ana"),
    errors.DocumentRefusedError(_MISFIT),
    errors.DocumentRefusedError([]),
    errors.DocumentUsedError("7"),
    errors.FileChangedError("/srv/fiscal/xml/202611/nfce-123.xml"),
    errors.UnreadableDocumentError("det is missing"),
    errors.NoFiscalDocumentError("inutNFe"),
]

_HAPPENED: list[tuple[Entry, dict[str, str | int]]] = [
    (Entry.RECEIVED, {"source": "receiver"}),
    (Entry.RECEIVED, {"source": "polling"}),
    (Entry.RECEIVED_AGAIN, {"source": "asked"}),
    (Entry.RECEIVED_AGAIN, {"callback_url": "https://lojafarmgavea.myvtex.com/x"}),
    (Entry.LOADED, {"value": 12980, "status": "ready-for-handling"}),
    (Entry.DOCUMENT_ATTACHED, {"key": KEY, "source": "xml"}),
    (Entry.DOCUMENT_ATTACHED, {"key": KEY, "source": "key", "operator": "Ana"}),
    (Entry.DOCUMENT_RELEASED, {"key": KEY}),
    (Entry.CONFIRMED, {"operator": "Ana", "value": 12980}),
    (Entry.CONFIRMED, {"operator": "automatic", "value": 12980}),
    (Entry.POST_BEGUN, {"number": "1024", "value": 12980}),
    (Entry.POST_UNKNOWN, {"number": "1024"}),
    (Entry.POST_NOT_DONE, {"number": "1024"}),
    (Entry.POST_REFUSED, {"status": 400, "words": "Invoice total exceeds order total"}),
    (Entry.POST_CONFIRMED, {"number": "1024", "receipt": "38e0e47da2934847b489216d208cfd91"}),
    (Entry.POST_FOUND, {"number": "1024"}),
    (Entry.DELETE_BEGUN, {}),
    (Entry.CLOSED, {}),
    (Entry.HELD, {"problem": "balance_differs", "computed": 12980, "open": 12480}),
    (Entry.RETRIED, {"operator": "Ana"}),
    (Entry.WITHDRAWN, {}),
    (Entry.DISMISSED, {"operator": "Ana", "reason": "cliente desistiu"}),
    (
        Entry.SETTLED,
        {
            "operator": "Ana",
            "matter": "operation",
            "observation": "inStore: {tradeAccount",
            "operation": "store_return",
            "store": "lojafarmgavea",
        },
    ),
    (
        Entry.SETTLED,
        {"operator": "Ana", "matter": "operation", "observation": "inStore.", "operation": "return", "store": ""},
    ),
    (
        Entry.SETTLED,
        {"operator": "Bia", "matter": "takeover", "store": "lojafarmleblon", "reason": "as peças estão aqui"},
    ),
    (Entry.SETTLED, {"operator": "Ana", "matter": "no_refund", "reason": "troca sem devolução de dinheiro"}),
    (
        Entry.SETTLED,
        {
            "operator": "Ana",
            "matter": "reversal",
            "value": 12980,
            "authorisation": "A12345",
            "reversed_at": AT.isoformat(),
        },
    ),
    (Entry.SETTLED, {"operator": "Bia", "matter": "approval", "value": 129800}),
]

TIMELINE = [TimelineEntry(AT, entry, facts) for entry, facts in _HAPPENED]
