"""What people settled about returns, and jobs found by who bought."""

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
)


def upgrade() -> None:
    """Add the tables."""
    for statement in _SCHEMA:
        op.execute(statement)
