"""The findings report on one visit, read back: its own parts stand between the general ones."""

from __future__ import annotations

from reports.adapters.pdf.document import pdf_of
from reports.domain.findings_report import FindingsReport
from tests.unit.reports import more_samples, samples
from tests.unit.reports.reading import needs_poppler, size_of, whole_text
from tests.unit.reports.test_after_the_visit_layout import in_order

pytestmark = needs_poppler


def test_a_report_on_one_visit_tells_its_contents_and_the_opinion_of_the_unit() -> None:
    data = pdf_of(more_samples.report_on_one(), samples.photos(5))
    in_order(
        whole_text(data),
        [
            "BÁO CÁO",
            "I. KHÁI QUÁT CHUNG",
            "Kết quả theo từng nội dung kiểm tra - Việc quản lý: đã kiểm tra 03/03 nội dung; mức độ",
            "- Số liệu: đã kiểm tra 04/05 nội dung.",
            "Ý kiến của đơn vị được kiểm tra - Đơn vị nhất trí với kết quả kiểm tra.",
            "II. KẾT QUẢ ĐẠT ĐƯỢC",
        ],
    )
    assert size_of(data, "Số liệu: đã") == {("Tinos", 14.0)}


def test_a_report_stored_before_there_were_such_reports_is_read_as_it_was() -> None:
    stored = samples.findings_report().to_json()
    assert "per_content" not in stored and "opinions" not in stored
    again = FindingsReport.from_json(stored)
    assert again == samples.findings_report() and again.to_json() == stored
