"""What a new decision says before anybody has edited it: the duties of a team, by kind of inspection."""

from __future__ import annotations

from typing import Final

TEAM_NOUNS: Final = {"management": "Đoàn kiểm tra", "establishment": "Đội kiểm tra liên ngành"}
# After the inspection plan of 2023 (parts II and V); the last sentence is how offices end such a team.
_MANAGEMENT: Final = (
    "Tổ chức kiểm tra đúng nội dung, đối tượng, thời gian của Kế hoạch; lập biên bản từng buổi kiểm tra.",
    "Yêu cầu đơn vị được kiểm tra báo cáo, cung cấp hồ sơ, tài liệu, số liệu liên quan đến nội dung kiểm "
    "tra.",
    "Báo cáo bằng văn bản kết quả kiểm tra, nêu rõ kết quả đạt được; tồn tại, hạn chế; nguyên nhân và đề "
    "xuất, kiến nghị; theo dõi, đôn đốc việc thực hiện kiến nghị.",
    "Đoàn kiểm tra tự giải thể sau khi hoàn thành nhiệm vụ.",
)
# After Thông tư 05/2006/TT-BLĐTBXH: duties, powers and conduct of Đội 178.
_ESTABLISHMENT: Final = (
    "Kiểm tra việc chấp hành pháp luật về phòng, chống mại dâm, an ninh trật tự, văn hóa, sử dụng lao động "
    "và khám sức khỏe định kỳ tại các cơ sở; xuất trình Thẻ kiểm tra khi làm nhiệm vụ.",
    "Yêu cầu cơ sở cung cấp số liệu, tài liệu; lập biên bản, xử lý theo thẩm quyền hoặc chuyển hồ sơ đến cơ "
    "quan có thẩm quyền xử lý.",
    "Không gây cản trở hoạt động kinh doanh bình thường của cơ sở.",
    "Báo cáo kết quả kiểm tra; theo dõi, đề nghị xử lý các vi phạm đã được kiến nghị mà không được giải "
    "quyết kịp thời.",
)


def usual_tasks(plan_kind: str) -> str:
    """Duties and powers a new draft proposes, one a line, to be edited by the department."""
    return "\n".join(_ESTABLISHMENT if plan_kind == "establishment" else _MANAGEMENT)


def decision_title(plan_kind: str, subject: str, team: str) -> str:
    """``Về việc thành lập Đoàn kiểm tra công tác …``; ``team`` is the team's own name when a plan has
    several.

    ``subject`` is the plan's title as it continues a sentence ("kiểm tra công tác …").
    """
    noun = "Đội" if plan_kind == "establishment" else "Đoàn"
    if team:
        return f"Về việc thành lập {team} để {subject}"[:500]
    return f"Về việc thành lập {noun} {subject}"[:500]
