"""Contents of documents of a programme, of the sizes that layouts must bear."""

from __future__ import annotations

from reports.domain.letterhead import Clause, Letterhead, Signatory
from reports.domain.review_plan_document import FormPart, FormRow, Milestone, ReviewPlan
from reports.domain.task_table_document import AssignedTask, TaskTable
from tests.unit.reports import more_samples


def _head(summary: str, **more: object) -> Letterhead:
    return more_samples.head(
        "KH-UBND",
        "KẾ HOẠCH",
        summary,
        parent_agency="",
        agency="ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN",
        agency_name="Ủy ban nhân dân tỉnh Lạng Sơn",
        **more,
    )


def review_plan(*, years: int = 5, annexes: bool = True, requests: bool = True) -> ReviewPlan:
    """The plan of the review of a programme of so many years."""
    rows = tuple(FormRow(f"Số cuộc truyền thông loại {n}", "Cuộc") for n in range(1, 41))
    form = (FormPart("1. Công tác chỉ đạo", rows[:3]), FormPart("2. Truyền thông", rows[3:]))
    last = 2020 + years
    return ReviewPlan(
        letterhead=_head(
            "Tổng kết Chương trình phòng, chống mại dâm giai đoạn 2021 - 2025",
            legal_bases=("Căn cứ Quyết định số 1629/QĐ-TTg ngày 28/9/2021 của Thủ tướng Chính phủ",),
            signatory=Signatory("PHÓ CHỦ TỊCH", "Dương Văn Mẫu", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
            recipients=("Lãnh đạo HĐND tỉnh", "UBND các xã, phường", "Lưu: VT"),
        ),
        opening=("Ủy ban nhân dân tỉnh Lạng Sơn ban hành Kế hoạch với nội dung như sau:",),
        purposes=("Đánh giá kết quả thực hiện.", "Đề xuất phương hướng."),
        requirements=("Khách quan, trung thực.", "Thiết thực.", "Cụ thể.", "Chặt chẽ.", "Đúng thời hạn."),
        objects=("Cấp tỉnh: Sở Y tế và các sở, ngành.", "Địa phương: UBND các xã, phường."),
        form=("Tổ chức tổng kết thông qua báo cáo.", "Sở Y tế chủ trì."),
        contents=("Báo cáo đánh giá.", "Truyền thông."),
        methods=("Tiến hành từ cấp cơ sở.", "Khảo sát, thu thập số liệu."),
        milestones=(
            Milestone("Ban hành Kế hoạch tổng kết", "Sở Y tế", (), "tháng 8/2025"),
            Milestone("Xây dựng báo cáo.", "Sở Y tế", ("Các sở, ngành theo Phụ lục I.",), "trước 10/9/2025."),
        ),
        funding=("Ngân sách nhà nước.",),
        duties=(
            Clause("Sở Y tế", ("Chủ trì, tham mưu.", "Phối hợp truyền thông.")),
            Clause("Đề nghị Báo và Đài", ("Phối hợp với Sở Y tế.",), ""),
        ),
        requests=("Ủy ban nhân dân tỉnh yêu cầu các cơ quan nghiêm túc thực hiện.",) if requests else (),
        period="2021 - 2025",
        years=tuple(range(2021, last + 1)),
        agency_outline=("I. KẾT QUẢ THỰC HIỆN", "1. Thực trạng.", "- Số liệu minh chứng.") if annexes else (),
        agency_form=form if annexes else (),
        commune_outline=("I. TÌNH HÌNH", "a) Đánh giá") if annexes else (),
        commune_form=form[:1] if annexes else (),
    )


def task_table(*, rows: int = 6, draft: bool = False) -> TaskTable:
    """A table of a group, so many tasks, and a part of the last."""
    return TaskTable(
        letterhead=_head(
            "Biểu phân công thực hiện các nhiệm vụ, giải pháp chủ yếu triển khai Kế hoạch phòng, chống mại "
            "dâm giai đoạn 2026 - 2030 trên địa bàn tỉnh Lạng Sơn",
            draft_label="DỰ THẢO" if draft else "",
        ),
        tasks=(
            AssignedTask("1", "Hoàn thiện thể chế, tăng cường lãnh đạo, chỉ đạo", group=True),
            *(
                AssignedTask(
                    f"1.{n}",
                    f"Nhiệm vụ số {n}",
                    "Sở Y tế",
                    "Các sở, ngành; UBND cấp xã",
                    "Hằng năm",
                    "Kế hoạch",
                )
                for n in range(1, rows + 1)
            ),
            AssignedTask("-", "Với cấp xã", "UBND cấp xã", "", "2026-2030", "Nội dung lồng ghép"),
        ),
    )
