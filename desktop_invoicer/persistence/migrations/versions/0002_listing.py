"""What lists show, filter and search: buyer, document due and operator of a job, and its words.

The words hold personal data (name, CPF): they belong to their job, and whoever deletes it deletes its rows in both
word tables and runs their ``optimize``, which drops what an index keeps of deleted rows.
"""

import json
from typing import Any

from alembic import op
from sqlalchemy import text

from desktop_invoicer.domain.listing import masked_buyer
from desktop_invoicer.domain.order import Buyer

revision = "0002"
down_revision = "0001"

_WORDS = """
    CREATE VIRTUAL TABLE {} USING fts5(
        words, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1'
    )
"""
_SMALL_PAGES = "INSERT INTO {0} ({0}, rank) VALUES ('pgsz', 1000)"  # a search skips what it does not need by the page
_SCHEMA = (
    "ALTER TABLE jobs ADD COLUMN buyer VARCHAR NOT NULL DEFAULT ''",
    "ALTER TABLE jobs ADD COLUMN due VARCHAR",
    "ALTER TABLE jobs ADD COLUMN operator VARCHAR NOT NULL DEFAULT ''",
    """
    ALTER TABLE jobs ADD COLUMN is_open INTEGER
    GENERATED ALWAYS AS (stage NOT IN ('closed', 'withdrawn', 'dismissed')) VIRTUAL
    """,
    """
    ALTER TABLE jobs ADD COLUMN trade VARCHAR
    GENERATED ALWAYS AS (
        CASE WHEN operation = 'sale' THEN channel WHEN operation IS NOT NULL THEN 'returns' END
    ) VIRTUAL
    """,
    """
    ALTER TABLE jobs ADD COLUMN has_failed INTEGER
    GENERATED ALWAYS AS (
        CASE WHEN hold_kind = 'account_paused' OR hold_kind IS NOT NULL AND attempts > 0 THEN 1 END
    ) VIRTUAL
    """,
    """
    ALTER TABLE documents ADD COLUMN number INTEGER
    GENERATED ALWAYS AS (CAST(substr(access_key, 26, 9) AS INTEGER)) VIRTUAL
    """,
    "CREATE INDEX jobs_by_section ON jobs (is_open)",
    "CREATE INDEX jobs_by_trade ON jobs (is_open, trade) WHERE trade IS NOT NULL",
    "CREATE INDEX jobs_by_hold ON jobs (is_open, hold_kind) WHERE hold_kind IS NOT NULL",
    "CREATE INDEX failed_jobs ON jobs (is_open, has_failed) WHERE has_failed IS NOT NULL",
    "CREATE INDEX jobs_by_value ON jobs (is_open, value) WHERE value IS NOT NULL",
    "CREATE INDEX documents_by_number ON documents (number) WHERE released_at IS NULL",
    _WORDS.format("job_words"),
    _WORDS.format("open_job_words"),
    _SMALL_PAGES.format("job_words"),
    _SMALL_PAGES.format("open_job_words"),
    """
    CREATE TRIGGER ended_jobs AFTER UPDATE OF stage ON jobs WHEN OLD.is_open AND NOT NEW.is_open
    BEGIN
        DELETE FROM open_job_words WHERE rowid = -OLD.id;
    END
    """,
)
_LOADED = text("SELECT id, notification_id, is_open, content FROM jobs JOIN contents ON job_id = id ORDER BY id DESC")
_SHOW = text("UPDATE jobs SET buyer = :buyer, due = :due WHERE id = :id")
_FIND = text("INSERT INTO job_words (rowid, words) VALUES (-:id, :words)")
_FIND_OPEN = text("INSERT INTO open_job_words (rowid, words) VALUES (-:id, :words)")


def upgrade() -> None:
    """Add columns, indexes and words, and fill them for what was loaded before."""
    for statement in _SCHEMA:
        op.execute(statement)
    connection = op.get_bind()
    for job in connection.execute(_LOADED).all():
        content = json.loads(job.content)
        order = content["order"]
        buyer = {name: order["buyer"][name] for name in ("name", "tax_id", "is_company")}
        due = content["decision"]["model"]
        connection.execute(_SHOW, {"id": job.id, "buyer": masked_buyer(Buyer(**buyer)), "due": due})
        words = {"id": job.id, "words": _words(job.notification_id, order)}
        connection.execute(_FIND, words)
        if job.is_open:
            connection.execute(_FIND_OPEN, words)


def _words(notification_id: str, order: dict[str, Any]) -> str:
    lines = [line[name] for line in order["lines"] for name in ("sku", "ean", "name")]
    buyer = order["buyer"]
    names = (order["order_id"], order["sequence"], order["marketplace_order_id"], buyer["name"], buyer["tax_id"])
    return "\n".join((notification_id, *names, *lines))
