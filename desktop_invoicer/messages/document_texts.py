"""What is told about a fiscal document and its key."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.commands import ATTACH, DATE
from desktop_invoicer.messages.message import Owner, Text

DOCUMENT_TEXTS: Mapping[ProblemCode, Text] = {
    ProblemCode.KEY_LENGTH: Text(
        N_("A chave de acesso has 44 characters; this one has {length}."),
        Owner.CLERK,
        N_("Scan the code on the DANFE, or attach the XML."),
        ATTACH,
    ),
    ProblemCode.KEY_CHARACTERS: Text(
        N_("This is no chave de acesso: some characters are not where they belong ({key})."),
        Owner.CLERK,
        N_("Scan the code on the DANFE, or attach the XML."),
        ATTACH,
    ),
    ProblemCode.KEY_CHECK_DIGIT: Text(
        N_("The check digit of the chave de acesso does not match. Most likely one character was mistyped."),
        Owner.CLERK,
        N_("Scan the code on the DANFE instead of typing it, or attach the XML."),
        ATTACH,
    ),
    ProblemCode.KEY_IMPOSSIBLE: Text(
        N_("These 44 characters are no chave de acesso: no state, month or CNPJ is written like this ({key})."),
        Owner.CLERK,
        N_("Scan the code on the DANFE, not the one of a bank slip; or attach the XML."),
        ATTACH,
    ),
    ProblemCode.DATE_NEEDED: Text(
        N_("The document was issued in {month:month}, and the chave de acesso does not tell on which day."),
        Owner.CLERK,
        N_("Give the date of issue that is printed on the DANFE, or attach the XML."),
        DATE,
    ),
    ProblemCode.KEY_CONTRADICTS_CONTENT: Text(
        N_("The document contradicts itself: {part_word} is {key} in the chave de acesso and {content} inside."),
        Owner.IT,
        N_("Do not use this file. Get the authorised XML from the fiscal program again; if it is the same, call IT."),
        ATTACH,
    ),
    ProblemCode.CNPJ_NOT_OURS: Text(
        N_("The document was issued by CNPJ {document:cnpj}, but this store is {store:cnpj}."),
        Owner.CLERK,
        N_(
            "Attach the document that this store issued. If it is this store's, IT must correct the CNPJ in"
            " config.toml."
        ),
        ATTACH,
    ),
    ProblemCode.MODEL_UNKNOWN: Text(
        N_("The document is of model {model}. Only NF-e (55) and NFC-e (65) can be used."),
        Owner.CLERK,
        N_("Issue an NF-e or NFC-e in the fiscal program and attach it."),
        ATTACH,
    ),
    ProblemCode.MODEL_NOT_DUE: Text(
        N_("This is an {model}, but here an {due} is needed."),
        Owner.CLERK,
        N_("Cancel the {model} in the fiscal program while its deadline allows it, issue an {due} and attach that."),
        ATTACH,
    ),
    ProblemCode.DOCUMENT_VALUE_DIFFERS: Text(
        N_("The document is for {document:money}, the invoice is for {value:money}: {difference:money} apart."),
        Owner.CLERK,
        N_("Attach a document of exactly {value:money}."),
        ATTACH,
    ),
    ProblemCode.DOCUMENT_USED: Text(
        N_("This document is already used by job {job}."),
        Owner.CLERK,
        N_("Attach another document. If job {job} has it by mistake, attach the right one there first."),
        "jobs show {job}",
    ),
    ProblemCode.DIRECTION_WRONG: Text(
        N_("This is a return, but the document is not: it is a sale or a cancellation."),
        Owner.RETURNS_DESK,
        N_("Issue an NF-e de entrada for the returned goods and attach it."),
        ATTACH,
    ),
    ProblemCode.ORIGINAL_NOT_HERE: Text(
        N_("The document refers to note {number}, but this order was not invoiced with it."),
        Owner.RETURNS_DESK,
        N_("Attach the document that refers to the note of this order."),
        ATTACH,
    ),
    ProblemCode.NOT_AUTHORISED: Text(
        N_("SEFAZ has not authorised this document."),
        Owner.CLERK,
        N_("Have it authorised in the fiscal program, then attach the XML with its protocol."),
        ATTACH,
    ),
    ProblemCode.ENVIRONMENT_WRONG: Text(
        N_("This is a test document (homologação). It has no fiscal value."),
        Owner.IT,
        N_("Switch the fiscal program to produção and issue the document again."),
        ATTACH,
    ),
    ProblemCode.ACCESS_KEY_NEEDED: Text(
        N_("{marketplace} needs the chave de acesso: without a valid one of this store nothing is sent."),
        Owner.CLERK,
        N_("Attach the NF-e or NFC-e that this store issued for the order. Its chave de acesso is sent along."),
        ATTACH,
    ),
    ProblemCode.XML_NEEDED: Text(
        N_("The XML of the document is sent along here; its chave de acesso alone is not enough."),
        Owner.CLERK,
        N_("Attach the XML that the fiscal program saved."),
        ATTACH,
    ),
    ProblemCode.DIGEST_WRONG: Text(
        N_("The content of this XML is not what was signed and authorised: somebody or something changed it."),
        Owner.IT,
        N_("Do not use this file. Get the authorised XML from the fiscal program again."),
        ATTACH,
    ),
    ProblemCode.MODEL_ALTERNATIVE: Text(
        N_("This is an {model}. Usually this takes an {due}; the rules allow both."),
        Owner.CLERK,
        N_("Go on if the {model} was issued on purpose. Another document cannot take its place afterwards."),
    ),
    ProblemCode.BUYER_DIFFERS: Text(
        N_("The document names another buyer ({document}) than the order ({order})."),
        Owner.CLERK,
        N_("Check that this is the document of this order."),
    ),
    ProblemCode.BUYER_NOT_NAMED: Text(
        N_("The order has a buyer ({order}), the document names nobody."),
        Owner.CLERK,
        N_("Check that this is the document of this order, and that the buyer does not want to be named."),
    ),
    ProblemCode.ITEMS_DIFFER: Text(
        N_("The document has {document} of “{name}”, the request asks for {asked}."),
        Owner.CLERK,
        N_("Check that this is the document of this order, and of these items."),
    ),
    ProblemCode.DATE_IN_FUTURE: Text(
        N_("The document's date of issue is still to come ({issued:day})."),
        Owner.IT,
        N_("Check the date and the time of this computer and of the fiscal program."),
    ),
    ProblemCode.DATE_BEFORE_ORDER: Text(
        N_("The document was issued on {issued:day}, before the order was made ({ordered:day})."),
        Owner.CLERK,
        N_("Check that this is the document of this order."),
    ),
    ProblemCode.DATE_LONG_AGO: Text(
        N_("The document was issued {days} days ago ({issued:day})."),
        Owner.CLERK,
        N_("Check that this is the document of this order."),
    ),
    ProblemCode.DOCUMENT_CANCELLED: Text(
        N_("This document was cancelled at SEFAZ: its cancellation event is known here."),
        Owner.CLERK,
        N_("Issue a new document in the fiscal program and attach that one."),
        ATTACH,
    ),
}
