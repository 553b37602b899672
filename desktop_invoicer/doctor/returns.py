"""Who has a say in a refund beside the clerk: those on the list of people where they sign in, else the settings."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_invoicer import errors
from desktop_invoicer.config import Home
from desktop_invoicer.credentials import Vault, read_database_key
from desktop_invoicer.doctor.finding import Finding, Level
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import money
from desktop_invoicer.persistence.restoration import count_operators


def returns(home: Home, policy: ReturnPolicy, vault: Vault) -> Iterator[Finding]:
    """Tell who has a say; nothing where the database keeps that to itself, which is told of the database."""
    try:
        do_people_sign_in = bool(count_operators(home.database_file, read_database_key(vault)))
    except (errors.KeyringError, errors.StorageBusyError):
        return
    yield _by_list(policy) if do_people_sign_in else _by_settings(policy)


def _by_list(policy: ReturnPolicy) -> Finding:
    limit = policy.approval_above
    if limit is None:
        return Finding(
            "returns", Level.OK, _("One person is enough for a refund. Managers are those on the list of people.")
        )
    sentence = _("Refunds above {limit} need the word of a manager on the list of people.")
    return Finding("returns", Level.OK, sentence.format(limit=money(limit)))


def _by_settings(policy: ReturnPolicy) -> Finding:
    names, limit = ", ".join(policy.managers), policy.approval_above
    if limit is None:
        sentence = _("One person is enough for a refund. Managers: {names}.")
        return Finding("returns", Level.OK, sentence.format(names=names or _("whoever works here")))
    if names:
        sentence = _("Refunds above {limit} need the word of a manager: {names}.")
        return Finding("returns", Level.OK, sentence.format(limit=money(limit), names=names))
    sentence = _("Refunds above {limit} need a second person, whoever that is: no managers are named.")
    action = _("Name the managers under [returns].")
    return Finding("returns", Level.WARNING, sentence.format(limit=money(limit)), action, _("Name the managers."))
