"""The English texts of what is wrong with a watched folder, or with a file in it."""

from __future__ import annotations

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.message import Owner, Text

FOLDER_TEXTS = {
    ProblemCode.FOLDER_MISSING: Text(
        N_("The watched folder {folder} is not there."),
        Owner.IT,
        N_("Connect the share it lies on, or correct the folder in the settings. The desk goes on looking for it."),
        "doctor",
    ),
    ProblemCode.FOLDER_FORBIDDEN: Text(
        N_("The desk has no right to read the watched folder {folder}."),
        Owner.IT,
        N_("Give the user of this desk the right to read the folder, its subfolders and its files."),
        "doctor",
    ),
    ProblemCode.FOLDER_UNREACHABLE: Text(
        N_("The watched folder {folder} does not answer."),
        Owner.IT,
        N_("Check whether the network and the machine that has the folder are up. The desk goes on trying by itself."),
        "doctor",
    ),
    ProblemCode.FOLDER_EMPTIED: Text(
        N_("The watched folder {folder} is empty; it had XML files before ({files})."),
        Owner.IT,
        N_("Check whether the share it lies on is connected. If the files were moved on purpose, all is well."),
        "doctor",
    ),
    ProblemCode.FILE_UNREADABLE: Text(
        N_("This file is cut or damaged: no NF-e, NFC-e or cancellation can be read from it safely."),
        Owner.CLERK,
        N_("Have the fiscal program write the XML again. The desk reads the file as soon as it changes."),
    ),
    ProblemCode.FILE_FORBIDDEN: Text(
        N_("This file cannot be opened: another program has it open, or this user may not read it."),
        Owner.IT,
        N_("Give the user of this desk the right to read it. The desk goes on trying by itself."),
    ),
    ProblemCode.FILE_TOO_LARGE: Text(
        N_("This file is too large for a fiscal document: {megabytes} MB; {most} MB is the most."),
        Owner.CLERK,
        N_("Have the fiscal program write every document into a file of its own."),
    ),
}
