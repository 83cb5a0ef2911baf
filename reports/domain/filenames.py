"""Names of downloaded documents: readable in Vietnamese, with a plain fallback, and safe in a header."""

from __future__ import annotations

import re

from audit.kernel.text import nfc, search_key

_UNSAFE = re.compile(r"[^\w\-., ]+")
_PREFIXES = {
    "plan": "Kế hoạch",
    "minutes": "Biên bản",
    "findings_report": "Báo cáo",
    "decision": "Quyết định",
    "announcement": "Thông báo",
    "conclusion": "Thông báo",
    "follow_up": "Báo cáo",
    "invitation": "Giấy mời",
    "checklist_annex": "Phụ lục",
    "periodic_report": "Báo cáo",
    "review_plan": "Kế hoạch",
    "task_table": "Biểu phân công",
}


def vietnamese_name(
    kind: str, number: str, symbol: str, title: str, state: str, *, ending: str = ".pdf"
) -> str:
    """``Báo cáo 05-BC-SYT Kết quả kiểm tra ….pdf``: at most 121 characters, letters, digits and spaces."""
    mark = f"{number.zfill(2)}-{symbol}" if number else symbol
    head = "Dự thảo " + _PREFIXES[kind].lower() if state == "draft" else _PREFIXES[kind]
    words = _UNSAFE.sub(" ", nfc(f"{head} {mark} {title}"))
    return " ".join(words.split())[:116].strip(" .-,") + ending


def ascii_name(name: str) -> str:
    """The same without marks, for programs that read only ASCII."""
    stem, dot, ending = name.rpartition(".")
    bare = search_key(stem).encode("ascii", "ignore").decode()
    return (re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "van-ban") + dot + ending
