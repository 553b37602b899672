"""This machine: the database, the disk, and the port of the receiver."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator

from desktop_invoicer import errors
from desktop_invoicer.bootstrap import open_database
from desktop_invoicer.bootstrap.health import LOW
from desktop_invoicer.config import Home, Settings
from desktop_invoicer.control.client import ControlClient
from desktop_invoicer.credentials import Vault
from desktop_invoicer.doctor.finding import Finding, Level, failure
from desktop_invoicer.messages import gettext as _


def database(home: Home, vault: Vault) -> Iterator[Finding]:
    """Tell whether the database opens."""
    if not home.database_file.exists():
        yield Finding("database", Level.OK, _("There is no database yet; the first run makes it."))
        return
    if not vault.is_kept:
        return  # told with the keyring
    try:
        open_database(home, vault).close()
    except errors.InvoicerError as exc:
        yield failure("database", exc)
    else:
        yield Finding("database", Level.OK, _("The database can be read and written."))


def disk(home: Home) -> Iterator[Finding]:
    """Tell whether there is room, and the right to write."""
    folder = next(path for path in (home.data, *home.data.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    megabytes = free // (1024 * 1024)
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        sentence = _("{folder} cannot be written.").format(folder=folder)
        yield Finding("disk", Level.ERROR, sentence, _("Give this user the right to write there."))
    elif free < LOW:
        sentence = _("Only {megabytes} MB are free in {folder}.").format(megabytes=megabytes, folder=folder)
        yield Finding("disk", Level.WARNING, sentence, _("Free some space before jobs can no longer be kept."))
    else:
        sentence = _("{megabytes} MB are free in {folder}.").format(megabytes=megabytes, folder=folder)
        yield Finding("disk", Level.OK, sentence)


def receiver(home: Home, settings: Settings) -> Iterator[Finding]:
    """Tell whether VTEX can call this machine."""
    host, port = settings.receiver.host, settings.receiver.port
    if not settings.receiver.enabled:
        yield Finding("receiver", Level.WARNING, _("The receiver is off: notifications are found by polling only."))
        return
    if (holder := ControlClient.connect(home)) is not None:
        holder.close()
        yield Finding("receiver", Level.OK, _("The program is running and holds this home."))
        return
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        try:
            probe.bind((host, port))
        except OSError as exc:
            sentence = _("The receiver cannot listen on {host}:{port}: {reason}.")
            reason = exc.strerror or str(exc)
            action = _("End the program that uses the port, or choose another one under [receiver].")
            yield Finding("receiver", Level.ERROR, sentence.format(host=host, port=port, reason=reason), action)
        else:
            sentence = _("The receiver can listen on {host}:{port}.").format(host=host, port=port)
            yield Finding("receiver", Level.OK, sentence)
