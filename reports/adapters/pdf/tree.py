"""The structure of a document as the numbered objects of a PDF file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reports.adapters.pdf.structure import PAGE_SHIFT, Element, Tags

LONGEST_ARRAY: Final = 8000  # PDF/A-1 admits 8,191 entries
CELLS: Final = ("TD", "TH")
_MARK: Final = (1 << PAGE_SHIFT) - 1


def settle(element: Element) -> int:
    """The number of elements from this one down, after the empty ones (except cells of a table, which keep
    its columns) were left out and over-long rows of children were grouped."""
    count = 1
    kept: list[Element | int] = []
    for child in element.inside:
        if not isinstance(child, int):
            below = settle(child)
            if not child.inside and child.kind not in CELLS:
                continue
            count += below
        kept.append(child)
    if len(kept) > LONGEST_ARRAY:
        kept = _grouped(kept, "TBody" if element.kind == "Table" else "Div")
        count += len(kept)
    element.inside = kept
    return count


def _grouped(inside: Sequence[Element | int], kind: str) -> list[Element | int]:
    groups: list[Element | int] = []
    for start in range(0, len(inside), LONGEST_ARRAY):
        group = Element(kind)
        group.inside = list(inside[start : start + LONGEST_ARRAY])
        groups.append(group)
    return groups


def tree_objects(tags: Tags, root: int, pages: Sequence[int]) -> list[str]:
    """Objects numbered from ``root`` on: the root, the way from marks back to their owners, the elements.

    ``pages`` are the numbers of the page objects. There are two objects more than :func:`settle` counts.
    """
    objects = ["", ""]
    document = _write(tags.document, root, root, objects, pages)
    marks = "\n".join(
        [
            f"{page}[{' '.join([f'{owner.number} 0 R' for owner in owners])}]"
            for page, owners in enumerate(tags.pages)
        ]
    )
    objects[0] = (
        f"{root} 0 obj\n<</Type/StructTreeRoot/K {document} 0 R/ParentTree {root + 1} 0 R"
        f"/ParentTreeNextKey {len(tags.pages)}>>\nendobj\n"
    )
    objects[1] = f"{root + 1} 0 obj\n<</Nums[{marks}]>>\nendobj\n"
    return objects


def _write(element: Element, parent: int, root: int, objects: list[str], pages: Sequence[int]) -> int:
    """Append the objects of an element and of all below it; the number of the first of them."""
    element.number = number = root + len(objects)
    place = len(objects)
    objects.append("")
    home = -1  # the page its marks are on; those on further pages name theirs
    kids = []
    for child in element.inside:
        if not isinstance(child, int):
            kids.append(f"{_write(child, number, root, objects, pages)} 0 R")
            continue
        page, mark = child >> PAGE_SHIFT, child & _MARK
        if home < 0:
            home = page
        kids.append(str(mark) if page == home else f"<</Type/MCR/Pg {pages[page]} 0 R/MCID {mark}>>")
    entries = [f"/S/{element.kind}/P {parent} 0 R"]
    if element.attributes:
        entries.append(f"/A<<{element.attributes}>>")
    if element.alt:
        entries.append(f"/Alt<feff{element.alt.encode('utf-16-be').hex()}>")
    if home >= 0:
        entries.append(f"/Pg {pages[home]} 0 R")
    if kids:
        entries.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]")
    objects[place] = f"{number} 0 obj\n<<{''.join(entries)}>>\nendobj\n"
    return number
