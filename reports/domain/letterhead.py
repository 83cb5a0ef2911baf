"""Head and foot that every official document shares: agencies, number, title, signer, recipients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.domain.content import Part
from reports.domain.dates import BLANK, long_date, place_and_date
from reports.domain.numbering import padded

# Decree 30/2020/NĐ-CP, annex I, elements 1 and 9.
STATE: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
DEAR: Final = "Kính gửi: "
RECIPIENTS: Final = "Nơi nhận:"


@dataclass(frozen=True)
class Signatory(Part):
    """Who signs: authority lines and position in the decree's elements 7a, the name alone in 7b.

    ``authority`` holds the lines before the position as they are printed ("TM. ỦY BAN NHÂN DÂN",
    "KT. GIÁM ĐỐC"); ``name`` carries no title or degree (Decree 30/2020/NĐ-CP).
    """

    position: str
    name: str = ""
    authority: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines above the signature, upper case, empty ones left out."""
        return tuple(line.strip().upper() for line in (*self.authority, self.position) if line.strip())


@dataclass(frozen=True)
class Letterhead(Part):
    """Elements 2 to 9 of Decree 30/2020/NĐ-CP, common to plans, minutes and reports.

    ``symbol`` is what follows the number ("KH-SYT"). Without ``number`` or ``issued_on`` their place is
    left blank: the registry office writes them after signing. ``prepared_on`` is the day the content was
    frozen; it dates the file. ``draft_label`` ("DỰ THẢO", "DỰ THẢO LẦN 2") marks a text sent for comments.
    ``agency_name`` is the agency in ordinary letters ("Sở Y tế tỉnh Lạng Sơn"), for use inside a sentence.
    ``check_code`` and ``check_address`` say how anybody can ask whether the document is genuine; a draft has
    neither, and no address is known where the outside cannot reach the system. ``replaces`` names the
    document whose place this one takes ("Kế hoạch số 05/KH-SYT ngày 05 tháng 9 năm 2025").
    """

    parent_agency: str
    agency: str
    symbol: str
    type_name: str
    summary: str
    prepared_on: date
    place: str = ""
    number: int | None = None
    issued_on: date | None = None
    draft_month: int | None = None
    draft_year: int | None = None
    draft_label: str = ""
    addressees: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    signatory: Signatory | None = None
    recipients: tuple[str, ...] = ()
    agency_name: str = ""
    check_code: str = ""
    check_address: str = ""
    replaces: str = ""

    @property
    def number_line(self) -> str:
        """``Số: 05/KH-SYT``, or ``Số:      /KH-SYT`` while the number is not given."""
        number = padded(self.number) if self.number is not None else BLANK[:-1]
        return f"Số: {number}/{self.symbol}"

    @property
    def place_and_date(self) -> str:
        """``Lạng Sơn, ngày 05 tháng 9 năm 2025`` with blanks for what is not known."""
        return place_and_date(self.place, self.issued_on, month=self.draft_month, year=self.draft_year)

    @property
    def reference(self) -> str:
        """How an annex names its document: ``Báo cáo số 12/BC-SYT ngày 05 tháng 9 năm 2025 của …``."""
        kind = self.type_name.strip().capitalize()
        number = padded(self.number) if self.number is not None else BLANK[:-1]
        if self.issued_on is not None:
            day = long_date(self.issued_on)
        else:
            day = place_and_date("", None, month=self.draft_month, year=self.draft_year).lstrip(", ")
        day = day.replace(" ", "\u00a0")  # a date is not broken over two lines
        return f"{kind} số {number}/{self.symbol} {day} của {self.agency_in_text}"

    @property
    def replacing_line(self) -> str:
        """What stands under the title of a document that replaces another; "" for others."""
        return f"(Thay thế {self.replaces})" if self.replaces else ""

    @property
    def agency_in_text(self) -> str:
        """The issuing agency as written inside a sentence; upper case cannot be undone by rule."""
        return self.agency_name or self.agency

    @property
    def dated(self) -> date:
        """The day the file bears: the day of issue, else the day the content was frozen."""
        return self.issued_on or self.prepared_on


@dataclass(frozen=True)
class Clause(Part):
    """A numbered clause ("1. Mục đích") and what stands under it.

    ``run_in`` puts the first paragraph on the heading's line ("2. Yêu cầu: Các đơn vị …"); ``marker`` is
    "" for plain paragraphs, "-" for dashes, "a" for points lettered a), b), c), d), đ) …; ``note`` is set
    in italics inside brackets after the last paragraph.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    marker: str = "-"
    run_in: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.marker not in ("", "-", "a"):
            raise ValueError("the marker of a clause is empty, a dash or the letter a")
