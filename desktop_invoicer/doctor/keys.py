"""The keyring, and the credentials that it keeps or the running program holds."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_invoicer import errors
from desktop_invoicer.config import Home, Settings
from desktop_invoicer.control.client import ControlClient, RemoteError
from desktop_invoicer.credentials import Secret, Vault, read_credentials
from desktop_invoicer.doctor.finding import Finding, Level, failure
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.messages import gettext as _


def keyring(vault: Vault) -> Iterator[Finding]:
    """Tell whether credentials outlive the program."""
    if vault.is_kept:
        yield Finding("keyring", Level.OK, _("The system's keyring keeps credentials."))
        return
    yield Finding(
        "keyring",
        Level.ERROR,
        _("No keyring can be used: {reason}.").format(reason=vault.reason.rstrip(".")),
        _("Install or unlock the system's keyring; until then nothing outlives the program."),
    )


def credentials(home: Home, settings: Settings, vault: Vault) -> Iterator[Finding]:
    """Tell of each account whether it can be asked, and of each catalogue."""
    held = _held_names(home, settings)
    for account in settings.accounts:
        command = f"desktop-invoicer credentials set {account.name}"
        try:
            kept = held[account.name] if account.name in held else _kept_names(vault, account.name)
        except errors.KeyringError as exc:
            yield failure("credentials", exc)
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
        yield failure("credentials", exc)
        return
    if not kept.can_ask_vtex:
        sentence = _("No credentials are kept for account {account}, which owns the catalogue: NCMs may be missing.")
        command = f"desktop-invoicer credentials set {owner}"
        step = _("Set the credentials of the account.")
        yield Finding("credentials", Level.WARNING, sentence.format(account=owner), command, step)
