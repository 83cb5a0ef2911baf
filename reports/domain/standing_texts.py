"""Standing texts of documents: legal bases, signers, recipients, symbols, sentences, each with its days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.text import tidy
from audit.kernel.validity import check_period
from reports.domain.heads import is_symbol
from reports.domain.wording import DocumentKind


class TextKind(StrEnum):
    LEGAL_BASIS = "legal_basis"
    SIGNER = "signer"
    RECIPIENT = "recipient"
    SYMBOL = "symbol"
    SENTENCE = "sentence"


# What a text of each kind may be for; "" is every kind of document. Legal bases go into new plans and from
# there into decisions; the symbol of a plan is written in the plan itself; minutes are signed by both sides.
_SIGNED_BY_BOTH = (DocumentKind.MINUTES, DocumentKind.CHECKLIST_ANNEX)
DOCUMENTS: dict[TextKind, tuple[str, ...]] = {
    TextKind.LEGAL_BASIS: (DocumentKind.PLAN,),
    TextKind.SIGNER: ("", *(kind for kind in DocumentKind if kind not in _SIGNED_BY_BOTH)),
    TextKind.RECIPIENT: ("", *DocumentKind),
    TextKind.SYMBOL: tuple(kind for kind in DocumentKind if kind is not DocumentKind.PLAN),
    TextKind.SENTENCE: tuple(kind for kind in DocumentKind if kind is not DocumentKind.PLAN),
}
LENGTHS: dict[TextKind, int] = {
    TextKind.LEGAL_BASIS: 1000,
    TextKind.SIGNER: 0,
    TextKind.RECIPIENT: 300,
    TextKind.SYMBOL: 60,
    TextKind.SENTENCE: 2000,
}
LONGEST = max(LENGTHS.values())
SIGNER_LENGTH, AGENCY_LENGTH, SOURCE_LENGTH, LAST_POSITION = 120, 300, 300, 9999
_SIGNER_FIELDS = ("signer_authority", "signer_position", "signer_name")
_INSPECTIONS = ("", "management", "establishment")


@dataclass(frozen=True, slots=True)
class TextValues:
    """What an administrator writes of a standing text.

    ``document_kind`` and ``inspection_kind`` are "" for all; ``agency`` is the issuing agency as plans write
    it, for symbols alone, "" for any. A slash parts the lines of ``signer_authority``.
    """

    text: str = ""
    document_kind: str = ""
    inspection_kind: str = ""
    agency: str = ""
    signer_authority: str = ""
    signer_position: str = ""
    signer_name: str = ""
    position: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def cleaned(self, kind: TextKind) -> TextValues:
        """The same as it is stored, without what a text of this kind does not have.

        :class:`Invalid` names the first field that cannot be right.
        """
        # A standing text is one line of print or one paragraph.
        words: dict[str, Any] = {
            field.name: " ".join(tidy(value).split())
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), str)
        }
        values = replace(self, **words)
        values = replace(values, text="") if kind is TextKind.SIGNER else _without_signer(values)
        if kind is not TextKind.SYMBOL:
            values = replace(values, agency="")
        _check_words(values, kind)
        if values.document_kind not in DOCUMENTS[kind] or values.inspection_kind not in _INSPECTIONS:
            raise Invalid("unknown_kind", _("Loại văn bản không hợp lệ."), "document_kind")
        if not 0 <= values.position <= LAST_POSITION:
            raise Invalid("bad_position", _("Thứ tự là số từ 0 đến %(n)s.", n=LAST_POSITION), "position")
        check_period(values.valid_from, values.valid_to)
        return values


def _without_signer(values: TextValues) -> TextValues:
    return replace(values, signer_authority="", signer_position="", signer_name="")


def _check_words(values: TextValues, kind: TextKind) -> None:
    longest = {**dict.fromkeys(_SIGNER_FIELDS, SIGNER_LENGTH), "text": LENGTHS[kind]}
    longest |= {"agency": AGENCY_LENGTH, "source": SOURCE_LENGTH}
    for name, most in longest.items():
        if len(getattr(values, name)) > most:
            raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=most), name)
    needed = ("signer_position", "signer_name") if kind is TextKind.SIGNER else ("text",)
    for name in needed:
        if not getattr(values, name):
            raise Invalid("field_missing", _("Chưa nhập nội dung này."), name)
    if kind is TextKind.SYMBOL and not is_symbol(values.text):
        raise Invalid("bad_symbol", _("Ký hiệu gồm chữ viết tắt và dấu gạch nối, ví dụ BC-SYT."), "text")


class Aimed(Protocol):
    """A text that is meant for some documents alone."""

    @property
    def document_kind(self) -> str: ...
    @property
    def inspection_kind(self) -> str: ...
    @property
    def agency(self) -> str: ...


A = TypeVar("A", bound=Aimed)


def same_agency(one: str, other: str) -> bool:
    """Whether two names are one agency: letters' case and spaces do not count."""
    return one.casefold().split() == other.casefold().split()


def closest(texts: Iterable[A], agency: str) -> A | None:
    """The text meant most closely for a document of ``agency``: by agency, then by kind of document, then by
    kind of inspection; the first among equals. Texts of another agency do not count."""
    fitting = [text for text in texts if not text.agency or same_agency(text.agency, agency)]
    return max(
        fitting,
        key=lambda text: (bool(text.agency), bool(text.document_kind), bool(text.inspection_kind)),
        default=None,
    )


def joined_recipients(standing: Sequence[str], of_plan: Sequence[str]) -> list[str]:
    """Standing recipients before those of the plan, each once; where the document is kept ("Lưu: …") stands
    last (Decree 30/2020/NĐ-CP, annex I), the plan's own only when no standing text says it."""
    lines: dict[str, str] = {}
    for line in (*standing, *of_plan):
        if not _is_file(line):
            lines.setdefault(line.strip().casefold().rstrip(";,."), line)
    kept = [line for line in standing if _is_file(line)] or [line for line in of_plan if _is_file(line)]
    return [*lines.values(), *kept]


def _is_file(line: str) -> bool:
    return line.strip().casefold().startswith("lưu")
