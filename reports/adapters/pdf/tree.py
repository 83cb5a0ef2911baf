"""The structure of a document as the numbered objects of a PDF file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reports.adapters.pdf.structure import PAGE_SHIFT, Element, Tags

LONGEST_ARRAY: Final = 8000  # PDF/A-1 admits 8,191 entries
CELLS: Final = ("TD", "TH")  # they stay when they are empty, for the columns of their table
_MARK: Final = (1 << PAGE_SHIFT) - 1


def numbered(document: Element, parent: int, first: int) -> list[Element]:
    """All elements from the topmost on, each knowing the number of its object, from ``first`` on, and its
    parent's. Empty ones were left out, and over-long rows of children grouped."""
    _settle(document)
    elements: list[Element] = []
    _number(document, parent, first, elements)
    return elements


def _settle(element: Element) -> None:
    kept: list[Element | int] = []
    for child in element.inside:
        if not isinstance(child, int):
            _settle(child)
            if not child.inside and child.kind not in CELLS:
                continue
        kept.append(child)
    if len(kept) > LONGEST_ARRAY:
        kept = _grouped(kept, "TBody" if element.kind == "Table" else "Div")
    element.inside = kept


def _grouped(inside: Sequence[Element | int], kind: str) -> list[Element | int]:
    groups: list[Element | int] = []
    for start in range(0, len(inside), LONGEST_ARRAY):
        group = Element(kind)
        group.inside = list(inside[start : start + LONGEST_ARRAY])
        groups.append(group)
    return groups


def _number(element: Element, parent: int, first: int, elements: list[Element]) -> None:
    element.parent = parent
    element.number = number = first + len(elements)
    elements.append(element)
    for child in element.inside:
        if not isinstance(child, int):
            _number(child, number, first, elements)


def tree_objects(
    tags: Tags, root: int, elements: Sequence[Element], pages: Sequence[int]
) -> Iterator[tuple[int, str]]:
    """Number and text of every object: the root, the way from marks back to their owners, the elements
    numbered from ``root + 2`` on. ``pages`` are the numbers of the page objects."""
    yield (
        root,
        f"/Type/StructTreeRoot/K {tags.document.number} 0 R/ParentTree {root + 1} 0 R"
        f"/ParentTreeNextKey {len(tags.pages)}",
    )
    owners = [
        f"{page}[{' '.join([f'{owner.number} 0 R' for owner in marks])}]"
        for page, marks in enumerate(tags.pages)
    ]
    yield root + 1, f"/Nums[{' '.join(owners)}]"
    for element in elements:
        yield element.number, _entries(element, pages)


def _entries(element: Element, pages: Sequence[int]) -> str:
    home = -1  # the page its marks are on; those on further pages name theirs
    kids = []
    for child in element.inside:
        if not isinstance(child, int):
            kids.append(f"{child.number} 0 R")
            continue
        page, mark = child >> PAGE_SHIFT, child & _MARK
        if home < 0:
            home = page
        kids.append(str(mark) if page == home else f"<</Type/MCR/Pg {pages[page]} 0 R/MCID {mark}>>")
    entries = f"/S/{element.kind}/P {element.parent} 0 R"
    if element.attributes:
        entries += f"/A<<{element.attributes}>>"
    if element.alt:
        entries += f"/Alt<feff{element.alt.encode('utf-16-be').hex()}>"
    if home >= 0:
        entries += f"/Pg {pages[home]} 0 R"
    if len(kids) == 1:
        return f"{entries}/K {kids[0]}"
    return f"{entries}/K[{' '.join(kids)}]" if kids else entries
