"""Where the strokes of a signature go in the box they are shown in: centred, scaled, small ones enlarged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from audit.offline.domain.handwriting import HIGH, WIDE, Stroke

BOX_WIDE: Final = 56.0
BOX_HIGH: Final = 24.0
PEN: Final = 0.42  # a ball pen
# Whoever signs on paper uses blue ink (Decree 30/2020/NĐ-CP Điều 13 khoản 6).
INK: Final = (0.06, 0.12, 0.5)
# Small writing is enlarged at most this much over the size the whole glass would have.
ENLARGED: Final = 1.6


def placed(strokes: Sequence[Stroke], x: float, y: float, wide: float) -> list[list[tuple[float, float]]]:
    """Strokes (see ``bounded_strokes``) in millimetres, centred in a box of this width and 24 mm height
    below ``y``."""
    xs = [point[0] for stroke in strokes for point in stroke]
    ys = [point[1] for stroke in strokes for point in stroke]
    left, top, across, down = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    room = min(wide, BOX_WIDE)
    scale = min(
        ENLARGED * min(room / WIDE, BOX_HIGH / HIGH),
        room / max(across, 1),
        BOX_HIGH / max(down, 1),
    )
    start_x = x + (wide - across * scale) / 2
    start_y = y + (BOX_HIGH - down * scale) / 2
    return [
        [(start_x + (px - left) * scale, start_y + (py - top) * scale) for px, py in stroke]
        for stroke in strokes
    ]
