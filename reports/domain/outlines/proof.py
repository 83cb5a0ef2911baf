"""The small lines under a document that tell its content from every other."""

from __future__ import annotations

from reports.domain.content import Content


def content_digest(content: Content) -> str:
    """The digest of the content as it is printed."""
    return f"Mã kiểm tra nội dung (SHA-256): {content.snapshot_sha256}"
