"""The named styles of a document: a typist who changes one changes every line of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from reports.adapters.docx.xml import tag, twips

FONT: Final = "Times New Roman"
LANGUAGE: Final = "vi-VN"
BODY: Final = 14.0
# Decree 30/2020/NĐ-CP, annex I: first line 1 or 1.27 cm, at least 6 pt between paragraphs, line spacing
# between single and one and a half. Lines are as high as in the PDF.
INDENT: Final = 12.7
SPACING: Final = 6.0
LEADING: Final = 18 / 14
TIGHT: Final = 1.2


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs: sizes and spacing in points, indents in millimetres, ``leading`` a share of
    the size that a line takes at least."""

    key: str
    name: str
    size: float = BODY
    face: str = ""
    align: str = "center"
    leading: float = TIGHT
    before: float = 0.0
    after: float = 0.0
    first: float = 0.0
    left: float = 0.0
    hang: float = 0.0
    keep: bool = False
    outline: int | None = None


_TEXT: Final = {"align": "both", "leading": LEADING, "before": SPACING, "first": INDENT}
STYLES: Final = (
    Style("QuocHieu", "Quốc hiệu", 13, "B"),
    Style("TieuNgu", "Tiêu ngữ", 14, "B"),
    Style("CoQuanChuQuan", "Cơ quan chủ quản", 13),
    Style("TenCoQuan", "Tên cơ quan", 13, "B"),
    Style("SoKyHieu", "Số ký hiệu", 13, leading=14 / 13 * TIGHT),
    Style("DiaDanh", "Địa danh ngày tháng", 14, "I"),
    Style("DuThao", "Dấu dự thảo", 12, "B", leading=1.4, before=SPACING),
    Style("TenLoai", "Tên loại", face="B", leading=LEADING, before=17, keep=True, outline=0),
    Style("TrichYeu", "Trích yếu", face="B", leading=LEADING, keep=True),
    Style("ThayThe", "Văn bản được thay thế", face="I", leading=LEADING, after=SPACING),
    Style("KinhGui", "Kính gửi", leading=LEADING),
    Style("NoiGuiDen", "Nơi gửi đến", align="left", leading=LEADING, left=45),
    Style("DongGiua", "Dòng giữa", face="B", leading=LEADING, after=SPACING, keep=True),
    Style("CanCu", "Căn cứ", face="I", **_TEXT),  # type: ignore[arg-type]
    Style("NoiDung", "Nội dung", **_TEXT),  # type: ignore[arg-type]
    Style("Muc", "Mục", face="B", keep=True, outline=0, **_TEXT),  # type: ignore[arg-type]
    Style("Khoan", "Khoản", face="B", keep=True, outline=1, **_TEXT),  # type: ignore[arg-type]
    Style("Diem", "Điểm", **_TEXT),  # type: ignore[arg-type]
    Style("TenBang", "Tên bảng", 13, "I", leading=LEADING, before=SPACING, after=3, keep=True),
    Style("DauBang", "Đầu bảng", 12, "B", keep=True),
    Style("OBang", "Ô bảng", 12, align="left"),
    Style("DauBang11", "Đầu bảng cỡ 11", 11, "B", keep=True),
    Style("OBang11", "Ô bảng cỡ 11", 11, align="left"),
    Style("DauBang10", "Đầu bảng cỡ 10", 10, "B", keep=True),
    Style("OBang10", "Ô bảng cỡ 10", 10, align="left"),
    Style("GhiChu", "Ghi chú", 12, "I", align="both", leading=LEADING, before=SPACING),
    Style("MaBanKy", "Mã bản ký", 11, "I", align="left", leading=LEADING, before=SPACING),
    Style("DongCham", "Dòng kẻ chấm", align="left", leading=LEADING, before=4.7),
    Style("ChucVu", "Chức vụ người ký", face="B", keep=True),
    Style("HuongDanKy", "Hướng dẫn ký", 12, "I", keep=True),
    Style("HoTen", "Họ tên người ký", face="B"),
    Style("ChucDanh", "Chức danh", 13),
    Style("GhiChuChuKy", "Ghi chú chữ ký", 10, "I"),
    Style("NoiNhan", "Nơi nhận", 12, "BI", align="left", leading=1.25, keep=True),
    Style("DanhSachNoiNhan", "Danh sách nơi nhận", 11, align="left", left=1.8, hang=1.8),
    Style("PhuLuc", "Phụ lục", face="B", leading=LEADING, keep=True, outline=0),
    Style("TenPhuLuc", "Tên phụ lục", face="B", leading=LEADING, keep=True),
    Style("KemTheo", "Kèm theo", face="I", leading=LEADING, after=2 * SPACING),
    Style("Anh", "Ảnh", 12, keep=True),
    Style("ChuThichAnh", "Chú thích ảnh", 12, "I", before=4),
    Style("Hinh", "Hình vẽ", 12, leading=1.0),
    Style("SoTrang", "Số trang", 13),
    Style("ChanTrang", "Chân trang", 8, "I", align="left"),
    # Holds a rule, or the end of a table or part, and takes no room.
    Style("DuongKe", "Đường kẻ", 1, leading=1.0),
)

BY_KEY: Final = {style.key: style for style in STYLES}


def write_styles(root: Any) -> None:
    """Replace what a new file knows of styles by those of the decree."""
    for child in list(root):
        root.remove(child)
    root.append(tag("w:docDefaults", None, tag("w:rPrDefault", None, _defaults()), tag("w:pPrDefault")))
    hidden = {"defLockedState": 0, "defUIPriority": 99, "defSemiHidden": 1, "defUnhideWhenUsed": 1}
    root.append(tag("w:latentStyles", {f"w:{name}": value for name, value in hidden.items()}))
    root.append(_built_in("paragraph", "Normal", "Normal"))
    root.append(_built_in("character", "DefaultParagraphFont", "Default Paragraph Font"))
    root.append(_built_in("table", "TableNormal", "Normal Table"))
    for style in STYLES:
        root.append(_written(style))


def _defaults() -> Any:
    fonts = {f"w:{name}": FONT for name in ("ascii", "hAnsi", "eastAsia", "cs")}
    return tag(
        "w:rPr",
        None,
        tag("w:rFonts", fonts),
        tag("w:sz", {"w:val": round(BODY * 2)}),
        tag("w:szCs", {"w:val": round(BODY * 2)}),
        tag("w:lang", {"w:val": LANGUAGE, "w:eastAsia": LANGUAGE, "w:bidi": "ar-SA"}),
    )


def _built_in(kind: str, key: str, name: str) -> Any:
    margins = ("w:tblCellMar", None, *(_side(side, 0) for side in ("top", "left", "bottom", "right")))
    return tag(
        "w:style",
        {"w:type": kind, "w:default": 1, "w:styleId": key},
        tag("w:name", {"w:val": name}),
        tag("w:qFormat") if kind == "paragraph" else None,
        tag("w:tblPr", None, tag("w:tblInd", {"w:w": 0, "w:type": "dxa"}), tag(*margins))
        if kind == "table"
        else None,
    )


def _side(name: str, wide: int) -> Any:
    return tag(f"w:{name}", {"w:w": wide, "w:type": "dxa"})


def _written(style: Style) -> Any:
    line = {"w:line": round(style.size * style.leading * 20), "w:lineRule": "atLeast"}
    if style.key == "DuongKe":
        line["w:lineRule"] = "exact"
    indents = {"w:left": twips(style.left)}
    if style.hang:
        indents["w:hanging"] = twips(style.hang)
    elif style.first:
        indents["w:firstLine"] = twips(style.first)
    return tag(
        "w:style",
        {"w:type": "paragraph", "w:customStyle": 1, "w:styleId": style.key},
        tag("w:name", {"w:val": style.name}),
        tag("w:basedOn", {"w:val": "Normal"}),
        tag("w:uiPriority", {"w:val": 1}),
        tag("w:qFormat"),
        tag(
            "w:pPr",
            None,
            tag("w:keepNext") if style.keep else None,
            tag("w:widowControl"),
            tag(
                "w:spacing", {"w:before": round(style.before * 20), "w:after": round(style.after * 20)} | line
            ),
            tag("w:ind", indents),
            tag("w:jc", {"w:val": style.align}),
            tag("w:outlineLvl", {"w:val": style.outline}) if style.outline is not None else None,
        ),
        tag(
            "w:rPr",
            None,
            tag("w:b") if "B" in style.face else None,
            tag("w:i") if "I" in style.face else None,
            tag("w:sz", {"w:val": round(style.size * 2)}),
            tag("w:szCs", {"w:val": round(style.size * 2)}),
        ),
    )
