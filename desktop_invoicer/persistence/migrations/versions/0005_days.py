"""The day: what counts on it is found by its moments; closings, submissions, notes on findings, and the audit trail."""

from alembic import op

revision = "0005"
down_revision = "0004"

_SCHEMA = (
    "ALTER TABLE jobs ADD COLUMN freight INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN ended_at VARCHAR(32)",
    "ALTER TABLE effects ADD COLUMN value INTEGER",
    "ALTER TABLE documents ADD COLUMN issued_at INTEGER",
    "ALTER TABLE files ADD COLUMN issued_at INTEGER",
    """
    CREATE TABLE day_closings (
        id INTEGER NOT NULL PRIMARY KEY,
        day VARCHAR(10) NOT NULL,
        manager VARCHAR NOT NULL,
        closed_at VARCHAR(32) NOT NULL,
        figures TEXT NOT NULL,
        pending TEXT NOT NULL,
        findings TEXT NOT NULL,
        reason VARCHAR NOT NULL,
        reopened_at VARCHAR(32)
    )
    """,
    "CREATE INDEX closings_by_day ON day_closings (day)",
    """
    CREATE TABLE finding_notes (
        finding VARCHAR NOT NULL PRIMARY KEY,
        operator VARCHAR NOT NULL,
        at VARCHAR(32) NOT NULL,
        reason VARCHAR NOT NULL
    )
    """,
    """
    CREATE TABLE submissions (
        id INTEGER NOT NULL PRIMARY KEY,
        day VARCHAR(10) NOT NULL,
        operator VARCHAR NOT NULL,
        begun_at VARCHAR(32) NOT NULL,
        chosen TEXT NOT NULL,
        outcome VARCHAR,
        ended_at VARCHAR(32)
    )
    """,
    """
    CREATE TABLE audit (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        at VARCHAR(32) NOT NULL,
        who VARCHAR NOT NULL,
        deed VARCHAR NOT NULL,
        subject VARCHAR NOT NULL,
        facts TEXT NOT NULL,
        previous VARCHAR(64) NOT NULL,
        hash VARCHAR(64) NOT NULL,
        CONSTRAINT one_line_after_another UNIQUE (previous)
    )
    """,
    "CREATE INDEX audit_by_subject ON audit (subject)",
    """
    CREATE TRIGGER unchanged_audit BEFORE UPDATE ON audit
    BEGIN
        SELECT RAISE(ABORT, 'the audit trail is only added to');
    END
    """,
    """
    CREATE TRIGGER undeleted_audit BEFORE DELETE ON audit
    BEGIN
        SELECT RAISE(ABORT, 'the audit trail is only added to');
    END
    """,
)
_BACKFILL = (
    """
    UPDATE jobs SET freight = (
        SELECT coalesce(sum(json_extract(line.value, '$.freight')), 0)
        FROM contents, json_each(contents.content, '$.draft.lines') AS line
        WHERE contents.job_id = jobs.id
    )
    """,
    """
    UPDATE jobs SET ended_at = coalesce(
        (
            SELECT at FROM timeline WHERE timeline.job_id = jobs.id AND timeline.entry = jobs.stage
            ORDER BY timeline.id DESC LIMIT 1
        ),
        updated_at
    )
    WHERE stage IN ('closed', 'withdrawn', 'dismissed')
    """,
    "UPDATE effects SET value = json_extract(invoice, '$.value')",
    "UPDATE documents SET issued_at = unixepoch(json_extract(document, '$.issued_at'))",
    "UPDATE files SET issued_at = unixepoch(json_extract(document, '$.issued_at'))",
)
_INDEXES = (
    "CREATE INDEX jobs_by_arrival ON jobs (received_at)",
    "CREATE INDEX jobs_by_end ON jobs (ended_at, received_at) WHERE ended_at IS NOT NULL",
    "CREATE INDEX posts_by_end ON effects (ended_at) WHERE kind = 'post_invoice' AND outcome = 'done'",
    "CREATE INDEX documents_by_issue ON documents (kind, issued_at, access_key)",
    "CREATE INDEX files_by_issue ON files (kind, issued_at, access_key)",
)


def upgrade() -> None:
    """Add columns and tables, and fill what is known of earlier days."""
    for statement in (*_SCHEMA, *_BACKFILL, *_INDEXES):
        op.execute(statement)
