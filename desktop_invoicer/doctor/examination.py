"""A look at everything: the settings and what they name here, the rest by its own module."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_invoicer import errors
from desktop_invoicer.config import Home, Settings, load_config
from desktop_invoicer.credentials import open_vault
from desktop_invoicer.doctor.finding import Finding, Level, failure
from desktop_invoicer.doctor.keys import credentials, keyring
from desktop_invoicer.doctor.machine import database, disk, receiver
from desktop_invoicer.doctor.network import origins
from desktop_invoicer.doctor.returns import returns
from desktop_invoicer.doctor.running import running, running_health
from desktop_invoicer.fiscal.marketplace_pack import load_marketplaces
from desktop_invoicer.fiscal.rule_pack import load_rules
from desktop_invoicer.messages import explain, explain_failure
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import day

FOLDER_SECONDS = 5
"""Each watched folder is looked through for so long at most."""


def examine(home: Home) -> list[Finding]:
    """Look at everything; nothing is changed and nobody is asked for anything."""
    try:
        settings = load_config(home)
    except errors.ConfigError as exc:
        return [failure("settings", exc), *disk(home)]
    vault = open_vault()
    return [
        *_settings(home, settings),
        *_rules(home),
        *_marketplaces(home),
        *returns(home, settings.policy.returns, vault),
        *keyring(vault),
        *credentials(home, settings, vault),
        *database(home, vault),
        *disk(home),
        *receiver(home, settings),
        *origins(settings),
        *_folders(settings),
        *running(running_health(home)),
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


def _marketplaces(home: Home) -> Iterator[Finding]:
    """Tell only of a file that lies there: without one there is nothing to say."""
    loaded = load_marketplaces(home.marketplaces_file)
    if loaded.problem is not None:
        message = explain_failure(loaded.problem)
        yield Finding("marketplaces", Level.WARNING, message.sentence, message.step)
    elif loaded.file is not None:
        sentence = _("What marketplaces need is taken from {file}, of {day}.")
        said = sentence.format(file=loaded.file, day=day(loaded.pack.as_of))
        yield Finding("marketplaces", Level.OK, said)


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
