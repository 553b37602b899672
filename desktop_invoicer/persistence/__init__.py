"""The durable memory: encrypted SQLite under SQLAlchemy Core. SQL lives here and nowhere else."""
