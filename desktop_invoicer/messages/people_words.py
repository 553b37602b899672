"""The words for roles, and for what takes a person's right."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from desktop_invoicer.domain.people import Action, Role
from desktop_invoicer.messages.catalogue import N_

PEOPLE_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    Role: {
        Role.CLERK: N_("clerk"),
        Role.RETURNS: N_("returns desk"),
        Role.MANAGER: N_("manager"),
        Role.ADMINISTRATOR: N_("administrator"),
    },
    Action: {
        Action.ADD_ORDER: N_("Ask VTEX about an order"),
        Action.ATTACH: N_("Attach a document"),
        Action.SUBMIT_SALE: N_("Send the invoice of a sale"),
        Action.RETRY: N_("Try a job again"),
        Action.KEEP_FILES: N_("Set files aside, or take them back"),
        Action.SETTLE_RETURN: N_("Settle what a return needs"),
        Action.SUBMIT_RETURN: N_("Send a return, which refunds the buyer"),
        Action.APPROVE_REFUND: N_("Allow a large refund"),
        Action.TAKE_OVER: N_("Take over the return of another store"),
        Action.DISMISS: N_("Dismiss a job"),
        Action.SEND_READY: N_("Send all ready"),
        Action.CLOSE_DAY: N_("Close a day"),
        Action.NOTE_FINDING: N_("Settle a finding by a word"),
        Action.SEND_KEY: N_("Send a chave de acesso again"),
        Action.EXPORT: N_("Write a report to a file"),
        Action.SHOW_RAW: N_("Show what VTEX sent, personal data included"),
        Action.BACK_UP: N_("Make a backup"),
        Action.SUPPORT: N_("Write a bundle for support"),
        Action.RESTORE: N_("Restore a backup"),
        Action.SET_CREDENTIALS: N_("Set the credentials of VTEX"),
        Action.CHANGE_SETTINGS: N_("Change the settings"),
        Action.MANAGE_PEOPLE: N_("Manage the people of this desk"),
    },
}
