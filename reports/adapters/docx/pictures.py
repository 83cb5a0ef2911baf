"""A picture in a line of text, from bytes alone, with the words for those who do not see it."""

from __future__ import annotations

import io
from typing import Any

from reports.adapters.docx.sheet import Sheet
from reports.adapters.docx.xml import one_line, tag


def picture(sheet: Sheet, data: bytes, wide: float, high: float, described: str) -> Any:
    """A run that shows these bytes (JPEG or PNG) in so many millimetres."""
    from docx.oxml.shape import CT_Inline
    from docx.shared import Mm

    number = sheet.next_picture()
    relation, _image = sheet.part.get_or_add_image(io.BytesIO(data))
    inline: Any = CT_Inline.new_pic_inline(number, relation, f"Hình {number}", Mm(wide), Mm(high))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")  # LibreOffice takes an eighth of an inch where nothing is said
    inline.docPr.set("descr", one_line(described))
    return tag("w:r", None, tag("w:drawing", None, inline))
