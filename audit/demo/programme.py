"""The programmes of the demonstration: tasks of the present one issued, the last one's review planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Final

from audit.demo.timeline import Story
from audit.kernel.database import db, transaction
from audit.programme.domain.programmes import years_text
from audit.programme.services.programmes import create_programme, first_values
from audit.programme.services.reviews import begin_review
from audit.programme.services.tasks import paste_tasks
from reports.models import Document
from reports.services.drafts import draft_document
from reports.services.issuing import issue_document, prepare_issue

# As it comes from the clipboard: number, task, lead, coordinating, time, product.
_TASKS: Final = """\
1\tHoàn thiện thể chế, tăng cường lãnh đạo, chỉ đạo
1.1\tXây dựng kế hoạch triển khai công tác phòng, chống mại dâm hằng năm\tSở Y tế\tCác sở, ngành tỉnh; UBND cấp xã\tHằng năm\tKế hoạch
1.2\tRà soát, kiện toàn Ban Chỉ đạo và quy chế phối hợp liên ngành\tSở Y tế\tCông an tỉnh, Sở Tư pháp\t{years}\tQuyết định, quy chế phối hợp
1.3\tTổ chức kiểm tra, giám sát việc triển khai kế hoạch tại cơ sở\tSở Y tế\tCác sở, ngành liên quan\tHằng năm\tBáo cáo kiểm tra
1.4\tLồng ghép nhiệm vụ phòng, chống mại dâm vào kế hoạch phát triển kinh tế - xã hội:
-\tVới cấp tỉnh\tSở Tài chính\tSở Y tế và các cơ quan liên quan\tHằng năm\tNội dung lồng ghép
-\tVới cấp xã\tUBND cấp xã\tCác cơ quan liên quan\tHằng năm\tNội dung lồng ghép
2\tTruyền thông, tuyên truyền và phòng ngừa xã hội
2.1\tTổ chức truyền thông trực tiếp tại cộng đồng\tSở Y tế\tUBND cấp xã\tThường xuyên\tHội nghị, buổi truyền thông
2.2\tTuyên truyền trên báo chí, phát thanh, truyền hình, nền tảng số\tSở Văn hóa, Thể thao và Du lịch\tBáo và Đài Phát thanh Truyền hình tỉnh\tThường xuyên\tTin, bài, phóng sự
2.3\tTổ chức truyền thông trong trường học\tSở Giáo dục và Đào tạo\tSở Y tế\tHằng năm\tHoạt động ngoại khóa
3\tHỗ trợ can thiệp giảm hại, hòa nhập cộng đồng
3.1\tRà soát nhu cầu hỗ trợ, chỉ tổng hợp số liệu\tUBND cấp xã\tCác cơ quan liên quan\tHằng năm\tBáo cáo rà soát
3.2\tHỗ trợ tiếp cận dịch vụ y tế, tư vấn, trợ giúp pháp lý\tSở Y tế\tSở Tư pháp; các cơ sở y tế\tThường xuyên\tHoạt động hỗ trợ
4\tKiểm tra, quản lý địa bàn, đấu tranh xử lý vi phạm
4.1\tTổ chức kiểm tra liên ngành định kỳ, đột xuất (Đội 178)\tSở Y tế\tCác sở, ngành liên quan\tHằng năm\tBáo cáo kết quả kiểm tra
4.2\tQuản lý cơ sở kinh doanh dịch vụ dễ bị lợi dụng hoạt động mại dâm\tCông an tỉnh\tSở Y tế; Sở Văn hóa, Thể thao và Du lịch\tThường xuyên\tDanh mục cơ sở
5\tNâng cao năng lực, giám sát, đánh giá
5.1\tTập huấn nâng cao năng lực cho cán bộ các cấp\tSở Y tế\tCác cơ quan liên quan\tHằng năm\tHội nghị tập huấn
5.2\tThực hiện chế độ thống kê, báo cáo định kỳ\tCác sở, ngành; UBND cấp xã\tSở Y tế\t6 tháng, hằng năm\tBáo cáo định kỳ
"""  # noqa: E501


def tell_programmes(story: Story) -> None:
    """Enter both programmes two months ago; issue the table of tasks a week later."""
    lead = story.actor("truongdoan")
    today = story.day(-59)

    def begin() -> None:
        values = first_values(lead, today)
        earlier = replace(
            values,
            title=values.title.replace(
                years_text(values.first_year, values.last_year),
                years_text(values.first_year - 5, values.first_year - 1),
            ),
            first_year=values.first_year - 5,
            last_year=values.first_year - 1,
            number="187",
            issued_on=story.today.replace(year=values.first_year - 5, month=12, day=8),
        )
        with transaction():
            closed = create_programme(actor=lead, values=earlier)
            review = begin_review(actor=lead, programme_id=closed.id, department_name=story.department_name)
            draft_document(actor=lead, kind="review_plan", review_id=review.id)
            present = create_programme(
                actor=lead, values=replace(values, number="58", issued_on=story.day(-70))
            )
            paste_tasks(
                actor=lead,
                programme_id=present.id,
                revision=present.revision,
                table=_TASKS.format(years=f"{values.first_year}-{values.last_year}"),
            )
            programme_id = present.id
        story.at(story.day(-54), time(9), lambda: _issue_table(story, programme_id))

    story.at(today, time(9), begin)


def _issue_table(story: Story, programme_id: int) -> None:
    lead, head = story.actor("truongdoan"), story.actor("lanhdao")
    with transaction():
        document = draft_document(actor=lead, kind="task_table", programme_id=programme_id)
        document_id = document.id
    revision = db.session.get_one(Document, document_id).revision
    prepared = prepare_issue(actor=head, document_id=document_id, revision=revision)
    with transaction():
        issue_document(actor=head, prepared=prepared)
