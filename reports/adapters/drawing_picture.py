"""A drawing of our own as a PNG, for programs that show no lines: the same shapes and letters, as dots."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reports.adapters.drawings import DrawnThings, Point, Shape, Words
from reports.adapters.pdf.faces import FILES, FOLDER

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

DOTS_PER_MM: Final = 10  # 254 dots an inch
FINER: Final = 2  # drawn so much larger, then reduced, for soft edges
COLOURS: Final = 128  # a map has six, and the shades of their edges
_WHITE: Final = (255, 255, 255)


def drawing_png(things: DrawnThings) -> bytes:
    """The drawing on white; the same drawing gives the same bytes."""
    from PIL import Image, ImageDraw

    scale = DOTS_PER_MM * FINER
    image = Image.new("RGB", (round(things.wide * scale), round(things.high * scale)), _WHITE)
    draw = ImageDraw.Draw(image)
    for part in things.parts:
        if isinstance(part, Words):
            _write(draw, part, scale)
        else:
            _paint(image, draw, part, scale)
    small = image.resize((image.width // FINER, image.height // FINER), Image.Resampling.BOX)
    target = io.BytesIO()
    # By coverage white stays white; the quicker way would make it a grey that printers see.
    few = small.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE)
    few.save(target, "PNG", dpi=(DOTS_PER_MM * 25.4,) * 2)
    return target.getvalue()


def _paint(image: Image, draw: ImageDraw, shape: Shape, scale: float) -> None:
    lines = [([(x * scale, y * scale) for x, y in points], closed) for points, closed in shape.lines()]
    rings = [points for points, _closed in lines if len(points) > 2]
    if shape.fill is not None and rings:
        if len(rings) == 1:
            draw.polygon(rings[0], fill=shape.fill)
        else:
            _fill_even_odd(image, rings, shape.fill)
    if shape.stroke is not None:
        wide = max(1, round(shape.weight * scale))
        for points, closed in lines:
            whole = [*points, points[0]] if closed else points
            dashes = _dashes(whole, [length * scale for length in shape.dash]) if shape.dash else [whole]
            for dash in dashes:
                draw.line(dash, fill=shape.stroke, width=wide)


def _fill_even_odd(image: Image, rings: Sequence[Sequence[Point]], fill: tuple[int, int, int]) -> None:
    """Rings of which one inside another is a hole."""
    from PIL import Image as Images
    from PIL import ImageChops, ImageDraw

    left, top = (math.floor(min(p[i] for ring in rings for p in ring)) for i in (0, 1))
    right, foot = (math.ceil(max(p[i] for ring in rings for p in ring)) for i in (0, 1))
    size = (right - left + 1, foot - top + 1)
    mask = Images.new("1", size)
    for ring in rings:
        one = Images.new("1", size)
        ImageDraw.Draw(one).polygon([(x - left, y - top) for x, y in ring], fill=1)
        mask = ImageChops.logical_xor(mask, one)
    image.paste(fill, (left, top), mask)


def _dashes(points: Sequence[Point], pattern: Sequence[float]) -> Iterator[list[Point]]:
    """The pieces of a line that are drawn when it is dashed: lengths drawn and left out in turn."""
    turn, left, drawn = 0, pattern[0], [points[0]]
    for (ax, ay), (bx, by) in pairwise(points):
        length, at = math.hypot(bx - ax, by - ay), 0.0
        while length - at > left:
            at += left
            cut = (ax + (bx - ax) * at / length, ay + (by - ay) * at / length)
            if turn % 2 == 0:
                yield [*drawn, cut]
            turn += 1
            left, drawn = pattern[turn % len(pattern)], [cut]
        left -= length - at
        drawn.append((bx, by))
    if turn % 2 == 0 and len(drawn) > 1:
        yield drawn


def _write(draw: ImageDraw, words: Words, scale: float) -> None:
    face = _face("B" if words.bold else "", words.size * scale)
    place = (words.x * scale, words.y * scale)
    draw.text(place, words.text, fill=words.ink, font=face, anchor="ms" if words.middle else "ls")


@lru_cache(maxsize=16)
def _face(style: str, size: float) -> FreeTypeFont:
    from PIL import ImageFont

    # Letters are set one after the other, as in the PDF, whatever else is installed.
    return ImageFont.truetype(FOLDER / FILES[style], size, layout_engine=ImageFont.Layout.BASIC)
