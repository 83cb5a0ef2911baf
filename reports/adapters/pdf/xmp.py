"""The XMP packet of a document: that it is PDF/A, its title and issuer, and its data after Decree 30/2020."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from reports.domain.letterhead import Letterhead
from reports.domain.numbering import padded

# Names after annex VI of Decree 30/2020/NĐ-CP, with what each says and its type in XMP.
DECREE: Final = "urn:thuc-dia:nd30-2020:van-ban#"
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "CodeNumber": ("Text", "Số của văn bản"),
    "CodeNotation": ("Text", "Ký hiệu của văn bản"),
    "IssuedDate": ("Date", "Ngày, tháng, năm ban hành văn bản"),
    "OrganName": ("Text", "Tên cơ quan, tổ chức ban hành văn bản"),
    "TypeName": ("Text", "Tên loại văn bản"),
    "Subject": ("Text", "Trích yếu nội dung"),
    "SignerInfo": ("Text", "Chức vụ, họ tên người ký"),
}
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_EXTENSION: Final = "http://www.aiim.org/pdfa/ns/extension/"
_SCHEMA: Final = "http://www.aiim.org/pdfa/ns/schema#"
_PROPERTY: Final = "http://www.aiim.org/pdfa/ns/property#"


def decree_fields(head: Letterhead) -> dict[str, str]:
    """What annex VI asks for and the head of the document knows; a draft has neither number nor day."""
    signer = head.signatory
    fields = {
        "CodeNumber": padded(head.number) if head.number is not None else "",
        "CodeNotation": head.symbol,
        "IssuedDate": head.issued_on.isoformat() if head.issued_on is not None else "",
        "OrganName": head.agency_in_text,
        "TypeName": head.type_name,
        "Subject": head.summary,
        "SignerInfo": ", ".join(filter(None, (*signer.lines, signer.name))) if signer is not None else "",
    }
    return {name: value for name, value in fields.items() if value.strip()}


def packet(
    *, title: str, author: str, subject: str, tool: str, created: datetime, fields: Mapping[str, str]
) -> str:
    """The packet. Title, author, subject, tool and moment must be those of the Info dictionary.

    Every namespace is declared on a description of its own: checkers refuse a property whose schema was
    declared elsewhere. The texts hold only characters that XML knows (``canvas.one_line``).
    """
    moment = created.isoformat(timespec="seconds")
    parts = [
        _about("pdfaid", "http://www.aiim.org/pdfa/ns/id/", {"part": "1", "conformance": "B"}),
        _about("dc", "http://purl.org/dc/elements/1.1/", _dublin_core(title, author, subject)),
        _about("pdf", "http://ns.adobe.com/pdf/1.3/", {"Producer": escape(tool)}),
        _about("xmp", "http://ns.adobe.com/xap/1.0/", {"CreatorTool": escape(tool), "CreateDate": moment}),
    ]
    if fields:
        parts.append(_extension(fields))
        parts.append(_about("nd30", DECREE, {name: escape(value) for name, value in fields.items()}))
    inner = "".join(parts)
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">{inner}</rdf:RDF></x:xmpmeta>'


def _dublin_core(title: str, author: str, subject: str) -> dict[str, str]:
    values = {
        "format": "application/pdf",
        "language": "<rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag>",
        "title": _any_language(title),
        "description": _any_language(subject),
        "creator": f"<rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq>" if author else "",
    }
    return {name: value for name, value in values.items() if value}


def _any_language(value: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt>' if value else ""


def _extension(fields: Mapping[str, str]) -> str:
    """The description of our own properties, without which PDF/A admits none."""
    described = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{FIELDS[name][0]}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{FIELDS[name][1]}</pdfaProperty:description></rdf:li>"
        for name in fields
    )
    return (
        f'<rdf:Description rdf:about="" xmlns:pdfaExtension="{_EXTENSION}" xmlns:pdfaSchema="{_SCHEMA}" '
        f'xmlns:pdfaProperty="{_PROPERTY}"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Phụ lục VI Nghị định 30/2020/NĐ-CP</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{DECREE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>nd30</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{described}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
    )


def _about(prefix: str, namespace: str, values: Mapping[str, str]) -> str:
    """A description of the file in one namespace; the values are XML already."""
    inner = "".join(f"<{prefix}:{name}>{value}</{prefix}:{name}>" for name, value in values.items())
    return f'<rdf:Description rdf:about="" xmlns:{prefix}="{namespace}">{inner}</rdf:Description>'
