"""The English texts of what people may not do, or not yet."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer import errors
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.message import Owner, Text

PEOPLE_FAILURE_TEXTS: Mapping[type[Exception], Text] = {
    errors.SignInNeededError: Text(
        N_("Somebody has to sign in first. Nothing was changed."),
        Owner.CLERK,
        N_("Sign in with your name and PIN, then do it again."),
        "--operator NAME --pin-stdin …",
    ),
    errors.NotPermittedError: Text(
        N_("{who} may not do this alone ({action_word}): it takes the role “{role_word}”. Nothing was changed."),
        Owner.MANAGER,
        N_("Let somebody with that role do it, or allow it with their PIN."),
    ),
    errors.WrongPinError: Text(
        N_("The name or the PIN is wrong."),
        Owner.CLERK,
        N_("Type both again. An administrator can set another PIN."),
    ),
    errors.PinThrottledError: Text(
        N_("Too many wrong PINs. The next try counts after {until:clock}."),
        Owner.WAIT,
        N_("Wait until then. An administrator can set another PIN."),
    ),
    errors.WeakPinError: Text(
        N_("This cannot be the new PIN. Nothing was changed."),
        Owner.CLERK,
        N_("Choose 4 to 12 digits: not all the same, not in a row such as 1234, and not the PIN you have now."),
    ),
    errors.NameTakenError: Text(
        N_("{name} is on the list of this desk already. Nothing was changed."),
        Owner.IT,
        N_("Add a surname or a letter, so that each name means one person."),
    ),
    errors.UnknownOperatorError: Text(
        N_("Nobody is called “{name}” on the list of this desk. Nothing was changed."),
        Owner.IT,
        N_("Look at the list of people, and write the name as it stands there."),
    ),
    errors.NoAdministratorError: Text(
        N_("{name} is no administrator of this desk. Nothing was changed."),
        Owner.IT,
        N_("Let an administrator give them another PIN: Settings, People."),
    ),
    errors.AdministratorNeededError: Text(
        N_("Where people sign in, at least one of them is an administrator. Nothing was changed."),
        Owner.IT,
        N_("Make somebody an administrator first."),
    ),
}
