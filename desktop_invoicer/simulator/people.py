"""Invented buyers and addresses. None of them exists; the CPF and CNPJ only have valid digits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_invoicer.simulator.records import JsonObject


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives or where a store stands."""

    street: str
    number: str
    neighborhood: str
    city: str
    state: str
    postal_code: str

    def as_json(self, kind: str, receiver: str | None, address_id: str) -> JsonObject:
        """Write it as ``shippingData.address``; ``kind`` is VTEX's ``addressType``."""
        return {
            "addressType": kind,
            "receiverName": receiver,
            "addressId": address_id,
            "versionId": None,
            "entityId": None,
            "postalCode": self.postal_code,
            "city": self.city,
            "state": self.state,
            "country": "BRA",
            "street": self.street,
            "number": self.number,
            "neighborhood": self.neighborhood,
            "complement": None,
            "reference": None,
            "geoCoordinates": [],
        }


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who bought; everything empty is an anonymous buyer at the counter."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    cpf: str | None = None
    cnpj: str | None = None
    corporate_name: str | None = None
    state_inscription: str | None = None

    @property
    def name(self) -> str | None:
        """First and last name together."""
        return " ".join(part for part in (self.first_name, self.last_name) if part) or None

    def as_json(self) -> JsonObject:
        """Write it as ``clientProfileData``."""
        company = self.cnpj is not None
        return {
            "id": "clientProfileData",
            "email": self.email,
            "firstName": self.first_name,
            "lastName": self.last_name,
            "documentType": "cpf" if self.cpf else None,
            "document": self.cpf,
            "phone": self.phone,
            "corporateName": self.corporate_name,
            "tradeName": self.corporate_name,
            "corporateDocument": self.cnpj,
            "stateInscription": self.state_inscription,
            "corporatePhone": self.phone if company else None,
            "isCorporate": company,
            "userProfileId": None,
            "userProfileVersion": None,
            "customerClass": None,
            "customerCode": None,
        }


STORE_ADDRESS = Address("Rua Marquês de Exemplo", "52", "Gávea", "Rio de Janeiro", "RJ", "22451000")
HOME = Address("Rua das Palmeiras Inventadas", "107", "Botafogo", "Rio de Janeiro", "RJ", "22270000")

ANONYMOUS = Buyer()
PERSON = Buyer(
    "Maria", "Exemplo", "a1b2c3d4e5@ct.vtex.com.br", "+5521900000000", cpf="00000000191"
)  # the usual test CPF 000.000.001-91
COMPANY = Buyer(
    "Comercial",
    "Exemplo",
    "f6a7b8c9d0@ct.vtex.com.br",
    "+5521900000001",
    cnpj="99999999000191",
    corporate_name="COMERCIAL EXEMPLO LTDA",
    state_inscription="Isento",
)
MASKED = replace(
    PERSON, first_name="M****", last_name="E******", email="a***@c****", phone="+55******00", cpf="***000001**"
)
