"""Names and sentences that documents share: kinds and states on screen, roles, agencies inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from audit.inspections.domain.minutes import ROLE_ORDER, TEAM_ROLES, TYPE_NAME, lowered
from reports.domain.numbering import padded

__all__ = [
    "ROLE_ORDER",
    "TEAM_ROLES",
    "TYPE_NAMES",
    "TYPE_SYMBOLS",
    "DocumentKind",
    "DocumentState",
    "agency_in_text",
    "authority_in_text",
    "authority_lines",
    "enumeration",
    "issuing_symbol",
    "kept_together",
    "lines_of",
    "lowered",
    "one_line_authority",
    "team_in_text",
    "without_type",
]


_RANGE = re.compile(r"(\d{4}) - (\d{4})")


class DocumentKind(StrEnum):
    PLAN = "plan"
    MINUTES = "minutes"
    FINDINGS_REPORT = "findings_report"
    DECISION = "decision"
    ANNOUNCEMENT = "announcement"
    CONCLUSION = "conclusion"
    FOLLOW_UP = "follow_up"
    INVITATION = "invitation"
    CHECKLIST_ANNEX = "checklist_annex"
    PERIODIC_REPORT = "periodic_report"
    REVIEW_PLAN = "review_plan"
    TASK_TABLE = "task_table"


class DocumentState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


TYPE_NAMES = {
    DocumentKind.PLAN: "KẾ HOẠCH",
    DocumentKind.MINUTES: TYPE_NAME,
    DocumentKind.FINDINGS_REPORT: "BÁO CÁO",
    DocumentKind.DECISION: "QUYẾT ĐỊNH",
    DocumentKind.ANNOUNCEMENT: "THÔNG BÁO",
    # "Kết luận" is not a type of the decree: a conclusion is issued as an announcement.
    DocumentKind.CONCLUSION: "THÔNG BÁO",
    DocumentKind.FOLLOW_UP: "BÁO CÁO",
    DocumentKind.INVITATION: "GIẤY MỜI",
    DocumentKind.CHECKLIST_ANNEX: "PHỤ LỤC",
    DocumentKind.PERIODIC_REPORT: "BÁO CÁO",
    DocumentKind.REVIEW_PLAN: "KẾ HOẠCH",
    # An annex of the programme: it is cited, and numbered, as that plan.
    DocumentKind.TASK_TABLE: "KẾ HOẠCH",
}
# Decree 30/2020/NĐ-CP, annex III: abbreviations of the types.
TYPE_SYMBOLS = {
    DocumentKind.PLAN: "KH",
    DocumentKind.MINUTES: "BB",
    DocumentKind.FINDINGS_REPORT: "BC",
    DocumentKind.DECISION: "QĐ",
    DocumentKind.ANNOUNCEMENT: "TB",
    DocumentKind.CONCLUSION: "TB",
    DocumentKind.FOLLOW_UP: "BC",
    DocumentKind.INVITATION: "GM",
    # No type of the decree: it goes with the minutes of the team.
    DocumentKind.CHECKLIST_ANNEX: "PL",
    DocumentKind.PERIODIC_REPORT: "BC",
    DocumentKind.REVIEW_PLAN: "KH",
    DocumentKind.TASK_TABLE: "KH",
}


def lines_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a long text, one a line, without leading dashes, empty ones left out."""
    return tuple(bare for line in text.splitlines() if (bare := line.strip().lstrip("-–•").strip()))


def authority_lines(text: str) -> tuple[str, ...]:
    """The lines above the signer's position: "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH" is two."""
    return lines_of(text.replace("/", "\n"))


def one_line_authority(text: str) -> str:
    """The same lines parted by slashes, as the one line that a draft is filled in with."""
    return " / ".join(authority_lines(text))


def issuing_symbol(plan_symbol: str, kind: DocumentKind, plan_kind: str) -> str:
    """The symbol a document of this kind bears beside its plan: "KH-SYT" gives "BC-SYT".

    Minutes are the team's own (BB-ĐKT; BB-ĐKTLN for Đội 178): a body that signs under its own name keeps
    its own series of numbers (Decree 30/2020/NĐ-CP Điều 15).
    """
    if kind is DocumentKind.PLAN:
        return plan_symbol
    if kind in (DocumentKind.MINUTES, DocumentKind.CHECKLIST_ANNEX):
        return f"{TYPE_SYMBOLS[kind]}-{'ĐKTLN' if plan_kind == 'establishment' else 'ĐKT'}"
    _type, dash, issuer = plan_symbol.partition("-")
    return f"{TYPE_SYMBOLS[kind]}-{issuer}" if dash else f"{TYPE_SYMBOLS[kind]}-{plan_symbol}"


def kept_together(text: str) -> str:
    """The text with no-break spaces where a typist would not let a line end: "mại dâm", "2021 - 2025"."""
    return _RANGE.sub("\\1\u00a0-\u00a0\\2", text).replace("mại dâm", "mại\u00a0dâm")


def without_type(title: str) -> str:
    """The subject of a plan inside a sentence: without a leading "Kế hoạch", first letter small."""
    bare = title.strip()
    if bare.casefold().startswith("kế hoạch "):
        bare = bare[len("kế hoạch ") :]
    return lowered(bare)


def agency_in_text(agency: str, place: str) -> str:
    """The issuing agency inside a sentence: one written in capitals ("SỞ Y TẾ TỈNH LẠNG SƠN") is set in
    ordinary letters, the first word after "Sở" and the place with a capital."""
    if not agency.isupper():
        return agency
    text = agency.lower()
    if place and text.endswith(place.lower()):
        text = text[: -len(place)] + place
    if text.startswith("sở "):
        text = "sở " + text[3:4].upper() + text[4:]
    return text[:1].upper() + text[1:]


def authority_in_text(agency: str, place: str) -> str:
    """Who decides for an agency: ``Giám đốc Sở Y tế tỉnh Lạng Sơn``, ``Chủ tịch Ủy ban nhân dân tỉnh …``.

    In an individual decision the head of the agency is the authority (Decree 30/2020/NĐ-CP, form 1.2).
    """
    named = agency_in_text(agency, place)
    for start, office in (("sở ", "Giám đốc"), ("ủy ban nhân dân", "Chủ tịch")):
        if named.casefold().startswith(start):
            return f"{office} {named}"
    return f"Thủ trưởng {named}"


def team_in_text(name: str, decision_number: str, decision_day: str) -> str:
    """A team with the decision that set it up: "Đoàn số 1 (Quyết định số 45/QĐ-SYT ngày 05/9/2026)"."""
    if not decision_number:
        return name
    day = f" ngày {decision_day}" if decision_day else ""
    return f"{name} (Quyết định số {decision_number}{day})"


def enumeration(names: Sequence[str], *, limit: int = 12) -> str:
    """Names joined by commas with "và" before the last; beyond ``limit`` the rest is counted."""
    if len(names) > limit:
        return f"{', '.join(names[:limit])} và {padded(len(names) - limit)} đơn vị khác"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} và {names[-1]}"
