"""Photos for the demonstration: a drawn notice board, no place and no face."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import TYPE_CHECKING

from audit.kernel.settings import ROOT

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

_FONT = ROOT / "reports" / "fonts" / "Tinos-Bold.ttf"


def notice_board(title: str, lines: list[str], seed: int) -> bytes:
    """A JPEG of 1280 × 960 pixels: a board on a wall with a title and some lines of text."""
    from PIL import Image, ImageFilter
    from PIL import ImageDraw as Drawing

    pick = random.Random(seed)
    wall = pick.choice(((196, 204, 196), (214, 205, 188), (190, 201, 211)))
    image = Image.new("RGB", (1280, 960), wall)
    draw = Drawing.Draw(image)
    for _stain in range(140):
        x, y, r = pick.randrange(1280), pick.randrange(960), pick.randrange(10, 60)
        shade = tuple(min(255, max(0, c + pick.randrange(-7, 8))) for c in wall)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=shade)
    image = image.filter(ImageFilter.GaussianBlur(8))
    draw = Drawing.Draw(image)
    draw.rectangle((150, 130, 1130, 830), fill=(92, 66, 44))
    draw.rectangle((172, 152, 1108, 808), fill=(244, 242, 232))
    draw.rectangle((172, 152, 1108, 262), fill=(31, 86, 104))
    _centred(draw, title.upper(), 207, _font(_FONT, 44), "white")
    for number, line in enumerate(lines):
        draw.text((230, 310 + 72 * number), f"{number + 1}. {line}", font=_font(_FONT, 34), fill=(40, 40, 40))
    _centred(draw, "ẢNH MINH HỌA", 770, _font(_FONT, 26), (150, 40, 30))
    buffer = io.BytesIO()
    image.rotate(pick.uniform(-1.5, 1.5), fillcolor=wall, resample=Image.Resampling.BICUBIC).save(
        buffer, "JPEG", quality=82
    )
    return buffer.getvalue()


def _font(path: Path, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(path), size)


def _centred(
    draw: ImageDraw, text: str, y: int, font: FreeTypeFont, fill: str | tuple[int, int, int]
) -> None:
    draw.text((640, y), text, font=font, fill=fill, anchor="mm")
