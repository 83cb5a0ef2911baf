"""Minutes that were signed on a tablet: vector strokes, the hash of the text, refusals, what differs."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any, cast

import pytest
from pypdf.generic import StreamObject

from audit.offline.domain.outcomes import Side
from reports.adapters.pdf.document import pdf_of
from reports.domain.minutes_document import MinutesDocument, MinutesKind, Participant, Refusal
from reports.domain.signed_text import SignedText, SiteSignature
from tests.unit.reports import samples
from tests.unit.reports.reading import needs_poppler, reader, whole_text
from tests.unit.reports.signing import DIGEST, SIGNED_AT, both_sides, signed_by

CURVE = re.compile(rb"(?:-?[\d.]+ ){6}c\b")
WITNESS = Participant("Lê Thị Bích", "Công chức Tư pháp - Hộ tịch")


def signed(**more: Any) -> MinutesDocument:
    return replace(samples.minutes(), signed=both_sides(**more))


def drawing(pdf: bytes) -> bytes:
    """The commands of all pages."""
    streams = (cast(StreamObject, page["/Contents"].get_object()) for page in reader(pdf).pages)
    return b"\n".join(stream.get_data() for stream in streams)


def refused(witness: Participant | None = WITNESS) -> MinutesDocument:
    reason = "chưa thống nhất về số lao động"
    marks = [SiteSignature(Side.UNIT, "Vi Thị Mai", SIGNED_AT, refused=True, reason=reason)]
    marks.append(signed_by(Side.TEAM, "Lương Thị Hồng Ánh"))
    if witness is not None:
        marks.append(signed_by(Side.WITNESS, witness.name, function=witness.position))
    return replace(
        samples.minutes(),
        signed=SignedText(DIGEST, SIGNED_AT, tuple(marks)),
        refusal=Refusal(reason, witness or Participant("")),
        witnesses=(witness,) if witness else (),
    )


@pytest.mark.parametrize(
    "content", [signed(), signed(differences=("“Có kế hoạch không?”",)), refused(), refused(None)]
)
def test_a_snapshot_with_signatures_comes_back_whole_and_draws_the_same_bytes(
    content: MinutesDocument,
) -> None:
    again = MinutesDocument.from_json(content.to_json())
    assert again == content
    assert pdf_of(again) == pdf_of(content)


def test_minutes_that_nobody_signed_on_a_tablet_say_nothing_of_it() -> None:
    content = samples.minutes()
    assert '"signed"' not in content.to_json()
    assert CURVE.search(drawing(pdf_of(content))) is None


def test_signatures_are_drawn_as_curves_and_not_as_pictures() -> None:
    pdf = pdf_of(signed())
    assert all(not page.images for page in reader(pdf).pages)
    strokes = [stroke for one in both_sides().signatures for stroke in one.strokes]
    assert len(CURVE.findall(drawing(pdf))) == sum(max(0, len(stroke) - 2) for stroke in strokes)


@needs_poppler
def test_the_signed_minutes_name_hash_names_functions_and_the_hour_of_signing() -> None:
    text = whole_text(pdf_of(signed()))
    assert f"Nội dung các bên đã ký có mã SHA-256: {DIGEST}" in text
    assert text.count("(Đã ký trên máy tính bảng") == 2
    assert text.count("lúc 11 giờ 05 phút, ngày 05/9/2026)") == 2
    for words in ("Vi Thị Mai", "Phó Chủ tịch UBND xã", "Lương Thị Hồng Ánh", "TRƯỞNG ĐOÀN KIỂM TRA"):
        assert words in text
    assert "khác bản các bên đã ký" not in text


@needs_poppler
def test_what_was_changed_after_signing_is_said_before_the_signatures_and_nobody_acknowledged_it() -> None:
    text = whole_text(pdf_of(signed(differences=("“Có kế hoạch không?”", "“Số lao động?”"))))
    said = "có nội dung khác bản các bên đã ký tại chỗ: “Có kế hoạch không?”; “Số lao động?”."
    assert said in text
    assert text.index(said) < text.index("(Đã ký trên máy tính bảng")
    assert "công nhận là đúng" not in text


@needs_poppler
def test_a_refusal_is_printed_with_its_reason_and_the_witness_who_signed() -> None:
    text = whole_text(pdf_of(refused()))
    assert "ký biên bản, lý do: chưa thống nhất về số lao động." in text
    assert "chữ ký của người chứng kiến: Lê Thị Bích, Công chức Tư pháp - Hộ tịch" in text
    assert "NGƯỜI CHỨNG KIẾN" in text
    assert text.count("(Đã ký trên máy tính bảng") == 2
    assert "(Không ký biên bản)" in text
    assert "công nhận là đúng" not in text


@needs_poppler
def test_a_refusal_that_nobody_witnessed_says_so_and_leaves_a_place_to_sign() -> None:
    text = whole_text(pdf_of(refused(None)))
    assert "Không có người chứng kiến ký biên bản" in text
    assert "NGƯỜI CHỨNG KIẾN" in text


@needs_poppler
def test_a_second_person_who_refuses_is_named_though_the_unit_signed() -> None:
    content = signed()
    assert content.signed is not None
    other = SiteSignature(
        Side.UNIT, "Chu Văn Quyết", SIGNED_AT, "công chức", refused=True, reason="vắng giữa buổi"
    )
    content = replace(content, signed=replace(content.signed, signatures=(*content.signed.signatures, other)))
    text = whole_text(pdf_of(content))
    assert "Chu Văn Quyết, công chức không ký biên bản, lý do: vắng giữa buổi." in text
    assert "công nhận là đúng" in text


@needs_poppler
@pytest.mark.parametrize(
    ("kind", "title"),
    [(MinutesKind.MANAGEMENT, "TM. ĐOÀN KIỂM TRA"), (MinutesKind.ESTABLISHMENT, "TM. ĐỘI KIỂM TRA")],
)
def test_a_member_who_signs_in_place_of_the_head_signs_on_behalf_of_the_team(
    kind: MinutesKind, title: str
) -> None:
    marks = (signed_by(Side.TEAM, "Nông Minh Đức", function="Cán bộ Công an tỉnh"),)
    content = replace(samples.minutes(kind=kind), signed=SignedText(DIGEST, SIGNED_AT, marks))
    text = whole_text(pdf_of(content))
    assert title in text
    assert f"Nội dung đã ký tại chỗ có mã SHA-256: {DIGEST}" in text


@needs_poppler
def test_a_tablet_whose_clock_was_wrong_is_named_beside_its_hour() -> None:
    marks = (signed_by(Side.UNIT, "Vi Thị Mai", skew_minutes=-12),)
    text = whole_text(pdf_of(replace(samples.minutes(), signed=SignedText(DIGEST, SIGNED_AT, marks))))
    assert "đồng hồ của máy chậm 12 phút" in text


HOSTILE: list[Any] = [
    (((-(10**9), 10**9), (10**12, -(10**12))),),
    (((5,), (), (1, 2, 3, 4)),),
    (((0, 0),),),
    (((0, 0), (10000, 0)), ((0, 4000), (0, 0))),
    tuple(tuple((x % 10000, (x * y) % 4000) for x in range(20)) for y in range(1000)),
    ((),) * 20_000,
]


@pytest.mark.parametrize("strokes", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_strokes_are_drawn_inside_their_box_in_bounded_time_and_size(strokes: Any) -> None:
    name = "Nguyễn " * 40 + "\u202e<script>alert(1)</script>"
    people = [*Side, *[Side.TEAM] * 5]
    marks = tuple(signed_by(side, name, strokes=strokes, function="x" * 200) for side in people)
    content = replace(samples.minutes(), signed=SignedText(DIGEST, SIGNED_AT, marks))
    began = time.perf_counter()
    pdf = pdf_of(content)
    assert time.perf_counter() - began < 10
    assert len(pdf) < 1_000_000
    for x, y in re.findall(rb"(-?[\d.]+) (-?[\d.]+) [ml]\b", drawing(pdf)):
        assert 0 <= float(x) <= 600
        assert 0 <= float(y) <= 850
