"""Alembic's entry: the connection comes from ``upgrade``."""

from alembic import context

from desktop_invoicer.persistence.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=False)
context.run_migrations()
