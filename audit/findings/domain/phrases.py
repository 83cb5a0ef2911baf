"""Canned phrases for findings and recommendations: plain text, by kind and item, each with its days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.text import search_key, tidy
from audit.kernel.validity import check_period


class PhraseKind(StrEnum):
    STRENGTH = "strength"
    SHORTCOMING = "shortcoming"
    CAUSE = "cause"
    EFFECT = "effect"
    RECOMMENDATION = "recommendation"


PHRASE_KINDS: dict[PhraseKind, str] = {
    PhraseKind.STRENGTH: _("Ưu điểm"),
    PhraseKind.SHORTCOMING: _("Tồn tại, hạn chế"),
    PhraseKind.CAUSE: _("Nguyên nhân"),
    PhraseKind.EFFECT: _("Hệ quả, tác động"),
    PhraseKind.RECOMMENDATION: _("Kiến nghị"),
}
NAME_LENGTH, TEXT_LENGTH, ITEM_LENGTH = 120, 2000, 60


@dataclass(frozen=True, slots=True)
class PhraseValues:
    """What an administrator writes of a phrase; ``item_code`` is "" for every item."""

    kind: str
    name: str
    text: str
    item_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def cleaned(self) -> PhraseValues:
        """The same as it is stored; :class:`Invalid` names the first field that cannot be right."""
        values = replace(
            self,
            name=" ".join(tidy(self.name).split()),
            text=tidy(self.text),
            item_code=tidy(self.item_code),
        )
        if values.kind not in PHRASE_KINDS:
            raise Invalid("unknown_kind", _("Loại câu mẫu không hợp lệ."), "kind")
        for field, most in (("name", NAME_LENGTH), ("text", TEXT_LENGTH), ("item_code", ITEM_LENGTH)):
            if len(getattr(values, field)) > most:
                raise Invalid("too_long", _("Nội dung quá dài (tối đa %(n)s ký tự).", n=most), field)
        for field in ("name", "text"):
            if not getattr(values, field):
                raise Invalid("field_missing", _("Chưa nhập nội dung này."), field)
        check_period(values.valid_from, values.valid_to)
        return values

    @property
    def search_key(self) -> str:
        """Name and text without marks, a space before each word."""
        return f" {search_key(f'{self.name} {self.text}')}"
