"""Giấy mời as PDF."""

from __future__ import annotations

from reports.adapters.pdf.outline import drawn
from reports.domain.invitation_document import InvitationDocument
from reports.domain.outlines.invitation import invitation_outline


def render_invitation(content: InvitationDocument) -> bytes:
    """The invitation as the bytes of a PDF; the same content always gives the same bytes."""
    return drawn(content.letterhead, invitation_outline(content))
