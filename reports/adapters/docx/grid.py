"""Tables without rules that set things side by side: head, signatures, photos."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reports.adapters.docx.xml import tag, twips

_SIDES: Final = ("top", "left", "bottom", "right")
_FILLS: Final = {
    "black": {"w:val": "clear", "w:color": "auto", "w:fill": "333333"},
    "striped": {"w:val": "thinReverseDiagStripe", "w:color": "000000", "w:fill": "FFFFFF"},
    "white": {"w:val": "clear", "w:color": "auto", "w:fill": "FFFFFF"},
}


def grid(widths: Sequence[float], rows: Sequence[Any]) -> Any:
    """Rows (:func:`grid_row`) of columns so many millimetres wide."""
    return tag(
        "w:tbl",
        None,
        tag(
            "w:tblPr",
            None,
            tag("w:tblW", {"w:w": twips(sum(widths)), "w:type": "dxa"}),
            tag("w:tblLayout", {"w:type": "fixed"}),
            # Said here too: not every program asks the style.
            tag("w:tblCellMar", None, *(tag(f"w:{side}", {"w:w": 0, "w:type": "dxa"}) for side in _SIDES)),
        ),
        tag("w:tblGrid", None, *(tag("w:gridCol", {"w:w": twips(wide)}) for wide in widths)),
        *rows,
    )


def grid_row(cells: Sequence[Any], *, height: float = 0.0) -> Any:
    """Cells (:func:`cell`) that stay on one page, at least so many millimetres high."""
    given = {"w:val": twips(height), "w:hRule": "atLeast"}
    return tag(
        "w:tr",
        None,
        tag("w:trPr", None, tag("w:cantSplit"), tag("w:trHeight", given) if height else None),
        *cells,
    )


def cell(
    wide: float,
    paragraphs: Sequence[Any],
    *,
    spans: int = 1,
    merged: str = "",
    middle: bool = False,
    boxed: bool = False,
    padding: tuple[float, float] | None = None,
    fill: str = "",
) -> Any:
    """A cell; ``merged`` is "restart" or "continue" where one runs over rows, ``boxed`` draws its rules,
    ``padding`` is room beside and above its text in millimetres, ``fill`` how a part of a bar is filled."""
    return tag(
        "w:tc",
        None,
        tag(
            "w:tcPr",
            None,
            tag("w:tcW", {"w:w": twips(wide), "w:type": "dxa"}),
            tag("w:gridSpan", {"w:val": spans}) if spans > 1 else None,
            tag("w:vMerge", {"w:val": merged}) if merged else None,
            borders("w:tcBorders") if boxed else None,
            tag("w:shd", _FILLS[fill]) if fill else None,
            _margins(padding) if padding else None,
            tag("w:vAlign", {"w:val": "center"}) if middle else None,
        ),
        *(paragraphs or [tag("w:p")]),
    )


def borders(name: str) -> Any:
    """Thin black rules on all sides, and between cells where the name is of a table."""
    sides = list(_SIDES)
    if name == "w:tblBorders":
        sides += ["insideH", "insideV"]
    line = {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": "000000"}
    return tag(name, None, *(tag(f"w:{side}", line) for side in sides))


def _margins(padding: tuple[float, float]) -> Any:
    beside, above = (twips(value) for value in padding)
    return tag(
        "w:tcMar",
        None,
        tag("w:top", {"w:w": above, "w:type": "dxa"}),
        tag("w:left", {"w:w": beside, "w:type": "dxa"}),
        tag("w:bottom", {"w:w": above, "w:type": "dxa"}),
        tag("w:right", {"w:w": beside, "w:type": "dxa"}),
    )
