"""Documents are PDF/A-1b: an independent checker says so, and their metadata agree with one another."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageCms

from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.document import pdf_of
from reports.adapters.pdf.drawing import drawing
from reports.domain.findings_report import AnswerRow, AnswerSection, Photo
from reports.domain.wording import DocumentKind
from tests.unit.reports import samples
from tests.unit.reports.kinds import KINDS, endless, finished
from tests.unit.reports.preflight import needs_preflight, needs_qpdf, qpdf_complaints, verdicts
from tests.unit.reports.reading import reader
from tests.unit.reports.structure_reading import drawn, text_of, tree

DC = "{http://purl.org/dc/elements/1.1/}"
DECREE = "{urn:thuc-dia:nd30-2020:van-ban#}"


def packet(data: bytes) -> ElementTree.Element:
    stream: Any = reader(data).root_object["/Metadata"]
    return ElementTree.fromstring(stream.get_object().get_data())


def said(data: bytes, name: str) -> str:
    found = packet(data).find(f".//{name}")
    return "" if found is None else "".join(found.itertext())


def hostile() -> bytes:
    """Marks that XML, PDF strings and the standard stumble over, in every field that metadata repeat."""
    marks = "<&>'\") \\( ]]> \ufffe\uffff\u202e \x00 日本 🙂 </rdf:RDF>"
    content = samples.plan()
    head = replace(content.letterhead, summary=marks, agency=marks, agency_name="", symbol=marks)
    return pdf_of(replace(content, letterhead=head))


def photographed() -> bytes:
    """Photos in grey, in four colours, and in colours after a profile of their own."""
    files = {}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for mode, more in (("L", {}), ("CMYK", {}), ("RGB", {"icc_profile": profile})):
        buffer = io.BytesIO()
        Image.new(mode, (40, 30)).save(buffer, "JPEG", **more)
        files[hashlib.sha256(buffer.getvalue()).hexdigest()] = buffer.getvalue()
    content = samples.findings_report(annexes=1, photo_count=0)
    annex = replace(content.annexes[0], photos=tuple(Photo(digest, "Ảnh") for digest in files))
    return pdf_of(replace(content, annexes=(annex,)), files)


def mapped() -> bytes:
    """A drawing with an area, lines, a ground and words: maps."""
    file = Canvas(title="Bản đồ", author="Sở Y tế", subject="", created=date(2026, 9, 28))
    file.start_part()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="60mm" viewBox="0 0 80 60" '
        'font-family="tinos"><path d="M5 5L75 5L40 55Z" fill="#cc3311" stroke="#000000"/>'
        '<path d="M5 5L40 55" fill="none" stroke="#333333" stroke-width="0.2" stroke-dasharray="0.3 1"/>'
        '<rect x="20" y="10" width="40" height="8" fill="#ffffff"/>'
        '<text x="40" y="16" font-size="5" text-anchor="middle">Đồng Đăng</text></svg>'
    )
    drawing(file, "Hình 1", svg, 60.0, "Xã Đồng Đăng\ntrên bản đồ")
    return file.output()


def long() -> bytes:
    """More rows than an array of PDF/A-1 holds."""
    content = samples.findings_report(annexes=1, photo_count=0)
    rows = tuple(AnswerRow(str(number), "x", "1", "2") for number in range(8200))
    annex = replace(content.annexes[0], sections=(AnswerSection("", rows),), findings=())
    return pdf_of(replace(content, annexes=(annex,)), {})


def test_no_kind_of_document_is_left_out() -> None:
    assert {kind.value for kind in DocumentKind} == {name.split("-")[0] for name in KINDS}


@needs_preflight
def test_an_independent_checker_accepts_every_kind_of_document() -> None:
    files = {kind: finished(kind) for kind in KINDS}
    files |= {"hostile": hostile(), "photographed": photographed(), "mapped": mapped()}
    files |= {"long": long(), "endless": endless()}
    assert verdicts(files) == dict.fromkeys(files, "")


@needs_preflight
def test_the_checker_does_object_to_what_is_not_archival() -> None:
    broken = finished("plan").replace(b"<pdfaid:part>1<", b"<pdfaid:part>7<")
    assert "7.11" in verdicts({"broken": broken})["broken"]


@needs_qpdf
@pytest.mark.parametrize("kind", KINDS)
def test_files_are_well_formed(kind: str) -> None:
    assert qpdf_complaints(finished(kind)) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_packet_says_what_the_info_dictionary_says(kind: str) -> None:
    data = finished(kind)
    info: Any = reader(data).metadata
    assert said(data, f"{DC}title") == info["/Title"]
    assert said(data, f"{DC}creator") == info["/Author"]
    assert said(data, f"{DC}description") == info["/Subject"]
    assert said(data, "{http://ns.adobe.com/pdf/1.3/}Producer") == info["/Producer"] == "Thực Địa"
    assert said(data, "{http://ns.adobe.com/xap/1.0/}CreatorTool") == info["/Creator"]
    day = info["/CreationDate"]
    written = f"{day[2:6]}-{day[6:8]}-{day[8:10]}T00:00:00+07:00"
    assert said(data, "{http://ns.adobe.com/xap/1.0/}CreateDate") == written
    assert said(data, "{http://www.aiim.org/pdfa/ns/id/}part") == "1"
    assert said(data, "{http://www.aiim.org/pdfa/ns/id/}conformance") == "B"


def test_the_packet_holds_what_the_decree_asks_to_be_said() -> None:
    data = finished("findings_report-issued")
    names = ("CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "TypeName", "Subject", "SignerInfo")
    assert {name: said(data, DECREE + name) for name in names} == {
        "CodeNumber": "08",
        "CodeNotation": "BC-SYT",
        "IssuedDate": "2026-10-02",
        "OrganName": "Sở Y tế tỉnh Lạng Sơn",
        "TypeName": "BÁO CÁO",
        "Subject": "Kết quả kiểm tra công tác quản lý nhà nước về phòng, chống mại dâm năm 2026",
        "SignerInfo": "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC, Lương Thị Hồng Ánh",
    }


def test_a_draft_claims_neither_number_nor_day() -> None:
    data = finished("findings_report")
    assert said(data, DECREE + "CodeNumber") == said(data, DECREE + "IssuedDate") == ""
    assert said(data, DECREE + "CodeNotation") == "BC-SYT"


def test_a_drawing_is_one_figure_with_the_text_inside_it() -> None:
    (figure,) = (node for node in tree(mapped()).walk() if node.kind == "Figure")
    assert figure.alt == "Xã Đồng Đăng trên bản đồ"
    assert text_of(mapped(), figure) == "Đồng Đăng"
    assert drawn(mapped()).faults == []


def test_hostile_metadata_stay_text() -> None:
    data = hostile()
    assert said(data, f"{DC}creator").startswith("<&>'\") \\( ]]>")
    assert said(data, DECREE + "CodeNotation").endswith("</rdf:RDF>")


@pytest.mark.parametrize("kind", KINDS)
def test_colours_are_declared_and_nothing_shines_through(kind: str) -> None:
    file = reader(finished(kind))
    (intent,) = file.root_object["/OutputIntents"]  # type: ignore[misc]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"]["/N"] == 3
    assert file.pdf_header == "%PDF-1.4"
    assert not any("/Group" in page for page in file.pages)
