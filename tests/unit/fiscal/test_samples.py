"""The shared samples of a real signer: read right, and genuine until a digit changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.fiscal.authorised_xml import read_paper

SAMPLES = Path(__file__).parents[4] / "shared" / "fiscal" / "samples"
NFCE = "35261112ABC34501DE35650010000000421922085007"
NFE = "35261112ABC34501DE35550010000000421015786179"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared fiscal samples are not on this machine"),
]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a sample holds, besides two items."""

    key: str
    value: int = 12980
    items: tuple[int, int] = (9980, 3000)
    buyer: str = ""
    references: tuple[str, ...] = ()


COMPANY = "99999999000191"
CPF = "00000000191"
EXPECTED = {
    "devolucao_1202.xml": Sample("35261112ABC34501DE35550010000000421207461502", buyer=COMPANY, references=(NFCE,)),
    "devolucao_1202_rn.xml": Sample("35261112ABC34501DE35550010000000421803669991", buyer=COMPANY, references=(NFE,)),
    "devolucao_1202_rn_item_ref.xml": Sample(
        "35261112ABC34501DE35550010000000431703182540", buyer=COMPANY, references=(NFE,)
    ),
    "devolucao_2202_rn.xml": Sample("35261112ABC34501DE35550010000000421135067188", buyer=CPF, references=(NFE,)),
    "nfce_entrega.xml": Sample("35261112ABC34501DE35650010000000421800553812", 13713, (9595, 2884), CPF),
    "nfce_rn.xml": Sample("35261112ABC34501DE35650010000000421926352000"),
    "nfce_sn.xml": Sample(NFCE),
    "nfce_sn_pis99.xml": Sample("35261112ABC34501DE35650010000000421963556454"),
    "nfe_rn.xml": Sample(NFE, buyer=COMPANY),
    "nfe_sn_web.xml": Sample("35261112ABC34501DE35550010000000421141550669", 14480, (9211, 2769), COMPANY),
    "nfe_tipo2.xml": Sample("35261112ABC34501DE35550010000000421093197992", buyer="COMPRAPJ000152"),
    "off_v2.xml": Sample("35261112ABC34501DE35650010000000429540552132"),
    "off_v3.xml": Sample("35261112ABC34501DE35650010000000429427071302"),
}


@pytest.mark.parametrize(("name", "sample"), EXPECTED.items(), ids=EXPECTED)
def test_every_sample_is_read_right(name: str, sample: Sample) -> None:
    paper = read_paper((SAMPLES / name).read_bytes())
    document, content = paper.document, paper.content

    assert content is not None
    assert (document.key.text, document.value) == (sample.key, sample.value)
    assert document.is_entry is name.startswith("devolucao")
    assert document.is_authorised is False
    assert document.environment is Environment.HOMOLOGATION
    assert document.url.startswith("https://")
    assert content.buyer == sample.buyer
    assert [(item.code, int(item.quantity), int(item.value)) for item in content.items] == [
        ("001", 2, sample.items[0]),
        ("002", 1, sample.items[1]),
    ]
    assert content.purpose == ("4" if document.is_entry else "1")
    assert content.references == sample.references


@pytest.mark.parametrize("name", EXPECTED)
def test_every_sample_is_genuine_until_a_digit_changes(name: str) -> None:
    xml = (SAMPLES / name).read_bytes()

    genuine, changed = read_paper(xml).content, read_paper(xml.replace(b">30.00<", b">30.01<")).content

    assert genuine is not None
    assert genuine.is_genuine is True
    assert changed is not None
    assert changed.is_genuine is False


def test_the_sample_with_item_references_names_each_item_of_its_original() -> None:
    content = read_paper((SAMPLES / "devolucao_1202_rn_item_ref.xml").read_bytes()).content

    assert content is not None
    assert [(item.number, item.original, item.original_number) for item in content.items] == [(1, NFE, 1), (2, NFE, 2)]


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in SAMPLES.glob("*.xml")} == set(EXPECTED)
