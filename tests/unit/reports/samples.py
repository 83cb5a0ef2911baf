"""Sample contents of the three documents; the plan follows a real one, names are invented."""

from __future__ import annotations

import hashlib
import io
import random
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from PIL import Image, ImageDraw

from reports.domain.dates import VIETNAM
from reports.domain.findings_report import (
    AnnexFinding,
    AnswerRow,
    AnswerSection,
    FindingsReport,
    Photo,
    RecommendationRow,
    Severity,
    Shortcoming,
    UnitAnnex,
    VisitedUnit,
)
from reports.domain.letterhead import Clause, Letterhead, Signatory
from reports.domain.minutes_document import (
    Figure,
    InspectedParty,
    MinutesDocument,
    MinutesKind,
    Participant,
    Refusal,
    SiteRequest,
    SiteShortcoming,
)
from reports.domain.plan_document import PlanDocument, PlannedUnit

DEPUTY = Signatory("PHÓ GIÁM ĐỐC", "Lương Thị Hồng Ánh", ("KT. GIÁM ĐỐC",))


def plan(*, units: bool = False) -> PlanDocument:
    """The inspection plan of a department, a text for signing: number and day are blank."""
    return PlanDocument(
        letterhead=Letterhead(
            parent_agency="UBND TỈNH LẠNG SƠN",
            agency="SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
            agency_name="Sở Lao động - Thương binh và Xã hội",
            symbol="KH-SLĐTBXH",
            type_name="KẾ HOẠCH",
            summary="Kiểm tra công tác quản lý nhà nước về Chương trình\nphòng, chống mại dâm năm 2023",
            place="Lạng Sơn",
            draft_month=4,
            draft_year=2023,
            prepared_on=date(2023, 4, 10),
            signatory=DEPUTY,
            recipients=(
                "UBND các huyện, thành phố (PHCĐ)",
                "Phòng LĐ, TB, XH-DT các huyện (TH)",
                "Phòng LĐTBXH TPLS (TH)",
                "Lãnh đạo Sở",
                "VP, Phòng KH-TC",
                "Lưu: VT, PCTNXH",
            ),
        ),
        opening=(
            "Kế hoạch số 48/KH-UBND ngày 27/02/2023 của Ủy ban nhân dân tỉnh về thực hiện Chương "
            "trình phòng, "
            "chống mại dâm năm 2023; Kế hoạch số 53/KH-SLĐTBXH ngày 20/3/2023 của Sở Lao động - "
            "Thương binh và "
            "Xã hội về thực hiện Chương trình phòng, chống mại dâm năm 2023. Sở Lao động – Thương "
            "binh và Xã hội "
            "xây dựng Kế hoạch kiểm tra công tác quản lý nhà nước về công tác phòng, chống mại dâm "
            "năm 2023 tại "
            "các huyện, thành phố, cụ thể như sau:",
        ),
        purposes=(
            "Kiểm tra đánh giá kết quả triển khai các chương trình, kế hoạch về phòng, chống mại dâm. Qua đó "
            "phân tích, chỉ ra những tồn tại, hạn chế, khó khăn vướng mắc ở cơ sở; dự báo tình hình, "
            "tham mưu "
            "UBND tỉnh, Ban chỉ đạo tỉnh các giải pháp chỉ đạo phù hợp.",
            "Hướng dẫn, cập nhật đầy đủ các văn bản QPPL nhằm nâng cao trách nhiệm quản lý nhà nước "
            "trong tham "
            "mưu, chỉ đạo, điều hành tại địa phương.",
        ),
        requirements=(
            "Các đơn vị, cá nhân có liên quan cần đánh giá đúng tình hình, hiệu quả, bám sát mục "
            "đích, nội dung "
            "các chương trình quản lý nhà nước được giao; thống kê, tổng hợp đầy đủ, chính xác, đảm "
            "bảo tiến độ, "
            "thời gian.",
        ),
        contents=_plan_contents(),
        targets=(
            "Phòng Lao động - Thương binh và Xã hội các huyện, thành phố.",
            "Tại mỗi huyện, thành phố thực hiện kiểm tra 1 Ban Chỉ đạo (BCĐ) xã, phường, thị trấn có "
            "nhiều cơ sở "
            "kinh doanh dịch vụ dễ bị lợi dụng để hoạt động mại dâm (BCĐ xã, phường, thị trấn do Phòng "
            "LĐ,TB,XH-DT các huyện, thành phố lựa chọn).",
        ),
        methods=(
            "Kiểm tra và giám sát theo Bộ chỉ số giám sát, quy trình kiểm tra và đánh giá thực hiện "
            "Chương trình "
            "phòng, chống mại dâm giai đoạn 2021 -2025 của Bộ Lao động – Thương binh và Xã hội. "
            "(Quyết định số: "
            "29/QĐ-BLĐTBXH ngày 16/01/2023)",
        ),
        composition=(
            "Sở Lao động - Thương binh và Xã hội: Đồng chí Phó Giám đốc Sở làm Trưởng đoàn. Lãnh đạo, chuyên "
            "viên Phòng Phòng, chống tệ nạn xã hội – Bình đẳng giới.",
            "Các huyện, thành phố: Lãnh đạo và công chức có liên quan thuộc Phòng Lao động, Thương "
            "binh, Xã hội "
            "- Dân tộc.",
            "Các xã, phường, thị trấn: Trưởng Ban Chỉ đạo phòng, chống tội phạm, TNXH và "
            "XDPTTDBVANTQ (Ban Chỉ "
            "đạo 138) và các công chức có liên quan.",
        ),
        schedule="Trong quý III, IV năm 2023.",
        schedule_note="Lịch cụ thể sẽ thông báo sau",
        requests=(
            "Đề nghị Phòng Lao động, Thương binh, Xã hội - Dân tộc các huyện, phòng LĐTBXH Thành phố "
            "và Ban Chỉ "
            "đạo 138 các xã, phường, thị trấn được lựa chọn để kiểm tra, căn cứ nội dung kế hoạch "
            "này chuẩn bị "
            "báo cáo; triệu tập thành phần đoàn và chuẩn bị các điều kiện cần thiết khác để buổi làm "
            "việc diễn "
            "ra được thuận lợi.",
            "Trong quá trình thực hiện nếu có vướng mắc đề nghị các đơn vị liên hệ qua số điện thoại "
            "02050.000000 để được giải đáp./.",
        ),
        units=(
            PlannedUnit("Xã Đồng Đăng", "Tuần 2 tháng 8/2023", "Có 42 cơ sở kinh doanh dịch vụ", ""),
            PlannedUnit("Phường Tam Thanh", "Tuần 3 tháng 8/2023", "Chưa kiểm tra trong 03 năm gần đây", ""),
            PlannedUnit("Xã Hữu Lũng", "Tuần 1 tháng 10/2023", "Còn 02 kiến nghị chưa thực hiện", "Phối hợp"),
        )
        if units
        else (),
    )


def _plan_contents() -> tuple[Clause, ...]:
    return (
        Clause(
            "Việc quản lý thực hiện Chương trình phòng, chống mại dâm",
            (
                "Xây dựng, ban hành văn bản quản lý, tổ chức thực hiện chương trình; kế hoạch thực hiện giai "
                "đoạn và kế hoạch hằng năm; thực hiện và điều chỉnh kế hoạch triển khai chương trình; truyền "
                "thông, tăng cường năng lực quản lý chương trình.",
                "Chỉ đạo, hướng dẫn tổ chức, thực hiện các chương trình, kế hoạch đến các thôn, bản, "
                "tổ dân phố; "
                "được chuyển thể thành tài liệu tuyên truyền hàng tháng ít nhất một lần được đăng "
                "tải trên các "
                "hệ thống loa phát thanh.",
                "Phối hợp thực hiện các nội dung, hình thức tuyên truyền, giáo dục, phổ biến pháp "
                "luật về công "
                "tác phòng, chống mại dâm.",
                "Thành lập, kiện toàn và tổ chức các hoạt động của Đội kiểm tra liên ngành về phòng, "
                "chống tệ "
                "nạn mại dâm.",
            ),
        ),
        Clause(
            "Tình hình thực hiện chương trình và sử dụng kinh phí",
            (
                "Tiến độ, mức độ, kết quả thực hiện mục tiêu, nhiệm vụ; khối lượng thực hiện các nội "
                "dung, hoạt "
                "động thuộc chương trình.",
                "Tình hình xây dựng, giao dự toán và sử dụng vốn ngân sách nhà nước trong thực hiện "
                "các nội dung "
                "hoạt động của chương trình.",
            ),
            marker="",
        ),
        Clause(
            "Việc báo cáo, thống kê, quản lý số liệu",
            (
                "Việc chấp hành chế độ thống kê, báo cáo định kỳ, đột xuất gửi cấp trên đúng thời "
                "gian quy định. "
                "Số cơ sở kinh doanh dịch vụ có điều kiện trên địa bàn; số lao động nữ làm việc tại "
                "các cơ sở "
                "KDDV; số nam, nữ; số lao động là người ngoài tỉnh nhập cư; số đã được sử dụng lao "
                "động ký HĐLĐ, "
                "chưa được ký HĐLĐ; số tụ điểm hoạt động mại dâm (hoặc cơ sở KDDV nghi hoạt động mại dâm).",
            ),
        ),
        Clause(
            "Về công tác kiểm tra, giám sát",
            (
                "Tổ chức kiểm tra, giám sát đánh giá tình hình, kết quả thực hiện công tác phòng, "
                "chống mại dâm "
                "giữa Phòng Lao động, Thương binh, Xã hội - Dân tộc huyện, thành phố, Ban chỉ đạo các xã, "
                "phường, thị trấn.",
            ),
            marker="",
        ),
        Clause(
            "Báo cáo sơ kết, tổng kết",
            (
                "Tổ chức các hội nghị, hội thảo đánh giá các nội dung nêu trên, đặc biệt đi sâu đánh "
                "giá, làm "
                "rõ: (i) kết quả đạt được; (ii) chỉ ra những tồn tại, bất cập, yếu kém; (iii) nguyên "
                "nhân của "
                "những hạn chế, bất cập, (iiii) có đề xuất, kiến nghị, giải pháp khắc phục tồn tại, bất cập, "
                "yếu kém.",
            ),
            run_in=True,
        ),
    )


def minutes(*, kind: MinutesKind = MinutesKind.MANAGEMENT, refused: bool = False) -> MinutesDocument:
    """Minutes of one visit: to a commune's people's committee, or to a lodging house."""
    site = kind is MinutesKind.ESTABLISHMENT
    return MinutesDocument(
        letterhead=Letterhead(
            parent_agency="UBND XÃ ĐỒNG ĐĂNG" if site else "SỞ Y TẾ TỈNH LẠNG SƠN",
            agency="ĐỘI KIỂM TRA LIÊN NGÀNH 178" if site else "ĐOÀN KIỂM TRA",
            agency_name="Đội kiểm tra liên ngành 178" if site else "Đoàn kiểm tra Sở Y tế tỉnh Lạng Sơn",
            symbol="BB-ĐKT",
            number=5,
            type_name="BIÊN BẢN",
            summary="Kiểm tra việc chấp hành pháp luật về phòng, chống mại dâm tại cơ sở kinh doanh dịch vụ"
            if site
            else "Kiểm tra công tác quản lý nhà nước về phòng, chống mại dâm tại UBND xã Đồng Đăng",
            prepared_on=date(2026, 9, 5),
            legal_bases=(
                "Căn cứ Kế hoạch số 53/KH-SYT ngày 20/3/2026 của Sở Y tế về kiểm tra công tác phòng, "
                "chống mại "
                "dâm năm 2026",
                "Căn cứ Quyết định số 112/QĐ-SYT ngày 05/8/2026 của Giám đốc Sở Y tế về việc thành "
                "lập Đoàn kiểm "
                "tra",
            ),
            recipients=("Như thành phần tham dự", "Lưu: VT, Hồ sơ"),
        ),
        kind=kind,
        started_at=datetime(2026, 9, 5, 8, 30, tzinfo=VIETNAM),
        ended_at=datetime(2026, 9, 5, 11, 15, tzinfo=VIETNAM),
        place="nhà nghỉ Hoa Đào, xã Đồng Đăng, tỉnh Lạng Sơn"
        if site
        else "trụ sở UBND xã Đồng Đăng, tỉnh Lạng Sơn",
        inspectors=(
            Participant(
                "Lương Thị Hồng Ánh", "Phó Giám đốc Sở Y tế", "Đội trưởng" if site else "Trưởng đoàn", "01"
            ),
            Participant("Hoàng Văn Thuận", "Chuyên viên Phòng Nghiệp vụ Y", "thành viên", "07"),
            Participant("Nông Minh Đức", "Cán bộ Công an tỉnh", "thành viên", "12"),
        ),
        inspected=InspectedParty(
            name="Nhà nghỉ Hoa Đào" if site else "Ủy ban nhân dân xã Đồng Đăng",
            address="Khu Ga, xã Đồng Đăng" if site else "",
            business="Lưu trú, 18 phòng" if site else "",
            licence="Giấy chứng nhận đủ điều kiện về an ninh, trật tự số 21/GCN" if site else "",
            representatives=(
                Participant("Vi Thị Mai", "Quản lý cơ sở" if site else "Phó Chủ tịch UBND xã"),
                *(() if site else (Participant("Chu Văn Quyết", "công chức Văn hóa - Xã hội"),)),
            ),
        ),
        contents=(
            Clause(
                "Việc chấp hành quy định" if site else "Việc quản lý thực hiện Chương trình",
                (
                    "Đăng ký kinh doanh, điều kiện hoạt động, hợp đồng lao động, bản cam kết phòng, "
                    "chống mại dâm.",
                    "Niêm yết nội quy; thông báo lưu trú; khám sức khỏe định kỳ cho người lao động.",
                ),
                "a",
            ),
        ),
        figures=(
            Figure("Số cơ sở kinh doanh dịch vụ có điều kiện", "cơ sở", "42", "45", "03 cơ sở mới mở"),
            Figure("Số lao động nữ làm việc tại các cơ sở", "người", "118", "118"),
            Figure("Số lao động đã ký hợp đồng lao động", "người", "96", "81", "Chênh lệch 15 người"),
        ),
        results=(
            "Hồ sơ, sổ sách được lập và lưu trữ đầy đủ; có phân công người phụ trách.",
            "Đã niêm yết nội quy tại quầy lễ tân và trong từng phòng nghỉ."
            if site
            else "Đã phát thanh nội dung phòng, chống mại dâm 11/12 tháng trong năm 2025.",
        ),
        shortcomings=(
            SiteShortcoming(
                "15 lao động chưa được ký hợp đồng lao động bằng văn bản.",
                "Điều 14 Bộ luật Lao động năm 2019",
            ),
            SiteShortcoming("Báo cáo quý II năm 2026 gửi chậm 09 ngày so với thời hạn quy định."),
        ),
        opinions=(
            "Nhất trí với nội dung biên bản; cam kết khắc phục các tồn tại trong thời hạn được kiến nghị.",
        ),
        requests=(
            SiteRequest(
                "Ký hợp đồng lao động bằng văn bản với 15 lao động và gửi bản sao về Đoàn kiểm tra.",
                "Chủ cơ sở" if site else "UBND xã Đồng Đăng",
                date(2026, 9, 28),
            ),
            SiteRequest(
                "Đối chiếu, bổ sung 03 cơ sở mới vào danh sách quản lý.", "Công chức Văn hóa - Xã hội"
            ),
        ),
        attachments=("Bản sao sổ theo dõi cam kết (05 trang).", "Ảnh chụp nơi niêm yết nội quy (04 ảnh)."),
        copies=2,
        secretary="Hoàng Văn Thuận",
        refusal=Refusal(
            "chưa thống nhất về số lao động",
            Participant("Lê Thị Bích", "Công chức Tư pháp - Hộ tịch xã Đồng Đăng"),
        )
        if refused
        else None,
    )


@cache
def photo(seed: int, width: int = 800, height: int = 600) -> bytes:
    """A JPEG made from a seed: noise under a few shapes, about as heavy as a camera's picture."""
    chance = random.Random(seed)
    small = Image.frombytes(
        "RGB", (width // 8, height // 8), chance.randbytes(width // 8 * (height // 8) * 3)
    )
    image = small.resize((width, height), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _shape in range(12):
        x, y = chance.randrange(width), chance.randrange(height)
        draw.rectangle((x, y, x + width // 6, y + height // 6), fill=tuple(chance.randbytes(3)))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def photos(count: int) -> dict[str, bytes]:
    """So many photos by their SHA-256; every third one stands upright."""
    made = (photo(seed, 600, 800) if seed % 3 == 2 else photo(seed) for seed in range(count))
    return {hashlib.sha256(data).hexdigest(): data for data in made}


SECTION_TITLES = (
    "Việc quản lý thực hiện Chương trình phòng, chống mại dâm",
    "Tình hình thực hiện chương trình và sử dụng kinh phí",
    "Việc báo cáo, thống kê, quản lý số liệu",
    "Công tác kiểm tra, giám sát",
    "Báo cáo sơ kết, tổng kết",
)


def answers(count: int) -> tuple[AnswerRow, ...]:
    """Checklist answers of a plausible length."""
    return tuple(
        AnswerRow(
            number=str(position),
            item="Chỉ đạo, hướng dẫn tổ chức thực hiện kế hoạch đến các thôn, bản, tổ dân phố; "
            "chuyển thể thành "
            "tài liệu tuyên truyền trên hệ thống loa phát thanh hằng tháng ít nhất một lần",
            reported=f"{12 + position % 5} lần",
            observed=f"{9 + position % 7} lần",
            legal_basis="Điểm b khoản 2 Mục II Kế hoạch số 48/KH-UBND ngày 27/02/2026",
            indicator=f"1.{position % 9 + 1}",
            note="Có sổ theo dõi" if position % 3 else "",
        )
        for position in range(1, count + 1)
    )


def findings_report(*, annexes: int = 2, photo_count: int = 5, draft: bool = True) -> FindingsReport:
    """A report on three visited communes, with annexes for the first ones."""
    names = ("Xã Đồng Đăng", "Phường Tam Thanh", "Xã Hữu Lũng")
    days = (date(2026, 9, 5), date(2026, 9, 8), date(2026, 9, 10))
    digests = list(photos(photo_count))
    return FindingsReport(
        letterhead=Letterhead(
            parent_agency="UBND TỈNH LẠNG SƠN",
            agency="SỞ Y TẾ",
            agency_name="Sở Y tế tỉnh Lạng Sơn",
            symbol="BC-SYT",
            number=None if draft else 8,
            issued_on=None if draft else date(2026, 10, 2),
            draft_month=9,
            draft_year=2026,
            draft_label="DỰ THẢO" if draft else "",
            type_name="BÁO CÁO",
            summary="Kết quả kiểm tra công tác quản lý nhà nước về phòng, chống mại dâm năm 2026",
            place="Lạng Sơn",
            prepared_on=date(2026, 9, 28),
            addressees=("Ủy ban nhân dân tỉnh Lạng Sơn", "Cục Phòng, chống HIV/AIDS, Bộ Y tế"),
            legal_bases=(
                "Căn cứ Quyết định số 1629/QĐ-TTg ngày 28/9/2021 của Thủ tướng Chính phủ phê duyệt "
                "Chương trình "
                "phòng, chống mại dâm giai đoạn 2021 - 2025",
                "Căn cứ Kế hoạch số 53/KH-SYT ngày 20/3/2026 của Sở Y tế về kiểm tra công tác phòng, "
                "chống mại "
                "dâm năm 2026",
            ),
            signatory=DEPUTY,
            recipients=("Như trên", "Lãnh đạo Sở", "UBND các xã, phường được kiểm tra", "Lưu: VT, PCTNXH"),
        ),
        opening=("Sở Y tế báo cáo kết quả kiểm tra công tác phòng, chống mại dâm năm 2026 như sau:",),
        period="Từ ngày 05/9/2026 đến ngày 10/9/2026.",
        composition=(
            "Đồng chí Lương Thị Hồng Ánh, Phó Giám đốc Sở Y tế, Trưởng đoàn;",
            "Lãnh đạo, chuyên viên Phòng Nghiệp vụ Y; đại diện Công an tỉnh.",
        ),
        units=tuple(
            VisitedUnit(
                name,
                (day,),
                (Decimal("92.5"), Decimal("80"), Decimal("66.7"), None, Decimal("100")),
                Decimal("84.8"),
                strengths=4,
                high=number,
                medium=2,
                low=1,
            )
            for number, (name, day) in enumerate(zip(names, days, strict=True))
        ),
        score_titles=SECTION_TITLES,
        results=(
            Clause(
                "Công tác chỉ đạo, điều hành",
                (
                    "03/03 đơn vị ban hành kế hoạch thực hiện năm 2026, phân công rõ người, rõ việc, "
                    "rõ thời hạn.",
                    "Đội kiểm tra liên ngành 178 cấp xã được kiện toàn sau khi sắp xếp đơn vị hành chính.",
                ),
            ),
            Clause(
                "Công tác tuyên truyền", ("Tổ chức 36 buổi phát thanh, 12 hội nghị với 640 lượt người dự.",)
            ),
        ),
        shortcomings=(
            Shortcoming(
                "Số liệu lao động tại cơ sở kinh doanh dịch vụ báo cáo lệch so với thực tế (báo cáo "
                "96, ghi nhận 81).",
                Severity.HIGH,
                "Mục II.3 Kế hoạch số 53/KH-SYT",
                "không đánh giá đúng việc ký hợp đồng lao động",
                ("Xã Đồng Đăng", "Xã Hữu Lũng"),
            ),
            Shortcoming(
                "Nội dung phát thanh chưa được duy trì hằng tháng.", Severity.LOW, units=("Phường Tam Thanh",)
            ),
        ),
        causes=(
            "Cán bộ phụ trách kiêm nhiệm, thay đổi sau khi sắp xếp đơn vị hành chính.",
            "Chưa có phần mềm quản lý thống nhất từ xã đến tỉnh.",
        ),
        recommendations=(
            RecommendationRow(
                "Rà soát, đối chiếu lại số liệu lao động của toàn bộ cơ sở kinh doanh dịch vụ trên "
                "địa bàn; báo cáo "
                "kết quả về Sở Y tế.",
                "UBND xã Đồng Đăng, UBND xã Hữu Lũng",
                date(2026, 10, 30),
            ),
            RecommendationRow("Duy trì phát thanh ít nhất một lần mỗi tháng.", "UBND phường Tam Thanh"),
        ),
        proposals=(
            "Đề nghị UBND tỉnh bố trí kinh phí cho Đội kiểm tra liên ngành 178 cấp xã từ năm 2027.",
            "Đề nghị Bộ Y tế ban hành hướng dẫn thay thế Thông tư số 05/2006/TT-BLĐTBXH.",
        ),
        annexes=tuple(
            UnitAnnex(
                unit=names[number],
                visited_on=(days[number],),
                place=f"trụ sở UBND {names[number]}",
                team=("Lương Thị Hồng Ánh", "Hoàng Văn Thuận", "Nông Minh Đức"),
                sections=tuple(
                    AnswerSection(f"{n}. {title}", answers(5)) for n, title in enumerate(SECTION_TITLES, 1)
                ),
                findings=(
                    AnnexFinding("Ban hành kế hoạch đúng thời hạn.", None, "Mục II.1"),
                    AnnexFinding(
                        "Số liệu lao động lệch 15 người.", Severity.HIGH, "Mục II.3", "Chưa đối chiếu sổ"
                    ),
                ),
                photos=tuple(
                    Photo(digest, f"Sổ theo dõi cam kết tại cơ sở thứ {position}")
                    for position, digest in enumerate(digests, start=1)
                ),
                landscape=number == 0,
            )
            for number in range(annexes)
        ),
        journal_hash="9f" * 32,
    )
