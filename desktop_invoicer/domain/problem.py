"""What can be wrong with an order, a notification or a document: a code and its facts.

A problem is a value, not an exception. ``messages`` turns its code into a sentence, an owner and a next action.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ProblemCode(StrEnum):
    """Every problem the product can tell, by the name that ``--json`` shows."""

    # what VTEX asks
    NOTHING_ASKED = "nothing_asked"
    UNKNOWN_LINE = "unknown_line"
    LINE_EXCEEDED = "line_exceeded"
    OBSERVATION_UNREADABLE = "observation_unreadable"
    TYPE_CONTRADICTS = "type_contradicts"
    OTHER_STORE = "other_store"
    FOREIGN_CALLBACK = "foreign_callback"
    NOTIFICATION_MISSING = "notification_missing"
    NOTIFICATION_CHANGED = "notification_changed"
    WITHDRAWN_AFTER_POST = "withdrawn_after_post"
    # the order
    ORDER_UNREADABLE = "order_unreadable"
    ORDER_NOT_INVOICEABLE = "order_not_invoiceable"
    ORDER_CHANGED = "order_changed"
    ALREADY_INVOICED = "already_invoiced"
    INVOICE_ALREADY_THERE = "invoice_already_there"
    VALUE_EXCEEDED = "value_exceeded"
    VALUE_ZERO = "value_zero"
    VALUE_CHANGED = "value_changed"
    BALANCE_DIFFERS = "balance_differs"
    NOT_FULLY_INVOICED = "not_fully_invoiced"
    NOTHING_PAID = "nothing_paid"
    ORDER_CANCELLED = "order_cancelled"
    REVERSED_ALREADY = "reversed_already"
    RETURN_APPEARED = "return_appeared"
    RETURN_DOUBLED = "return_doubled"
    REFUND_CHANGED = "refund_changed"
    REVERSAL_DUE = "reversal_due"
    APPROVAL_DUE = "approval_due"
    # notices about an order
    TOTALS_DIFFER = "totals_differ"
    FREIGHT_WITHOUT_LINE = "freight_without_line"
    CHANGED_ITEMS = "changed_items"
    NCM_MISSING = "ncm_missing"
    NCM_DIFFERS = "ncm_differs"
    PERSONAL_DATA_MASKED = "personal_data_masked"
    REFUND_WITHOUT_ITEMS = "refund_without_items"
    FREIGHT_KEPT = "freight_kept"
    INTEREST_KEPT = "interest_kept"
    GIFT_CARD_PAID = "gift_card_paid"
    MARKETPLACE_REFUNDS = "marketplace_refunds"
    NO_REFUND = "no_refund"
    REVERSED_BEFORE = "reversed_before"
    REFUNDS_AFTER_ALL = "refunds_after_all"
    TAKEN_OVER = "taken_over"
    # the document
    KEY_LENGTH = "key_length"
    KEY_CHARACTERS = "key_characters"
    KEY_CHECK_DIGIT = "key_check_digit"
    KEY_IMPOSSIBLE = "key_impossible"
    KEY_CONTRADICTS_CONTENT = "key_contradicts_content"
    DATE_NEEDED = "date_needed"
    PROTOCOL_WRONG = "protocol_wrong"
    PROTOCOL_OF_NOTE = "protocol_of_note"
    CNPJ_NOT_OURS = "cnpj_not_ours"
    MODEL_UNKNOWN = "model_unknown"
    MODEL_NOT_DUE = "model_not_due"
    DOCUMENT_VALUE_DIFFERS = "document_value_differs"
    DOCUMENT_USED = "document_used"
    DIRECTION_WRONG = "direction_wrong"
    ORIGINAL_NOT_HERE = "original_not_here"
    ORIGINAL_NOT_NAMED = "original_not_named"
    ORIGINAL_CANCELLED = "original_cancelled"
    ITEM_NOT_REFERENCED = "item_not_referenced"
    ITEM_REFERENCE_WRONG = "item_reference_wrong"
    PURPOSE_WRONG = "purpose_wrong"
    EVENT_CANCELS_MORE = "event_cancels_more"
    EVENT_CANCELS_OTHER = "event_cancels_other"
    SUBSTITUTE_STANDS = "substitute_stands"
    NOT_AUTHORISED = "not_authorised"
    ENVIRONMENT_WRONG = "environment_wrong"
    ACCESS_KEY_NEEDED = "access_key_needed"
    XML_NEEDED = "xml_needed"
    DIGEST_WRONG = "digest_wrong"
    MODEL_ALTERNATIVE = "model_alternative"
    BUYER_DIFFERS = "buyer_differs"
    BUYER_NOT_NAMED = "buyer_not_named"
    ITEMS_DIFFER = "items_differ"
    DATE_IN_FUTURE = "date_in_future"
    DATE_BEFORE_ORDER = "date_before_order"
    DATE_LONG_AGO = "date_long_ago"
    DOCUMENT_CANCELLED = "document_cancelled"
    # watched folders and their files
    FOLDER_MISSING = "folder_missing"
    FOLDER_FORBIDDEN = "folder_forbidden"
    FOLDER_UNREACHABLE = "folder_unreachable"
    FOLDER_EMPTIED = "folder_emptied"
    FILE_UNREADABLE = "file_unreadable"
    FILE_FORBIDDEN = "file_forbidden"
    FILE_TOO_LARGE = "file_too_large"
    # why an order is not invoiced
    NOT_ASKED_FOR = "not_asked_for"
    JOB_PENDING = "job_pending"
    INVOICED_SHORT = "invoiced_short"
    INVOICED_PARTLY = "invoiced_partly"
    KEY_MISSING = "key_missing"
    KEY_INVALID = "key_invalid"
    KEY_NOT_OURS = "key_not_ours"
    KEY_CANCELLED = "key_cancelled"
    XML_MISSING = "xml_missing"
    SETTLEMENT_PENDING = "settlement_pending"
    PAYMENT_PENDING = "payment_pending"
    CANCEL_IN_FLIGHT = "cancel_in_flight"
    CHANGE_IN_FLIGHT = "change_in_flight"
    ORDER_GONE = "order_gone"
    BRIDGE_ERROR = "bridge_error"
    NOT_SHOWN_YET = "not_shown_yet"
    ORDERS_NOT_LISTED = "orders_not_listed"
    # sending a key again
    INVOICE_NOT_THERE = "invoice_not_there"
    ORDER_NOT_WHOLE = "order_not_whole"
    KEY_OF_OTHER_NUMBER = "key_of_other_number"
    KEY_THERE_ALREADY = "key_there_already"
    # the engine
    CONFIRMATION_DUE = "confirmation_due"
    CHOICE_CHANGED = "choice_changed"
    VTEX_REFUSED = "vtex_refused"
    CREDENTIALS = "credentials"
    WAITING_FOR_VTEX = "waiting_for_vtex"
    OUTCOME_UNKNOWN = "outcome_unknown"
    DOCUMENT_DUE = "document_due"
    INTERNAL = "internal"
    # what does not agree at the end of a day
    NOTIFICATION_UNKNOWN = "notification_unknown"
    NOTIFICATION_GONE = "notification_gone"
    NOTIFICATION_LEFT = "notification_left"
    JOB_WITHOUT_DOCUMENT = "job_without_document"
    DOCUMENT_WITHOUT_INVOICE = "document_without_invoice"
    POSTED_VALUE_DIFFERS = "posted_value_differs"
    PARTLY_INVOICED = "partly_invoiced"
    FOREIGN_INVOICE = "foreign_invoice"
    FOREIGN_INVOICES = "foreign_invoices"
    INVOICE_VANISHED = "invoice_vanished"
    CANCELLED_NOT_RETURNED = "cancelled_not_returned"
    NUMBER_GAP = "number_gap"
    ORDER_NOT_CHECKED = "order_not_checked"
    TILL_DOCUMENTS = "till_documents"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with the figures a person needs to judge it."""

    code: ProblemCode
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the code and the facts, for logs."""
        return self.code + (
            f" ({', '.join(f'{name}={fact}' for name, fact in self.facts.items())})" if self.facts else ""
        )
