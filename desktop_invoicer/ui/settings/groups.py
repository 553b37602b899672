"""The groups of ``config.toml`` that are nothing but fields. The page and the assistant show the same ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_invoicer.config import values
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.language import Language
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.settings import reading
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.checks import ChecksField
from desktop_invoicer.ui.settings.choice import Choice, ChoiceField, SwitchField
from desktop_invoicer.ui.settings.field import TextField
from desktop_invoicer.ui.settings.folders import FoldersField
from desktop_invoicer.ui.settings.group import Group

if TYPE_CHECKING:
    from desktop_invoicer.config import Settings

LANGUAGES = (
    Choice(Language.PT_BR.value, "Português (Brasil)"),
    Choice(Language.ES.value, "Español"),
    Choice(Language.EN.value, "English"),
)
"""Each in its own words, so that everybody finds theirs."""
ENVIRONMENTS = (
    Choice(Environment.PRODUCTION.value, N_("Production"), N_("Takes real fiscal documents, and only those.")),
    Choice(Environment.HOMOLOGATION.value, N_("Homologação (test)"), N_("Takes test documents, and only those.")),
)
MODELS = (
    Choice("nfe", "NF-e"),
    Choice("nfce", "NFC-e"),
)
PICKUPS = (
    Choice("in_person", N_("A sale in person"), N_("The buyer need not be named below R$ 10,000.")),
    Choice("distance", N_("A sale at a distance"), N_("The buyer has to be named, with the address, at any value.")),
)
SUBMITS = (
    Choice(
        "confirm",
        N_("A person confirms each one"),
        N_("Nothing leaves this desk before someone looks at order, document and amount and sends it."),
    ),
    Choice(
        "automatic",
        N_("By itself when everything fits"),
        N_("A sale goes out as soon as its document matches to the cent. Returns and cancellations still wait."),
    ),
)
STATES = (Choice("", "—"), *(Choice(uf, uf) for uf in sorted(values.UFS)))


class LanguageGroup(Group):
    """What people read."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show the languages."""
        super().__init__(book, N_("Language"), parent)
        hint = N_("Fiscal terms stay in Portuguese.")
        self.bind(ChoiceField(N_("Language of this desk"), LANGUAGES, hint), "language", _language)


class StoreGroup(Group):
    """Whose counter this is."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show the store."""
        super().__init__(book, N_("Store"), parent)
        self.bind(
            TextField(N_("Name of the store"), reading.anything, hint=N_("As it stands at the top of the window.")),
            "store.name",
            lambda settings: settings.store.name,
        )
        self.bind(
            TextField(
                N_("CNPJ"),
                reading.text(values.cnpj),
                N_("A CNPJ has 14 characters with right check digits. Write it with or without dots."),
                N_("Documents of another CNPJ are refused."),
            ),
            "store.cnpj",
            lambda settings: settings.store.cnpj,
        )
        self.bind(
            ChoiceField(N_("State (UF)"), STATES, N_("Decides with the buyer's state between NFC-e and NF-e.")),
            "store.uf",
            lambda settings: settings.store.uf,
        )
        self.bind(
            ChoiceField(N_("Fiscal environment"), ENVIRONMENTS),
            "store.environment",
            lambda settings: settings.store.environment.value,
        )
        self.bind(
            TextField(
                N_("Name of this desk"),
                reading.text(values.desk),
                N_("A name of up to 60 characters, as in Caixa 2."),
                N_("As it stands in the figures and reports of a day."),
            ),
            "store.desk",
            lambda settings: _unless_default(settings.store, "desk"),
            lambda settings: settings.store.desk,
        )
        self.bind(
            TextField(
                N_("Time zone"),
                reading.text(values.time_zone),
                N_("A time zone by its name, as in America/Sao_Paulo or America/Manaus."),
                N_("The store's days begin and end by it. Left empty: the one of the state."),
            ),
            "store.time_zone",
            lambda settings: _unless_default(settings.store, "time_zone"),
            lambda settings: settings.store.time_zone,
        )


class DecisionGroup(Group):
    """Which document is issued where the law leaves it to the store."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show the choices; what the law demands cannot be chosen away."""
        super().__init__(book, N_("NF-e or NFC-e"), parent)
        self.bind(
            ChoiceField(
                N_("Goods delivered within the state"),
                MODELS,
                N_("Where the law allows both, this one is due and the other is accepted. Ask your accountant."),
            ),
            "decision.delivery",
            lambda settings: settings.decision.delivery.value,
        )
        self.bind(
            ChoiceField(N_("Buyer is a company (CNPJ)"), MODELS, N_("An NFC-e gives a company no tax credit.")),
            "decision.company_buyer",
            lambda settings: settings.decision.company_buyer.value,
        )
        self.bind(
            ChoiceField(N_("Buyer gave a CPF and picks up"), MODELS),
            "decision.identified_buyer",
            lambda settings: settings.decision.identified_buyer.value,
        )
        self.bind(
            ChoiceField(N_("An online order picked up in the store counts as"), PICKUPS),
            "decision.pickup",
            lambda settings: settings.decision.pickup.value,
        )


class SendingGroup(Group):
    """Who sends."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show how sales go out."""
        super().__init__(book, N_("Sending"), parent)
        self.bind(
            ChoiceField(N_("How sales are sent to VTEX"), SUBMITS), "submit", lambda settings: settings.submit.value
        )


class PollingGroup(Group):
    """Whether VTEX is asked."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show whether and how often."""
        super().__init__(book, N_("Asking VTEX"), parent)
        self.bind(
            SwitchField(
                N_("Ask VTEX for requests by itself"),
                N_("Finds what the receiver missed. Without a receiver it is the only way that requests are found."),
            ),
            "polling.enabled",
            lambda settings: settings.polling.enabled,
        )
        self.bind(
            TextField(
                N_("Requests per minute"),
                reading.number(values.requests_per_minute),
                N_("A whole number from 1 to 6000."),
                N_("This desk's share of the account's limit. Several desks share one limit."),
            ),
            "polling.requests_per_minute",
            lambda settings: _unless_default(settings.polling, "requests_per_minute"),
            lambda _: "120",
        )


class DocumentsGroup(Group):
    """Where documents come from, and which are taken."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show the watched folders, and what keeps a document out."""
        super().__init__(book, N_("Documents"), parent)
        self.bind(FoldersField(), "documents.watch", lambda settings: settings.documents.watch)
        self.bind(ChecksField(), "documents.block", lambda settings: settings.documents.block)


class ListeningGroup(Group):
    """Where the receiver listens."""

    def __init__(self, book: SettingsBook, parent: QWidget | None = None) -> None:
        """Show the receiver."""
        super().__init__(book, N_("Receiver"), parent)
        self.bind(
            SwitchField(
                N_("Receive what VTEX announces"),
                N_("The quickest way: VTEX calls this desk the moment someone asks for an invoice."),
            ),
            "receiver.enabled",
            lambda settings: settings.receiver.enabled,
        )
        self.bind(
            TextField(
                N_("Address to listen on"),
                reading.text(values.listening_host),
                N_("An address or a name of this machine, as in 127.0.0.1."),
                N_("127.0.0.1 lets only this machine in: a proxy or tunnel with https stands in front of it."),
            ),
            "receiver.host",
            lambda settings: _unless_default(settings.receiver, "host"),
            lambda _: "127.0.0.1",
        )
        self.bind(
            TextField(
                N_("Port"),
                reading.number(values.port),
                N_("A whole number up to 65535; 0 takes any free one."),
            ),
            "receiver.port",
            lambda settings: _unless_default(settings.receiver, "port"),
            lambda _: "8710",
        )


def _language(settings: Settings) -> str:
    return settings.language.value


def _unless_default(section: object, key: str) -> object:
    """Give what the file says itself; what it leaves out stands in the field as a shadow."""
    return getattr(section, key) if key in getattr(section, "model_fields_set", ()) else ""
