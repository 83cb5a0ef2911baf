"""The report by Typst, a compiled typesetter: the same blocks, fonts, sizes and paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.report_blocks import plain_blocks
from reports.adapters.pdf.faces import FOLDER
from reports.domain.findings_report import FindingsReport

SOURCE = r"""
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm), header-ascent: 6mm,
  header: context { if here().page() > 1 { align(center, text(13pt, counter(page).display())) } })
#set text(font: "Tinos", size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 12.7mm, all: true), leading: 8.8pt, spacing: 14.8pt)
#show heading: set text(14pt)
#let said(runs) = for (words, style) in runs {
  if style == "B" { strong(words) } else if style == "I" { emph(words) } else { words }
}
#let sides = (L: left, C: center, R: right)
#let fills = (luma(51), luma(170), white)
#let cell(value, bold) = if type(value) == str { if bold { strong(value) } else { value } } else {
  block(width: 100%, height: 3.4mm, stack(dir: ltr,
    ..value.zip(fills).map(((share, fill)) =>
      rect(width: share * 99%, height: 3.4mm, fill: fill, stroke: 0.5pt))))
}
#let one(block) = if block.is == "front" {
  grid(columns: (1fr, 1.4fr), align: center,
    [#text(13pt, block.parent) \ #text(13pt, weight: "bold", block.agency)],
    [#text(13pt, weight: "bold")[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM] \ *Độc lập - Tự do - Hạnh phúc*])
  align(center)[*BÁO CÁO \ #block.title*]
} else if block.is == "heading" { heading(level: block.level + 1, block.text)
} else if block.is == "text" { par(said(block.runs))
} else if block.is == "caption" { align(center, emph(text(13pt, block.text)))
} else if block.is == "closing" {
  align(right)[*#block.lines.join(linebreak())* #v(28mm) *#block.name*]
} else if block.is == "annex" {
  pagebreak()
  counter(page).update(1)
  align(center)[*#block.label \ #block.title*]
} else if block.is == "drawing" {
  align(center, emph(text(13pt, block.title)))
  image("map.svg", width: 165mm, alt: "Bản đồ")
} else if block.is == "photos" {
  set par(justify: false, first-line-indent: 0pt)
  grid(columns: (1fr, 1fr), gutter: 6mm, align: center,
    ..block.photos.map(((file, said)) =>
      [#image(file, height: 59mm, alt: said) #text(12pt, style: "italic", said)]))
} else if block.is == "table" {
  set par(justify: false, first-line-indent: 0pt, leading: 5.9pt)
  set text(block.size * 1pt)
  table(columns: block.columns.map(share => share * 1fr), align: block.aligns.map(a => sides.at(a)),
    stroke: 0.5pt, inset: (x: 3.7pt, y: 4.7pt),
    table.header(..block.head.flatten().chunks(3).map(
      ((words, across, down)) => table.cell(colspan: across, rowspan: down, align: center, strong(words)))),
    ..block.rows.map(row => if "span" in row {
      (table.cell(colspan: block.columns.len(), strong(row.span)),)
    } else { row.cells.map(value => cell(value, row.bold)) }).flatten())
}
#for block in json("data.json") { one(block) }
"""


def write_source(report: FindingsReport, files: Mapping[str, bytes], svg: str, folder: Path) -> None:
    """The report as a Typst source with its data, its map and its photos."""
    names = {digest: f"{digest}.jpg" for digest in files}
    for digest, data in files.items():
        (folder / names[digest]).write_bytes(data)
    (folder / "map.svg").write_text(svg, "utf-8")
    (folder / "data.json").write_text(json.dumps(plain_blocks(report, names), ensure_ascii=False), "utf-8")
    (folder / "report.typ").write_text(SOURCE, "utf-8")


def compiled(folder: Path, *, tagged: bool) -> bytes:
    """The PDF of the source in a folder: tagged and archival as ours, or neither."""
    import typst

    options: dict[str, Any] = {"pdf_tags": tagged}
    if tagged:
        options["pdf_standards"] = ["a-1b"]
    source = str(folder / "report.typ")
    return bytes(typst.compile(source, font_paths=[str(FOLDER)], ignore_system_fonts=True, **options))


def warmed(folder: Path) -> None:
    """A page of one line, so that what happens once is not counted."""
    small = folder / "small"
    small.mkdir()
    (small / "report.typ").write_text('#set text(font: "Tinos")\nMở đầu.', "utf-8")
    compiled(small, tagged=True)
