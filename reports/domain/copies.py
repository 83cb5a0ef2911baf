"""What a copy of an issued document says of itself: the original is the PDF."""

from __future__ import annotations

from reports.domain.check_codes import shown_code

_OUT_OF_FORCE = {"withdrawn": "Văn bản đã bị thu hồi.", "replaced": "Văn bản đã được thay thế."}


def copy_lines(state: str, pdf_sha256: str, check_code: str = "") -> tuple[str, ...]:
    """Lines for the foot of a copy, with the code by which anybody can check the original; a draft is a text
    to work on and needs none."""
    if state == "draft":
        return ()
    code = f", mã kiểm tra {shown_code(check_code)}" if check_code else ""
    original = f"Bản để tham khảo; văn bản ban hành là tệp PDF có mã SHA-256 {pdf_sha256}{code}."
    return (original, _OUT_OF_FORCE[state]) if state in _OUT_OF_FORCE else (original,)
