"""The blocks of a document as plain values, for the other sides of the report benchmark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.domain.blocks import (
    Annex,
    Caption,
    Closing,
    Drawing,
    Front,
    Gap,
    Heading,
    Numbered,
    Paragraph,
    Photos,
    Points,
    Proof,
    Remark,
    head_of,
    noted_last,
    run_in_head,
)
from reports.domain.findings_report import FindingsReport
from reports.domain.outlines.findings_report import findings_report_outline
from reports.domain.tables import Bar, Cell, Span, Table, Total, cell_text

Plain = dict[str, Any]


def plain_blocks(report: FindingsReport, names: Mapping[str, str]) -> list[Plain]:
    """What our side draws, block by block; ``names`` are the files of the photos by their digest."""
    blocks = list(findings_report_outline(report))
    head = head_of(blocks)
    found: list[Plain] = []
    for block in blocks:
        match block:
            case Front():
                found.append(
                    {
                        "is": "front",
                        "parent": head.parent_agency,
                        "agency": head.agency,
                        "title": head.summary,
                    }
                )
            case Heading(text, level):
                found.append({"is": "heading", "text": text, "level": level})
            case Paragraph(runs):
                found.append({"is": "text", "runs": [[run.text, run.style] for run in runs]})
            case Numbered(given, clause):
                lines = [
                    [[run.text, run.style] for run in runs]
                    for runs in noted_last(clause.paragraphs, clause.note)
                ]
                if clause.run_in:
                    lines[0] = [[run_in_head(given, clause.title) + " ", "B"], *lines[0]]
                    found += [{"is": "text", "runs": line} for line in lines]
                else:
                    found.append({"is": "heading", "text": f"{given} {clause.title}", "level": 1})
                    mark = [["- ", ""]] if clause.marker else []
                    found += [{"is": "text", "runs": [*mark, *line]} for line in lines]
            case Points(texts):
                found += [{"is": "text", "runs": [["- " + text, ""]]} for text in texts]
            case Remark(text):
                found.append({"is": "text", "runs": [[text, "I"]]})
            case Caption(text):
                found.append({"is": "caption", "text": text})
            case Table():
                found.append(_table(block))
            case Closing():
                signer = head.signatory
                lines_above = [] if signer is None else [*signer.lines]
                found.append(
                    {"is": "closing", "lines": lines_above, "name": "" if signer is None else signer.name}
                )
            case Annex(label, title):
                found.append({"is": "annex", "label": label, "title": title.upper()})
            case Photos(shown):
                pictures = [[names[p.sha256], f"Ảnh {n}. {p.caption}"] for n, p in enumerate(shown, start=1)]
                found.append({"is": "photos", "photos": pictures})
            case Drawing(title):
                found.append({"is": "drawing", "title": title})
            case Gap() | Proof():
                pass
            case other:
                raise TypeError(type(other).__name__)
    return found


def _table(table: Table) -> Plain:
    rows: list[Plain] = []
    for row in table.rows:
        if isinstance(row, Span):
            rows.append({"span": row.text})
        elif isinstance(row, Total):
            rows.append({"cells": [_cell(cell) for cell in row.cells], "bold": True})
        else:
            rows.append({"cells": [_cell(cell) for cell in row], "bold": False})
    return {
        "is": "table",
        "columns": [column.share for column in table.columns],
        "aligns": [column.align for column in table.columns],
        "head": [[[cell.text, cell.colspan, cell.rowspan] for cell in row] for row in table.head],
        "rows": rows,
        "size": table.size,
    }


def _cell(cell: Cell) -> Any:
    return list(cell.shares) if isinstance(cell, Bar) else cell_text(cell)
