"""The first schema: jobs, contents, documents, effects, timeline, NCMs and the watch list."""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    """
    CREATE TABLE jobs (
        id INTEGER NOT NULL PRIMARY KEY,
        account VARCHAR NOT NULL,
        order_id VARCHAR NOT NULL,
        notification_id VARCHAR NOT NULL,
        callback_url VARCHAR NOT NULL,
        received_at VARCHAR(32) NOT NULL,
        source VARCHAR NOT NULL,
        updated_at VARCHAR(32) NOT NULL,
        loaded_at VARCHAR(32),
        stage VARCHAR NOT NULL,
        hold_kind VARCHAR,
        hold_until VARCHAR(32),
        hold_problem TEXT,
        version INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        confirmed_by VARCHAR NOT NULL,
        operation VARCHAR,
        channel VARCHAR,
        units INTEGER NOT NULL,
        value INTEGER,
        CONSTRAINT one_job_a_notification UNIQUE (order_id, account, notification_id)
    )
    """,
    "CREATE INDEX jobs_by_stage ON jobs (stage, hold_kind, hold_until)",
    """
    CREATE TABLE contents (
        job_id INTEGER NOT NULL PRIMARY KEY REFERENCES jobs (id),
        content TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE documents (
        id INTEGER NOT NULL PRIMARY KEY,
        job_id INTEGER NOT NULL REFERENCES jobs (id),
        kind VARCHAR NOT NULL,
        access_key VARCHAR NOT NULL,
        document TEXT NOT NULL,
        xml BLOB,
        attached_at VARCHAR(32) NOT NULL,
        released_at VARCHAR(32)
    )
    """,
    "CREATE UNIQUE INDEX one_job_a_document ON documents (kind, access_key) WHERE released_at IS NULL",
    "CREATE UNIQUE INDEX one_document_a_job ON documents (job_id) WHERE released_at IS NULL",
    """
    CREATE TABLE effects (
        id INTEGER NOT NULL PRIMARY KEY,
        job_id INTEGER NOT NULL REFERENCES jobs (id),
        kind VARCHAR NOT NULL,
        begun_at VARCHAR(32) NOT NULL,
        ended_at VARCHAR(32),
        outcome VARCHAR,
        invoice TEXT
    )
    """,
    "CREATE INDEX effects_by_job ON effects (job_id)",
    "CREATE UNIQUE INDEX one_open_effect_a_job ON effects (job_id) WHERE outcome IS NULL",
    """
    CREATE UNIQUE INDEX one_successful_post_a_job ON effects (job_id)
    WHERE kind = 'post_invoice' AND outcome = 'done'
    """,
    """
    CREATE TABLE timeline (
        id INTEGER NOT NULL PRIMARY KEY,
        job_id INTEGER NOT NULL REFERENCES jobs (id),
        at VARCHAR(32) NOT NULL,
        entry VARCHAR NOT NULL,
        facts TEXT NOT NULL
    )
    """,
    "CREATE INDEX timeline_by_job ON timeline (job_id)",
    """
    CREATE TABLE ncms (
        account VARCHAR NOT NULL,
        product_id VARCHAR NOT NULL,
        ncm VARCHAR NOT NULL,
        read_at VARCHAR(32) NOT NULL,
        PRIMARY KEY (account, product_id)
    )
    """,
    """
    CREATE TABLE watches (
        account VARCHAR NOT NULL,
        order_id VARCHAR NOT NULL,
        since VARCHAR(32) NOT NULL,
        ask_at VARCHAR(32) NOT NULL,
        PRIMARY KEY (account, order_id)
    )
    """,
    "CREATE INDEX watches_by_time ON watches (account, ask_at)",
)


def upgrade() -> None:
    """Create everything."""
    for statement in _TABLES:
        op.execute(statement)
