"""Reads the structure of finished PDFs back with pypdf: the tree, and what every marked sequence draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from pypdf.generic import ContentStream, StreamObject

from tests.unit.reports.reading import reader

PAINTING = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


class Mark(NamedTuple):
    """A marked sequence: page from 0, and its number there."""

    page: int
    number: int


@dataclass
class Node:
    """An element of the structure."""

    kind: str
    alt: str
    attributes: dict[str, Any]
    inside: list[Node | Mark] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This one and all below, in reading order."""
        yield self
        for child in self.inside:
            if isinstance(child, Node):
                yield from child.walk()

    def marks(self) -> Iterator[Mark]:
        """All sequences of this one and of those below, in reading order."""
        for child in self.inside:
            if isinstance(child, Node):
                yield from child.marks()
            else:
                yield child


@dataclass
class Drawn:
    """What the streams hold: the text of every sequence, and where they are not well formed."""

    texts: dict[Mark, str]
    artifacts: list[tuple[int, str]]  # page, text
    faults: list[str]


@cache
def tree(data: bytes) -> Node:
    """The element at the top."""
    file = reader(data)
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(file.pages) if page.indirect_reference}
    root: Any = file.root_object["/StructTreeRoot"]
    return _node(root["/K"], pages)


def _node(element: Any, pages: dict[int, int]) -> Node:
    attributes = {str(k): v for k, v in element.get("/A", {}).items()}
    node = Node(str(element["/S"])[1:], str(element.get("/Alt", "")), attributes)
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        child = kid.get_object()
        if isinstance(child, int):
            node.inside.append(Mark(pages[element.raw_get("/Pg").idnum], int(child)))
        elif child.get("/Type") == "/MCR":
            node.inside.append(Mark(pages[child.raw_get("/Pg").idnum], int(child["/MCID"])))
        else:
            assert child["/P"].get_object() == element
            node.inside.append(_node(child, pages))
    return node


def parents(data: bytes) -> dict[Mark, str]:
    """By the way back (ParentTree): the type of the element that owns each sequence."""
    file = reader(data)
    root: Any = file.root_object["/StructTreeRoot"]
    flat = root["/ParentTree"]["/Nums"]
    owners = dict(zip(flat[::2], flat[1::2], strict=True))
    return {
        Mark(n, number): str(owner.get_object()["/S"])[1:]
        for n, page in enumerate(file.pages)
        for number, owner in enumerate(owners[page["/StructParents"]])
    }


@cache
def drawn(data: bytes) -> Drawn:
    """Everything painted, by the sequence it is painted in."""
    found = Drawn({}, [], [])
    file = reader(data)
    for number, page in enumerate(file.pages):
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        letters = {name: _letters(font.get_object()) for name, font in fonts.items()}
        _read(number, ContentStream(page["/Contents"].get_object(), file), letters, found)
    return found


def _read(number: int, stream: ContentStream, fonts: dict[str, dict[int, str]], found: Drawn) -> None:
    inside: list[Mark | None] = []
    face: dict[int, str] = {}
    for operands, operator in stream.operations:
        if operator == b"Tf":
            face = fonts[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            mark = Mark(number, int(operands[1]["/MCID"])) if operator == b"BDC" else None
            if inside or (mark is None) != (operands[0] == "/Artifact") or mark in found.texts:
                found.faults.append(f"page {number}: {operands} inside {inside}")
            inside.append(mark)
            if mark is None:
                found.artifacts.append((number, ""))
            else:
                found.texts[mark] = ""
        elif operator == b"EMC":
            inside.pop()
        elif operator in PAINTING:
            _paint(number, operands, operator, inside, face, found)
    if inside:
        found.faults.append(f"page {number}: {inside} is not closed")


def _paint(
    number: int,
    operands: Any,
    operator: bytes,
    inside: list[Mark | None],
    face: dict[int, str],
    found: Drawn,
) -> None:
    text = _text(operands[0], face) if operator == b"Tj" else ""
    if not inside:
        found.faults.append(f"page {number}: {operator!r} {text!r} stands outside")
    elif inside[-1] is None:
        found.artifacts[-1] = (number, found.artifacts[-1][1] + text)
    else:
        found.texts[inside[-1]] += text


def _letters(font: Any) -> dict[int, str]:
    """What each code of a font means."""
    stream = font["/ToUnicode"].get_object()
    assert isinstance(stream, StreamObject)
    pairs = _PAIR.findall(stream.get_data().split(b"endcodespacerange")[1])
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def _text(operand: Any, face: dict[int, str]) -> str:
    codes = operand.original_bytes
    return "".join(face[codes[i] << 8 | codes[i + 1]] for i in range(0, len(codes), 2))


def text_of(data: bytes, node: Node) -> str:
    """What a reader hears of an element: single spaces."""
    texts = drawn(data).texts
    return " ".join("".join(texts[mark] for mark in node.marks()).split())


def leaves(data: bytes) -> list[tuple[str, str]]:
    """Type and text of every element that owns text, in reading order."""
    owners = (node for node in tree(data).walk() if any(isinstance(child, Mark) for child in node.inside))
    return [(node.kind, text_of(data, node)) for node in owners]


def outline_of(data: bytes) -> list[tuple[str, str]]:
    """The headings."""
    return [(kind, text) for kind, text in leaves(data) if re.fullmatch(r"H\d", kind)]
