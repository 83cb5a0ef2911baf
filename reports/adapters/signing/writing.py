"""A signature added to a PDF: PAdES, after the bytes that were there, which stay as they are."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reports.adapters.signing.loops import outside_loops
from reports.adapters.signing.mark import mark_page
from reports.domain.signatures import Place, SignerRole, mark_lines, place_of

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.signers.pdf_cms import Signer

_POINTS = 72 / 25.4


def with_signature(
    data: bytes,
    signer: Signer,
    *,
    name: str,
    role: SignerRole,
    pen: Place | None,
    number: str,
    moment: datetime,
) -> bytes:
    """``data`` followed by a signature of ``signer`` at ``moment``, with its mark where there is room.

    ``pen`` is where an officer would have signed by hand, ``number`` the document's number and symbol.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

    class Writer(IncrementalPdfFileWriter):
        output_version = (1, 4)  # as the file declares itself; a signature asks for no more

        def _update_meta(self) -> None:
            """PDF/A asks the Info dictionary and the XMP packet to agree: both stay as they were issued."""

    class Timed(PdfSigner):
        def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = moment  # the one the mark shows
            return session

    reader = PdfFileReader(io.BytesIO(data))
    taken = frozenset(field for field, _value, _ref in enumerate_sig_fields(reader))
    field, place = place_of(role, taken, pen)
    box = _box(reader, place) if place else None
    style = None
    if box is not None:
        lines = mark_lines(role, name, number, moment)
        style = _style(mark_page(lines, box[2] - box[0], box[3] - box[1], blue=role is SignerRole.OFFICER))
    pdf_signer = Timed(
        PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES),
        signer,
        stamp_style=style,
        new_field_spec=SigFieldSpec(field, on_page=place.page if place else 0, box=box),
    )
    out = io.BytesIO()
    outside_loops(lambda: pdf_signer.sign_pdf(Writer(io.BytesIO(data)), output=out))
    return out.getvalue()


def _box(reader: PdfFileReader, place: Place) -> tuple[int, int, int, int]:
    """The place in points from the lower left corner of its page, as PDF counts."""
    from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree

    page, _resources = reader.find_page_for_modification(place.page)
    height = float(find_inherited_value_in_tree(page.get_object(), "/MediaBox", "/Parent")[3])
    left, top = place.left * _POINTS, height - place.top * _POINTS
    return (
        round(left),
        round(top - place.height * _POINTS),
        round(left + place.width * _POINTS),
        round(top),
    )


def _style(page: bytes) -> Any:
    """The mark as a stamp that fills its box. pyHanko's own stamps lay it under an opacity, which PDF/A-1
    admits only as 1."""
    from pyhanko.pdf_utils.content import PdfContent, ResourceType
    from pyhanko.pdf_utils.generic import pdf_name
    from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import StaticStampStyle

    class Mark(PdfContent):
        def render(self) -> bytes:
            form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(page)))
            self.set_resource(ResourceType.XOBJECT, pdf_name("/Mark"), form)
            left, bottom, right, top = form.get_object()["/BBox"]
            self.box = BoxConstraints(width=right - left, height=top - bottom)
            return b"/Mark Do"

    return StaticStampStyle(
        background=Mark(),
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
        ),
        border_width=0,
    )
