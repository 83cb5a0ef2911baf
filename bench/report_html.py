"""The report by WeasyPrint, from HTML and CSS: the same blocks, fonts, sizes and paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path

from bench.report_blocks import Plain, plain_blocks
from reports.adapters.pdf.faces import FILES, FOLDER
from reports.domain.findings_report import FindingsReport

_FACES = {"": ("400", "normal"), "B": ("700", "normal"), "I": ("400", "italic"), "BI": ("700", "italic")}
_SIDES = {"L": "left", "C": "center", "R": "right"}
_FILLS = ("#333333", "#aaaaaa", "#ffffff")
_TAGS = {"": "span", "B": "b", "I": "i", "BI": "b"}
STYLE = (
    "".join(
        f'@font-face {{ font-family: Tinos; src: url("{(FOLDER / name).as_uri()}"); '
        f"font-weight: {_FACES[style][0]}; font-style: {_FACES[style][1]} }}"
        for style, name in FILES.items()
    )
    + """
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font: 13pt Tinos } }
@page :first { @top-center { content: none } }
body { font: 14pt/18pt Tinos; margin: 0; text-align: justify }
p { margin: 6pt 0 0; text-indent: 12.7mm; orphans: 2; widows: 2 }
h1, h2 { font-size: 14pt; margin: 6pt 0 0; text-indent: 12.7mm; break-after: avoid }
.middle { text-align: center; text-indent: 0 }
.front { display: table; width: 100%; text-align: center }
.front > div { display: table-cell }
.right { text-align: right }
.annex { break-before: page; counter-reset: page 1 }
table { border-collapse: collapse; width: 100%; table-layout: fixed; line-height: 1.25; text-align: left }
td, th { border: 0.5pt solid; padding: 2.2pt 3.7pt; vertical-align: middle }
tr { break-inside: avoid }
.bar { height: 3.4mm; border: 0.5pt solid; box-sizing: border-box; float: left }
.photos { display: flex; flex-wrap: wrap; gap: 6mm; text-align: center; font: italic 12pt Tinos }
.photos div { width: 79mm }
.photos img { height: 59mm }
"""
)


def html_of(report: FindingsReport, files: Mapping[str, bytes], svg: str, folder: Path) -> str:
    """The report as HTML; its map and photos lie in the folder."""
    names = {digest: f"{digest}.jpg" for digest in files}
    for digest, data in files.items():
        (folder / names[digest]).write_bytes(data)
    (folder / "map.svg").write_text(svg, "utf-8")
    body = "".join(map(_block, plain_blocks(report, names)))
    return (
        f'<html lang="vi"><head><title>Báo cáo</title><style>{STYLE}</style></head><body>{body}</body></html>'
    )


def _block(block: Plain) -> str:
    makers: Mapping[str, Callable[[Plain], str]] = {
        "front": lambda b: (
            f'<div class="front"><div>{escape(b["parent"])}<br><b>{escape(b["agency"])}</b></div><div>'
            "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</b></div></div>"
            f'<p class="middle"><b>BÁO CÁO<br>{escape(b["title"])}</b></p>'
        ),
        "heading": lambda b: f"<h{b['level'] + 1}>{escape(b['text'])}</h{b['level'] + 1}>",
        "text": lambda b: f"<p>{_runs(b['runs'])}</p>",
        "caption": lambda b: f'<p class="middle"><i>{escape(b["text"])}</i></p>',
        "closing": lambda b: (
            f'<p class="right"><b>{"<br>".join(map(escape, b["lines"]))}'
            f"<br><br><br>{escape(b['name'])}</b></p>"
        ),
        "annex": lambda b: (
            f'<div class="annex middle"><b>{escape(b["label"])}<br>{escape(b["title"])}</b></div>'
        ),
        "drawing": lambda b: (
            f'<p class="middle"><i>{escape(b["title"])}</i></p>'
            '<img src="map.svg" style="width: 165mm" alt="Bản đồ">'
        ),
        "photos": lambda b: (
            '<div class="photos">'
            + "".join(
                f'<div><img src="{name}" alt="{escape(said)}"><br>{escape(said)}</div>'
                for name, said in b["photos"]
            )
            + "</div>"
        ),
        "table": _table,
    }
    return makers[block["is"]](block)


def _runs(runs: list[list[str]]) -> str:
    return "".join(f"<{_TAGS[style]}>{escape(words)}</{_TAGS[style]}>" for words, style in runs)


def _table(block: Plain) -> str:
    whole = sum(block["columns"])
    widths = "".join(f'<col style="width: {share / whole:.4%}">' for share in block["columns"])
    head = "".join(
        "<tr>"
        + "".join(
            f'<th colspan="{across}" rowspan="{down}" style="text-align: center">{escape(words)}</th>'
            for words, across, down in row
        )
        + "</tr>"
        for row in block["head"]
    )
    rows = []
    for row in block["rows"]:
        if "span" in row:
            rows.append(f'<tr><td colspan="{len(block["columns"])}"><b>{escape(row["span"])}</b></td></tr>')
            continue
        cells = (
            f'<td style="text-align: {_SIDES[align]}">{_value(value, row["bold"])}</td>'
            for value, align in zip(row["cells"], block["aligns"], strict=True)
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    size = f"font-size: {block['size']}pt"
    return f'<table style="{size}">{widths}<thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'


def _value(value: object, bold: bool) -> str:
    if isinstance(value, list):
        return "".join(
            f'<div class="bar" style="width: {share * 99:.2f}%; background: {fill}"></div>'
            for share, fill in zip(value, _FILLS, strict=False)
            if share
        )
    text = escape(str(value)).replace("\n", "<br>")
    return f"<b>{text}</b>" if bold else text


def missing() -> str:
    """Why WeasyPrint cannot run here; "" when it can."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        return (
            f"WeasyPrint is left out: {str(error).splitlines()[0]} (it needs Pango; in Debian: "
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
        )
    return ""


def printed(html: str, folder: Path) -> bytes:
    """The PDF of the page, tagged and archival as ours."""
    from weasyprint import HTML

    made = HTML(string=html, base_url=folder.as_uri() + "/").write_pdf(pdf_variant="pdf/a-1b", pdf_tags=True)
    return bytes(made or b"")
