"""What is written after a visit (conclusion, invitation, follow-up of recommendations), read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reports.adapters.pdf.document import pdf_of
from tests.unit.reports import more_samples as samples
from tests.unit.reports.reading import needs_poppler, pages_of_text, reader, size_of, whole_text, words

pytestmark = needs_poppler


def in_order(text: str, parts: list[str], *, ends: int = 1) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert text.count("./.") == ends


def test_a_conclusion_reads_in_order_with_the_unit_s_explanation_under_its_shortcoming() -> None:
    text = whole_text(pdf_of(samples.conclusion()))
    parts = [
        "Số: 05/TB-SYT",
        "THÔNG BÁO Kết luận kiểm tra",
        "Kính gửi: Ủy ban nhân dân xã Mẫu",
        "I. NỘI DUNG KIỂM TRA - Đơn vị được kiểm tra",
        "- Nội dung: việc quản lý; số liệu.",
        "II. KẾT LUẬN 1. Kết quả đạt được - Có kế hoạch năm.",
        "2. Tồn tại, hạn chế a) Chưa bố trí kinh phí (căn cứ: Mục II.2 Kế hoạch).",
        "Nguyên nhân: Ngân sách hạn hẹp.",
        "Ảnh hưởng: Hoạt động còn hình thức.",
        "Giải trình của đơn vị: Đơn vị đã bố trí trong dự toán năm sau.",
        "b) Chưa lưu sổ theo dõi.",
        "3. Đánh giá chung",
        "III. KIẾN NGHỊ",
        "31/12/2026",
        "IV. TỔ CHỨC THỰC HIỆN Đề nghị Ủy ban nhân dân xã Mẫu",
        "nêu trên./.",
        "Nơi nhận:",
    ]
    in_order(text, parts)
    assert text.count("Giải trình của đơn vị") == 1
    assert "DỰ THẢO" not in text and "để giải trình" not in text


def test_a_draft_conclusion_is_marked_and_asks_for_an_explanation() -> None:
    data = pdf_of(samples.conclusion(draft=True))
    assert "DỰ THẢO" in whole_text(data)
    assert ("TinosBold", 14.0) in size_of(data, "Dự")


def test_a_visit_without_findings_still_concludes() -> None:
    bare = replace(samples.conclusion(), strengths=(), shortcomings=(), requests=(), remarks=())
    text = whole_text(pdf_of(bare))
    assert "chưa ghi nhận tồn tại, hạn chế." in text
    assert "III. TỔ CHỨC THỰC HIỆN" in text


def test_the_table_of_recommendations_lies_across_pages_of_its_own() -> None:
    data = pdf_of(samples.follow_up(rows=40))
    sizes = [tuple(round(float(v) * 25.4 / 72) for v in page.mediabox[2:]) for page in reader(data).pages]
    assert sizes[0] == (210, 297) and set(sizes[1:]) == {(297, 210)} and len(sizes) > 2
    assert reader(data).page_labels[1:3] == ["PL-1", "PL-2"]
    pages = pages_of_text(data)
    assert pages[1].startswith("Phụ lục BẢNG THEO DÕI THỰC HIỆN KIẾN NGHỊ (Kèm theo Báo cáo số 05/BC-SYT")
    assert pages[2].startswith("2 STT Đơn vị Nội dung kiến nghị Thời hạn")
    for word in words(data):
        assert word.left >= 29.9 and word.right <= (195.3 if word.page == 1 else 282.3), word


def test_a_follow_up_counts_what_its_table_shows() -> None:
    text = whole_text(pdf_of(samples.follow_up()))
    parts = [
        "BÁO CÁO Tình hình thực hiện kiến nghị",
        "1. Kết quả thực hiện - Tổng số kiến nghị: 03, tại 01 đơn vị",
        "- Đã thực hiện, đã xác minh: 02 kiến nghị.",
        "- Chưa thực hiện: 01 kiến nghị.",
        "- Quá hạn mà chưa báo cáo đã thực hiện: 01 kiến nghị.",
        "2. Đánh giá, kiến nghị",
        "thực hiện kiến nghị./.",
        "1 Xã Mẫu Việc 0.",
        "(Sở Tài chính)",
    ]
    in_order(text, parts)


def test_an_invitation_has_the_parts_of_the_form() -> None:
    data = pdf_of(samples.invitation())
    parts = [
        "Số: 05/GM-SYT",
        "GIẤY MỜI Dự họp công bố kết luận",
        "Sở Y tế trân trọng kính mời: Ủy ban nhân dân xã Mẫu 1.",
        "Tới dự: họp công bố kết luận kiểm tra tại xã Mẫu.",
        "Nội dung: - Công bố kết luận kiểm tra.",
        "Chủ trì: Phó Giám đốc Sở Y tế.",
        "Thời gian: 08 giờ 30 phút, thứ Năm, 10/9/2026.",
        "Địa điểm: Trụ sở Ủy ban nhân dân xã Mẫu.",
        "thành phần./.",
        "PHÓ GIÁM ĐỐC",
    ]
    in_order(whole_text(data), parts)
    assert len(reader(data).pages) == 1
    assert ("TinosBold", 14.0) in size_of(data, "GIẤY MỜI")


def test_several_guests_are_listed_and_what_is_not_settled_is_left_to_write_on() -> None:
    text = whole_text(pdf_of(samples.invitation(guests=3, settled=False)))
    assert "- Ủy ban nhân dân xã Mẫu 1; - Ủy ban nhân dân xã Mẫu 2; - Ủy ban nhân dân xã Mẫu 3." in text
    for label in ("Chủ trì: ", "Thời gian: ", "Địa điểm: "):
        assert label + "." * 40 in text


@pytest.mark.parametrize(
    ("content", "render"),
    [
        (samples.conclusion(draft=True), pdf_of),
        (samples.follow_up(), pdf_of),
        (samples.invitation(), pdf_of),
    ],
)
def test_a_stored_snapshot_draws_the_same_bytes(content: Any, render: Callable[[Any], bytes]) -> None:
    assert render(type(content).from_json(content.to_json())) == render(content)
