"""Layout of finished documents against the numbers of Decree 30/2020/NĐ-CP, annex I."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from reports.adapters.pdf.document import pdf_of
from reports.domain.findings_report import Photo
from reports.domain.minutes_document import MinutesKind
from tests.unit.reports import samples
from tests.unit.reports.reading import (
    fonts,
    needs_poppler,
    pages_of_text,
    reader,
    size_of,
    whole_text,
    words,
)

pytestmark = needs_poppler
ROOT = Path(__file__).resolve().parents[3]
LETTERS = "".join(
    vowel + "".join(row)
    for vowel, row in {
        "a": "àảãáạ",
        "ă": "ằẳẵắặ",
        "â": "ầẩẫấậ",
        "e": "èẻẽéẹ",
        "ê": "ềểễếệ",
        "i": "ìỉĩíị",
        "o": "òỏõóọ",
        "ô": "ồổỗốộ",
        "ơ": "ờởỡớợ",
        "u": "ùủũúụ",
        "ư": "ừửữứự",
        "y": "ỳỷỹýỵ",
        "đ": "",
    }.items()
)


@cache
def plan() -> bytes:
    return pdf_of(samples.plan(units=True))


@cache
def minutes() -> bytes:
    return pdf_of(samples.minutes())


@cache
def report() -> bytes:
    return pdf_of(samples.findings_report(), samples.photos(5))


def test_pages_are_a4_with_the_margins_of_the_decree() -> None:
    for data in (plan(), minutes(), report()):
        sheets = [tuple(round(float(v) * 25.4 / 72) for v in p.mediabox[2:]) for p in reader(data).pages]
        assert set(sheets) <= {(210, 297), (297, 210)}
        for word in words(data):
            wide, high = sheets[word.page - 1]
            assert word.left >= 29.9, word
            assert word.right <= wide - 15 + 0.3, word
            in_margin = word.bottom < 20 or word.top > high - 20
            # Only the page number above and the hashes below may stand in the margins.
            assert not in_margin or word.text.isdigit() or word.top > high - 20, word


def test_text_is_justified_on_both_margins_with_an_indent() -> None:
    text = [w for w in words(plan()) if w.page == 1 and w.top > 70]
    assert min(w.left for w in text) == pytest.approx(30, abs=0.2)
    full = sum(1 for w in text if w.right == pytest.approx(195, abs=0.3))
    assert full > 15
    first = next(w for w in words(plan()) if w.text == "Kế" and w.top > 70)
    assert first.left == pytest.approx(30 + 12.7, abs=0.2)


def test_every_font_is_embedded_as_a_subset_of_the_document_face() -> None:
    rows = fonts(report())
    assert {row[0].split("+")[1] for row in rows} == {"Tinos", "TinosBold", "TinosItalic", "TinosBoldItalic"}
    for row in rows:
        assert row[-5:-2] == ["yes", "yes", "yes"], row


@pytest.mark.parametrize(
    ("text", "face", "size"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TinosBold", 13),
        ("Độc lập - Tự do - Hạnh phúc", "TinosBold", 14),
        ("UBND TỈNH LẠNG SƠN", "Tinos", 13),
        ("SỞ Y TẾ", "TinosBold", 13),
        ("Số:", "Tinos", 13),
        ("Lạng Sơn, ngày", "TinosItalic", 14),
        ("BÁO CÁO", "TinosBold", 14),
        ("Căn", "TinosItalic", 14),
        ("I. KHÁI QUÁT CHUNG", "TinosBold", 14),
        ("Nơi nhận:", "TinosBoldItalic", 12),
        ("- Như trên;", "Tinos", 11),
        ("KT. GIÁM ĐỐC", "TinosBold", 14),
        ("Phụ lục I", "TinosBold", 14),
    ],
)
def test_elements_have_the_decree_s_face_and_size(text: str, face: str, size: float) -> None:
    assert (face, size) in size_of(report(), text)


def test_number_and_date_share_a_line_and_the_motto_stands_on_the_right() -> None:
    first = [w for w in words(report()) if w.page == 1]
    number = next(w for w in first if w.text.startswith("Số"))
    day = next(w for w in first if w.text == "ngày")
    assert number.bottom == pytest.approx(day.bottom, abs=1.0)
    state = next(w for w in first if w.text == "CỘNG")
    assert state.left > 95
    assert state.top == pytest.approx(20, abs=1.5)


def test_the_blank_number_leaves_room_to_write() -> None:
    first = [w for w in words(report()) if w.page == 1]
    label = next(w for w in first if w.text.startswith("Số"))
    symbol = next(w for w in first if w.text.endswith("/BC-SYT"))
    assert symbol.right - label.left > 25


def test_page_one_has_no_number_and_the_others_have_it_centred_above() -> None:
    numbers = [w for w in words(plan()) if w.bottom < 20]
    assert [w.page for w in numbers] == [2, 3]
    assert [w.text for w in numbers] == ["2", "3"]
    for word in numbers:
        assert (word.left + word.right) / 2 == pytest.approx(30 + 165 / 2, abs=0.5)


def test_each_annex_is_numbered_from_one_again() -> None:
    data = report()
    numbers = {w.page: w.text for w in words(data) if w.bottom < 19}
    starts = [n for n, text in enumerate(pages_of_text(data), start=1) if "(Kèm theo Báo cáo số" in text]
    assert len(starts) == 2
    for start in starts:
        assert start not in numbers
        assert numbers[start + 1] == "2"
    labels = reader(data).page_labels
    assert labels[:3] == ["1", "2", "3"]
    assert labels[starts[0] - 1] == "PLI-1" and labels[starts[1]] == "PLII-2"


def test_annexes_take_roman_numerals_only_from_two_on() -> None:
    assert "Phụ lục I KẾT QUẢ KIỂM TRA TẠI XÃ ĐỒNG ĐĂNG" in whole_text(report())
    one = whole_text(pdf_of(samples.findings_report(annexes=1, photo_count=0), {}))
    assert "Phụ lục KẾT QUẢ KIỂM TRA TẠI XÃ ĐỒNG ĐĂNG" in one
    assert "Phụ lục KẾ" in one and "DANH SÁCH ĐƠN VỊ ĐƯỢC KIỂM TRA" in whole_text(plan())


def test_all_vietnamese_letters_come_back_from_every_face() -> None:
    both = LETTERS + LETTERS.upper()
    assert len(set(both)) == 146
    spaced = " ".join(both[start : start + 10] for start in range(0, len(both), 10))
    content = samples.findings_report(annexes=0, photo_count=0)
    head = replace(content.letterhead, legal_bases=(spaced,), summary=spaced)
    text = whole_text(pdf_of(replace(content, letterhead=head, opening=(spaced,)), {}))
    assert text.count(both[:10]) >= 3
    assert set(both) <= set(text)
    assert "□" not in text


def test_the_plan_reads_in_the_order_of_its_model() -> None:
    text = whole_text(plan())
    order = [
        "KẾ HOẠCH Kiểm tra công tác quản lý nhà nước về Chương trình phòng, chống mại dâm năm 2023",
        "cụ thể như sau:",
        "I. MỤC ĐÍCH, YÊU CẦU 1. Mục đích - Kiểm tra đánh giá",
        "2. Yêu cầu: Các đơn vị",
        "II. NỘI DUNG KIỂM TRA, GIÁM SÁT 1. Việc quản lý",
        "5. Báo cáo sơ kết, tổng kết: Tổ chức",
        "III. ĐỐI TƯỢNG KIỂM TRA",
        "IV. PHƯƠNG PHÁP KIỂM TRA",
        "V. THÀNH PHẦN, THỜI GIAN",
        "2. Thời gian kiểm tra: Trong quý III, IV năm 2023 (Lịch cụ thể sẽ thông báo sau).",
        "giải đáp./.",
        "Nơi nhận:",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert text.count("./.") == 1


def test_minutes_have_no_place_and_date_line_and_signatures_of_both_sides() -> None:
    text = whole_text(minutes())
    assert "Số: 05/BB-ĐKT" in text
    assert "Lạng Sơn, ngày" not in text
    for part in (
        "Hôm nay, hồi 08 giờ 30 phút, ngày 05 tháng 9 năm 2026",
        "(Thẻ kiểm tra số 01)",
        "Chênh lệch 15",
        "Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA",
        "28/9/2026",
        "kết thúc hồi 11 giờ 15 phút",
        "02 bản",
        "mỗi bên giữ 01 bản",
        "TRƯỞNG ĐOÀN KIỂM TRA",
        "NGƯỜI GHI BIÊN BẢN",
    ):
        assert part in text, part
    final = words(minutes())[-1].page
    last = [w for w in words(minutes()) if w.page == final]
    visited = next(w for w in last if w.text == "ĐẠI")
    leader = next(w for w in last if w.text == "TRƯỞNG")
    assert visited.right < 112 < leader.left
    assert visited.top == pytest.approx(leader.top, abs=0.5)


def test_a_refusal_to_sign_is_recorded_with_reason_and_witness() -> None:
    content = samples.minutes(kind=MinutesKind.ESTABLISHMENT, refused=True)
    text = whole_text(pdf_of(content))
    assert "lý do: chưa thống nhất về số lao động. Biên bản" in text
    assert "công nhận là đúng" not in text
    assert "NGƯỜI CHỨNG KIẾN" in text and "Lê Thị Bích" in text
    assert "Giấy chứng nhận đủ điều kiện về an ninh, trật tự số 21/GCN" in text


def test_unfinished_minutes_leave_dots_to_write_on() -> None:
    content = replace(samples.minutes(), ended_at=None, opinions=(), results=())
    text = whole_text(pdf_of(content))
    assert "kết thúc hồi ............ giờ" in text
    assert "." * 100 in text


def test_every_field_of_a_report_is_printed() -> None:
    text = whole_text(report())
    for part in (
        "Kính gửi:",
        "DỰ THẢO",
        "Số: /BC-SYT",
        "Đoàn đã kiểm tra 03 đơn vị",
        "92,5",
        "66,7",
        "Mức độ: nghiêm trọng",
        "30/10/2026",
        "Duy trì phát thanh ít nhất một lần",
        "2. Đề xuất",
        "Ảnh 5. Sổ theo dõi cam kết tại cơ sở thứ 5",
        "phòng, chống mại dâm năm 2026./.",
        samples.findings_report().snapshot_sha256,
        "9f" * 32,
    ):
        assert part in text, part


def test_an_issued_report_carries_number_and_day_and_no_draft_mark() -> None:
    data = pdf_of(samples.findings_report(draft=False, annexes=0), {})
    text = whole_text(data)
    assert "Số: 08/BC-SYT Lạng Sơn, ngày 02 tháng 10 năm 2026" in text
    assert "DỰ THẢO" not in text


def test_metadata_and_bookmarks_help_the_reader() -> None:
    file = reader(report())
    assert file.metadata is not None
    assert str(file.metadata.title).startswith("BÁO CÁO Kết quả kiểm tra")
    assert file.metadata.author == "Sở Y tế tỉnh Lạng Sơn"
    assert str(file.root_object["/Lang"]) == "vi-VN"
    titles = [str(item["/Title"]) for item in file.outline if not isinstance(item, list)]
    assert "II. KẾT QUẢ ĐẠT ĐƯỢC" in titles
    assert any(title.startswith("Phụ lục II.") for title in titles)


def test_the_same_content_gives_the_same_bytes_in_another_process_and_zone() -> None:
    script = (
        "import hashlib; from tests.unit.reports import samples; "
        "from reports.adapters.pdf.document import pdf_of as render; "
        "print(hashlib.sha256(render(samples.findings_report(), samples.photos(5))).hexdigest())"
    )
    digests = set()
    for seed, zone in (("1", "UTC"), ("77", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        digests.add(done.stdout.strip())
    assert len(digests) == 1
    assert pdf_of(samples.findings_report(), samples.photos(5)) == report()
    assert reader(report()).metadata["/CreationDate"] == "D:20260928000000+07'00'"  # type: ignore[index]


def test_a_stored_snapshot_draws_the_same_document() -> None:
    content = samples.findings_report()
    again = type(content).from_json(content.to_json())
    assert pdf_of(again, samples.photos(5)) == report()


def test_the_signature_is_never_alone_on_its_page() -> None:
    content = samples.plan()
    for extra in range(12):
        grown = replace(content, targets=(*content.targets, *("Thêm một dòng.",) * extra))
        last = pages_of_text(pdf_of(grown))[-1]
        assert "PHÓ GIÁM ĐỐC" in last
        assert "giải đáp./." in last


def test_no_heading_is_left_at_the_foot_of_a_page() -> None:
    content = samples.plan()
    for extra in range(14):
        grown = replace(content, opening=(*content.opening, *("Thêm một dòng.",) * extra))
        for page in pages_of_text(pdf_of(grown)):
            tail = page.split("Mã kiểm tra")[0].rstrip()
            assert not tail.endswith(
                ("YÊU CẦU", "Mục đích", "GIÁM SÁT", "KIỂM TRA", "THỜI GIAN", "Thành phần")
            )


def test_a_photo_without_bytes_leaves_a_frame_that_says_so() -> None:
    content = samples.findings_report(annexes=1, photo_count=0)
    annex = replace(content.annexes[0], photos=(Photo("0" * 64, "Cổng cơ sở"),))
    text = whole_text(pdf_of(replace(content, annexes=(annex,)), {}))
    assert "Không có tệp ảnh." in text
    assert "Ảnh 1. Cổng cơ sở" in text
