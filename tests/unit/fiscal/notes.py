"""Make the XML of notes and events as other programs write it, for tests; nothing in it was ever authorised."""

from __future__ import annotations

import hashlib
from base64 import b64encode

from tests.builders import CNPJ, PROTOCOL, a_key

NAMESPACE = "http://www.portalfiscal.inf.br/nfe"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
ISSUED_AT = "2026-11-20T12:29:30-03:00"
REGISTERED_AT = "2026-11-20T12:41:07-03:00"
KEY = a_key().text
OTHER_KEY = a_key(nnf=43).text


def an_item(  # noqa: PLR0913 (what an item tells)
    number: int = 1,
    *,
    code: str = "100",
    gtin: str = "SEM GTIN",
    traded_gtin: str = "SEM GTIN",
    quantity: str = "1.0000",
    goods: str = "99.90",
    charges: str = "",
    order_text: str = "",
    after: str = "",
    original: str = "",
) -> str:
    """Write a ``det``; ``charges`` stands in it as freight and discount do, ``after`` follows its ``prod``.

    ``original`` is the key of the document of whose row with the same number it takes goods back.
    """
    if original:
        after += f"<DFeReferenciado><chaveAcesso>{original}</chaveAcesso><nItem>{number}</nItem></DFeReferenciado>"
    named = f"<xPed>{order_text}</xPed>" if order_text else ""
    return (
        f'<det nItem="{number}"><prod><cProd>{code}</cProd><cEAN>{gtin}</cEAN><xProd>Camiseta</xProd>'
        f"<NCM>61091000</NCM><CFOP>5102</CFOP><uCom>UN</uCom><qCom>{quantity}</qCom><vUnCom>99.90</vUnCom>"
        f"<vProd>{goods}</vProd><cEANTrib>{traded_gtin}</cEANTrib>{charges}<indTot>1</indTot>{named}</prod>"
        f"<imposto></imposto>{after}</det>"
    )


def a_note(  # noqa: PLR0913 (what a note tells)
    *,
    key: str | None = None,
    identity: str | None = None,
    cnpj: str = CNPJ,
    mod: str = "65",
    serie: str = "1",
    nnf: str = "42",
    emitted: str = f"<dhEmi>{ISSUED_AT}</dhEmi>",
    tp_nf: str = "1",
    tp_amb: str = "1",
    purpose: str = "1",
    references: str = "",
    vnf: str = "99.90",
    items: int | str = 1,
    buyer: str = "",
    additional: str = "",
    qr_url: str | None = None,
    versao: str = "4.00",
) -> str:
    """Write a signed ``NFe``; the key follows model, series and number unless it is given.

    The content is written in its canonical form. ``items`` may be so many alike, or their XML; ``buyer`` is ``dest``,
    ``additional`` follows the totals.
    """
    key = a_key(cnpj=cnpj, model=mod, serie=int(serie), nnf=int(nnf)).text if key is None else key
    identity = f"NFe{key}" if identity is None else identity
    if qr_url is None:
        qr_url = f"https://www.nfce.fazenda.rj.gov.br/consulta?p={key}|3|{tp_amb}" if mod == "65" else ""
    extra = f"<infNFeSupl><qrCode><![CDATA[{qr_url}]]></qrCode></infNFeSupl>" if qr_url else ""
    lines = items if isinstance(items, str) else "".join(map(an_item, range(1, items + 1)))
    content = (
        f'<infNFe Id="{identity}" versao="{versao}">'
        f"<ide><cUF>33</cUF><cNF>12345678</cNF><natOp>VENDA</natOp><mod>{mod}</mod><serie>{serie}</serie>"
        f"<nNF>{nnf}</nNF>{emitted}<tpNF>{tp_nf}</tpNF><tpEmis>1</tpEmis><tpAmb>{tp_amb}</tpAmb>"
        f"<finNFe>{purpose}</finNFe>{references}</ide>"
        f"<emit><CNPJ>{cnpj}</CNPJ><xNome>LOJA TESTE LTDA</xNome></emit>{buyer}{lines}"
        f"<total><ICMSTot><vProd>{vnf}</vProd><vNF>{vnf}</vNF></ICMSTot></total>{additional}</infNFe>"
    )
    return f'<NFe xmlns="{NAMESPACE}">{content}{extra}{a_signature(content, identity)}</NFe>'


def a_digest(content: str, method: str = "sha1", namespaces: str = "") -> str:
    """Give the digest of an element written in its canonical form, but for the namespaces around it."""
    name, rest = content.split(" ", 1)
    canonical = f'{name} xmlns="{NAMESPACE}"{namespaces} {rest}'
    return b64encode(hashlib.new(method, canonical.encode(), usedforsecurity=False).digest()).decode()


def a_signature(content: str, identity: str, digest: str | None = None, method: str = f"{DSIG}sha1") -> str:
    """Write the ``Signature`` of a content, without the value that only a key could make."""
    digest = a_digest(content) if digest is None else digest
    return (
        f'<Signature xmlns="{DSIG}"><SignedInfo><Reference URI="#{identity}"><DigestMethod Algorithm="{method}"/>'
        f"<DigestValue>{digest}</DigestValue></Reference></SignedInfo></Signature>"
    )


def a_protocol(
    *, key: str = KEY, c_stat: str = "100", tp_amb: str = "1", n_prot: str = PROTOCOL, digest: str = ""
) -> str:
    """Write SEFAZ's answer to a note; an empty ``n_prot`` or ``digest`` leaves its element out."""
    authorised = f"<digVal>{digest}</digVal>" if digest else ""
    number = f"<nProt>{n_prot}</nProt>" if n_prot else ""
    return (
        f'<protNFe xmlns="{NAMESPACE}" versao="4.00"><infProt><tpAmb>{tp_amb}</tpAmb><chNFe>{key}</chNFe>'
        f"<dhRecbto>{ISSUED_AT}</dhRecbto>{number}{authorised}<cStat>{c_stat}</cStat><xMotivo>x</xMotivo></infProt></protNFe>"
    )


def an_authorised_note(note: str | None = None, protocol: str | None = None) -> bytes:
    """Write an ``nfeProc``: a note together with its protocol, as programs keep it."""
    note, protocol = a_note() if note is None else note, a_protocol() if protocol is None else protocol
    return f'<?xml version="1.0" encoding="UTF-8"?><nfeProc xmlns="{NAMESPACE}">{note}{protocol}</nfeProc>'.encode()


def an_event(  # noqa: PLR0913 (what an event tells)
    *,
    key: str = KEY,
    tp_evento: str = "110111",
    cnpj: str = CNPJ,
    tp_amb: str = "1",
    identity: str | None = None,
    substitute: str = "",
) -> str:
    """Write the ``evento`` by which a program asks to cancel a note; ``substitute`` is the key of ``chNFeRef``."""
    identity = f"ID{tp_evento}{key}01" if identity is None else identity
    named = f"<chNFeRef>{substitute}</chNFeRef>" if substitute else ""
    content = (
        f'<infEvento Id="{identity}"><cOrgao>33</cOrgao>'
        f"<tpAmb>{tp_amb}</tpAmb><CNPJ>{cnpj}</CNPJ><chNFe>{key}</chNFe><dhEvento>2026-11-20T12:40:00-03:00</dhEvento>"
        f"<tpEvento>{tp_evento}</tpEvento><nSeqEvento>1</nSeqEvento><detEvento><descEvento>Cancelamento</descEvento>"
        "<nProt>133260000000001</nProt><xJust>desistencia do comprador</xJust>"
        f"{named}</detEvento></infEvento>"
    )
    return f'<evento xmlns="{NAMESPACE}" versao="1.00">{content}{a_signature(content, identity)}</evento>'


def a_registration(  # noqa: PLR0913 (what an answer tells)
    *,
    key: str = KEY,
    c_stat: str = "135",
    tp_evento: str = "110111",
    tp_amb: str = "1",
    n_prot: str = PROTOCOL,
    registered_at: str = REGISTERED_AT,
) -> str:
    """Write the ``retEvento`` with which SEFAZ answers an event; empty texts leave their elements out."""
    number = f"<nProt>{n_prot}</nProt>" if n_prot else ""
    moment = f"<dhRegEvento>{registered_at}</dhRegEvento>" if registered_at else ""
    kind = f"<tpEvento>{tp_evento}</tpEvento>" if tp_evento else ""
    named = f"<chNFe>{key}</chNFe>" if key else ""
    return (
        f'<retEvento xmlns="{NAMESPACE}" versao="1.00"><infEvento><tpAmb>{tp_amb}</tpAmb><cOrgao>33</cOrgao>'
        f"<cStat>{c_stat}</cStat><xMotivo>x</xMotivo>{named}{kind}{moment}{number}</infEvento></retEvento>"
    )


def a_registered_event(event: str | None = None, registration: str | None = None) -> bytes:
    """Write a ``procEventoNFe``: an event together with its registration; empty texts leave a part out."""
    event = an_event() if event is None else event
    registration = a_registration() if registration is None else registration
    return f'<procEventoNFe xmlns="{NAMESPACE}" versao="1.00">{event}{registration}</procEventoNFe>'.encode()
