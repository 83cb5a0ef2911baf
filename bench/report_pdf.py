"""A report of some thirty pages by our engine and by Typst: time of both, and our peak memory.

The same content, fonts, sizes and paper on both sides: paragraphs, a table of 640 rows and seven columns
under a header of two rows, 24 photos. Both files are tagged and PDF/A-1b. Sides alternate; medians are
compared.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from reports.adapters.pdf.document import pdf_of
from reports.adapters.pdf.faces import FOLDER
from reports.domain.findings_report import (
    AnswerRow,
    AnswerSection,
    FindingsReport,
    Photo,
    UnitAnnex,
)
from reports.domain.letterhead import Clause, Letterhead, Signatory

SEED = 2026
ROWS = 640
PHOTOS = 24
PARAGRAPHS = 12
ROUNDS = 3
TIME_TARGET = 1.0
MEMORY_TARGET = 300.0
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


def photos() -> dict[str, bytes]:
    """The photos by their SHA-256."""
    made = (photo(SEED + number) for number in range(PHOTOS))
    return {hashlib.sha256(data).hexdigest(): data for data in made}


def content(digests: list[str]) -> FindingsReport:
    """The report, the same on every run."""
    chance = random.Random(SEED)
    rows = tuple(
        AnswerRow(
            number=str(number),
            item=sentence(chance, chance.randrange(3, 7)),
            reported=f"{chance.randrange(1, 90)} lần",
            observed=f"{chance.randrange(1, 90)} lần",
            legal_basis=f"Mục II.{number % 5 + 1}, KH 53",
            indicator=f"{number % 9 + 1}.{number % 4 + 1}",
            note=sentence(chance, 2) if number % 4 == 0 else "",
        )
        for number in range(1, ROWS + 1)
    )
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
        results=(Clause("Kết quả chung", tuple(sentence(chance, 70) for _point in range(PARAGRAPHS))),),
        annexes=(
            UnitAnnex(
                unit="Xã Đồng Đăng",
                sections=(AnswerSection("", rows),),
                photos=tuple(Photo(digest, sentence(chance, 8)) for digest in digests),
                landscape=False,
            ),
        ),
    )


TYPST = r"""
#let data = json("data.json")
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm), header-ascent: 6mm,
  header: context { if here().page() > 1 { align(center, text(13pt, counter(page).display())) } })
#set text(font: "Tinos", size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 12.7mm, all: true), leading: 8.8pt, spacing: 14.8pt)
#grid(columns: (1fr, 1.4fr), align: center,
  [#text(13pt, data.parent) \ #text(13pt, weight: "bold", data.agency)],
  [#text(13pt, weight: "bold")[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM] \ *Độc lập - Tự do - Hạnh phúc*])
#align(center)[*BÁO CÁO \ #data.summary*]
#for p in data.opening { par(p) }
#heading(outlined: true)[I. KHÁI QUÁT CHUNG]
#par(data.period)
#heading(outlined: true)[II. KẾT QUẢ ĐẠT ĐƯỢC]
#for p in data.results { par("- " + p) }
#align(right)[*KT. GIÁM ĐỐC \ PHÓ GIÁM ĐỐC \ #v(28mm) Lương Thị Hồng Ánh*]
#pagebreak()
#counter(page).update(1)
#align(center)[*Phụ lục \ KẾT QUẢ KIỂM TRA TẠI XÃ ĐỒNG ĐĂNG*]
#set par(justify: false, first-line-indent: 0pt, leading: 5.9pt)
#{
  set text(11pt)
  table(
    columns: (14fr, 72fr, 31fr, 31fr, 46fr, 18fr, 40fr),
    align: (center, left, center, center, left, center, left),
    stroke: 0.5pt, inset: (x: 3.7pt, y: 4.7pt),
    table.header(
      table.cell(rowspan: 2)[*STT*], table.cell(rowspan: 2)[*Nội dung kiểm tra*],
      table.cell(colspan: 2)[*Kết quả*], table.cell(colspan: 2)[*Căn cứ đối chiếu*],
      table.cell(rowspan: 2)[*Ghi chú*],
      [*Đơn vị báo cáo*], [*Đoàn ghi nhận*], [*Quy định*], [*Chỉ số*]),
    ..data.rows.flatten())
}
#grid(columns: (1fr, 1fr), gutter: 6mm, align: center,
  ..data.photos.map(p => [#image(p.at(0), height: 59mm) #text(12pt, style: "italic", p.at(1))]))
"""


def typst_folder(report: FindingsReport, files: dict[str, bytes], folder: Path) -> Path:
    """The same content as a Typst source with its data and photos."""
    annex = report.annexes[0]
    names = {digest: f"{digest}.jpg" for digest in files}
    for digest, data in files.items():
        (folder / names[digest]).write_bytes(data)
    rows = [
        [row.number, row.item, row.reported, row.observed, row.legal_basis, row.indicator, row.note]
        for row in annex.sections[0].answers
    ]
    values = {
        "parent": report.letterhead.parent_agency,
        "agency": report.letterhead.agency,
        "summary": report.letterhead.summary,
        "opening": report.opening,
        "period": report.period,
        "results": report.results[0].paragraphs,
        "rows": rows,
        "photos": [[names[p.sha256], f"Ảnh {n}. {p.caption}"] for n, p in enumerate(annex.photos, 1)],
    }
    (folder / "data.json").write_text(json.dumps(values, ensure_ascii=False), "utf-8")
    source = folder / "report.typ"
    source.write_text(TYPST, "utf-8")
    return source


def tiny() -> FindingsReport:
    """A report of one page, drawn first so that imports are not counted."""
    whole = content([])
    return replace(whole, opening=("Mở đầu.",), annexes=(), results=())


def measure(side: str) -> dict[str, float]:
    """Seconds and peak MiB of one report by ``ours`` or ``typst``, in this process; and its pages."""
    files = photos()
    report = content(list(files))
    with tempfile.TemporaryDirectory() as folder:
        make = _by_us(report, files) if side == "ours" else _by_typst(report, files, Path(folder))
        start = time.perf_counter()
        data = make()
        seconds = time.perf_counter() - start
    return {"seconds": seconds, "mebibytes": _peak_memory(), "pages": _pages(data)}


def _pages(data: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(data)).pages)


def _by_us(report: FindingsReport, files: dict[str, bytes]) -> Callable[[], bytes]:
    pdf_of(tiny(), {})
    return lambda: pdf_of(report, files)


def _by_typst(report: FindingsReport, files: dict[str, bytes], folder: Path) -> Callable[[], bytes]:
    import typst

    def make(folder: Path) -> bytes:
        # The same kind of file as ours: archival and tagged.
        options: dict[str, Any] = {"pdf_standards": ["a-1b"], "pdf_tags": True}
        source = str(folder / "report.typ")
        made = typst.compile(source, font_paths=[str(FOLDER)], ignore_system_fonts=True, **options)
        return bytes(made)

    typst_folder(report, files, folder)
    small = folder / "small"
    small.mkdir()
    (small / "report.typ").write_text('#set text(font: "Tinos")\nMở đầu.', "utf-8")
    make(small)
    return lambda: make(folder)


def _peak_memory() -> float:
    """Peak resident memory of this process in MiB.

    The kernel's ``VmHWM`` starts anew with the program; ``ru_maxrss`` would count the parent's too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_new_process(side: str) -> dict[str, float]:
    """One measurement in a process of its own: Typst remembers what it compiled before, and we must not
    be compared with a memory."""
    root = Path(__file__).resolve().parents[1]
    command = [sys.executable, "-m", "bench.report_pdf", side]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def run() -> list[dict[str, Any]]:
    """Rows of figures: seconds of ours and of Typst, and peak memory in MiB; prints each."""
    ours: list[dict[str, float]] = []
    theirs: list[dict[str, float]] = []
    for _round in range(ROUNDS):
        ours.append(_in_new_process("ours"))
        theirs.append(_in_new_process("typst"))
    mine, other = _median(ours, "seconds"), _median(theirs, "seconds")
    pages = f"{ours[0]['pages']:.0f} pages (Typst {theirs[0]['pages']:.0f})"
    title = f"report PDF, {pages}, {ROWS} rows, {PHOTOS} photos"
    rows = [
        _row(f"{title}: time", round(mine, 3), round(other, 3), "s", round(mine / other, 2), TIME_TARGET),
        _memory_row(f"{title}: peak memory", round(_median(ours, "mebibytes")), theirs),
    ]
    for row in rows:
        print(row)
    return rows


def _median(results: list[dict[str, float]], key: str) -> float:
    return statistics.median(result[key] for result in results)


def _memory_row(name: str, ours: float, theirs: list[dict[str, float]]) -> dict[str, Any]:
    other = round(_median(theirs, "mebibytes"))
    row = _row(name, ours, other, "MiB", round(ours / other, 2), MEMORY_TARGET)
    return {**row, "ok": ours <= MEMORY_TARGET}


def _row(name: str, ours: float, other: float, unit: str, ratio: float, target: float) -> dict[str, Any]:
    return {
        "name": name,
        "ours": ours,
        "other": other,
        "unit": unit,
        "ratio": ratio,
        "target": target,
        "ok": ratio <= target,
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        sys.exit(0 if all(row["ok"] for row in run()) else 1)
