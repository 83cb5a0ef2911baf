"""``make bench``: every benchmark in one table; ends with 1 when a target is missed.

A row is ``{"name", "ours", "other", "unit", "ratio", "target", "ok"}``; figures are medians of
alternated runs. WeasyPrint needs Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0);
without it its side of the report is left out and said to be.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

SUITES = ("startup", "list_pages", "report_pdf", "map_page", "exchange", "saving", "tablet")
LIBRARIES = ("flask", "sqlalchemy", "fpdf2", "folium", "shapely", "typst", "weasyprint")


def _number(value: Any) -> str:
    if value is None:
        return "–"
    return (
        f"{value:,.3g}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )


def _version(name: str) -> str:
    """A suite that needs a library which is not there says so itself; the others go on."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _print(rows: list[Mapping[str, Any]]) -> None:
    head = ("benchmark", "ours", "other side", "unit", "ratio", "target", "")
    lines = [head] + [
        (
            str(row["name"]),
            _number(row["ours"]),
            _number(row.get("other")),
            str(row["unit"]),
            _number(row.get("ratio")),
            str(row["target"]),
            "ok" if row["ok"] else "MISSED",
        )
        for row in rows
    ]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def main() -> int:
    chosen = sys.argv[1:] or list(SUITES)
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores; "
        + ", ".join(f"{n} {_version(n)}" for n in LIBRARIES)
    )
    rows: list[Mapping[str, Any]] = []
    for name in chosen:
        print(f"… {name}", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"bench.{name}").run()
    _print(rows)
    return 0 if all(row["ok"] for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
