"""Aggregates only: free text that looks like a person is questioned before it is saved.

The programme counts people who are stigmatised; the system holds numbers, never a record of a person
(Luật 91/2025/QH15 on personal data; Pháp lệnh 10/2003 Điều 21). These patterns warn, a person decides.
"""

from __future__ import annotations

import re

from audit.kernel.i18n import _
from audit.kernel.text import nfc, search_key

_IDENTITY = re.compile(r"(?<![\d.,/])(?:\d{12}|\d{9})(?![\d.,/]\d|\d)")
_PHONE = re.compile(r"(?<![\d.,/])(?:\+?84|0)(?:[ .]?\d){9}(?!\d)")
_PAPERS = re.compile(r"\b(?:cccd|cmnd|can cuoc cong dan|chung minh nhan dan|so dinh danh|ho chieu)\b")
_BIRTH = re.compile(r"\b(?:sinh nam|sinh ngay|ngay sinh)\s*:?\s*\d")
_HEALTH = re.compile(r"\b(?:hiv|aids|giang mai|lau|duong tinh|benh lay truyen qua duong tinh duc)\b")
_SURNAMES = "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Nông|Hà|Vi|Lương|Triệu"
_NAME = re.compile(rf"\b(?:{_SURNAMES})(?:\s+[A-ZÀ-ỸĐ][a-zà-ỹđ]+){{1,4}}\b")


def personal_data_warnings(text: str) -> list[str]:
    """What in ``text`` looks like personal data, in words for the screen; empty when nothing does.

    Looks for identity numbers (9 or 12 digits), telephone numbers, identity papers, birth dates, and a
    Vietnamese name in the same sentence as a health word. Linear in the length of the text.
    """
    composed = nfc(text)
    folded = search_key(composed)
    found: list[str] = []
    if _IDENTITY.search(composed):
        found.append(str(_("dãy số giống số định danh cá nhân")))
    if _PHONE.search(composed):
        found.append(str(_("số điện thoại")))
    if _PAPERS.search(folded) or _BIRTH.search(folded):
        found.append(str(_("giấy tờ tùy thân hoặc năm sinh")))
    for sentence in re.split(r"[.;\n]", composed) if _NAME.search(composed) else ():
        if _NAME.search(sentence) and _HEALTH.search(search_key(sentence)):
            found.append(str(_("họ tên đi cùng thông tin sức khỏe")))
            break
    return found
