"""Photos as they may stand in a document: JPEG alone, in the colours of a screen."""

from __future__ import annotations

import io
from typing import Final

MISSING: Final = "Không có tệp ảnh."
UNREADABLE: Final = "Không đọc được tệp ảnh."
# What reading a file that is no such photo may raise.
FAULTS: Final = (ValueError, OSError, SyntaxError)


def readable(data: bytes) -> tuple[float, bytes]:
    """Width over height of a JPEG, and the JPEG; :class:`ValueError` or :class:`OSError` for anything else.

    Only JPEG is let through: the libraries would also read SVG, which may point at other files. Colours for
    four inks, or after a profile of their own, become those of a screen: PDF/A wants the meaning of every
    colour declared, and that is the one the file declares.
    """
    from PIL import Image

    if not data.startswith(b"\xff\xd8\xff"):
        raise ValueError("not a JPEG")
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            if image.mode not in ("RGB", "L", "CMYK"):
                raise ValueError("a colour mode that PDF cannot hold")
            ratio = image.width / image.height
            if image.mode != "CMYK" and "icc_profile" not in image.info:
                return ratio, data
            screen = io.BytesIO()
            image.convert("RGB").save(screen, "JPEG", quality=90, icc_profile=None)
            return ratio, screen.getvalue()
    except Image.DecompressionBombError as error:
        raise ValueError("too many pixels") from error
