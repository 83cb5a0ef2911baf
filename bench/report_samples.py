"""What the report benchmark draws: the same words, tables, bars, map and photos on every run."""

from __future__ import annotations

import hashlib
import io
import math
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

from PIL import Image, ImageDraw

from maps.adapters.svg_map import PrintArea, PrintClass, svg_map
from maps.domain.classes import Measure, classes_of
from reports.domain.findings_report import (
    MAP_HIGH,
    MAP_WIDE,
    AnswerRow,
    AnswerSection,
    FindingsReport,
    Photo,
    UnitAnnex,
    VisitedUnit,
)
from reports.domain.letterhead import Clause, Letterhead, Signatory

SEED = 2026
ROWS = 400
PHOTOS = 20
UNITS = 24
COMMUNES_ACROSS, COMMUNES_DOWN = 8, 8
PARAGRAPHS = 12
_TEXT = (
    "công tác quản lý nhà nước về phòng chống mại dâm được triển khai đồng bộ từ tỉnh đến cơ sở các đơn vị "
    "đã xây dựng kế hoạch phân công rõ trách nhiệm phối hợp tuyên truyền kiểm tra cơ sở kinh doanh dịch vụ "
    "báo cáo thống kê đầy đủ đúng thời hạn tuy nhiên số liệu giữa báo cáo và thực tế còn chênh lệch"
)
WORDS = _TEXT.split()


def sentence(chance: random.Random, count: int) -> str:
    """So many words of plausible Vietnamese, as one sentence."""
    return " ".join(chance.choice(WORDS) for _word in range(count)).capitalize() + "."


def photo(seed: int) -> bytes:
    """A JPEG of 1600 × 1200 pixels and a few hundred KiB, the same for the same seed."""
    chance = random.Random(seed)
    noise = Image.frombytes("RGB", (200, 150), chance.randbytes(200 * 150 * 3))
    image = noise.resize((1600, 1200), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _shape in range(20):
        x, y = chance.randrange(1500), chance.randrange(1100)
        draw.rectangle((x, y, x + 200, y + 150), fill=(chance.randrange(256), 120, 90))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def photos(count: int = PHOTOS) -> dict[str, bytes]:
    """So many photos by their SHA-256."""
    made = (photo(SEED + number) for number in range(count))
    return {hashlib.sha256(data).hexdigest(): data for data in made}


def province_map(family: str) -> str:
    """The printed map of a province of 64 communes with crooked borders, letters of this family."""
    chance = random.Random(SEED)
    classes = classes_of(Measure.SCORE)

    def border(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
        """The same points from either end, so that neighbours share their border."""
        points = []
        for step in range(60):
            t = step / 60
            bend = 0.012 * math.sin(40 * (x0 + x1) + 31 * (y0 + y1) + 17 * t) * math.sin(math.pi * t)
            points.append((x0 + (x1 - x0) * t + bend, y0 + (y1 - y0) * t + bend))
        return points

    areas = []
    for number in range(COMMUNES_ACROSS * COMMUNES_DOWN):
        x, y = 106.0 + 0.1 * (number % COMMUNES_ACROSS), 21.3 + 0.1 * (number // COMMUNES_ACROSS)
        below, right = border(x, y, x + 0.1, y), border(x + 0.1, y, x + 0.1, y + 0.1)
        above, left = border(x, y + 0.1, x + 0.1, y + 0.1), border(x, y, x, y + 0.1)
        ring = [*below, *right, (x + 0.1, y + 0.1), *above[:0:-1], *left[:0:-1]]
        which = 0 if chance.random() < 0.5 else chance.randrange(len(classes))
        areas.append(PrintArea(f"Xã {WORDS[number].capitalize()}", which, [ring], (x, y), 100.0))
    shown = [
        PrintClass(c.key, c.fill, c.pattern.value, c.ink, sum(area.cls == i for area in areas))
        for i, c in enumerate(classes)
    ]
    return svg_map(
        areas, shown, width=MAP_WIDE, height=MAP_HIGH, title="Điểm lần kiểm tra gần nhất", font=family
    )


def answers(chance: random.Random, count: int) -> tuple[AnswerRow, ...]:
    """Rows of a checklist, as an annex shows them."""
    return tuple(
        AnswerRow(
            number=str(number),
            item=sentence(chance, chance.randrange(3, 7)),
            reported=f"{chance.randrange(1, 90)} lần",
            observed=f"{chance.randrange(1, 90)} lần",
            legal_basis=f"Mục II.{number % 5 + 1}, KH 53",
            indicator=f"{number % 9 + 1}.{number % 4 + 1}",
            note=sentence(chance, 2) if number % 4 == 0 else "",
        )
        for number in range(1, count + 1)
    )


def visited(chance: random.Random, count: int) -> tuple[VisitedUnit, ...]:
    """Units with their findings and scores, for the tables and the bars."""
    return tuple(
        VisitedUnit(
            f"Xã Số {number}",
            (date(2026, 9, 5),),
            total=Decimal(chance.randrange(30, 100)),
            strengths=chance.randrange(4),
            high=chance.randrange(3),
            medium=chance.randrange(5),
            low=chance.randrange(6),
        )
        for number in range(1, count + 1)
    )


def content(digests: list[str], *, annexes: int = 1, rows: int = ROWS) -> FindingsReport:
    """A report with tables, two charts and a map; in each annex a checklist and its share of the photos."""
    chance = random.Random(SEED)
    share = len(digests) // annexes
    return FindingsReport(
        letterhead=Letterhead(
            parent_agency="UBND TỈNH LẠNG SƠN",
            agency="SỞ Y TẾ",
            symbol="BC-SYT",
            type_name="BÁO CÁO",
            summary="Kết quả kiểm tra công tác quản lý nhà nước về phòng, chống mại dâm năm 2026",
            prepared_on=date(2026, 9, 28),
            place="Lạng Sơn",
            signatory=Signatory("PHÓ GIÁM ĐỐC", "Lương Thị Hồng Ánh", ("KT. GIÁM ĐỐC",)),
            recipients=("Như trên", "Lưu: VT, PCTNXH"),
        ),
        opening=tuple(sentence(chance, 90) for _paragraph in range(PARAGRAPHS)),
        period="Từ ngày 05/9/2026 đến ngày 10/9/2026.",
        composition=("Lãnh đạo Sở Y tế, Trưởng đoàn.",),
        units=visited(chance, UNITS),
        results=(Clause("Kết quả chung", tuple(sentence(chance, 70) for _point in range(PARAGRAPHS))),),
        annexes=tuple(
            UnitAnnex(
                unit=f"Xã Số {number + 1}",
                sections=(AnswerSection("", answers(chance, rows)),),
                photos=tuple(
                    Photo(digest, sentence(chance, 8))
                    for digest in digests[number * share : (number + 1) * share]
                ),
                landscape=False,
            )
            for number in range(annexes)
        ),
        charts=True,
        map_svg=province_map("tinos"),
    )


def provincial(digests: list[str]) -> FindingsReport:
    """The report of a province: an annex with a checklist and photos for each of its units."""
    return content(digests, annexes=UNITS, rows=90)


def tiny() -> FindingsReport:
    """A report of one page, drawn first so that imports are not counted."""
    return replace(content([], rows=1), opening=("Mở đầu.",), units=(), annexes=(), results=(), map_svg="")


def wide_table() -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Titles and rows of a register of 3,321 communes in six columns."""
    chance = random.Random(SEED)
    titles = ("STT", "Xã, phường", "Tỉnh", "Ngày", "Kết quả", "Ghi chú")
    rows = [
        (
            str(number),
            sentence(chance, 3).rstrip("."),
            sentence(chance, 2).rstrip("."),
            f"{number % 28 + 1:02d}/9/2026",
            sentence(chance, chance.randrange(3, 9)),
            sentence(chance, 2) if number % 4 == 0 else "",
        )
        for number in range(1, 3322)
    ]
    return titles, rows
