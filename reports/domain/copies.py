"""What a copy of an issued document says of itself: the original is the PDF."""

from __future__ import annotations


def copy_lines(state: str, pdf_sha256: str) -> tuple[str, ...]:
    """Lines for the foot of a copy; a draft is a text to work on and needs none."""
    if state == "draft":
        return ()
    original = f"Bản để tham khảo; văn bản ban hành là tệp PDF có mã SHA-256 {pdf_sha256}."
    return (original, "Văn bản đã bị thu hồi.") if state == "withdrawn" else (original,)
