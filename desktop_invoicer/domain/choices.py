"""Where the law leaves the document open, and what a store chooses there (facts: fiscal, section 13)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Self


class DocumentModel(Enum):
    """Model of a fiscal document: NF-e 55, NFC-e 65."""

    NFE = "55"
    NFCE = "65"

    @property
    def label(self) -> str:
        """The model as people write it."""
        return "NF-e" if self is DocumentModel.NFE else "NFC-e"

    @classmethod
    def of(cls, code: str) -> Self | None:
        """Give the model of a code as keys have it; ``None`` for any other document."""
        return next((model for model in cls if model.value == code), None)


class Presence(StrEnum):
    """Whether buyer and seller met (indPres): at a distance the buyer has to be named at any value."""

    IN_PERSON = "in_person"
    DISTANCE = "distance"


class Setting(StrEnum):
    """The kinds of sale for which a store chooses its document, by their keys in the settings."""

    DELIVERY = "delivery"
    COMPANY_BUYER = "company_buyer"
    IDENTIFIED_BUYER = "identified_buyer"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a store chooses. ``pickup`` says what the pickup of an online order counts as, which is unsettled."""

    delivery: DocumentModel = DocumentModel.NFE
    company_buyer: DocumentModel = DocumentModel.NFE
    identified_buyer: DocumentModel = DocumentModel.NFCE
    pickup: Presence = Presence.IN_PERSON

    def model(self, setting: Setting) -> DocumentModel:
        """Give the document that is chosen for one kind of sale."""
        return {
            Setting.DELIVERY: self.delivery,
            Setting.COMPANY_BUYER: self.company_buyer,
            Setting.IDENTIFIED_BUYER: self.identified_buyer,
        }[setting]
