"""The plan of a closing review and the table of tasks, read back: order, numbering, lying pages."""

from __future__ import annotations

import pytest

from reports.adapters.pdf.document import pdf_of
from reports.domain.content import Content
from reports.domain.review_plan_document import ReviewPlan
from reports.domain.task_table_document import TaskTable
from tests.unit.reports import programme_samples as samples
from tests.unit.reports.reading import needs_poppler, reader, whole_text, words
from tests.unit.reports.test_after_the_visit_layout import in_order


@needs_poppler
def test_the_plan_of_a_review_reads_in_the_order_of_the_provinces_plans() -> None:
    data = pdf_of(samples.review_plan())
    in_order(
        whole_text(data),
        [
            "KẾ HOẠCH Tổng kết Chương trình",
            "Căn cứ Quyết định số 1629",
            "I. MỤC ĐÍCH, YÊU CẦU 1. Mục đích a) Đánh giá",
            "2. Yêu cầu a) Khách quan",
            "d) Chặt chẽ. đ) Đúng thời hạn.",
            "II. ĐỐI TƯỢNG, HÌNH THỨC VÀ NỘI DUNG TỔNG KẾT 1. Đối tượng tổng kết a) Cấp tỉnh",
            "2. Hình thức tổng kết: tổ chức tổng kết thông qua báo cáo. - Sở Y tế chủ trì.",
            "III. PHƯƠNG PHÁP VÀ THỜI GIAN TỔNG KẾT 1. Phương pháp - Tiến hành",
            "2. Thời gian thực hiện a) Ban hành Kế hoạch tổng kết. - Chủ trì: Sở Y tế. - Thời gian hoàn",
            "b) Xây dựng báo cáo. - Chủ trì: Sở Y tế. + Các sở, ngành theo Phụ lục I. - Thời gian hoàn",
            "IV. KINH PHÍ THỰC HIỆN Ngân sách nhà nước.",
            "V. TỔ CHỨC THỰC HIỆN 1. Sở Y tế - Chủ trì, tham mưu.",
            "2. Đề nghị Báo và Đài Phối hợp với Sở Y tế.",
            "nghiêm túc thực hiện./.",
            "Nơi nhận: TM. ỦY BAN NHÂN DÂN",
            "PHÓ CHỦ TỊCH Dương Văn Mẫu",
            "Phụ lục I ĐỀ CƯƠNG BÁO CÁO ĐỐI VỚI CÁC SỞ",
            "I. KẾT QUẢ THỰC HIỆN 1. Thực trạng. - Số liệu minh chứng./.",
            "Phụ lục IA BIỂU TỔNG HỢP SỐ LIỆU",
            "Phụ lục II ĐỀ CƯƠNG BÁO CÁO CỦA ỦY BAN NHÂN DÂN CẤP XÃ",
            "Phụ lục IIA",
        ],
        ends=3,  # of the plan and of each outline
    )
    for word in words(data):
        assert word.left >= 29.9 and word.right <= 195.3, word


@needs_poppler
def test_without_a_closing_request_the_last_duty_ends_the_plan() -> None:
    text = whole_text(pdf_of(samples.review_plan(annexes=False, requests=False)))
    assert text.count("./.") == 1 and "Phối hợp với Sở Y tế./." in text and "Phụ lục I Đ" not in text


def test_the_forms_of_a_long_programme_lie() -> None:
    sides = [
        (page.mediabox.width > page.mediabox.height)
        for page in reader(pdf_of(samples.review_plan(years=10))).pages
    ]
    upright = reader(pdf_of(samples.review_plan(years=5))).pages
    assert sides[0] is False and any(sides)
    assert not any(page.mediabox.width > page.mediabox.height for page in upright)


@needs_poppler
def test_the_table_of_tasks_lies_and_names_the_plan_it_goes_with() -> None:
    data = pdf_of(samples.task_table(rows=60))
    pages = reader(data).pages
    assert len(pages) > 2 and all(page.mediabox.width > page.mediabox.height for page in pages)
    text = whole_text(data)
    in_order(
        text,
        [
            "BIỂU PHÂN CÔNG THỰC HIỆN CÁC NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU",
            "(Kèm theo Kế hoạch số",
            "STT Nhiệm vụ và giải pháp chủ yếu Cơ quan chủ trì",
            "Hoàn thiện thể chế, tăng cường lãnh đạo",
            "Nhiệm vụ số 1 Các sở, ngành",
            "1.1 Sở Y tế Hằng năm Kế hoạch",
            "Với cấp xã",
        ],
        ends=0,
    )
    assert text.count("Nhiệm vụ và giải pháp chủ yếu Cơ quan chủ trì") == len(pages)
    assert "CỘNG HÒA" not in text and "DỰ THẢO" not in text


@needs_poppler
def test_a_draft_of_the_table_says_so() -> None:
    assert "(DỰ THẢO)" in whole_text(pdf_of(samples.task_table(draft=True)))


@pytest.mark.parametrize("content", [samples.review_plan(), samples.task_table()])
def test_a_stored_content_draws_the_same_bytes(content: Content) -> None:
    kind = ReviewPlan if isinstance(content, ReviewPlan) else TaskTable
    assert pdf_of(kind.from_json(content.to_json())) == pdf_of(content)
