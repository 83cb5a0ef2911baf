"""The finished file: PDF/A-1b with its structure. What fpdf2 keeps to itself is used here alone.

fpdf2 is pinned; the names that begin with an underscore are to be read again when it is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from reports.adapters.pdf.structure import Element, Tags
from reports.adapters.pdf.tree import numbered, tree_objects

if TYPE_CHECKING:
    from fpdf import FPDF

COMPLIANCE: Final = "PDF/A-1B"


def operators(pdf: FPDF) -> Callable[[str], None]:
    """Writes operators into the present page."""
    return pdf._out


def finished(pdf: FPDF, tags: Tags) -> bytes:
    """The file, with the structure that grew while it was drawn."""
    from fpdf.output import ContentWithoutID, OutputProducer, PDFXmpMetadata
    from fpdf.syntax import PDFObject

    class Tree(ContentWithoutID):
        """The place of all objects of the structure. One by one, in the way fpdf2 writes its own objects,
        they would take longer than the drawing."""

        def __init__(self, producer: OutputProducer, root: int, elements: Sequence[Element]) -> None:
            self.producer = producer
            self.root = root
            self.elements = elements

        def serialize(self, _security_handler: object = None) -> str:
            buffer, offsets = self.producer.buffer, self.producer.offsets
            pages = [page.id for page in self.producer.fpdf.pages.values()]
            for number, entries in tree_objects(tags, self.root, self.elements, pages):
                offsets[number] = len(buffer)
                buffer += f"{number} 0 obj\n<<{entries}>>\nendobj\n".encode("ascii")
            return ""  # what it returns is appended, and it is all there

    class Producer(OutputProducer):
        def _add_structure_tree(self) -> PDFObject:
            root = PDFObject()
            root.id = self.obj_id + 1
            elements = numbered(tags.document, parent=root.id, first=root.id + 2)
            self.obj_id += 2 + len(elements)
            self.pdf_objs.append(Tree(self, root.id, elements))
            for number, page in enumerate(self.fpdf.pages.values()):
                page.struct_parents = number
            return root

        def _add_xmp_metadata(self) -> PDFXmpMetadata | None:
            packet = super()._add_xmp_metadata()
            # What is left to decide by it is only whether to leave out the Info dictionary: PDF/A-1 admits
            # one that says the same as the packet, and viewers and archives still read it.
            self.fpdf._compliance = None
            return packet

    return bytes(pdf.output(output_producer_class=Producer))
