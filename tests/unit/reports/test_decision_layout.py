"""Form 1.2 of Decree 30/2020/NĐ-CP: the decision that sets up a team, read back from its PDF."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.adapters.pdf.document import pdf_of
from reports.domain.decision_document import Article
from reports.domain.decision_words import decision_title
from reports.domain.wording import DocumentKind, authority_in_text, issuing_symbol
from tests.unit.reports import more_samples as samples
from tests.unit.reports.reading import needs_poppler, pages_of_text, reader, size_of, whole_text, words

pytestmark = needs_poppler


def test_a_decision_reads_in_the_order_of_the_form() -> None:
    text = whole_text(pdf_of(samples.decision()))
    order = [
        "Số: 05/QĐ-SYT",
        "QUYẾT ĐỊNH Về việc thành lập Đoàn kiểm tra",
        "GIÁM ĐỐC SỞ Y TẾ TỈNH LẠNG SƠN",
        "Căn cứ Pháp lệnh",
        "ngày 17/3/2003; Theo đề nghị của Trưởng Phòng Bảo trợ xã hội. QUYẾT ĐỊNH:",
        "Điều 1. Thành lập Đoàn kiểm tra Thành lập Đoàn kiểm tra gồm 02 thành viên",
        "1. Người Mẫu Một, Phó Giám đốc, Sở Y tế - Trưởng đoàn;",
        "Điều 2. Nhiệm vụ",
        "1. Thời gian kiểm tra: Từ ngày",
        "a) Lập biên bản.",
        "b) Báo cáo kết quả.",
        "Điều 3.",
        "Điều 4. Hiệu lực và trách nhiệm thi hành Quyết định này có hiệu lực kể từ ngày ký./.",
        "Nơi nhận:",
        "- Như Điều 4;",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert text.count("./.") == 1


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("QUYẾT ĐỊNH", "TinosBold"),
        ("GIÁM ĐỐC SỞ Y TẾ", "TinosBold"),
        ("Căn", "TinosItalic"),
        ("QUYẾT ĐỊNH:", "TinosBold"),
        ("Điều 1.", "TinosBold"),
        ("1. Người Mẫu Một", "Tinos"),
    ],
)
def test_the_parts_of_a_decision_have_the_decree_s_face_and_size(text: str, face: str) -> None:
    assert (face, 14.0) in size_of(pdf_of(samples.decision()), text)


def test_the_authority_and_the_word_of_decision_are_centred() -> None:
    found = words(pdf_of(samples.decision()))
    line = [w for w in found if w.page == 1 and w.text in ("GIÁM", "ĐỐC", "SƠN") and w.top > 60]
    assert (line[0].left + line[-1].right) / 2 == pytest.approx(30 + 165 / 2, abs=0.5)
    word = next(w for w in found if w.text == "ĐỊNH:")
    start = next(w for w in found if w.text == "QUYẾT" and abs(w.top - word.top) < 1)
    assert (start.left + word.right) / 2 == pytest.approx(30 + 165 / 2, abs=0.5)


def test_many_units_stand_in_an_annex_numbered_by_itself() -> None:
    data = pdf_of(samples.decision(units=60))
    pages = pages_of_text(data)
    start = next(n for n, text in enumerate(pages) if "(Kèm theo Quyết định số 05/QĐ-SYT" in text)
    assert pages[start].startswith("Phụ lục DANH SÁCH ĐƠN VỊ ĐƯỢC KIỂM TRA")
    assert reader(data).page_labels[start : start + 2] == ["PL-1", "PL-2"]
    assert pages[start + 1].startswith("2 STT Đơn vị được kiểm tra")


def test_a_blank_proposer_leaves_dots_to_write_on() -> None:
    content = samples.decision()
    blank = replace(content, bases=(content.bases[0], "Theo đề nghị của " + "." * 36))
    assert "Theo đề nghị của " + "." * 36 + " QUYẾT" in whole_text(pdf_of(blank))


def test_no_article_is_parted_from_its_text_and_the_signature_is_never_alone() -> None:
    content = samples.decision()
    for extra in range(26):
        more = Article("Việc khác", ("Thêm một dòng.",) * (1 + extra))
        grown = replace(content, articles=(*content.articles[:3], more, content.articles[3]))
        pages = pages_of_text(pdf_of(grown))
        assert "kể từ ngày ký./." in pages[-1] and "PHÓ GIÁM ĐỐC" in pages[-1]
        for page in pages:
            assert (
                not page.split("Mã kiểm tra")[0].rstrip().endswith(("QUYẾT ĐỊNH:", "Việc khác", "thi hành"))
            )


def test_a_stored_decision_draws_the_same_bytes() -> None:
    content = samples.decision(units=9)
    assert pdf_of(type(content).from_json(content.to_json())) == pdf_of(content)


def test_the_head_of_an_agency_decides_under_the_agency_s_symbol() -> None:
    assert authority_in_text("SỞ Y TẾ TỈNH LẠNG SƠN", "Lạng Sơn") == "Giám đốc Sở Y tế tỉnh Lạng Sơn"
    assert authority_in_text("ỦY BAN NHÂN DÂN TỈNH", "").startswith("Chủ tịch Ủy ban nhân dân tỉnh")
    assert authority_in_text("Công an tỉnh", "") == "Thủ trưởng Công an tỉnh"
    assert issuing_symbol("KH-SYT", DocumentKind.DECISION, "management") == "QĐ-SYT"


def test_a_plan_of_several_teams_names_the_team_in_the_title() -> None:
    assert decision_title("management", "kiểm tra năm 2026", "") == "Về việc thành lập Đoàn kiểm tra năm 2026"
    assert decision_title("establishment", "kiểm tra năm 2026", "Đội số 2").endswith(
        "Đội số 2 để kiểm tra năm 2026"
    )
