"""Sample contents of decisions, announcements, conclusions, follow-up reports and invitations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from maps.adapters.svg_map import PrintArea, PrintClass, svg_map
from reports.adapters.pdf.faces import FAMILY as FONT
from reports.domain.announcement_document import (
    AnnouncementDocument,
    AskedFigure,
    Outline,
    ScheduledVisit,
)
from reports.domain.checklist_annex_document import ChecklistAnnex, RecordedItem, RecordedSection
from reports.domain.conclusion_document import ConcludedShortcoming, ConclusionDocument
from reports.domain.dates import VIETNAM
from reports.domain.decision_document import Article, DecisionDocument, NamedUnit
from reports.domain.findings_report import MAP_HIGH, MAP_WIDE, FindingsReport, VisitedUnit
from reports.domain.follow_up_document import FollowedUp, FollowUpDocument
from reports.domain.invitation_document import InvitationDocument
from reports.domain.letterhead import Clause, Letterhead
from reports.domain.minutes_document import MinutesKind, Participant, SiteRequest
from reports.domain.periodic_document import ComparedFigure, PeriodicReport, WorkLine
from tests.unit.reports import samples
from tests.unit.reports.samples import DEPUTY, findings_report


def head(symbol: str, type_name: str, summary: str, **more: object) -> Letterhead:
    """The head of an issued document of the department."""
    values: dict[str, object] = {
        "parent_agency": "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN",
        "agency": "SỞ Y TẾ",
        "agency_name": "Sở Y tế",
        "symbol": symbol,
        "type_name": type_name,
        "summary": summary,
        "prepared_on": date(2026, 9, 5),
        "place": "Lạng Sơn",
        "number": 5,
        "issued_on": date(2026, 9, 5),
        "signatory": DEPUTY,
        "recipients": ("Như trên", "Lưu: VT"),
    }
    return Letterhead(**(values | more))  # type: ignore[arg-type]


def announcement(*, teams: int = 1, figures: int = 4) -> AnnouncementDocument:
    """An announcement of two visits with an outline."""
    return AnnouncementDocument(
        letterhead=head(
            "TB-SYT",
            "THÔNG BÁO",
            "Lịch kiểm tra công tác phòng, chống mại dâm năm 2026",
            addressees=("Ủy ban nhân dân xã Mẫu Một", "Ủy ban nhân dân xã Mẫu Hai"),
        ),
        opening="Thực hiện Kế hoạch số 15/KH-SYT, Sở Y tế thông báo lịch kiểm tra như sau:",
        schedule=tuple(
            ScheduledVisit(
                datetime(2026, 9, 7 + n, 8, 0, tzinfo=VIETNAM),
                datetime(2026, 9, 7 + n, 11, 30, tzinfo=VIETNAM),
                f"Ủy ban nhân dân xã Mẫu {n}",
                "Trụ sở Ủy ban nhân dân xã",
                f"Đoàn số {n}" if teams > 1 else "",
            )
            for n in (1, 2)
        ),
        team_line="Đoàn số 1 (Quyết định số 38/QĐ-SYT)",
        composition=("Sở Y tế: Phó Giám đốc Sở.",),
        contents=("Việc quản lý thực hiện Chương trình",),
        preparations=("Chuẩn bị báo cáo theo đề cương kèm theo.",),
        report_line="Gửi báo cáo về Sở Y tế chậm nhất ngày 04/9/2026.",
        closing="Trong quá trình thực hiện nếu có vướng mắc, đề nghị liên hệ với Sở Y tế để được giải đáp.",
        outline=Outline(
            "Đề cương báo cáo phục vụ kiểm tra",
            sections=(Clause("Việc quản lý", ("Ban hành văn bản.", "Phối hợp tuyên truyền.")),),
            figures=tuple(AskedFigure(f"Chỉ tiêu {n}", "người", "Số liệu") for n in range(figures)),
            papers=("Việc quản lý: kế hoạch năm",),
            note="Chỉ nêu số liệu tổng hợp.",
        ),
    )


def decision(*, units: int = 0) -> DecisionDocument:
    """A decision that sets up a team of two."""
    return DecisionDocument(
        letterhead=head(
            "QĐ-SYT",
            "QUYẾT ĐỊNH",
            "Về việc thành lập Đoàn kiểm tra công tác phòng, chống mại dâm năm 2026",
            recipients=("Như Điều 4", "Lưu: VT"),
        ),
        authority="Giám đốc Sở Y tế tỉnh Lạng Sơn",
        bases=(
            "Căn cứ Pháp lệnh Phòng, chống mại dâm số 10/2003/PL-UBTVQH11 ngày 17/3/2003",
            "Theo đề nghị của Trưởng Phòng Bảo trợ xã hội",
        ),
        articles=(
            Article(
                "Thành lập Đoàn kiểm tra",
                (
                    "Thành lập Đoàn kiểm tra gồm 02 thành viên có tên sau đây:",
                    "1. Người Mẫu Một, Phó Giám đốc, Sở Y tế - Trưởng đoàn;",
                    "2. Người Mẫu Hai, Chuyên viên, Sở Y tế - Thư ký.",
                ),
            ),
            Article(
                "Nhiệm vụ, quyền hạn, nội dung và thời gian kiểm tra",
                (),
                (
                    Clause("Thời gian kiểm tra", ("Từ ngày 08/9/2026 đến ngày 21/01/2027.",), "", True),
                    Clause("Nhiệm vụ, quyền hạn", ("Lập biên bản.", "Báo cáo kết quả."), "a"),
                ),
            ),
            Article("Đơn vị được kiểm tra", ("- Xã Mẫu.",)),
            Article("Hiệu lực và trách nhiệm thi hành", ("Quyết định này có hiệu lực kể từ ngày ký.",)),
        ),
        units=tuple(NamedUnit(f"Ủy ban nhân dân xã Mẫu {n}") for n in range(units)),
    )


def conclusion(*, draft: bool = False) -> ConclusionDocument:
    """The conclusion of a visit with one shortcoming that was explained."""
    return ConclusionDocument(
        letterhead=head(
            "TB-SYT",
            "THÔNG BÁO",
            "Kết luận kiểm tra công tác phòng, chống mại dâm tại xã Mẫu",
            addressees=("Ủy ban nhân dân xã Mẫu",),
            draft_label="DỰ THẢO" if draft else "",
        ),
        opening="Căn cứ Kế hoạch số 15/KH-SYT, Sở Y tế thông báo kết luận kiểm tra như sau:",
        visited=("Đơn vị được kiểm tra: Ủy ban nhân dân xã Mẫu.",),
        contents=("việc quản lý", "số liệu"),
        remarks=("Đơn vị đã triển khai các nhiệm vụ chính.",),
        strengths=("Có kế hoạch năm.",),
        shortcomings=(
            ConcludedShortcoming(
                "Chưa bố trí kinh phí.",
                "Mục II.2 Kế hoạch",
                "Ngân sách hạn hẹp",
                "Hoạt động còn hình thức.",
                "Đơn vị đã bố trí trong dự toán năm sau",
            ),
            ConcludedShortcoming("Chưa lưu sổ theo dõi."),
        ),
        requests=(SiteRequest("Bố trí kinh phí.", "Ủy ban nhân dân xã Mẫu", date(2026, 12, 31)),),
        explain_line="Dự thảo kết luận này gửi Ủy ban nhân dân xã Mẫu để giải trình." if draft else "",
        closing="Đề nghị Ủy ban nhân dân xã Mẫu tổ chức thực hiện các kiến nghị nêu trên.",
    )


def follow_up(*, rows: int = 3) -> FollowUpDocument:
    """A report whose first recommendation is late."""
    return FollowUpDocument(
        letterhead=head(
            "BC-SYT",
            "BÁO CÁO",
            "Tình hình thực hiện kiến nghị sau kiểm tra năm 2026",
            addressees=("Ủy ban nhân dân tỉnh Lạng Sơn",),
        ),
        opening="Sở Y tế báo cáo tình hình thực hiện các kiến nghị như sau:",
        as_of=date(2026, 9, 5),
        rows=tuple(
            FollowedUp(
                "Xã Mẫu",
                f"Việc {n}.",
                "Sở Tài chính" if n == 1 else "Ủy ban nhân dân xã Mẫu",
                date(2026, 9, 1),
                "open" if n == 0 else "verified",
                "" if n == 0 else "02/9/2026: Đã đối chiếu.",
                late=n == 0,
            )
            for n in range(rows)
        ),
        remarks=("Các đơn vị cơ bản thực hiện đúng hạn.",),
        closing="Trên đây là Báo cáo tình hình thực hiện kiến nghị.",
    )


def checklist_annex(*, items: int = 4, site: bool = False) -> ChecklistAnnex:
    """A checklist of two groups with an item that was settled and two photos."""
    return ChecklistAnnex(
        letterhead=head(
            "PL-ĐKT",
            "PHỤ LỤC",
            "Phiếu kiểm tra đã ghi tại xã Mẫu",
            parent_agency="Sở Y tế",
            agency="Đoàn kiểm tra số 1",
            signatory=None,
            recipients=("Đơn vị được kiểm tra", "Lưu: VT, Hồ sơ kiểm tra"),
        ),
        kind=MinutesKind.ESTABLISHMENT if site else MinutesKind.MANAGEMENT,
        minutes="Biên bản kiểm tra số 05/BB-ĐKT ngày 07/9/2026",
        inspected="Ủy ban nhân dân xã Mẫu",
        visited_on=date(2026, 9, 7),
        place="trụ sở Ủy ban nhân dân xã Mẫu",
        team="Đoàn số 1 (Quyết định số 38/QĐ-SYT)",
        sections=(
            RecordedSection(
                "1. Việc quản lý thực hiện Chương trình",
                tuple(
                    RecordedItem(
                        str(n),
                        "Chỉ đạo, hướng dẫn các thôn, bản, tổ dân phố thực hiện?",
                        "Có",
                        note="Có văn bản" if n % 3 == 0 else "",
                    )
                    for n in range(1, items)
                ),
            ),
            RecordedSection(
                "2. Số liệu và kinh phí",
                (RecordedItem(str(items), "Số lao động tại các cơ sở?", "1.234", "người"),),
            ),
        ),
        settled=("Nội dung số 2: các ghi nhận khác nhau đã được thống nhất; người chốt: Người Mẫu Một.",),
        captions=("Trang đầu kế hoạch (nội dung số 1).", "Sổ theo dõi (nội dung số 2)."),
        inspectors=(
            Participant("Người Mẫu Hai", role="Thư ký"),
            Participant("Người Mẫu Một", role="Đội trưởng" if site else "Trưởng đoàn"),
        ),
        representative="Đại Diện Mẫu",
    )


def periodic(*, known: bool = True) -> PeriodicReport:
    """A report on a quarter; not ``known`` without free texts and without the year before."""
    return PeriodicReport(
        letterhead=head(
            "BC-SYT",
            "BÁO CÁO",
            "Kết quả hoạt động quý III năm 2026 của Đội kiểm tra liên ngành 178",
            addressees=("Ủy ban nhân dân tỉnh Lạng Sơn",),
        ),
        opening="Sở Y tế báo cáo kết quả kiểm tra quý III năm 2026 như sau:",
        period="quý III năm 2026",
        before="quý III năm 2025",
        figures=tuple(
            ComparedFigure(name, "buổi", number, 9 if known else None)
            for name, number in (("Buổi kiểm tra đã hoàn thành", 12), ("Cơ sở được kiểm tra", 4))
        ),
        situation=("Tình hình ổn định trên địa bàn.",) if known else (),
        teams=(WorkLine("Đội số 1", 7, 3, 2, 1), WorkLine("Đội số 2", 5, 1, 0, 0)),
        communes=(WorkLine("Xã Mẫu Một", 12, 4, 2, 1),),
        difficulties=("Thành viên kiêm nhiệm.",) if known else (),
        proposals=("Bố trí kinh phí.",) if known else (),
        closing="Trên đây là Báo cáo kết quả hoạt động quý III năm 2026.",
    )


def report_on_one(*, draft: bool = False) -> FindingsReport:
    """A findings report on a single visit."""
    whole = findings_report(annexes=1, photo_count=2, draft=draft)
    return replace(
        whole,
        units=whole.units[:1],
        shortcomings=tuple(replace(item, units=()) for item in whole.shortcomings),
        per_content=(
            "Việc quản lý: đã kiểm tra 03/03 nội dung; mức độ đáp ứng 90/100 điểm.",
            "Số liệu: đã kiểm tra 04/05 nội dung.",
        ),
        opinions=("Đơn vị nhất trí với kết quả kiểm tra.",),
    )


def invitation(*, guests: int = 1, settled: bool = True) -> InvitationDocument:
    """An invitation to the meeting at which a conclusion is read out."""
    return InvitationDocument(
        letterhead=head("GM-SYT", "GIẤY MỜI", "Dự họp công bố kết luận kiểm tra tại xã Mẫu"),
        invited=tuple(f"Ủy ban nhân dân xã Mẫu {n}" for n in range(1, guests + 1)),
        purpose="họp công bố kết luận kiểm tra tại xã Mẫu",
        contents=("Công bố kết luận kiểm tra.",),
        chaired_by="Phó Giám đốc Sở Y tế" if settled else "",
        meets_at=datetime(2026, 9, 10, 8, 30, tzinfo=VIETNAM) if settled else None,
        place="Trụ sở Ủy ban nhân dân xã Mẫu" if settled else "",
        closing="Đề nghị các đại biểu đến dự đúng thời gian, thành phần./.",
    )


def charted(units: int = 3) -> FindingsReport:
    """A report with bars: unit ``n`` has n shortcomings and a score of 100 less n, the last one none."""
    visited = tuple(
        VisitedUnit(
            f"Xã Số {n}",
            (date(2026, 9, 5),),
            total=Decimal(100 - n) if n < units else None,
            high=n // 3,
            medium=n // 3,
            low=n - 2 * (n // 3),
        )
        for n in range(1, units + 1)
    )
    return replace(samples.findings_report(annexes=0), units=visited, score_titles=(), charts=True)


def mapped(name: str = "Xã Đồng Đăng") -> FindingsReport:
    """A report with bars and a map of two communes, one without an outline."""
    square = ((106.6, 21.8), (106.8, 21.8), (106.8, 22.0), (106.6, 22.0))
    classes = (
        PrintClass("Từ 85 điểm", "#deebf7", "plain", "#000000", 1),
        PrintClass("Chưa kiểm tra", "#ffffff", "lines", "#b9c3cc", 1),
    )
    areas = (
        PrintArea(name, 0, (square,), (106.7, 21.9), 400.0),
        PrintArea("Kỳ Lừa", 1, (), (107.0, 21.9), 300.0),
    )
    svg = svg_map(
        areas, classes, width=MAP_WIDE, height=MAP_HIGH, title="Điểm lần gần nhất", note="Thử", font=FONT
    )
    return replace(charted(), map_svg=svg)
