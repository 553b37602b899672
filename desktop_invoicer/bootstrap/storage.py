"""The desk's database, with its key from the keyring."""

from __future__ import annotations

from desktop_invoicer import errors
from desktop_invoicer.config import Home
from desktop_invoicer.credentials import Vault, make_database_key, read_database_key
from desktop_invoicer.persistence.database import Database


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
