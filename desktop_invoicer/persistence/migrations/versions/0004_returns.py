"""What people settled about returns, jobs found by who bought, and files found by what they take back."""

from alembic import op

revision = "0004"
down_revision = "0003"

_SCHEMA = (
    """
    CREATE TABLE settlements (
        id INTEGER NOT NULL PRIMARY KEY,
        job_id INTEGER NOT NULL REFERENCES jobs (id),
        at VARCHAR(32) NOT NULL,
        settlement TEXT NOT NULL
    )
    """,
    "CREATE INDEX settlements_by_job ON settlements (job_id)",
    "INSERT OR IGNORE INTO file_orders SELECT access_key, id FROM files WHERE kind = 'cancellation'",
    """
    INSERT OR IGNORE INTO file_orders
    SELECT named.value, files.id FROM files, json_each(files.content, '$.references') AS named
    WHERE files.content IS NOT NULL
    """,
)


def upgrade() -> None:
    """Add the tables."""
    for statement in _SCHEMA:
        op.execute(statement)
