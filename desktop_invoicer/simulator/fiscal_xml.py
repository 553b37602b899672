"""Writes the elements of layout 4.00 (facts: fiscal, sections 5 to 9): a shop under Simples, its taxes all zero."""

from __future__ import annotations

import copy
import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lxml import etree

from desktop_invoicer.domain.access_key import STATE_CODES
from desktop_invoicer.domain.tax_id import bare, is_cnpj, is_cpf
from desktop_invoicer.simulator.fiscal_figures import Row
from desktop_invoicer.simulator.keys import Issuer, Number
from desktop_invoicer.simulator.records import JsonObject

NFE = "http://www.portalfiscal.inf.br/nfe"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_TEST_ITEM = "NOTA FISCAL EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL"
_TEST_BUYER = "NF-E EMITIDA EM AMBIENTE DE HOMOLOGACAO - SEM VALOR FISCAL"
_CAPITALS = {
    "RO": "1100205", "AC": "1200401", "AM": "1302603", "RR": "1400100", "PA": "1501402", "AP": "1600303",
    "TO": "1721000", "MA": "2111300", "PI": "2211001", "CE": "2304400", "RN": "2408102", "PB": "2507507",
    "PE": "2611606", "AL": "2704302", "SE": "2800308", "BA": "2927408", "MG": "3106200", "ES": "3205309",
    "RJ": "3304557", "SP": "3550308", "PR": "4106902", "SC": "4205407", "RS": "4314902", "MS": "5002704",
    "MT": "5103403", "GO": "5208707", "DF": "5300108",
}  # fmt: skip
_ICMSTOT = (
    "vBC", "vICMS", "vICMSDeson", "vFCP", "vBCST", "vST", "vFCPST", "vFCPSTRet", "vProd", "vFrete", "vSeg", "vDesc",
    "vII", "vIPI", "vIPIDevol", "vPIS", "vCOFINS", "vOutro", "vNF",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """Everything a document is written from."""

    issuer: Issuer
    number: Number
    key: str
    issued: datetime
    rows: Sequence[Row]
    order: JsonObject
    names_order: bool = True

    @property
    def is_nfce(self) -> bool:
        """Whether it is an NFC-e."""
        return self.number.model == "65"

    @property
    def is_entry(self) -> bool:
        """Whether goods of a sale come back."""
        return any(row.original for row in self.rows)

    @property
    def is_delivered(self) -> bool:
        """Whether goods of a sale go to the buyer's home."""
        return not self.is_entry and any(row.delivered for row in self.rows)

    @property
    def value(self) -> int:
        """The total of the document, vNF."""
        return sum(row.net + row.freight for row in self.rows)


def node(tag: str, *children: etree._Element | str, namespace: str = NFE, **attributes: str) -> etree._Element:
    """Make an element from children, or from a text."""
    default = {None: namespace}
    made = etree.Element(f"{{{namespace}}}{tag}", attributes, nsmap=default)  # type: ignore[arg-type]  # None is legal
    for child in children:
        if isinstance(child, str):
            made.text = child
        else:
            made.append(child)
    return made


def texts(**values: str) -> list[etree._Element]:
    """Make elements that hold a text each, in the given order."""
    return [node(tag, value) for tag, value in values.items()]


def state_code(issuer: Issuer) -> str:
    """Give cUF of the issuer."""
    return STATE_CODES[issuer.uf]


def invoice(document: Document) -> etree._Element:
    """Write ``infNFe``."""
    recipient = _recipient(document)
    freight = sum(row.freight for row in document.rows)
    payment = ("90", "0.00") if document.is_entry else ("03", _brl(document.value))
    method = texts(tPag=payment[0], vPag=payment[1])
    if not document.is_entry:
        method.append(node("card", node("tpIntegra", "2")))
    return node(
        "infNFe",
        _identification(document),
        _emitter(document.issuer),
        *([recipient] if recipient is not None else []),
        *[_detail(document, number, row) for number, row in enumerate(document.rows, start=1)],
        node("total", _totals(document.rows)),
        node("transp", node("modFrete", "0" if freight else "9")),
        node("pag", node("detPag", *method)),
        *([_order(document)] if document.names_order else []),
        versao="4.00",
        Id=f"NFe{document.key}",
    )


def supplement(document: Document) -> etree._Element:
    """Write the QR code of an NFC-e, version 3."""
    host = f"https://www.homologacao.nfce.fazenda.{document.issuer.uf.lower()}.gov.br"
    return node("infNFeSupl", *texts(qrCode=f"{host}/qrcode?p={document.key}|3|2", urlChave=f"{host}/consulta"))


def signature(reference: str, digest_value: str) -> etree._Element:
    """Write a ``Signature`` with the true digest, and a value that no key made."""

    def dsig(tag: str, *children: etree._Element | str, **attributes: str) -> etree._Element:
        return node(tag, *children, namespace=DSIG, **attributes)

    transforms = dsig("Transforms", dsig("Transform", Algorithm=f"{DSIG}enveloped-signature"))
    transforms.append(dsig("Transform", Algorithm=_C14N))
    signed = dsig(
        "SignedInfo",
        dsig("CanonicalizationMethod", Algorithm=_C14N),
        dsig("SignatureMethod", Algorithm=f"{DSIG}rsa-sha1"),
        dsig(
            "Reference",
            transforms,
            dsig("DigestMethod", Algorithm=f"{DSIG}sha1"),
            dsig("DigestValue", digest_value),
            URI=f"#{reference}",
        ),
    )
    no_signature = b64encode(hashlib.sha512(reference.encode()).digest() * 4).decode()
    certificate = b64encode(b"no certificate: test document").decode()
    holder = dsig("KeyInfo", dsig("X509Data", dsig("X509Certificate", certificate)))
    return dsig("Signature", signed, dsig("SignatureValue", no_signature), holder)


def digest(element: etree._Element) -> str:
    """Give the DigestValue of an element: SHA-1 of its canonical form, in base64.

    The copy is needed: inside a document that declares the namespace higher up, lxml 6.1 canonises wrongly.
    """
    canonical = etree.tostring(copy.deepcopy(element), method="c14n")
    return b64encode(hashlib.sha1(canonical, usedforsecurity=False).digest()).decode()


def protocol(key: str, number: str, issued: datetime, digest_value: str) -> etree._Element:
    """Write the authorisation, cStat 100."""
    answer = texts(
        tpAmb="2",
        verAplic="SIMULADOR",
        chNFe=key,
        dhRecbto=_time(issued),
        nProt=number,
        digVal=digest_value,
        cStat="100",
        xMotivo="Autorizado o uso da NF-e",
    )
    return node("protNFe", node("infProt", *answer), versao="4.00")


def cancellation(key: str, authorised: str, accepted: str, moment: datetime) -> etree._Element:
    """Write ``procEventoNFe`` of an accepted cancellation; ``authorised`` is the sale's nProt."""
    detail = node(
        "detEvento",
        *texts(descEvento="Cancelamento", nProt=authorised, xJust="Desistencia do comprador na loja"),
        versao="1.00",
    )
    head = texts(cOrgao=key[:2], tpAmb="2", CNPJ=key[6:20], chNFe=key, dhEvento=_time(moment))
    event = node(
        "infEvento", *head, *texts(tpEvento="110111", nSeqEvento="1", verEvento="1.00"), detail, Id=f"ID110111{key}01"
    )
    answer = texts(tpAmb="2", verAplic="SIMULADOR", cOrgao=key[:2], cStat="135")
    answer += texts(xMotivo="Evento registrado e vinculado a NF-e", chNFe=key, tpEvento="110111")
    answer += texts(xEvento="Cancelamento registrado", nSeqEvento="1", dhRegEvento=_time(moment), nProt=accepted)
    return node(
        "procEventoNFe",
        node("evento", event, signature(f"ID110111{key}01", digest(event)), versao="1.00"),
        node("retEvento", node("infEvento", *answer), versao="1.00"),
        versao="1.00",
    )


def _identification(document: Document) -> etree._Element:
    issuer, number, key = document.issuer, document.number, document.key
    elements = texts(
        cUF=state_code(issuer),
        cNF=key[35:43],
        natOp="DEVOLUCAO DE VENDA" if document.is_entry else "VENDA DE MERCADORIA",
        mod=number.model,
        serie=str(number.serie),
        nNF=str(number.nnf),
        dhEmi=_time(document.issued),
        tpNF="0" if document.is_entry else "1",
        idDest=_destination(document),
        cMunFG=_CAPITALS[issuer.uf],
        tpImp="4" if document.is_nfce else "1",
        tpEmis="1",
        cDV=key[-1],
        tpAmb="2",
        finNFe="4" if document.is_entry else "1",
        indFinal="1",
    )
    if not document.is_delivered:
        elements += texts(indPres="1")
    else:
        elements += texts(indPres="4" if document.is_nfce else "2", indIntermed="0")
    return node("ide", *elements, *texts(procEmi="0", verProc="simulador 1"))


def _order(document: Document) -> etree._Element:
    return node("infAdic", node("infCpl", f"Pedido VTEX {document.order.get('orderId')}"))


def _destination(document: Document) -> str:
    return "1" if document.is_nfce or _state(document) == document.issuer.uf else "2"


def _emitter(issuer: Issuer) -> etree._Element:
    place = texts(xLgr="RUA MARQUES DE EXEMPLO", nro="52", xBairro="CENTRO", cMun=_CAPITALS[issuer.uf])
    place += texts(xMun="CAPITAL", UF=issuer.uf, CEP="22451000", cPais="1058", xPais="Brasil")
    names = texts(CNPJ=issuer.cnpj, xNome="LOJA SIMULADA LTDA", xFant="LOJA SIMULADA")
    return node("emit", *names, node("enderEmit", *place), *texts(IE="111111111111", CRT="1"))


def _recipient(document: Document) -> etree._Element | None:
    profile = document.order.get("clientProfileData") or {}
    cnpj, cpf = bare(profile.get("corporateDocument") or ""), bare(profile.get("document") or "")
    if profile.get("isCorporate") and is_cnpj(cnpj):
        identity = node("CNPJ", cnpj)
    elif is_cpf(cpf):
        identity = node("CPF", cpf)
    elif document.is_nfce:
        return None
    elif document.is_entry:
        identity = node("CNPJ", document.issuer.cnpj)  # a return without identified buyer: the issuer itself
    else:
        msg = "an NF-e needs a buyer with CPF or CNPJ"
        raise ValueError(msg)
    made = node("dest", identity, node("xNome", _TEST_BUYER))
    if not document.is_nfce or document.is_delivered:
        made.append(_address(document))
    made.append(node("indIEDest", "9"))
    return made


def _address(document: Document) -> etree._Element:
    address = _home(document)
    state = _state(document)
    return node(
        "enderDest",
        *texts(
            xLgr=str(address.get("street") or "NAO INFORMADO")[:60],
            nro=str(address.get("number") or "S/N")[:60],
            xBairro=str(address.get("neighborhood") or "NAO INFORMADO")[:60],
            cMun=_CAPITALS[state],
            xMun=str(address.get("city") or "CAPITAL")[:60],
            UF=state,
            CEP=bare(str(address.get("postalCode") or "22451000"))[:8].zfill(8),
            cPais="1058",
            xPais="Brasil",
        ),
    )


def _state(document: Document) -> str:
    state = _home(document).get("state")
    return state if state in _CAPITALS else document.issuer.uf


def _home(document: Document) -> JsonObject:
    """Give the buyer's address; on a pick-up VTEX shows the store's there."""
    address = (document.order.get("shippingData") or {}).get("address") or {}
    return {} if address.get("addressType") == "pickup" else dict(address)


def _detail(document: Document, number: int, row: Row) -> etree._Element:
    unit_price = (Decimal(row.goods) / 100 / row.quantity).quantize(Decimal("1.0000000000"))
    quantity = f"{row.quantity:.4f}"
    local = "1" if _destination(document) == "1" else "2"
    cfop = ("1202", "2202") if document.is_entry else ("5102", "6102")
    product = texts(
        cProd=row.sku,
        cEAN="SEM GTIN",
        xProd=_TEST_ITEM if document.is_nfce and number == 1 else row.name,
        NCM=row.ncm,
        CFOP=cfop[local == "2"],
        uCom=row.unit,
        qCom=quantity,
        vUnCom=str(unit_price),
        vProd=_brl(row.goods),
        cEANTrib="SEM GTIN",
        uTrib=row.unit,
        qTrib=quantity,
        vUnTrib=str(unit_price),
    )
    if row.freight:
        product += texts(vFrete=_brl(row.freight))
    if row.discount:
        product += texts(vDesc=_brl(row.discount))
    made = node("det", node("prod", *product, node("indTot", "1")), _taxes(), nItem=str(number))
    if row.original:
        referred = texts(chaveAcesso=row.original.key, nItem=str(row.original.number))
        made.append(node("DFeReferenciado", *referred))
    return made


def _taxes() -> etree._Element:
    """Write taxes of Simples: ICMS by CSOSN 102, PIS and COFINS by CST 49 at zero."""
    nothing = {"CST": "49", "vBC": "0.00"}
    return node(
        "imposto",
        node("ICMS", node("ICMSSN102", *texts(orig="0", CSOSN="102"))),
        node("PIS", node("PISOutr", *texts(**nothing, pPIS="0.00", vPIS="0.00"))),
        node("COFINS", node("COFINSOutr", *texts(**nothing, pCOFINS="0.00", vCOFINS="0.00"))),
    )


def _totals(rows: Sequence[Row]) -> etree._Element:
    goods, freight, discount = (
        sum(row.goods for row in rows),
        sum(row.freight for row in rows),
        sum(row.discount for row in rows),
    )
    figures = dict.fromkeys(_ICMSTOT, 0) | {"vProd": goods, "vFrete": freight, "vDesc": discount}
    figures["vNF"] = goods - discount + freight
    return node("ICMSTot", *texts(**{name: _brl(cents) for name, cents in figures.items()}))


def _brl(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _time(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()
