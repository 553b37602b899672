"""The people of the desk: who may sign in, with which PIN and as what."""

from alembic import op

revision = "0006"
down_revision = "0005"

_SCHEMA = (
    """
    CREATE TABLE operators (
        id INTEGER NOT NULL PRIMARY KEY,
        name VARCHAR NOT NULL,
        plain_name VARCHAR NOT NULL,
        role VARCHAR NOT NULL,
        pin VARCHAR NOT NULL,
        since VARCHAR(32) NOT NULL,
        retired_at VARCHAR(32),
        failures INTEGER NOT NULL DEFAULT 0,
        waits_until VARCHAR(32),
        CONSTRAINT one_operator_a_name UNIQUE (plain_name)
    )
    """,
    "CREATE TABLE wrong_pins (id INTEGER NOT NULL PRIMARY KEY, at VARCHAR(32) NOT NULL)",
)


def upgrade() -> None:
    """Add the tables."""
    for statement in _SCHEMA:
        op.execute(statement)
