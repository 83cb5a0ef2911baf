"""Documents as PDF: ours against WeasyPrint, Typst and fpdf2's own table, and our memory as they grow.

The same content, fonts, sizes and paper on every side: paragraphs, tables, two charts of bars, a map, photos.
Our file is always tagged and PDF/A-1b, and so are WeasyPrint's and Typst's; Typst also runs untagged, which
is less work than ours does. Sides alternate, each in a process of its own; medians are compared.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import report_html, report_typst
from bench.report_samples import (
    PHOTOS,
    ROWS,
    UNITS,
    content,
    photos,
    province_map,
    provincial,
    tiny,
    wide_table,
)
from reports.adapters.pdf.canvas import Canvas
from reports.adapters.pdf.document import pdf_of
from reports.adapters.pdf.faces import FILES, FOLDER, MM_PER_POINT
from reports.adapters.pdf.table import table
from reports.domain.tables import Column, one_row

ROUNDS = 3
WEASYPRINT_TARGET = 0.1
TYPST_TARGET = 1.0
TYPST_TAGGED_TARGET = 1.5
TABLE_TARGET = 0.1
GROWN = 10
GROWN_TARGET = 3.0
LONG_PAGES = 100
LONG_SECONDS = 10.0
SHARES = (12, 34, 22, 24, 53, 20)
CELL_SIZE = 11.0

Made = Callable[[], bytes]


def measure(side: str) -> dict[str, float]:
    """Seconds and peak MiB of one file by this side, in this process; and its pages."""
    with tempfile.TemporaryDirectory() as folder:
        make = SIDES[side](Path(folder))
        start = time.perf_counter()
        data = make()
        seconds = time.perf_counter() - start
    # Before anything reads the file: that would count as the maker's memory.
    memory = _peak_memory()
    return {"seconds": seconds, "mebibytes": memory, "pages": _pages(data)}


def _pages(data: bytes) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(data)).pages)


def _ours(_folder: Path) -> Made:
    files = photos()
    report = content(list(files))
    pdf_of(tiny(), {})
    return lambda: pdf_of(report, files)


def _ours_grown(_folder: Path) -> Made:
    files = photos(PHOTOS * GROWN)
    report = content(list(files), annexes=GROWN)
    pdf_of(tiny(), {})
    return lambda: pdf_of(report, files)


def _ours_long(_folder: Path) -> Made:
    files = photos(UNITS * 2)
    report = provincial(list(files))
    pdf_of(tiny(), {})
    return lambda: pdf_of(report, files)


def _typst(folder: Path, *, tagged: bool) -> Made:
    files = photos()
    report_typst.write_source(content(list(files)), files, province_map("Tinos"), folder)
    report_typst.warmed(folder)
    return lambda: report_typst.compiled(folder, tagged=tagged)


def _weasyprint(folder: Path) -> Made:
    files = photos()
    html = report_html.html_of(content(list(files)), files, province_map("Tinos"), folder)
    report_html.printed("<p>Mở đầu.</p>", folder)
    return lambda: report_html.printed(html, folder)


def _our_table(_folder: Path) -> Made:
    titles, rows = wide_table()
    columns = tuple(Column(share) for share in SHARES)

    def make() -> bytes:
        canvas = Canvas(title="Bảng", author="Sở Y tế", subject="", created=date(2026, 9, 28))
        canvas.start_part()
        table(canvas, columns, one_row(*titles), rows, size=CELL_SIZE)
        return canvas.output()

    pdf_of(tiny(), {})
    return make


def _fpdf2_table(_folder: Path) -> Made:
    from fpdf import FPDF

    titles, rows = wide_table()
    line = CELL_SIZE * 1.2 * MM_PER_POINT

    def make() -> bytes:
        pdf = FPDF(format="A4")
        pdf.set_margins(30, 20, 15)
        pdf.set_auto_page_break(True, 20)
        for style in ("", "B"):
            pdf.add_font("tinos", style, FOLDER / FILES[style])
        pdf.set_font("tinos", size=CELL_SIZE)
        pdf.add_page()
        with pdf.table(col_widths=SHARES, text_align="LEFT", line_height=line, padding=0.8) as drawn:
            for row in (titles, *rows):
                drawn.row(row)
        return bytes(pdf.output())

    pdf_of(tiny(), {})
    return make


SIDES: dict[str, Callable[[Path], Made]] = {
    "ours": _ours,
    "ours-grown": _ours_grown,
    "ours-long": _ours_long,
    "typst": lambda folder: _typst(folder, tagged=False),
    "typst-tagged": lambda folder: _typst(folder, tagged=True),
    "weasyprint": _weasyprint,
    "table": _our_table,
    "table-fpdf2": _fpdf2_table,
}


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
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _alternated(*sides: str) -> dict[str, dict[str, float]]:
    """Medians of every figure of each side, one after the other in every round."""
    runs: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    for _round in range(ROUNDS):
        for side in sides:
            runs[side].append(_in_new_process(side))
    return {
        side: {key: statistics.median(run[key] for run in found) for key in found[0]}
        for side, found in runs.items()
    }


def run() -> list[dict[str, Any]]:
    """Rows of figures: seconds and peak MiB of ours and of the others; prints each."""
    rows = [*_report(), *_table(), *_growth(), _long()]
    for row in rows:
        print(row)
    return rows


def _report() -> list[dict[str, Any]]:
    others = {"typst": ("Typst untagged", TYPST_TARGET), "typst-tagged": ("Typst", TYPST_TAGGED_TARGET)}
    reason = report_html.missing()
    if reason:
        print(reason, file=sys.stderr)
    else:
        others = {"weasyprint": ("WeasyPrint", WEASYPRINT_TARGET), **others}
    medians = _alternated("ours", *others)
    ours = medians["ours"]
    rows = []
    for side, (name, target) in others.items():
        other = medians[side]
        title = (
            f"report PDF, {ours['pages']:.0f} pages ({name} {other['pages']:.0f}), {ROWS} rows, 2 charts, "
            f"map, {PHOTOS} photos, against {name}"
        )
        rows.append(_row(f"{title}: time", ours["seconds"], other["seconds"], "s", target))
        memory = _row(f"{title}: peak memory", ours["mebibytes"], other["mebibytes"], "MiB", TYPST_TARGET)
        rows.append(memory)
    return rows


def _table() -> list[dict[str, Any]]:
    medians = _alternated("table", "table-fpdf2")
    ours, other = medians["table"], medians["table-fpdf2"]
    pages = f"{ours['pages']:.0f} pages (fpdf2 {other['pages']:.0f})"
    title = f"table of 3,321 rows x {len(SHARES)}, {pages}, ours tagged, against fpdf2's table(): time"
    return [_row(title, ours["seconds"], other["seconds"], "s", TABLE_TARGET)]


def _growth() -> list[dict[str, Any]]:
    """Our memory for the same report and for ten times its checklists and photos."""
    medians = _alternated("ours", "ours-grown")
    once, grown = medians["ours"], medians["ours-grown"]
    title = f"report PDF, {GROWN} times the content ({grown['pages']:.0f} pages) against once"
    return [_row(f"{title}: peak memory", grown["mebibytes"], once["mebibytes"], "MiB", GROWN_TARGET)]


def _long() -> dict[str, Any]:
    """The report of a province against its limit of seconds."""
    found = _alternated("ours-long")["ours-long"]
    title = f"provincial report of {found['pages']:.0f} pages, {UNITS} annexes, map: time against its limit"
    row = _row(title, found["seconds"], LONG_SECONDS, "s", 1.0)
    return {**row, "ok": row["ok"] and found["pages"] >= LONG_PAGES}


def _row(name: str, ours: float, other: float, unit: str, target: float) -> dict[str, Any]:
    ratio = ours / other
    return {
        "name": name,
        "ours": round(ours, 3),
        "other": round(other, 3),
        "unit": unit,
        "ratio": round(ratio, 3),
        "target": target,
        "ok": ratio <= target,
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1])))
    else:
        sys.exit(0 if all(row["ok"] for row in run()) else 1)
