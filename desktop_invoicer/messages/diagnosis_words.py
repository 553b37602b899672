"""The words for how sure a cause is, for who can put it right, and for what is wrong with a key."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from desktop_invoicer.domain.cause import Likelihood, Repair
from desktop_invoicer.domain.invoice_key import KeyDefect
from desktop_invoicer.messages.catalogue import N_

DIAGNOSIS_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    Likelihood: {
        Likelihood.CERTAIN: N_("for certain"),
        Likelihood.LIKELY: N_("most likely"),
        Likelihood.POSSIBLE: N_("perhaps"),
    },
    Repair: {
        Repair.JOB: N_("Work on its job here"),
        Repair.SEND_KEY: N_("Send the key again from here"),
        Repair.REQUEST: N_("Have it requested in VTEX"),
        Repair.WAIT: N_("Wait"),
        Repair.ADMIN: N_("By hand in VTEX"),
        Repair.BRIDGE: N_("Read the error in VTEX"),
        Repair.BACK_OFFICE: N_("By hand in the marketplace's back office"),
        Repair.SUPPORT: N_("Ask VTEX's support"),
        Repair.NOTHING: N_("Nothing to do"),
    },
    KeyDefect: {
        KeyDefect.LENGTH: N_("it does not have 44 characters"),
        KeyDefect.CHARACTERS: N_("it has characters that no key has"),
        KeyDefect.CHECK_DIGIT: N_("its check digit does not fit"),
        KeyDefect.IMPOSSIBLE: N_("it names no issuer, state or month that there is"),
        KeyDefect.BANK_SLIP: N_("it is the number of a bank slip (boleto)"),
        KeyDefect.CFE: N_("it is the key of a CF-e, not of an NF-e or NFC-e"),
        KeyDefect.MODEL: N_("it is the key of another kind of document"),
    },
}
