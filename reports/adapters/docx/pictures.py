"""A picture in a line of text, from bytes alone, with the words for those who do not see it."""

from __future__ import annotations

import io
from typing import Any

from reports.adapters.docx.sheet import Sheet
from reports.adapters.docx.xml import EMU_PER_MM, one_line, tag


def picture(sheet: Sheet, data: bytes, wide: float, high: float, described: str) -> Any:
    """A run that shows these bytes (JPEG or PNG) in so many millimetres."""
    size = (round(wide * EMU_PER_MM), round(high * EMU_PER_MM))
    inline = sheet.part.new_pic_inline(io.BytesIO(data), *size)
    inline.docPr.set("descr", one_line(described))
    # Names of files mean nothing to a reader, and none is passed on.
    inline.docPr.set("name", f"Hình {inline.docPr.id}")
    inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", f"Hình {inline.docPr.id}")
    return tag("w:r", None, tag("w:drawing", None, inline))
