"""What of a job and of a file was erased when it was old, and when the desk last looked after its data."""

from alembic import op

revision = "0007"
down_revision = "0006"

_SCHEMA = (
    "ALTER TABLE jobs ADD COLUMN erased_at VARCHAR(32)",
    "ALTER TABLE files ADD COLUMN erased_at VARCHAR(32)",
    "CREATE INDEX jobs_to_erase ON jobs (ended_at) WHERE ended_at IS NOT NULL AND erased_at IS NULL",
    "CREATE INDEX files_to_erase ON files (read_at) WHERE erased_at IS NULL",
    """
    CREATE TRIGGER revived_jobs AFTER UPDATE OF stage ON jobs WHEN NEW.is_open AND OLD.erased_at IS NOT NULL
    BEGIN
        UPDATE jobs SET erased_at = NULL WHERE id = NEW.id;
    END
    """,
    """
    CREATE TRIGGER reread_files AFTER UPDATE OF read_at ON files WHEN OLD.erased_at IS NOT NULL
    BEGIN
        UPDATE files SET erased_at = NULL WHERE id = NEW.id;
    END
    """,
    """
    CREATE TABLE chores (
        chore VARCHAR NOT NULL PRIMARY KEY,
        done_at VARCHAR(32) NOT NULL,
        facts TEXT NOT NULL
    )
    """,
)


def upgrade() -> None:
    """Add columns, indexes and the table."""
    for statement in _SCHEMA:
        op.execute(statement)
