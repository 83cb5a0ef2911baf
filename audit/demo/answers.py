"""Invented answers to the two checklists: coherent figures, better or worse by a unit's ``quality``."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as a person would give it; ``status`` other than ``answered`` carries no value."""

    value: Any = None
    note: str = ""
    status: str = "answered"


Answers = dict[str, Answer]


class _Unit:
    """Draws answers for one unit: ``quality`` from 0 (weak) to 1 (good)."""

    def __init__(self, quality: float, pick: random.Random) -> None:
        self.quality = quality
        self.pick = pick

    def yes(self, ease: float = 0.0) -> Answer:
        return Answer(self.pick.random() < min(0.97, self.quality + ease))

    def rating(self) -> Answer:
        score = self.quality + self.pick.uniform(-0.25, 0.25)
        return Answer("good" if score > 0.72 else "fair" if score > 0.38 else "poor")


def management(*, quality: float, year: int, commune: str, day: date, pick: random.Random) -> Answers:
    """Answers to "Bảng kiểm công tác quản lý nhà nước" for an invented state of ``commune`` on ``day``."""
    unit = _Unit(quality, pick)
    documents = [
        {
            "number": f"{12 + 7 * n}/KH-UBND",
            "date": date(year, 2 + n, 10 + n).isoformat(),
            "summary": summary,
        }
        for n, summary in enumerate(
            (
                f"Kế hoạch phòng, chống mại dâm năm {year}",
                f"Kế hoạch truyền thông phòng, chống tệ nạn xã hội năm {year}",
                "Kế hoạch hoạt động của Đội kiểm tra liên ngành cấp xã",
            )[: round(quality * 3)]
        )
    ]
    male, female = pick.randrange(6, 24), pick.randrange(18, 70)
    staff = male + female
    signed = round(staff * (0.35 + 0.6 * quality))
    establishments = pick.randrange(6, 22)
    budget = pick.randrange(8, 31) if quality > 0.35 else 0
    answers: Answers = {
        "ls1_01": Answer(documents),
        "ls1_02": unit.yes(0.2),
        "ls1_03": unit.yes(0.25),
        "ls1_04": unit.rating(),
        "ls1_05": unit.rating(),
        "ls1_06": unit.rating(),
        "ls1_07": unit.yes(0.1),
        "ls1_08": unit.yes(0.05),
        "ls1_09": Answer(2 if quality > 0.6 else 1 if quality > 0.4 else 0),
        "ls1_10": unit.rating(),
        "ls1_11": unit.yes(0.1),
        "ls1_12": unit.yes(-0.1),
        "ls1_13": Answer(round(quality * 6)),
        "ls2_01": unit.rating(),
        "ls2_02": Answer(str(min(100, round(45 + 55 * quality + pick.uniform(-6, 6))))),
        "ls2_03": Answer(
            "Duy trì truyền thông trên hệ thống loa; ký cam kết với các cơ sở kinh doanh dịch vụ."
        ),
        "ls2_04": Answer(f"{pick.randrange(2, 9)} buổi tuyên truyền; {pick.randrange(200, 900)} tờ rơi."),
        "ls2_05": unit.yes(0.05),
        "ls2_06": Answer(str(budget)),
        "ls2_07": Answer(str(round(budget * (0.55 + 0.45 * quality), 1))),
        "ls3_01": Answer(_reports(year, day, late=0 if quality > 0.7 else 9)),
        "ls3_02": Answer(_reports(year, day, late=0 if quality > 0.4 else 6, first="Báo cáo đột xuất")[:1]),
        "ls3_03": Answer(establishments, "Theo sổ theo dõi của Phòng Văn hóa - Xã hội."),
        "ls3_04": Answer(female),
        "ls3_05": Answer({"male": male, "female": female}),
        "ls3_06": Answer(pick.randrange(0, max(2, staff // 5))),
        "ls3_07": Answer(signed),
        "ls3_08": Answer(staff - signed),
        "ls3_09": Answer({"count": 0, "measure": "suspected_establishments"}),
        "ls3_10": Answer({"count": 0, "measure": "suspected"}),
        "ls3_12": Answer({"count": 0, "measure": "people"}),
        "ls3_13": Answer(
            "Công chức văn hóa - xã hội phụ trách; số liệu lưu trên tệp bảng tính, chưa phân quyền."
            if quality < 0.7
            else "Công chức văn hóa - xã hội phụ trách; có sổ theo dõi và tệp số liệu lưu hằng quý."
        ),
        "ls4_01": unit.yes(0.1),
        "ls4_02": Answer(max(1, round(quality * 4))),
        "ls4_03": Answer(status="not_applicable", note="Chưa được kiểm tra kỳ trước.")
        if pick.random() < 0.3
        else unit.rating(),
        "ls5_01": unit.yes(),
        "ls5_02": Answer("Các chỉ tiêu truyền thông cơ bản đạt kế hoạch."),
        "ls5_03": Answer("Kinh phí còn ít, cán bộ kiêm nhiệm nhiều việc."),
        "ls5_04": Answer("Mới sắp xếp đơn vị hành chính, nhân sự thay đổi."),
        "ls5_05": Answer("Đề nghị tập huấn nghiệp vụ, bố trí kinh phí riêng hằng năm."),
    }
    if quality < 0.5:
        answers["ls1_06"] = Answer("poor", f"Năm {year} {commune} chưa cử cán bộ dự tập huấn.")
    return answers


def _reports(
    year: int, day: date, *, late: int, first: str = "Báo cáo 6 tháng đầu năm"
) -> list[dict[str, Any]]:
    due = date(year, 6, 15) if day > date(year, 6, 25) else date(year - 1, 12, 15)
    label = first if due.year == year or "đột xuất" in first else "Báo cáo năm trước"
    rows: list[dict[str, Any]] = [
        {"label": label, "due": due.isoformat(), "sent": (due + timedelta(days=late - 1)).isoformat()}
    ]
    if late:
        rows.append(
            {
                "label": "Báo cáo quý",
                "due": (due - timedelta(days=90)).isoformat(),
                "sent": None if late > 8 else due.isoformat(),
            }
        )
    return rows


def establishment(*, quality: float, male: int, female: int, pick: random.Random) -> Answers:
    """Answers to "Bảng kiểm cơ sở kinh doanh dịch vụ" for an invented establishment with so many workers."""
    unit = _Unit(quality, pick)
    staff = male + female
    required = max(1, staff // 2)
    answers: Answers = {
        f"es_{n:02d}": unit.yes(0.15) for n in (1, 2, 3, 4, 5, 8, 10, 11, 13, 14, 15, 16, 17, 18, 19)
    }
    answers |= {
        "es_06": Answer({"male": male, "female": female}),
        "es_07": Answer(round(staff * (0.3 + 0.7 * quality))),
        "es_09": Answer(True),
        "es_12": Answer({"registered": round(required * (0.4 + 0.6 * quality)), "required": required}),
        "es_20": Answer(True),
        "es_21": Answer(
            "Chưa phát hiện tồn tại lớn tại chỗ."
            if quality > 0.7
            else "Hồ sơ lao động chưa đầy đủ; nội quy niêm yết ở chỗ khuất."
        ),
    }
    if quality < 0.7:
        answers["es_22"] = Answer(["reminded"] if quality > 0.4 else ["reminded", "minutes"])
    if pick.random() < 0.2:
        answers["es_11"] = Answer(status="not_observed", note="Sổ khám sức khỏe đang gửi cơ quan y tế.")
    return answers
