"""Reports on a period, read back: parts in order, last year beside, dots and … where nothing is known."""

from __future__ import annotations

from datetime import date

import pytest

from reports.adapters.pdf.document import pdf_of
from reports.domain.periodic_document import PeriodicReport
from reports.domain.periods import Period, quarter_of
from tests.unit.reports import more_samples as samples
from tests.unit.reports.reading import needs_poppler, whole_text, words
from tests.unit.reports.test_after_the_visit_layout import in_order


@needs_poppler
def test_the_report_reads_in_order_with_the_year_before_beside() -> None:
    data = pdf_of(samples.periodic())
    in_order(
        whole_text(data),
        [
            "BÁO CÁO Kết quả hoạt động quý III",
            "Kính gửi: Ủy ban nhân dân tỉnh Lạng Sơn",
            "I. TÌNH HÌNH CHUNG - Tình hình ổn định",
            "II. KẾT QUẢ THỰC HIỆN Bảng 1.",
            "1 Buổi kiểm tra đã hoàn thành buổi 12 9 +3",
            "2 Cơ sở được kiểm tra buổi 4 9 -5",
            "Bảng 2.",
            "1 Đội số 1 7 3 2 1",
            "Tổng cộng 12 4 2 1",
            "Bảng 3.",
            "III. KHÓ KHĂN, VƯỚNG MẮC - Thành viên kiêm nhiệm.",
            "IV. ĐỀ XUẤT, KIẾN NGHỊ - Bố trí kinh phí.",
            "năm 2026./.",
            "Nơi nhận:",
        ],
    )
    for word in words(data):
        assert word.left >= 29.9 and word.right <= 195.3, word


@needs_poppler
def test_what_is_not_known_is_left_open_and_never_a_number() -> None:
    text = whole_text(pdf_of(samples.periodic(known=False)))
    assert "đã hoàn thành buổi 12 … …" in text
    assert "chưa có số liệu quý III năm 2025" in text
    assert text.count("." * 90) == 3


def test_a_stored_report_draws_the_same_bytes() -> None:
    content = samples.periodic()
    assert pdf_of(PeriodicReport.from_json(content.to_json())) == pdf_of(content)


@pytest.mark.parametrize(
    ("period", "first", "last", "said"),
    [
        (Period("quarter", 1, 2026), date(2026, 1, 1), date(2026, 3, 31), "quý I năm 2026"),
        (Period("quarter", 4, 2026), date(2026, 10, 1), date(2026, 12, 31), "quý IV năm 2026"),
        (Period("half", 1, 2024), date(2024, 1, 1), date(2024, 6, 30), "6 tháng đầu năm 2024"),
        (Period("half", 2, 2026), date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026"),
        (Period("year", 1, 2026), date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
    ],
)
def test_a_period_has_its_days_and_its_words(period: Period, first: date, last: date, said: str) -> None:
    assert (period.first, period.last, period.words, period.valid) == (first, last, said, True)


def test_there_is_no_fifth_quarter() -> None:
    for wrong in (Period("quarter", 5, 2026), Period("half", 3, 2026), Period("year", 2, 2026)):
        assert not wrong.valid
    assert not Period("week", 1, 2026).valid and not Period("quarter", 0, 2026).valid
    assert quarter_of(date(2026, 9, 30)) == Period("quarter", 3, 2026)
