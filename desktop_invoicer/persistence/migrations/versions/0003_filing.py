"""The files of watched folders, the orders they name, and the keys of documents that were cancelled.

A document also keeps what only its XML says, for comparing it again later. Rows of ``files`` hold personal data (a
buyer's CPF), and belong to nobody until a job has their document: whoever erases old data erases old files, too.
"""

from alembic import op

revision = "0003"
down_revision = "0002"

_SCHEMA = (
    "ALTER TABLE documents ADD COLUMN content TEXT",
    "CREATE INDEX freed_documents ON documents (access_key, kind) WHERE released_at IS NOT NULL",
    """
    CREATE TABLE files (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        path VARCHAR NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL,
        read_at VARCHAR(32) NOT NULL,
        kind VARCHAR,
        access_key VARCHAR,
        value INTEGER,
        document TEXT,
        content TEXT,
        problem TEXT,
        set_aside_by VARCHAR,
        set_aside_at VARCHAR(32)
    )
    """,
    "CREATE INDEX files_by_document ON files (kind, access_key) WHERE access_key IS NOT NULL",
    "CREATE INDEX files_by_value ON files (value) WHERE value IS NOT NULL",
    "CREATE INDEX files_by_time ON files (modified_ns) WHERE document IS NOT NULL OR problem IS NOT NULL",
    """
    CREATE TABLE file_orders (
        order_name VARCHAR NOT NULL,
        file_id INTEGER NOT NULL,
        PRIMARY KEY (order_name, file_id),
        FOREIGN KEY (file_id) REFERENCES files (id) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX file_orders_by_file ON file_orders (file_id)",
    """
    ALTER TABLE jobs ADD COLUMN order_name VARCHAR
    GENERATED ALWAYS AS (upper(replace(order_id, '-', ''))) VIRTUAL
    """,
    "CREATE INDEX waiting_orders ON jobs (order_name) WHERE stage = 'loaded' AND hold_kind = 'waiting_for_document'",
    "CREATE INDEX waiting_values ON jobs (value) WHERE stage = 'loaded' AND hold_kind = 'waiting_for_document'",
    """
    CREATE TABLE cancelled_keys (
        access_key VARCHAR NOT NULL,
        environment VARCHAR NOT NULL,
        protocol VARCHAR NOT NULL,
        known_at VARCHAR(32) NOT NULL,
        PRIMARY KEY (access_key, environment)
    )
    """,
    """
    INSERT INTO cancelled_keys
    SELECT
        access_key,
        coalesce(json_extract(document, '$.environment'), 'production') AS environment,
        coalesce(json_extract(document, '$.protocol'), ''),
        attached_at
    FROM documents WHERE kind = 'cancellation' GROUP BY access_key, environment
    """,
)


def upgrade() -> None:
    """Add the tables."""
    for statement in _SCHEMA:
        op.execute(statement)
