"""The announcement of visits and the outline of the report it asks for, read back from the PDF."""

from __future__ import annotations

from datetime import datetime

import pytest

from reports.adapters.pdf.document import pdf_of
from reports.domain.announcement_words import addressed
from reports.domain.dates import VIETNAM, time_span, weekday
from tests.unit.reports import more_samples as samples
from tests.unit.reports.reading import needs_poppler, pages_of_text, reader, size_of, whole_text, words

pytestmark = needs_poppler


def test_an_announcement_reads_in_order_and_ends_before_its_outline() -> None:
    text = whole_text(pdf_of(samples.announcement()))
    order = [
        "Số: 05/TB-SYT",
        "THÔNG BÁO Lịch kiểm tra công tác",
        "Kính gửi: - Ủy ban nhân dân xã Mẫu Một; - Ủy ban nhân dân xã Mẫu Hai.",
        "Thực hiện Kế hoạch số 15/KH-SYT",
        "1. Lịch kiểm tra STT Thời gian Đơn vị được kiểm tra Địa điểm",
        "Thứ Ba, 08/9/2026",
        "08 giờ 00 - 11 giờ 30",
        "2. Thành phần làm việc - Đoàn kiểm tra: Đoàn số 1 (Quyết định số 38/QĐ-SYT).",
        "3. Nội dung kiểm tra - Việc quản lý thực hiện Chương trình.",
        "4. Đề nghị đơn vị được kiểm tra - Chuẩn bị báo cáo",
        "chậm nhất ngày 04/9/2026.",
        "giải đáp./.",
        "Nơi nhận:",
        "Phụ lục ĐỀ CƯƠNG BÁO CÁO PHỤC VỤ KIỂM TRA (Kèm theo Thông báo số 05/TB-SYT",
        "I. NỘI DUNG BÁO CÁO 1. Việc quản lý - Ban hành văn bản.",
        "II. SỐ LIỆU Chỉ nêu số liệu tổng hợp. STT Chỉ tiêu Đơn vị tính Số liệu Ghi chú",
        "1 Chỉ tiêu 0 người",
        "III. HỒ SƠ, TÀI LIỆU CHUẨN BỊ - Việc quản lý: kế hoạch năm.",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert text.count("./.") == 1


@pytest.mark.parametrize(
    ("text", "face", "size"),
    [
        ("THÔNG BÁO", "TinosBold", 14.0),
        ("Ủy ban nhân dân xã Mẫu Một;", "Tinos", 14.0),
        ("1. Lịch kiểm tra", "TinosBold", 14.0),
        ("Thứ Ba, 08/9/2026", "Tinos", 12.0),
        ("Phụ lục", "TinosBold", 14.0),
        ("II. SỐ LIỆU", "TinosBold", 14.0),
        ("Chỉ nêu", "TinosItalic", 14.0),
    ],
)
def test_its_parts_have_the_decree_s_face_and_size(text: str, face: str, size: float) -> None:
    found = size_of(pdf_of(samples.announcement()), text)
    assert (face, size) in found


def test_the_team_has_a_column_when_several_are_on_the_way() -> None:
    assert "Đoàn số 2" in whole_text(pdf_of(samples.announcement(teams=2)))


def test_a_long_table_of_figures_repeats_its_header_on_pages_numbered_by_themselves() -> None:
    data = pdf_of(samples.announcement(figures=60))
    pages = pages_of_text(data)
    start = next(n for n, text in enumerate(pages) if text.startswith("Phụ lục"))
    assert pages[start + 1].startswith("2 STT Chỉ tiêu")
    assert reader(data).page_labels[start] == "PL-1"
    assert all(word.right <= 195.3 for word in words(data))


def test_a_stored_announcement_draws_the_same_bytes() -> None:
    content = samples.announcement()
    assert pdf_of(type(content).from_json(content.to_json())) == pdf_of(content)


def test_days_and_hours_are_named_as_on_a_schedule() -> None:
    start = datetime(2026, 9, 6, 22, 0, tzinfo=VIETNAM)
    assert weekday(start) == "Chủ nhật, 06/9/2026"
    assert time_span(start, datetime(2026, 9, 7, 1, 30, tzinfo=VIETNAM)) == "22 giờ 00 - 01 giờ 30, 07/9/2026"


def test_few_addressees_are_named_and_many_are_called_by_the_schedule() -> None:
    assert addressed("management", ["A", "B", "A"]) == "A\nB"
    assert addressed("management", [str(n) for n in range(9)]).endswith("có tên trong lịch kiểm tra")
    assert addressed("establishment", ["x" * 301]).startswith("Các cơ sở")
