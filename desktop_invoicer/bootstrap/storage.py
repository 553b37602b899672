"""The desk's database, with its key from the keyring, and what keeps it."""

from __future__ import annotations

from desktop_invoicer import errors
from desktop_invoicer.config import Home, Settings
from desktop_invoicer.credentials import Vault, make_database_key, read_database_key
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.keeping import Keeping, KeepingTempo
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.keeping import KeepingTable


def open_database(home: Home, vault: Vault) -> Database:
    """Open the desk's database with the key from the keyring; a new one makes its key.

    Where no keyring can keep the key, the database is one for this run only: an earlier one could not be read again.

    Raises:
        KeyringError: the database is there, and the keyring that holds its key cannot be used now.
        WrongKeyError: the database is there, and the keyring does not hold its key.

    """
    if not vault.is_kept and home.database_file.exists():
        raise errors.KeyringError(vault.reason)
    if not vault.is_kept:
        path = home.data / "this-run-only.db"
        for file in (path, *path.parent.glob(f"{path.name}-*")):
            file.unlink(missing_ok=True)
        return Database(path, make_database_key(vault))
    key = read_database_key(vault)
    if key is None and home.database_file.exists():
        raise errors.WrongKeyError(home.database_file, "the keyring does not hold the key of this database")
    return Database(home.database_file, key or make_database_key(vault))


def wire_keeping(
    context: Context, database: Database, home: Home, settings: Settings, tempo: KeepingTempo | None = None
) -> Keeping:
    """Put together who keeps the desk's data."""
    files = {file.name: file for file in home.settings_files}
    return Keeping(context, KeepingTable(database, files), settings.keeping_policy, tempo)
