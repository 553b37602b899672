"""The tables, as the newest migration leaves them.

The database itself enforces what must never happen twice: one job a notification, one document a job, one job a
document, one open effect and one successful post a job.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Computed,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    column,
    table,
    text,
)

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every migration, oldest first; a test compares this with the folder ``migrations/versions``."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC as ISO text of fixed width, so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (SQLAlchemy)
        """Write UTC with microseconds."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy)
        """Read it back with its offset."""
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()

_TRADE = "CASE WHEN operation = 'sale' THEN channel WHEN operation IS NOT NULL THEN 'returns' END"
_HAS_FAILED = "CASE WHEN hold_kind = 'account_paused' OR hold_kind IS NOT NULL AND attempts > 0 THEN 1 END"
_WAITING = "stage = 'loaded' AND hold_kind = 'waiting_for_document'"

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", String, nullable=False),
    Column("order_id", String, nullable=False),
    Column("notification_id", String, nullable=False),
    Column("callback_url", String, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("source", String, nullable=False),  # who told of it: with received_at, the first line of its timeline
    Column("updated_at", Moment, nullable=False),
    Column("loaded_at", Moment),  # first load: the place among the jobs of one order
    Column("stage", String, nullable=False),
    Column("hold_kind", String),
    Column("hold_until", Moment),
    Column("hold_problem", Text),
    Column("version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("confirmed_by", String, nullable=False),
    Column("operation", String),
    Column("channel", String),
    Column("units", Integer, nullable=False),
    Column("value", Integer),
    Column("buyer", String, nullable=False, server_default=""),
    Column("due", String),
    Column("operator", String, nullable=False, server_default=""),
    Column("freight", Integer, nullable=False, server_default="0"),  # of what was loaded, in cents
    Column("ended_at", Moment),  # since when nothing is left to do
    Column("erased_at", Moment),  # since when its personal data is gone; a trigger forgets it when it begins again
    # what lists are filtered by: an index of each finds its jobs in the order of their arrival
    Column("is_open", Integer, Computed("stage NOT IN ('closed', 'withdrawn', 'dismissed')", persisted=False)),
    Column("trade", String, Computed(_TRADE, persisted=False)),
    Column("has_failed", Integer, Computed(_HAS_FAILED, persisted=False)),
    Column("order_name", String, Computed("upper(replace(order_id, '-', ''))", persisted=False)),
    UniqueConstraint("order_id", "account", "notification_id", name="one_job_a_notification"),  # finds orders, too
    Index("jobs_by_arrival", "received_at"),
    Index("jobs_by_end", "ended_at", "received_at", sqlite_where=text("ended_at IS NOT NULL")),
    Index("jobs_to_erase", "ended_at", sqlite_where=text("ended_at IS NOT NULL AND erased_at IS NULL")),
    Index("jobs_by_stage", "stage", "hold_kind", "hold_until"),
    Index("jobs_by_section", "is_open"),
    Index("jobs_by_trade", "is_open", "trade", sqlite_where=text("trade IS NOT NULL")),
    Index("jobs_by_hold", "is_open", "hold_kind", sqlite_where=text("hold_kind IS NOT NULL")),
    Index("failed_jobs", "is_open", "has_failed", sqlite_where=text("has_failed IS NOT NULL")),
    Index("jobs_by_value", "is_open", "value", sqlite_where=text("value IS NOT NULL")),
    Index("waiting_orders", "order_name", sqlite_where=text(_WAITING)),
    Index("waiting_values", "value", sqlite_where=text(_WAITING)),
)

job_words = table("job_words", column("rowid", Integer), column("words"))
"""What each loaded job is found by: a full-text index of three letters each, without the text itself.

A row's id is the job's, negative: so the newest job comes first in the direction in which such an index is quick.
"""

open_job_words = table("open_job_words", column("rowid", Integer), column("words"))
"""The same of the open jobs alone; a trigger takes out those that end."""

contents = Table(
    "contents",
    metadata,
    Column("job_id", ForeignKey("jobs.id"), primary_key=True),
    Column("content", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job_id", ForeignKey("jobs.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("access_key", String, nullable=False),
    Column("document", Text, nullable=False),
    Column("xml", LargeBinary),
    Column("content", Text),
    Column("attached_at", Moment, nullable=False),
    Column("released_at", Moment),
    Column("number", Integer, Computed("CAST(substr(access_key, 26, 9) AS INTEGER)", persisted=False)),
    Column("issued_at", Integer),  # in seconds
    Index("documents_by_issue", "kind", "issued_at", "access_key"),
    Index("documents_by_number", "number", sqlite_where=text("released_at IS NULL")),
    Index("freed_documents", "access_key", "kind", sqlite_where=text("released_at IS NOT NULL")),
    Index("one_job_a_document", "kind", "access_key", unique=True, sqlite_where=text("released_at IS NULL")),
    Index("one_document_a_job", "job_id", unique=True, sqlite_where=text("released_at IS NULL")),
)

files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", String, nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("modified_ns", Integer, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("kind", String),
    Column("access_key", String),
    Column("value", Integer),
    Column("document", Text),
    Column("content", Text),
    Column("problem", Text),
    Column("set_aside_by", String),
    Column("set_aside_at", Moment),
    Column("issued_at", Integer),  # in seconds
    Column("erased_at", Moment),  # since when its personal data is gone; a trigger forgets it when it is read again
    Index("files_to_erase", "read_at", sqlite_where=text("erased_at IS NULL")),
    Index("files_by_issue", "kind", "issued_at", "access_key"),
    Index("files_by_document", "kind", "access_key", sqlite_where=text("access_key IS NOT NULL")),
    Index("files_by_value", "value", sqlite_where=text("value IS NOT NULL")),
    Index("files_by_time", "modified_ns", sqlite_where=text("document IS NOT NULL OR problem IS NOT NULL")),
    sqlite_autoincrement=True,  # a number that was shown never means another file
)

file_orders = Table(
    "file_orders",
    metadata,
    Column("order_name", String, primary_key=True),
    Column("file_id", ForeignKey("files.id", ondelete="CASCADE"), primary_key=True),
    Index("file_orders_by_file", "file_id"),
    sqlite_with_rowid=False,
)
"""What each file names: orders as ``order_name`` writes them, and keys of documents that it takes back."""

cancelled_keys = Table(
    "cancelled_keys",
    metadata,
    Column("access_key", String, primary_key=True),
    Column("environment", String, primary_key=True),
    Column("protocol", String, nullable=False),
    Column("known_at", Moment, nullable=False),
)

_DONE_POST = "kind = 'post_invoice' AND outcome = 'done'"

effects = Table(
    "effects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job_id", ForeignKey("jobs.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", String),
    Column("invoice", Text),
    Column("value", Integer),
    Index("effects_by_job", "job_id"),
    Index("one_open_effect_a_job", "job_id", unique=True, sqlite_where=text("outcome IS NULL")),
    Index(
        "one_successful_post_a_job",
        "job_id",
        unique=True,
        sqlite_where=text(_DONE_POST),
    ),
    Index("posts_by_end", "ended_at", sqlite_where=text(_DONE_POST)),
)

timeline = Table(
    "timeline",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job_id", ForeignKey("jobs.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("entry", String, nullable=False),
    Column("facts", Text, nullable=False),
    Index("timeline_by_job", "job_id"),
)

settlements = Table(
    "settlements",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job_id", ForeignKey("jobs.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("settlement", Text, nullable=False),
    Index("settlements_by_job", "job_id"),
)

ncms = Table(
    "ncms",
    metadata,
    Column("account", String, primary_key=True),
    Column("product_id", String, primary_key=True),
    Column("ncm", String, nullable=False),
    Column("read_at", Moment, nullable=False),
)

watches = Table(
    "watches",
    metadata,
    Column("account", String, primary_key=True),
    Column("order_id", String, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("ask_at", Moment, nullable=False),
    Index("watches_by_time", "account", "ask_at"),
)

day_closings = Table(
    "day_closings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", String(10), nullable=False),
    Column("manager", String, nullable=False),
    Column("closed_at", Moment, nullable=False),
    Column("figures", Text, nullable=False),
    Column("pending", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("reason", String, nullable=False),
    Column("reopened_at", Moment),
    Index("closings_by_day", "day"),
)
"""Every closing is kept; the newest of a day counts."""

finding_notes = Table(
    "finding_notes",
    metadata,
    Column("finding", String, primary_key=True),
    Column("operator", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", String, nullable=False),
)

chores = Table(
    "chores",
    metadata,
    Column("chore", String, primary_key=True),
    Column("done_at", Moment, nullable=False),
    Column("facts", Text, nullable=False),
)
"""When the desk last looked after its data, and what came of it."""

submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("day", String(10), nullable=False),
    Column("operator", String, nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("chosen", Text, nullable=False),
    Column("outcome", String),
    Column("ended_at", Moment),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String, nullable=False),
    Column("deed", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("facts", Text, nullable=False),
    Column("previous", String(64), nullable=False),  # the hash of the line before; empty in the first
    Column("hash", String(64), nullable=False),
    UniqueConstraint("previous", name="one_line_after_another"),
    Index("audit_by_subject", "subject"),
    sqlite_autoincrement=True,
)
"""Lines are only ever added: triggers refuse the rest."""

operators = Table(
    "operators",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("plain_name", String, nullable=False),  # without capitals, accents and blanks: two people never share one
    Column("role", String, nullable=False),
    Column("pin", String, nullable=False),  # hashed with argon2
    Column("since", Moment, nullable=False),
    Column("retired_at", Moment),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("waits_until", Moment),
    UniqueConstraint("plain_name", name="one_operator_a_name"),
)

wrong_pins = Table(
    "wrong_pins", metadata, Column("id", Integer, primary_key=True), Column("at", Moment, nullable=False)
)
"""The last ones of the whole desk, whoever they were tried for."""
