"""What a new announcement says before anybody has edited it: to whom it goes, what the unit prepares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# Document "Kế hoạch kiểm tra" of 2023, part V: report, participants, conditions.
_MANAGEMENT: Final = (
    "Chuẩn bị báo cáo bằng văn bản theo đề cương kèm theo Thông báo này.",
    "Chuẩn bị hồ sơ, tài liệu, số liệu liên quan đến nội dung kiểm tra.",
    "Triệu tập thành phần làm việc và chuẩn bị các điều kiện cần thiết khác để buổi làm việc diễn ra được "
    "thuận lợi.",
)
_ESTABLISHMENT: Final = (
    "Chuẩn bị giấy tờ, hồ sơ, sổ sách liên quan đến nội dung kiểm tra theo danh mục kèm theo Thông báo này.",
    "Bố trí người đại diện có trách nhiệm của cơ sở làm việc với Đội kiểm tra.",
)
_LONGEST: Final = 300


def usual_preparations(plan_kind: str) -> str:
    """What the visited side is asked to prepare, one a line, to be edited by the department."""
    return "\n".join(_ESTABLISHMENT if plan_kind == "establishment" else _MANAGEMENT)


def addressed(plan_kind: str, names: Sequence[str]) -> str:
    """Addressees one a line while they are few, else together, as the schedule names them."""
    listed = "\n".join(dict.fromkeys(names))
    if names and len(set(names)) <= 4 and len(listed) <= _LONGEST:
        return listed
    if plan_kind == "establishment":
        return "Các cơ sở kinh doanh dịch vụ có tên trong lịch kiểm tra"
    return "Ủy ban nhân dân các xã, phường có tên trong lịch kiểm tra"
