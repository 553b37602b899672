"""What is in order on this desk and what is not: settings, keyring, database, clock, origins, disk, folders."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

import httpx

from desktop_invoicer import errors
from desktop_invoicer.bootstrap import open_database
from desktop_invoicer.config import Account, Home, Settings, load_config
from desktop_invoicer.control.client import ControlClient, RemoteError
from desktop_invoicer.credentials import Secret, Vault, open_vault, read_credentials
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.fiscal.rule_pack import load_rules
from desktop_invoicer.messages import explain, explain_failure
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import day, money

CLOCK_TOLERANCE = 120
"""Seconds the clock may be off; SEFAZ itself tolerates five minutes (fiscal.md, 703 and 704)."""
LEAST_FREE_BYTES = 500 * 1024 * 1024
ANSWER_SECONDS = 10
FOLDER_SECONDS = 5
"""Each watched folder is looked through for so long at most."""


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``next_action`` says what to do unless all is well."""

    topic: str
    level: Level
    sentence: str
    next_action: str = ""
    window_step: str = ""
    """What to do where there are buttons in place of commands and files; empty when it is the same."""

    @property
    def step(self) -> str:
        """Say what to do in the window."""
        return self.window_step or self.next_action

    def as_json(self) -> dict[str, str]:
        """Give the finding as an object."""
        return {
            "topic": self.topic,
            "level": self.level.value,
            "message": self.sentence,
            "next_action": self.next_action,
        }


def examine(home: Home) -> list[Finding]:
    """Look at everything; nothing is changed and nobody is asked for anything."""
    try:
        settings = load_config(home)
    except errors.ConfigError as exc:
        return [_failure("settings", exc), *_disk(home)]
    vault = open_vault()
    return [
        *_settings(home, settings),
        *_rules(home),
        *_returns(settings.policy.returns),
        *_keyring(vault),
        *_credentials(home, settings, vault),
        *_database(home, vault),
        *_disk(home),
        *_receiver(home, settings),
        *_origins(settings),
        *_folders(settings),
    ]


def _settings(home: Home, settings: Settings) -> Iterator[Finding]:
    file = home.config_file
    if not settings.accounts:
        sentence = _("No VTEX account is set up in {file}.").format(file=file)
        action = _("Add an [[accounts]] table with the account's name.")
        yield Finding("settings", Level.ERROR, sentence, action, _("Add the account of this store."))
    for key, value in (("store.cnpj", settings.store.cnpj), ("store.uf", settings.store.uf)):
        if not value:
            sentence = _("{key} is empty: documents cannot be checked against this store.").format(key=key)
            action = _("Fill it in, in {file}.").format(file=file)
            yield Finding("settings", Level.WARNING, sentence, action, _("Fill it in."))
    if settings.accounts and settings.store.cnpj and settings.store.uf:
        yield Finding("settings", Level.OK, _("The settings in {file} are complete.").format(file=file))


def _rules(home: Home) -> Iterator[Finding]:
    in_use = load_rules(home.rules_file)
    if in_use.problem is not None:
        message = explain_failure(in_use.problem)
        yield Finding("rules", Level.WARNING, message.sentence, message.step)
    if in_use.file is None:
        sentence = _("The fiscal rules are those that come with the program, of {day}.")
    else:
        sentence = _("The fiscal rules are those of {file}, of {day}.")
    yield Finding("rules", Level.OK, sentence.format(file=in_use.file, day=day(in_use.pack.as_of)))


def _returns(policy: ReturnPolicy) -> Iterator[Finding]:
    """Tell who has a say in a refund beside the clerk."""
    names, limit = ", ".join(policy.managers), policy.approval_above
    if limit is None:
        sentence = _("One person is enough for a refund. Managers: {names}.")
        yield Finding("returns", Level.OK, sentence.format(names=names or _("whoever works here")))
    elif names:
        sentence = _("Refunds above {limit} need the word of a manager: {names}.")
        yield Finding("returns", Level.OK, sentence.format(limit=money(limit), names=names))
    else:
        sentence = _("Refunds above {limit} need a second person, whoever that is: no managers are named.")
        action = _("Name the managers under [returns].")
        yield Finding("returns", Level.WARNING, sentence.format(limit=money(limit)), action, _("Name the managers."))


def _keyring(vault: Vault) -> Iterator[Finding]:
    if vault.is_kept:
        yield Finding("keyring", Level.OK, _("The system's keyring keeps credentials."))
        return
    yield Finding(
        "keyring",
        Level.ERROR,
        _("No keyring can be used: {reason}.").format(reason=vault.reason.rstrip(".")),
        _("Install or unlock the system's keyring; until then nothing outlives the program."),
    )


def _credentials(home: Home, settings: Settings, vault: Vault) -> Iterator[Finding]:
    held = _held_names(home, settings)
    for account in settings.accounts:
        command = f"desktop-invoicer credentials set {account.name}"
        try:
            kept = held[account.name] if account.name in held else _kept_names(vault, account.name)
        except errors.KeyringError as exc:
            yield _failure("credentials", exc)
            continue
        if not _can_ask_vtex(kept):
            sentence = _("No credentials are kept for account {account}.").format(account=account.name)
            yield Finding("credentials", Level.ERROR, sentence, command, _("Set the credentials of the account."))
        elif settings.receiver.enabled and account.receiver_token.kind != "none" and Secret.RECEIVER_TOKEN not in kept:
            sentence = _("The receiver expects a token of account {account}, and none is kept.")
            step = _("Make a token, and paste it into VTEX.")
            yield Finding("credentials", Level.ERROR, sentence.format(account=account.name), command, step)
        else:
            sentence = _("Credentials of account {account} are kept.").format(account=account.name)
            yield Finding("credentials", Level.OK, sentence)
    for owner in sorted({account.catalog_account for account in settings.accounts}):
        if settings.account(owner) is None:
            yield from _catalogue_credentials(owner, vault)


def _held_names(home: Home, settings: Settings) -> dict[AccountName, frozenset[str]]:
    """Ask the program that runs, if one does, which entries it has: it may keep them for this run only."""
    found: dict[AccountName, frozenset[str]] = {}
    holder = ControlClient.connect(home)
    if holder is None:
        return found
    with holder:
        for account in settings.accounts:
            try:
                answer = holder.call("check_credentials", {"account": account.name})
            except RemoteError:  # it ended meanwhile, or is older than this question
                break
            if "result" in answer:
                found[account.name] = frozenset(answer["result"]["names"])
    return found


def _kept_names(vault: Vault, account: AccountName) -> frozenset[str]:
    kept = read_credentials(vault, account)
    return frozenset(secret for secret in Secret if getattr(kept, secret.name.lower()))


def _can_ask_vtex(names: frozenset[str]) -> bool:
    return Secret.APP_KEY in names and not names.isdisjoint({Secret.APP_TOKEN, Secret.USER_TOKEN})


def _catalogue_credentials(owner: AccountName, vault: Vault) -> Iterator[Finding]:
    """Look at an account that is asked for product data only."""
    try:
        kept = read_credentials(vault, owner)
    except errors.KeyringError as exc:
        yield _failure("credentials", exc)
        return
    if not kept.can_ask_vtex:
        sentence = _("No credentials are kept for account {account}, which owns the catalogue: NCMs may be missing.")
        command = f"desktop-invoicer credentials set {owner}"
        step = _("Set the credentials of the account.")
        yield Finding("credentials", Level.WARNING, sentence.format(account=owner), command, step)


def _database(home: Home, vault: Vault) -> Iterator[Finding]:
    if not home.database_file.exists():
        yield Finding("database", Level.OK, _("There is no database yet; the first run makes it."))
        return
    if not vault.is_kept:
        return  # told with the keyring
    try:
        open_database(home, vault).close()
    except errors.InvoicerError as exc:
        yield _failure("database", exc)
    else:
        yield Finding("database", Level.OK, _("The database can be read and written."))


def _disk(home: Home) -> Iterator[Finding]:
    folder = next(path for path in (home.data, *home.data.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    megabytes = free // (1024 * 1024)
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        sentence = _("{folder} cannot be written.").format(folder=folder)
        yield Finding("disk", Level.ERROR, sentence, _("Give this user the right to write there."))
    elif free < LEAST_FREE_BYTES:
        sentence = _("Only {megabytes} MB are free in {folder}.").format(megabytes=megabytes, folder=folder)
        yield Finding("disk", Level.WARNING, sentence, _("Free some space before jobs can no longer be kept."))
    else:
        sentence = _("{megabytes} MB are free in {folder}.").format(megabytes=megabytes, folder=folder)
        yield Finding("disk", Level.OK, sentence)


def _receiver(home: Home, settings: Settings) -> Iterator[Finding]:
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


def _origins(settings: Settings) -> Iterator[Finding]:
    for account in settings.accounts:
        for origin in dict.fromkeys((account.myvtex_origin, account.oms_origin)):
            yield from _origin(account, origin)


def _origin(account: Account, origin: str) -> Iterator[Finding]:
    """Reach an origin without credentials; its answer also tells the time."""
    try:
        answer = httpx.head(origin, timeout=ANSWER_SECONDS, follow_redirects=False, trust_env=False)
    except httpx.HTTPError as exc:
        sentence = _("{origin} of account {account} cannot be reached: {reason}.")
        filled = sentence.format(origin=origin, account=account.name, reason=str(exc) or type(exc).__name__)
        action = _("Check the network, the firewall, and the account's name and origins in the settings.")
        yield Finding("origins", Level.ERROR, filled, action)
        return
    yield Finding("origins", Level.OK, _("{origin} answers.").format(origin=origin))
    if "Date" in answer.headers:
        yield from _clock(answer.headers["Date"])


def _clock(date: str) -> Iterator[Finding]:
    try:
        there = parsedate_to_datetime(date)
    except ValueError:
        return
    off = round((datetime.now(UTC) - there).total_seconds())
    if abs(off) > CLOCK_TOLERANCE:
        sentence = _("This machine's clock is {seconds} seconds off VTEX's.").format(seconds=off)
        yield Finding("clock", Level.ERROR, sentence, _("Let the system set its clock from the network."))
    else:
        yield Finding("clock", Level.OK, _("The clock agrees with VTEX's."))


def _folders(settings: Settings) -> Iterator[Finding]:
    from desktop_invoicer.fiscal.folders.survey import survey

    for folder in settings.documents.watch:
        found = survey(folder, FOLDER_SECONDS)
        if found.problem is not None:
            message = explain(found.problem)
            yield Finding("folders", Level.ERROR, message.sentence, message.step)
            continue
        sentence = _("The watched folder {folder} can be read. XML files in it: {files}.")
        files = f"{found.files}+" if found.has_more else found.files
        yield Finding("folders", Level.OK, sentence.format(folder=folder, files=files))
        if found.is_on_network:
            sentence = _("{folder} lies on the network: a file is seen some seconds after it was written.")
            yield Finding("folders", Level.OK, sentence.format(folder=folder))
        elif not found.gives_events:
            sentence = _("The system does not tell of changes in {folder}: a file is seen some seconds later.")
            action = _("Nothing is lost by that. On Linux a higher fs.inotify.max_user_watches helps.")
            yield Finding("folders", Level.WARNING, sentence.format(folder=folder), action)


def _failure(topic: str, error: errors.InvoicerError) -> Finding:
    message = explain_failure(error)
    return Finding(topic, Level.ERROR, message.sentence, message.next_action, message.step)
