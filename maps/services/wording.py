"""The words of the map, in the language of the person who asks."""

from __future__ import annotations

from collections.abc import Mapping

from audit.inspections.services.words import VISIT_STATES
from audit.kernel.formats import vn_number
from audit.kernel.i18n import _
from maps.domain.classes import CommuneResult, Measure


def _plain(words: Mapping[str, str]) -> dict[str, str]:
    """Lazy texts as the strings they are now."""
    return {key: str(text) for key, text in words.items()}


def class_labels() -> dict[str, str]:
    """Words of every class of both measures, by key."""
    return _plain(
        {
            "not_visited": _("Chưa kiểm tra"),
            "no_score": _("Đã kiểm tra, chưa có điểm"),
            "score_85": _("Từ 85 điểm trở lên"),
            "score_70": _("Từ 70 đến dưới 85 điểm"),
            "score_50": _("Từ 50 đến dưới 70 điểm"),
            "score_0": _("Dưới 50 điểm"),
            "open_0": _("Không còn tồn tại"),
            "open_1": _("1–2 tồn tại"),
            "open_3": _("3–5 tồn tại"),
            "open_6": _("Từ 6 tồn tại trở lên"),
        }
    )


def measure_labels() -> dict[str, str]:
    """What the colours can show."""
    return _plain(
        {
            Measure.SCORE: _("Điểm lần kiểm tra gần nhất"),
            Measure.SHORTCOMINGS: _("Số tồn tại chưa khắc phục"),
        }
    )


def visit_labels() -> dict[str, str]:
    """States of a visit, in the words of its own pages."""
    return _plain({str(state): words for state, words in VISIT_STATES.items()})


def finding_labels() -> dict[str, str]:
    """Kinds and severities of findings, as symbols of the map."""
    return _plain(
        {
            "strength": _("Ưu điểm"),
            "low": _("Tồn tại nhẹ"),
            "medium": _("Tồn tại trung bình"),
            "high": _("Tồn tại nghiêm trọng"),
        }
    )


def establishment_labels() -> dict[str, str]:
    return _plain({"active": _("Đang hoạt động"), "closed": _("Đã ngừng hoạt động")})


def layer_titles() -> dict[str, str]:
    """Names of the layers, by key."""
    return _plain(
        {
            "visits": _("Buổi kiểm tra"),
            "findings": _("Ưu điểm, tồn tại"),
            "establishments": _("Cơ sở kinh doanh dịch vụ"),
        }
    )


def page_texts() -> dict[str, str]:
    """Words that the map's script shows."""
    return _plain(
        {
            "legend": _("Chú giải, lớp bản đồ"),
            "map_label": _(
                "Bản đồ kết quả kiểm tra; dùng phím mũi tên để di chuyển, phím + và - để phóng to, thu nhỏ"
            ),
            "loading": _("Đang tải bản đồ…"),
            "failed": _("Không tải được dữ liệu. Đề nghị mở lại trang."),
            "close": _("Đóng"),
            "zoom_in": _("Phóng to"),
            "zoom_out": _("Thu nhỏ"),
            "credit": _("Ranh giới trên bản đồ chỉ để tham khảo"),
            "circle_note": _("Hình tròn: xã chưa có ranh giới, diện tích hình tròn bằng diện tích xã."),
            "nowhere_note": _("{count} xã chưa rõ vị trí: chưa vẽ được, có trong bảng số liệu."),
            # Filled in by the map's script, hence not a gettext variable.
            "places": _("{count} mục tại đây"),
            "more": _("… và {count} mục khác"),
        }
    )


def score_text(score: float | None) -> str:
    """A score as it is read out: ``82,5 điểm``; empty when there is none."""
    return "" if score is None else str(_("%(score)s điểm", score=vn_number(round(score, 1))))


def value_text(measure: Measure, result: CommuneResult) -> str:
    """What is read out for a commune; empty when nothing is known."""
    if measure is Measure.SCORE:
        return score_text(result.score)
    if not result.visits and not result.open_shortcomings:
        return ""
    return str(
        _("%(n)s (nghiêm trọng %(high)s, trung bình %(medium)s, nhẹ %(low)s)",
          n=result.open_shortcomings, high=result.high, medium=result.medium, low=result.low)
    )  # fmt: skip


def value_title(measure: Measure) -> str:
    return str(_("Điểm")) if measure is Measure.SCORE else str(_("Tồn tại chưa khắc phục"))
