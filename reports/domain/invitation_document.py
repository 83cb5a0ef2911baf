"""Content of an invitation to the closing meeting of a visit (Giấy mời)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from reports.domain.content import Content
from reports.domain.letterhead import Letterhead


@dataclass(frozen=True)
class InvitationDocument(Content):
    """Giấy mời: form 1.7 of Decree 30/2020/NĐ-CP. ``invited`` are the guests, ``purpose`` what they come to;
    what is not settled yet is left as dots to write on."""

    document: ClassVar[str] = "invitation"

    letterhead: Letterhead
    invited: tuple[str, ...]
    purpose: str
    contents: tuple[str, ...] = ()
    chaired_by: str = ""
    meets_at: datetime | None = None
    place: str = ""
    closing: str = ""
