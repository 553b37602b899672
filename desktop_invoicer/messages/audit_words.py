"""The words for what the audit trail tells."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.audit_check import AnchorState
from desktop_invoicer.messages.catalogue import N_

AUDIT_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    Deed: {
        Deed.DOCUMENT_ATTACHED: N_("Document attached"),
        Deed.DOCUMENT_RELEASED: N_("Document released"),
        Deed.CONFIRMED: N_("Confirmed"),
        Deed.SETTLED: N_("Settled by a person"),
        Deed.POST_BEGUN: N_("Invoice about to be sent"),
        Deed.POST_CONFIRMED: N_("Invoice taken by VTEX"),
        Deed.POST_FOUND: N_("Invoice found in VTEX"),
        Deed.POST_NOT_DONE: N_("Invoice not sent"),
        Deed.POST_REFUSED: N_("Invoice refused by VTEX"),
        Deed.DELETE_BEGUN: N_("Notification about to be deleted"),
        Deed.CLOSED: N_("Notification deleted, job done"),
        Deed.RETRIED: N_("Tried once more"),
        Deed.DISMISSED: N_("Job dismissed"),
        Deed.WITHDRAWN: N_("Job withdrawn by VTEX"),
        Deed.DAY_CLOSED: N_("Day closed"),
        Deed.DAY_REOPENED: N_("Closed day changed"),
        Deed.READY_SENT: N_("Everything that was ready sent"),
        Deed.FINDING_NOTED: N_("Finding noted"),
        Deed.KEY_SENT: N_("Chave de acesso sent again"),
        Deed.KEY_ANSWERED: N_("Answer to the chave de acesso"),
        Deed.FILE_SET_ASIDE: N_("File set aside"),
        Deed.FILE_TAKEN_BACK: N_("File put back on the list"),
        Deed.CREDENTIALS_SET: N_("Credentials set"),
        Deed.SETTINGS_CHANGED: N_("Settings changed"),
        Deed.DAY_EXPORTED: N_("Report of a day written"),
        Deed.TRAIL_EXPORTED: N_("Audit trail exported"),
        Deed.BACKED_UP: N_("Backup made"),
        Deed.SUPPORT_WRITTEN: N_("Support bundle made"),
        Deed.RESTORED: N_("Backup restored"),
        Deed.ERASED: N_("Personal data erased"),
        Deed.SIGNED_IN: N_("Signed in"),
        Deed.SIGN_IN_REFUSED: N_("Wrong PIN"),
        Deed.SIGNED_OUT: N_("Signed out"),
        Deed.ALLOWED: N_("Allowed once"),
        Deed.OPERATOR_ADDED: N_("Person added"),
        Deed.PIN_SET: N_("PIN set"),
        Deed.PIN_RESCUED: N_("PIN of an administrator set by the system's user"),
        Deed.ROLE_SET: N_("Role changed"),
        Deed.OPERATOR_RETIRED: N_("Person taken off the list"),
        Deed.PINS_OFF: N_("PINs switched off"),
        Deed.PROGRAM_STARTED: N_("Program started"),
        Deed.PROGRAM_ENDED: N_("Program ended"),
    },
    AnchorState: {
        AnchorState.KEPT: N_("the keyring remembers how far it had come"),
        AnchorState.NONE: N_("the keyring does not remember it yet"),
        AnchorState.SILENT: N_("the keyring does not answer now"),
        AnchorState.IMPOSSIBLE: N_("this machine has no keyring that could remember it"),
    },
}
