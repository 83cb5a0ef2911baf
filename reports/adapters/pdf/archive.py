"""The finished file: PDF/A-1b with its structure. What fpdf2 keeps to itself is used here alone.

fpdf2 is pinned; the names that begin with an underscore are to be read again when it is raised.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from reports.adapters.pdf.structure import Tags
from reports.adapters.pdf.tree import settle, tree_objects

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
        """All objects of the structure in one piece, each entered in the table of offsets."""

        def __init__(self, producer: OutputProducer, root: int) -> None:
            self.producer = producer
            self.root = root

        def serialize(self, _security_handler: object = None) -> str:
            pages = [page.id for page in self.producer.fpdf.pages.values()]
            objects = tree_objects(tags, self.root, pages)
            offset = len(self.producer.buffer)
            for number, text in enumerate(objects, start=self.root):
                self.producer.offsets[number] = offset
                offset += len(text)
            return "".join(objects)

    class Producer(OutputProducer):
        def _add_structure_tree(self) -> PDFObject:
            root = PDFObject()
            root.id = self.obj_id + 1
            self.obj_id += 2 + settle(tags.document)
            self.pdf_objs.append(Tree(self, root.id))
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
