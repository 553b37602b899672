"""Other names for the people and the goods of stories, so that the list of a long demo does not repeat itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from desktop_invoicer.simulator.people import COMPANY, PERSON
from desktop_invoicer.simulator.records import JsonObject
from desktop_invoicer.simulator.story import Story

USUAL = "Camiseta básica"
"""What the goods of stories are called where it does not matter."""
GOODS = (
    USUAL,
    "Calça de linho",
    "Vestido midi estampado",
    "Saia plissada",
    "Jaqueta jeans",
    "Camisa de viscose",
    "Tricô listrado",
    "Macacão curto",
    "Bolsa de palha",
    "Sandália de tiras",
)
FIRST_NAMES = ("Maria", "Ana", "João", "Beatriz", "Célia", "Flávio", "Inês", "Rafael", "Tânia", "Vítor")
LAST_NAMES = ("Exemplo", "Amostra", "Modelo", "Ensaio", "Provável", "Suposto")
COMPANIES = (
    "COMERCIAL EXEMPLO LTDA",
    "PAPELARIA AMOSTRA LTDA",
    "ESTÚDIO MODELO S.A.",
    "HOTEL SUPOSTO LTDA",
)


def vary(story: Story, rng: Random) -> Story:
    """Tell the same story of other people, who buy other things; figures, documents and addresses stay."""
    first, last, company = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES), rng.choice(COMPANIES)
    people = {
        PERSON.name: f"{first} {last}",
        PERSON.first_name: first,
        PERSON.last_name: last,
        COMPANY.corporate_name: company,
    }
    goods = {line["id"]: rng.choice(GOODS) for line in story.order["items"]}

    def retold(order: JsonObject) -> JsonObject:
        told: JsonObject = _renamed(order, people)
        for line in told["items"]:
            if line["name"] == USUAL:
                line["name"] = goods.get(line["id"], USUAL)
        return told

    return replace(story, order=retold(story.order), changed=None if story.changed is None else retold(story.changed))


def _renamed(value: Any, names: Mapping[str | None, str]) -> Any:  # noqa: ANN401 (JSON)
    """Copy a JSON value with other names in it."""
    match value:
        case dict():
            return {key: _renamed(inner, names) for key, inner in value.items()}
        case list():
            return [_renamed(inner, names) for inner in value]
        case str():
            return names.get(value, value)
        case _:
            return value
