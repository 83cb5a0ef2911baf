"""The checklist annexed to the minutes, read back: its head, its table over pages, both signatures."""

from __future__ import annotations

import pytest

from reports.adapters.pdf.document import pdf_of
from reports.domain.checklist_annex_document import ChecklistAnnex
from tests.unit.reports import more_samples as samples
from tests.unit.reports.reading import needs_poppler, pages_of_text, reader, size_of, whole_text, words
from tests.unit.reports.test_after_the_visit_layout import in_order

pytestmark = needs_poppler


def test_the_annex_reads_in_order_from_its_minutes_to_both_signatures() -> None:
    data = pdf_of(samples.checklist_annex())
    in_order(
        whole_text(data),
        [
            "ĐOÀN KIỂM TRA SỐ 1",
            "Số: 05/PL-ĐKT",
            "PHỤ LỤC Phiếu kiểm tra đã ghi tại xã Mẫu",
            "Kèm theo: Biên bản kiểm tra số 05/BB-ĐKT ngày 07/9/2026.",
            "Đơn vị được kiểm tra: Ủy ban nhân dân xã Mẫu.",
            "Thời gian, địa điểm: ngày 07/9/2026, tại trụ sở",
            "I. NỘI DUNG ĐÃ KIỂM TRA",
            "Nội dung kiểm tra Kết quả ghi nhận Ghi chú",
            "1. Việc quản lý thực hiện Chương trình",
            "2. Số liệu và kinh phí",
            "Số lao động tại các cơ sở? 1.234 người",
            "II. NỘI DUNG GHI NHẬN KHÁC NHAU ĐÃ THỐNG NHẤT",
            "III. ẢNH CHỤP LƯU TẠI HỒ SƠ KIỂM TRA - Ảnh 1: Trang đầu kế hoạch (nội dung số 1).",
            "- Ảnh 2: Sổ theo dõi",
            "Phụ lục này gồm 04 nội dung",
            "cùng ký tên dưới đây./.",
            "Nơi nhận:",
        ],
    )
    assert ("TinosBold", 14.0) in size_of(data, "PHỤ LỤC")
    assert "Lạng Sơn, ngày" not in whole_text(data)


def test_both_sides_sign_and_an_establishment_is_named_as_one() -> None:
    text = whole_text(pdf_of(samples.checklist_annex())).upper()
    assert "ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA" in text and "TRƯỞNG ĐOÀN KIỂM TRA" in text
    site = whole_text(pdf_of(samples.checklist_annex(site=True))).upper()
    assert "ĐẠI DIỆN CƠ SỞ ĐƯỢC KIỂM TRA" in site and "ĐỘI TRƯỞNG ĐỘI KIỂM TRA" in site
    for name in ("ĐẠI DIỆN MẪU", "NGƯỜI MẪU MỘT"):
        assert name in text and name in site


def test_the_table_goes_on_over_pages_within_the_margins_under_its_header() -> None:
    data = pdf_of(samples.checklist_annex(items=60))
    pages = pages_of_text(data)
    assert len(pages) > 2
    assert pages[1].startswith("2 Đơn vị STT Nội dung kiểm tra Kết quả ghi nhận Ghi chú tính")
    for page in reader(data).pages:
        assert [round(float(v) * 25.4 / 72) for v in page.mediabox[2:]] == [210, 297]
    for word in words(data):
        assert word.left >= 29.9 and word.right <= 195.3, word


@pytest.mark.parametrize("site", [False, True])
def test_a_stored_annex_draws_the_same_bytes(site: bool) -> None:
    content = samples.checklist_annex(site=site)
    assert pdf_of(ChecklistAnnex.from_json(content.to_json())) == pdf_of(content)
